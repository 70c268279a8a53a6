/**
 * The files of stacks: directories of PNG and TIFF sections, multi-page TIFF and HDF5, read section by section and
 * written aside, section by section, before they are moved to their place. {@link org.sstem.stack.Stacks} is the face.
 */
package org.sstem.internal.file;
