/** The entries of a model file, read as if a stranger had made them. {@link org.sstem.net.ModelFile} is the face. */
package org.sstem.net.internal.file;
