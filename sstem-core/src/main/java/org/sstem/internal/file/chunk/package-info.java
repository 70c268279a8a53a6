/** Stacks in chunks that are several sections deep. */
package org.sstem.internal.file.chunk;
