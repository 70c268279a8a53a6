package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Basis;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.KernelShapes;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;

/** The kernels of the CPU: checks, then loops. The loops that are worth it come in several forms. */
final class CpuKernels implements Kernels {

    private final CpuLoops loops;

    CpuKernels(CpuLoops loops) {
        this.loops = loops;
    }

    @Override
    public String name() {
        return loops.name();
    }

    @Override
    public void warp(Tensor image, Tensor flow, Border border, Tensor out) {
        KernelShapes.checkWarp(image, flow, out);
        WarpLoops.forward(loops, image, flow, border, out);
    }

    @Override
    public void warpGradient(
            Tensor image, Tensor flow, Border border, Tensor upstream, Tensor imageGradient, Tensor flowGradient) {
        KernelShapes.checkWarpGradient(image, flow, upstream, imageGradient, flowGradient);
        if (flowGradient != null) {
            WarpGradientLoops.flow(loops, image, flow, border, upstream, flowGradient);
        }
        if (imageGradient != null) {
            WarpGradientLoops.image(loops, flow, border, upstream, imageGradient);
        }
    }

    @Override
    public void separableConvolution(Tensor image, Tensor vertical, Tensor horizontal, Tensor out) {
        KernelShapes.checkSeparable(image, vertical, horizontal, out);
        loops.forward(image, vertical, horizontal, out);
    }

    @Override
    public void separableConvolutionGradient(
            Tensor image,
            Tensor vertical,
            Tensor horizontal,
            Tensor upstream,
            Tensor imageGradient,
            Tensor verticalGradient,
            Tensor horizontalGradient) {
        KernelShapes.checkSeparableGradient(
                image, vertical, horizontal, upstream, imageGradient, verticalGradient, horizontalGradient);
        if (verticalGradient != null || horizontalGradient != null) {
            loops.tapGradients(image, vertical, horizontal, upstream, verticalGradient, horizontalGradient);
        }
        if (imageGradient != null) {
            loops.imageGradient(vertical, horizontal, upstream, imageGradient);
        }
    }

    @Override
    public void fuse(Tensor a, Tensor b, Tensor weight, Tensor out) {
        KernelShapes.checkFuse(a, b, weight, out);
        FuseLoops.forward(loops, a, b, weight, out);
    }

    @Override
    public void fuseGradient(
            Tensor a,
            Tensor b,
            Tensor weight,
            Tensor upstream,
            Tensor aGradient,
            Tensor bGradient,
            Tensor weightGradient) {
        KernelShapes.checkFuseGradient(a, b, weight, upstream, aGradient, bGradient, weightGradient);
        FuseLoops.gradient(a, b, weight, upstream, aGradient, bGradient, weightGradient);
    }

    @Override
    public void smooth(Tensor image, float[] half, Tensor out) {
        KernelShapes.checkSmooth(image, half, out);
        SmoothLoops.forward(loops, image, half, out);
    }

    @Override
    public void resample(Tensor image, double left, double top, Tensor flow, Basis basis, Tensor out) {
        KernelShapes.checkResample(image, flow, out);
        ResampleLoops.forward(image, left, top, flow, basis, out);
    }
}
