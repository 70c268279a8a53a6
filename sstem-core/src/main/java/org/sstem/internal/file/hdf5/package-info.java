/** HDF5: datasets of sections, their chunks decoded once, links followed. See {@link org.sstem.stack.Stacks}. */
package org.sstem.internal.file.hdf5;
