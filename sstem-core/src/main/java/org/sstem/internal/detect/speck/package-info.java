/** Finding specks: small places darker than tissue is and than the neighbours show. */
package org.sstem.internal.detect.speck;
