/** What a device is asked for that puts the tissue of cut sheets back. */
package org.sstem.internal.unfolding;
