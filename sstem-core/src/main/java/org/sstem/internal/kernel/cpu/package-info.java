/** The kernels on the CPU: plain Java, and the Vector API where Java was started with it. */
package org.sstem.internal.kernel.cpu;
