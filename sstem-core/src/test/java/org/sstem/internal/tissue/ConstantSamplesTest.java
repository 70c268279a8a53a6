package org.sstem.internal.tissue;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What fills places of a large section is told from some of its rows, and the same from all of them on any number of threads. */
class ConstantSamplesTest {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 8000;
    private static final int LEAST = 400;

    private final Plane section = grained();

    private static Plane grained() {
        Random random = new Random(1);
        Plane plane = new Plane(WIDTH, HEIGHT);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = (100 + random.nextInt(40)) / 255f;
        }
        return plane;
    }

    private void fill(int x, int y, int width, int height) {
        for (int v = y; v < y + height; v++) {
            for (int u = x; u < x + width; u++) {
                section.set(u, v, 0);
            }
        }
    }

    private boolean shown() {
        return ConstantSamples.show(source(), 0, LEAST);
    }

    private SectionSource source() {
        return new SectionSource() {
            @Override
            public int width() {
                return WIDTH;
            }

            @Override
            public int height() {
                return HEIGHT;
            }

            @Override
            public int sections() {
                return 1;
            }

            @Override
            public Plane read(int z, Area area) {
                return section.crop(area.x(), area.y(), area.width(), area.height());
            }
        };
    }

    @Test
    void tissueShowsNone() {
        assertThat(shown()).isFalse();
    }

    @Test
    void aPlaceThatIsHigherThanTheGapsIsSeen() {
        fill(120, 4100, 40, 160);

        assertThat(shown()).isTrue();
    }

    @Test
    void paddingOfOneColumnOrOneRowIsSeen() {
        fill(WIDTH - 1, 0, 1, HEIGHT);
        assertThat(shown()).isTrue();

        fill(0, HEIGHT - 2, WIDTH, 2);
        assertThat(shown()).isTrue();
    }

    @Test
    void thePaddingOfManyStripsIsTheSameOnAnyNumberOfThreads() {
        fill(0, 0, 17, HEIGHT);
        fill(0, 0, WIDTH, 1);
        fill(130, 3400, 60, 200);
        fill(WIDTH - 2, 0, 2, HEIGHT);
        Area all = new Area(0, 0, WIDTH, HEIGHT);

        SectionTissue one = Parallelization.runSingleThreaded(() -> SectionTissue.of(source(), 0));
        SectionTissue four = Parallelization.runWithNumThreads(4, () -> SectionTissue.of(source(), 0));

        assertThat(four.padding(all)).isEqualTo(one.padding(all));
        assertThat(four.holes(all)).isEqualTo(one.holes(all));
        assertThat(one.hasHoles()).isTrue();
        assertThat(one.padding(all)[16 + 5000 * WIDTH]).isTrue();
        assertThat(one.padding(all)[(WIDTH - 2) + 5000 * WIDTH]).isTrue();
        assertThat(one.padding(all)[(WIDTH - 3) + 5000 * WIDTH]).isFalse();
    }
}
