package org.sstem.cuda.internal;

import org.junit.jupiter.api.BeforeAll;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.KernelsContract;

import java.util.List;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The contract, by the CUDA kernels as the CPU runs them. */
class KernelsOnCpuTest extends KernelsContract {

    private static Kernels kernels;

    @BeforeAll
    static void compile() {
        assumeTrue(CpuExecution.possible(), "no g++ on this machine");
        kernels = new CudaKernels(List.of(CpuExecution.get().device(0)));
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }
}
