/**
 * The hot loops behind one interface: {@link org.sstem.kernel.Kernels}, with providers found at run time.
 */
package org.sstem.kernel;
