/** Where stores lie: folders, and what is served by HTTP. */
package org.sstem.store.internal.place;
