/** How sections become chunks, and chunks a pyramid. */
package org.sstem.store.internal.write;
