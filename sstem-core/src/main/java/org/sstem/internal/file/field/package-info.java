/** Displacement fields: where the tissue of restored sections is taken from, kept in stores. */
package org.sstem.internal.file.field;
