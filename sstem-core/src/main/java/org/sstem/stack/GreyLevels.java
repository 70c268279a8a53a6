package org.sstem.stack;

import org.sstem.internal.kernel.StoredSections;
import org.sstem.internal.tissue.GreySample;
import org.sstem.internal.tissue.RecordedSections;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where black is in a stack, and how far its tissue reaches above it: grey values say how much light came through only
 * when they are counted from black. Immutable and thread-safe.
 *
 * @param black    grey value of no light at all, scaled as {@link Plane} says
 * @param white    grey value that nearly all tissue stays below
 * @param given    whether a person said so
 * @param inverted whether membranes seem to be brighter than what lies between them: stain is then light, not dark
 */
public record GreyLevels(double black, double white, boolean given, boolean inverted) implements Serializable {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if white is not above black, or one is not finite
     */
    public GreyLevels {
        if (!(black < white) || Double.isInfinite(black) || Double.isInfinite(white)) {
            throw new IllegalArgumentException("black must be below white, was " + black + " and " + white);
        }
    }

    /**
     * Levels that are known.
     *
     * @param black grey value of no light, scaled as {@link Plane} says
     * @param white grey value that nearly all tissue stays below
     * @return the levels
     * @throws IllegalArgumentException if white is not above black, or one is not finite
     */
    public static GreyLevels of(double black, double white) {
        return new GreyLevels(black, white, true, false);
    }

    /**
     * Estimates the levels from tissue alone: from rows spread over at most 48 sections. Black is 0 where grey values
     * begin near 0, as in 8 bit; where they begin well above it, or below, the darkest tissue is black.
     *
     * @param sections the stack, with its tissue
     * @return the levels; 0 and 1 for a stack without tissue
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public static GreyLevels estimate(SectionSource sections) {
        return GreySample.levels(Arrays.stream(GreySample.sections(sections.sections()))
                .mapToObj(z -> GreySample.of(sections, z))
                .toList());
    }

    /**
     * Counts the grey values of a stack from black.
     *
     * @param sections the stack
     * @return the same stack, its values less black; itself where black is 0
     */
    public SectionSource above(SectionSource sections) {
        return black == 0 ? sections : new FromBlack(sections, (float) black);
    }

    /**
     * Brings values counted from black back to those of the stack.
     *
     * @param plane changed in place
     */
    public void restore(Plane plane) {
        if (black != 0) {
            for (int i = 0; i < plane.pixels().length; i++) {
                plane.pixels()[i] += (float) black;
            }
        }
    }

    /**
     * Says the levels for people.
     *
     * @return one sentence
     */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "black is %.5g and tissue reaches to %.5g of the scale from 0 to 1 (%s)%s",
                black,
                white,
                given ? "given" : "estimated from tissue",
                inverted
                        ? "; contrast seems inverted, membranes being bright: invert the stack before it is used"
                        : "");
    }

    /** A stack less its black. */
    private record FromBlack(SectionSource source, float black)
            implements SectionSource, StoredSections, RecordedSections {

        @Override
        public int width() {
            return source.width();
        }

        @Override
        public int height() {
            return source.height();
        }

        @Override
        public int sections() {
            return source.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            return fromBlack(source.read(z, area));
        }

        @Override
        public Optional<Plane> recorded(int z, Area area) {
            return RecordedSections.read(source, z, area).map(this::fromBlack);
        }

        private Plane fromBlack(Plane plane) {
            for (int i = 0; i < plane.pixels().length; i++) {
                plane.pixels()[i] -= black;
            }
            return plane;
        }

        @Override
        public Optional<Stored> stored(int z, Area area) {
            return StoredSections.read(source, z, area)
                    .filter(stored -> stored.black() == 0)
                    .map(stored -> new Stored(stored.values(), black));
        }

        @Override
        public Plane tissue(int z, Area area) {
            return source.tissue(z, area);
        }
    }
}
