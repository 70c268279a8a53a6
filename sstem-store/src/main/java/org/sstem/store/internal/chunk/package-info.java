/** Arrays in chunks, as all formats of stores keep them: number types, codecs, sections. */
package org.sstem.store.internal.chunk;
