package org.sstem.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded random stacks of every pixel type that reach the ends of their ranges. */
public final class RandomStacks {

    private RandomStacks() {}

    public static RandomAccessibleInterval<UnsignedByteType> bytes(long seed, long width, long height, long sections) {
        RandomAccessibleInterval<UnsignedByteType> out = ArrayImgs.unsignedBytes(width, height, sections);
        Random random = new Random(seed);
        Views.flatIterable(out).forEach(p -> p.set(random.nextInt(256)));
        return out;
    }

    public static RandomAccessibleInterval<UnsignedShortType> shorts(
            long seed, long width, long height, long sections) {
        RandomAccessibleInterval<UnsignedShortType> out = ArrayImgs.unsignedShorts(width, height, sections);
        Random random = new Random(seed);
        Views.flatIterable(out).forEach(p -> p.set(random.nextInt(65536)));
        return out;
    }

    public static RandomAccessibleInterval<FloatType> floats(long seed, long width, long height, long sections) {
        RandomAccessibleInterval<FloatType> out = ArrayImgs.floats(width, height, sections);
        Random random = new Random(seed);
        Views.flatIterable(out).forEach(p -> p.set((float) (1e3 * random.nextGaussian())));
        return out;
    }

    /** All values in the order of the pixels: what two equal stacks have in common, whatever images hold them. */
    public static <T extends NativeType<T> & RealType<T>> List<Float> values(RandomAccessibleInterval<T> stack) {
        List<Float> out = new ArrayList<>();
        Views.flatIterable(stack).forEach(p -> out.add(p.getRealFloat()));
        return out;
    }
}
