package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;


import static org.sstem.internal.kernel.cpu.VectorApiScratch.L;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.MOST_TAPS;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.S;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.load;

/**
 * The loops with the Vector API (jdk.incubator.vector). Only {@link VectorKernelProvider} knows this class, by
 * name: it is not loaded where the module is missing.
 */
final class VectorApiLoops implements CpuLoops {

    /** Integers in a vector of the same size. */
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

    private static final IntVector IOTA = IntVector.zero(I).addIndex(1);
    private static final IntVector FARTHEST = IntVector.broadcast(I, FAR);

    /** Bits of 1. */
    private static final int ONE = 0x3f800000;

    /** For kernels so wide that what is packed would not stay in the caches. */
    private final CpuLoops plain = new PlainLoops();

    @Override
    public String name() {
        return "cpu-vector (" + S.vectorBitSize() + " bit)";
    }

    @Override
    public int locate(
            float[] u,
            int atU,
            float[] v,
            int atV,
            int y,
            int length,
            int width,
            int height,
            SourceCells cells) {
        int[] corner = cells.corner();
        float[] right = cells.right();
        float[] below = cells.below();
        IntVector last = IntVector.broadcast(I, width - 2);
        IntVector lowest = IntVector.broadcast(I, height - 2);
        IntVector some = IntVector.zero(I);
        for (int x = 0; x < length; x += L) {
            FloatVector du = load(u, atU + x);
            FloatVector dv = load(v, atV + x);
            FloatVector nearU = du.add(ROUND);
            FloatVector nearV = dv.add(ROUND);
            // adding 0 turns -0, which would pass for negative, into 0
            FloatVector restU = du.sub(nearU.sub(ROUND)).add(0f);
            FloatVector restV = dv.sub(nearV.sub(ROUND)).add(0f);
            IntVector downU = restU.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            IntVector downV = restV.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            restU.add(downU.and(ONE).reinterpretAsFloats()).intoArray(right, x);
            restV.add(downV.and(ONE).reinterpretAsFloats()).intoArray(below, x);
            IntVector i = nearU.reinterpretAsInts().sub(ROUND_BITS - x).add(downU).add(IOTA);
            IntVector j = nearV.reinterpretAsInts().sub(ROUND_BITS - y).add(downV);
            IntVector far = FARTHEST
                    .sub(du.reinterpretAsInts().and(Integer.MAX_VALUE))
                    .or(FARTHEST.sub(dv.reinterpretAsInts().and(Integer.MAX_VALUE)));
            IntVector outside = i.or(last.sub(i))
                    .or(j)
                    .or(lowest.sub(j))
                    .or(far)
                    .lanewise(VectorOperators.ASHR, 31);
            j.mul(width).add(i).or(outside).intoArray(corner, x);
            some = some.or(outside);
        }
        return some.reduceLanes(VectorOperators.OR);
    }

    @Override
    public void interpolate(
            float[] pixels,
            int plane,
            int width,
            SourceCells cells,
            float[] result,
            int at,
            int length) {
        int[] corner = cells.corner();
        float[] right = cells.right();
        float[] below = cells.below();
        // one by one: gathering vectors was measured to take half as long again on AVX2
        for (int x = 0; x < length; x++) {
            int cell = corner[x];
            if (cell >= 0) {
                int i = plane + cell;
                float a = pixels[i];
                float c = pixels[i + width];
                float top = Math.fma(right[x], pixels[i + 1] - a, a);
                float bottom = Math.fma(right[x], pixels[i + width + 1] - c, c);
                result[at + x] = Math.fma(below[x], bottom - top, top);
            }
        }
    }

    @Override
    public int rims(int[] corner, int length, int[] rim) {
        int count = 0;
        for (int from = 0; from < length; from += L) {
            if (IntVector.fromArray(I, corner, from).lt(0).anyTrue()) {
                for (int x = from; x < Math.min(length, from + L); x++) {
                    if (corner[x] < 0) {
                        rim[count++] = x;
                    }
                }
            }
        }
        return count;
    }

    @Override
    public void blend(
            float[] p, int atP, float[] q, int atQ, float[] w, int atW, float[] out, int atOut, int length) {
        int i = 0;
        for (; i <= length - L; i += L) {
            FloatVector weight = load(w, atW + i);
            FloatVector first = load(p, atP + i);
            first.mul(FloatVector.broadcast(S, 1).sub(weight))
                    .add(load(q, atQ + i).mul(weight))
                    .intoArray(out, atOut + i);
        }
        for (; i < length; i++) {
            out[atOut + i] = p[atP + i] * (1 - w[atW + i]) + q[atQ + i] * w[atW + i];
        }
    }

    @Override
    public void forward(Tensor image, Tensor vertical, Tensor horizontal, Tensor out) {
        if (vertical.channels() > MOST_TAPS) {
            plain.forward(image, vertical, horizontal, out);
        } else {
            VectorApiForward.run(image, vertical, horizontal, out);
        }
    }

    @Override
    public void tapGradients(
            Tensor image,
            Tensor vertical,
            Tensor horizontal,
            Tensor upstream,
            Tensor verticalGradient,
            Tensor horizontalGradient) {
        if (vertical.channels() > MOST_TAPS) {
            plain.tapGradients(image, vertical, horizontal, upstream, verticalGradient, horizontalGradient);
        } else {
            VectorApiTapGradients.run(image, vertical, horizontal, upstream, verticalGradient, horizontalGradient);
        }
    }

    @Override
    public void imageGradient(Tensor vertical, Tensor horizontal, Tensor upstream, Tensor imageGradient) {
        if (vertical.channels() > MOST_TAPS) {
            plain.imageGradient(vertical, horizontal, upstream, imageGradient);
        } else {
            VectorApiImageGradient.run(vertical, horizontal, upstream, imageGradient);
        }
    }

    @Override
    public void sumRows(float[] image, int at, int width, int height, int y, float[] half, float[] sum) {
        VectorApiSmooth.sumRows(image, at, width, height, y, half, sum);
    }

    @Override
    public void sumColumns(float[] padded, float[] half, float[] sum) {
        VectorApiSmooth.sumColumns(padded, half, sum);
    }
}
