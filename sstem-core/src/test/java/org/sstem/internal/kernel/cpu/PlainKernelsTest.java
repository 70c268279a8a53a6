package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.KernelsContract;

class PlainKernelsTest extends KernelsContract {

    @Override
    public Kernels kernels() {
        return Kernels.byName("cpu-plain");
    }
}
