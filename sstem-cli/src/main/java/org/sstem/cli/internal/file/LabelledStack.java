package org.sstem.cli.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.sstem.internal.metric.SectionPixels;
import org.sstem.method.SectionSource;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;

/** A stack with its true labels, open. */
public final class LabelledStack implements AutoCloseable {

    private static final double USUAL_PIXEL_NM = 4;

    private final StackReader<?> stack;
    private final StackReader<UnsignedLongType> labels;

    private LabelledStack(StackReader<?> stack, StackReader<UnsignedLongType> labels) {
        this.stack = stack;
        this.labels = labels;
    }

    /** Opens both; they must have one size. */
    public static LabelledStack open(String place, String labelPlace) throws IOException {
        StackReader<?> stack = Stacks.open(place);
        try {
            StackReader<UnsignedLongType> labels = Stacks.openLabels(labelPlace);
            if (!size(labels).equals(size(stack))) {
                labels.close();
                throw new IOException(
                        labelPlace + " must be as large as " + place + ", " + size(stack) + ", is " + size(labels));
            }
            return new LabelledStack(stack, labels);
        } catch (IOException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static String size(StackReader<?> stack) {
        return stack.width() + " x " + stack.height() + " x " + stack.sections();
    }

    public int sections() {
        return stack.sections();
    }

    /** The shorter side of a section. */
    public int sizePx() {
        return Math.min(stack.width(), stack.height());
    }

    /** Pixel size in x and y; 4 nm where the stack does not say. */
    public double pixelNm() {
        return stack.voxelSize().map(VoxelSize::xNm).orElse(USUAL_PIXEL_NM);
    }

    public SectionSource source() {
        return SectionSource.of(stack.pixels());
    }

    /** All true labels, axes (x, y, z). */
    public RandomAccessibleInterval<UnsignedLongType> labels() {
        return labels.pixels();
    }

    /** The true labels of a section without its margin. */
    public long[] labels(int z, int marginPx) {
        return SectionPixels.labels(labels.pixels(), z, marginPx);
    }

    @Override
    public void close() throws IOException {
        stack.close();
        labels.close();
    }
}
