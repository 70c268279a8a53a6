/** Sections too large to be held beside each other wait on the disk. */
package org.sstem.internal.file.spool;
