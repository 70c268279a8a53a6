package org.sstem.internal.kernel;

class PlainKernelsTest extends KernelsContract {

    @Override
    public Kernels kernels() {
        return Kernels.byName("cpu-plain");
    }
}
