package org.sstem.internal.kernel;

import org.sstem.internal.kernel.LiteralKernels.Doubles;

/** The literal loops behind the single-precision interface. */
final class RoundedLiteralKernels implements Kernels {

    @Override
    public String name() {
        return "literal";
    }

    @Override
    public void warp(Tensor image, Tensor flow, Border border, Tensor out) {
        KernelShapes.checkWarp(image, flow, out);
        Doubles result = like(out);
        LiteralKernels.warp(Doubles.of(image), Doubles.of(flow), border, result);
        result.to(out);
    }

    @Override
    public void warpGradient(
            Tensor image, Tensor flow, Border border, Tensor upstream, Tensor imageGradient, Tensor flowGradient) {
        KernelShapes.checkWarpGradient(image, flow, upstream, imageGradient, flowGradient);
        Doubles ofImage = like(image);
        Doubles ofFlow = like(flow);
        LiteralKernels.warpGradient(Doubles.of(image), Doubles.of(flow), border, Doubles.of(upstream), ofImage, ofFlow);
        store(ofImage, imageGradient);
        store(ofFlow, flowGradient);
    }

    @Override
    public void separableConvolution(Tensor image, Tensor vertical, Tensor horizontal, Tensor out) {
        KernelShapes.checkSeparable(image, vertical, horizontal, out);
        Doubles result = like(out);
        LiteralKernels.separableConvolution(Doubles.of(image), Doubles.of(vertical), Doubles.of(horizontal), result);
        result.to(out);
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
        Doubles ofImage = like(image);
        Doubles ofVertical = like(vertical);
        Doubles ofHorizontal = like(horizontal);
        LiteralKernels.separableConvolutionGradient(
                Doubles.of(image),
                Doubles.of(vertical),
                Doubles.of(horizontal),
                Doubles.of(upstream),
                ofImage,
                ofVertical,
                ofHorizontal);
        store(ofImage, imageGradient);
        store(ofVertical, verticalGradient);
        store(ofHorizontal, horizontalGradient);
    }

    @Override
    public void fuse(Tensor a, Tensor b, Tensor weight, Tensor out) {
        KernelShapes.checkFuse(a, b, weight, out);
        Doubles result = like(out);
        LiteralKernels.fuse(Doubles.of(a), Doubles.of(b), Doubles.of(weight), result);
        result.to(out);
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
        Doubles ofA = like(a);
        Doubles ofB = like(b);
        Doubles ofWeight = like(weight);
        LiteralKernels.fuseGradient(
                Doubles.of(a), Doubles.of(b), Doubles.of(weight), Doubles.of(upstream), ofA, ofB, ofWeight);
        store(ofA, aGradient);
        store(ofB, bGradient);
        store(ofWeight, weightGradient);
    }

    private static Doubles like(Tensor tensor) {
        return Doubles.zeros(tensor.batch(), tensor.channels(), tensor.height(), tensor.width());
    }

    private static void store(Doubles values, Tensor target) {
        if (target != null) {
            values.to(target);
        }
    }
}
