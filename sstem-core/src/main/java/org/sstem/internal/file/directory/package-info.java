/** Directories of PNG and TIFF sections. */
package org.sstem.internal.file.directory;
