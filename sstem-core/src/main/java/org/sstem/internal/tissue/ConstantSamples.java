package org.sstem.internal.tissue;

import net.imglib2.parallel.Parallelization;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.stream.IntStream;

/**
 * Tells from strips spread over a large section, its first and its last rows among them, whether one grey value fills any
 * place of it. Stateless.
 */
final class ConstantSamples {

    private static final int STRIPS = 64;
    private static final int ROWS = 32;

    private ConstantSamples() {}

    /**
     * Looks at a section.
     *
     * @param least pixels of a place that counts
     */
    static boolean show(SectionSource source, int z, int least) {
        int rows = Math.min(ROWS, source.height());
        return Parallelization.getTaskExecutor()
                .forEachApply(
                        IntStream.range(0, STRIPS)
                                .mapToObj(i -> new Strip(
                                        source, (int) ((long) i * (source.height() - rows) / (STRIPS - 1)), rows))
                                .toList(),
                        strip -> show(strip, z, least))
                .contains(true);
    }

    private static boolean show(Strip strip, int z, int least) {
        for (ConstantRuns.OfValue found : new ConstantRuns(strip, z).find()) {
            for (long pixels : Parts.of(found.runs()).pixels(found.runs())) {
                if (pixels >= least) {
                    return true;
                }
            }
            if (fills(found.runs(), 0) || fills(found.runs(), strip.width() - 1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a column is filled from top to bottom. */
    private static boolean fills(Runs runs, int x) {
        return IntStream.range(0, runs.height()).allMatch(y -> runs.contains(x, y));
    }

    /** Some rows of a stack as a stack. */
    private record Strip(SectionSource source, int y, int height) implements SectionSource {

        @Override
        public int width() {
            return source.width();
        }

        @Override
        public int sections() {
            return source.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            return source.read(z, new Area(area.x(), y + area.y(), area.width(), area.height()));
        }
    }
}
