/** N5. */
package org.sstem.store.internal.n5;
