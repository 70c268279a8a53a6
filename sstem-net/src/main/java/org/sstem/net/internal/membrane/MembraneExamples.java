package org.sstem.net.internal.membrane;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import org.sstem.internal.image.Filters;
import org.sstem.internal.metric.SectionPixels;
import org.sstem.internal.tile.SoftCache;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.method.TrainingPair.Turn;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.example.PairExamples;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * Examples for the network for membranes: pieces of labelled sections, in any of the eight orientations, and, to learn from,
 * with other noise, focus and contrast.
 *
 * <p>Example i is a function of the seed and i alone. Prepared sections are held softly, 8 bytes a pixel. Thread-safe.
 */
public final class MembraneExamples implements LongFunction<Example> {

    private static final double NOISE = 0.06;
    private static final double BLUR_PX = 1;
    private static final double CONTRAST = 0.25;
    private static final double BRIGHTNESS = 0.05;

    private final List<Labelled> sections;
    private final int sizePx;
    private final long seed;
    private final boolean varied;
    private final SoftCache<Integer, Prepared> prepared;

    /**
     * One section and its labels.
     *
     * @param stack  grey values
     * @param labels x, y, z; 0 is membrane, and so are pixels beside another object
     * @param z      which section of both
     */
    public record Labelled(SectionSource stack, RandomAccessibleInterval<? extends IntegerType<?>> labels, int z) {}

    private record Prepared(Plane grey, Plane membrane) {}

    /**
     * Describes examples.
     *
     * @param sections what is cut
     * @param sizePx   width and height of an example; no section is smaller
     * @param seed     decides which section, place and orientation an example has
     * @param varied   whether noise, focus and contrast are varied
     * @throws IllegalArgumentException if there is no section, or one is smaller than an example or than its labels
     */
    public MembraneExamples(List<Labelled> sections, int sizePx, long seed, boolean varied) {
        if (sections.isEmpty()) {
            throw new IllegalArgumentException("labelled sections must be at least one, were none");
        }
        for (Labelled section : sections) {
            int width = section.stack.width();
            int height = section.stack.height();
            if (Math.min(width, height) < sizePx) {
                throw new IllegalArgumentException("examples of " + sizePx
                        + " px must fit into the sections, which are " + width + " x " + height + " px");
            }
            if (section.labels.dimension(0) != width
                    || section.labels.dimension(1) != height
                    || section.labels.dimension(2) != section.stack.sections()) {
                throw new IllegalArgumentException("labels must be as large as the stack, " + width + " x " + height
                        + " x " + section.stack.sections() + ", were " + section.labels.dimension(0) + " x "
                        + section.labels.dimension(1) + " x " + section.labels.dimension(2));
            }
        }
        this.sections = List.copyOf(sections);
        this.sizePx = sizePx;
        this.seed = seed;
        this.varied = varied;
        this.prepared = new SoftCache<>(sections.size());
    }

    @Override
    public Example apply(long index) {
        SplittableRandom random = new SplittableRandom(seed ^ new SplittableRandom(index).nextLong());
        Prepared section = prepared.get(random.nextInt(sections.size()), number -> prepare(sections.get(number)));
        int x = random.nextInt(section.grey.width() - sizePx + 1);
        int y = random.nextInt(section.grey.height() - sizePx + 1);
        Turn turn = new Turn(random.nextInt(2) == 1, random.nextInt(2) == 1, random.nextInt(2) == 1);
        Plane grey = turn.of(section.grey.crop(x, y, sizePx, sizePx));
        Plane membrane = turn.of(section.membrane.crop(x, y, sizePx, sizePx));
        return Example.of(PairExamples.tensor(varied ? vary(grey, random) : grey), PairExamples.tensor(membrane));
    }

    private static Plane vary(Plane grey, SplittableRandom random) {
        Plane out = random.nextInt(2) == 1 ? Filters.gaussian(grey, 0.3 + BLUR_PX * random.nextDouble()) : grey.copy();
        double noise = NOISE * random.nextDouble();
        double contrast = Math.exp(CONTRAST * (2 * random.nextDouble() - 1));
        double brightness = BRIGHTNESS * (2 * random.nextDouble() - 1);
        for (int i = 0; i < out.pixels().length; i++) {
            double value = 0.5 + brightness + contrast * (out.pixels()[i] - 0.5) + noise * random.nextGaussian();
            out.pixels()[i] = MembraneInput.cut((float) value);
        }
        return out;
    }

    private static Prepared prepare(Labelled section) {
        int width = section.stack.width();
        int height = section.stack.height();
        Plane grey = section.stack.read(section.z, new Area(0, 0, width, height));
        return new Prepared(
                MembraneInput.of(grey), membrane(SectionPixels.labels(section.labels, section.z, 0), width, height));
    }

    /** 1 where the label is 0, or another object begins to the left, right, top or bottom. */
    static Plane membrane(long[] labels, int width, int height) {
        Plane membrane = new Plane(width, height);
        for (int i = 0; i < labels.length; i++) {
            boolean beside = i % width > 0 && differ(labels[i], labels[i - 1])
                    || i % width < width - 1 && differ(labels[i], labels[i + 1])
                    || i >= width && differ(labels[i], labels[i - width])
                    || i + width < labels.length && differ(labels[i], labels[i + width]);
            membrane.pixels()[i] = labels[i] == 0 || beside ? 1 : 0;
        }
        return membrane;
    }

    private static boolean differ(long label, long other) {
        return other != 0 && other != label;
    }
}
