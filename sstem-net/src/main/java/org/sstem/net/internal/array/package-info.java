/** What lies between the arrays of ND4J, the tensors of the kernels and the planes of a section. */
package org.sstem.net.internal.array;
