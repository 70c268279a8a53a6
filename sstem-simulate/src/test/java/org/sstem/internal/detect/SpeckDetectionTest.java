package org.sstem.internal.detect;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Provenance;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.PrecipitateMethod;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.simulate.SyntheticTissue;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Clusters of opaque grains in synthetic tissue; drawn by a rule of their own. */
class SpeckDetectionTest {

    private static final int SIZE = 400;
    private static final int SECTIONS = 7;
    private static final List<Integer> DAMAGED = List.of(0, 2, 5);
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);

    private static Held clean;

    @BeforeAll
    static void growTissue() {
        clean = tissue(12);
    }

    /** Tissue that is not stretched until its membranes are black, so that metal is darker. */
    private static Held tissue(long seed) {
        return Held.of(SyntheticTissue.builder()
                        .size(SIZE, SIZE, SECTIONS)
                        .seed(seed)
                        .build())
                .map((section, z) -> {
                    Plane out = section.copy();
                    for (int i = 0; i < out.pixels().length; i++) {
                        out.pixels()[i] = 0.3f + 0.6f * section.pixels()[i];
                    }
                    return out;
                });
    }

    /** A section with two specks. */
    private static Plane speckled(Plane section, int z, boolean[] mask) {
        Random random = new Random(40 + z);
        Plane out = section.copy();
        for (int speck = 0; speck < 2; speck++) {
            double cx = 60 + random.nextInt(SIZE - 120);
            double cy = 60 + random.nextInt(SIZE - 120);
            for (int grain = 0; grain < 7; grain++) {
                double x = cx + 7 * random.nextGaussian();
                double y = cy + 7 * random.nextGaussian();
                double radius = 4 + 4 * random.nextDouble();
                double light = 0.03 + 0.12 * random.nextDouble();
                for (int i = 0; i < mask.length; i++) {
                    double away = Math.hypot(i % SIZE - x, i / SIZE - y) - radius;
                    if (away < 1) {
                        double passes = Math.min(1, Math.max(light, light + (1 - light) * (away + 1) / 2));
                        out.pixels()[i] = Math.min(out.pixels()[i], (float) (passes * section.pixels()[i]));
                        mask[i] |= away < 0;
                    }
                }
            }
        }
        return out;
    }

    private static Held speckled(boolean[][] masks) {
        Held stack = clean;
        for (int z : DAMAGED) {
            masks[z] = new boolean[SIZE * SIZE];
            stack = stack.with(z, speckled(stack.planes().get(z), z, masks[z]));
        }
        return stack;
    }

    private static Detection detect(Held stack) {
        return DamageDetector.builder()
                .kinds(List.of(DamageKind.PRECIPITATE))
                .build()
                .detect(stack);
    }

    @Test
    void specksAreFoundWhereTheyAreAndNowhereElse() {
        boolean[][] masks = new boolean[SECTIONS][];
        Detection found = detect(speckled(masks));

        assertThat(found.damage().damagedSections()).containsExactlyElementsOf(DAMAGED);
        for (int z : DAMAGED) {
            boolean[] marked =
                    found.damage().mask(z, DamageKind.PRECIPITATE).orElseThrow().read(ALL);
            int covered = 0;
            int beyond = 0;
            int all = 0;
            for (int i = 0; i < marked.length; i++) {
                all += masks[z][i] ? 1 : 0;
                covered += masks[z][i] && marked[i] ? 1 : 0;
                beyond += marked[i] && !masks[z][i] ? 1 : 0;
            }
            assertThat((double) covered / all).as("covered in section %d", z).isGreaterThan(0.95);
            assertThat((double) beyond / all).as("too much in section %d", z).isLessThan(1.2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13, 14})
    void tissueHasNoSpecks(long seed) {
        assertThat(detect(tissue(seed)).damage().damagedSections()).isEmpty();
    }

    /** What hides the tissue is filled by tissue of the neighbours, and nothing else is touched. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSpeckIsFilledFromTheNeighbours(boolean exact) {
        boolean[][] masks = new boolean[SECTIONS][];
        Held stack = speckled(masks);
        int z = DAMAGED.get(1);
        Optional<SectionMask> mask = Optional.of(SectionMask.of(SIZE, SIZE, masks[z]));
        SectionRestoration restoration = new PrecipitateMethod()
                .prepare(new Task(
                        stack,
                        DamageKind.PRECIPITATE,
                        z,
                        z,
                        List.of(1),
                        List.of(3),
                        exact ? mask : Optional.empty(),
                        exact ? Optional.empty() : mask));
        Plane before = stack.planes().get(z);
        Plane after = before.copy();
        byte[] provenance = new byte[after.pixels().length];

        restoration.restore(z, ALL, after, provenance);

        double was = 0;
        double is = 0;
        for (int i = 0; i < provenance.length; i++) {
            if (masks[z][i]) {
                was += square(before.pixels()[i] - clean.planes().get(z).pixels()[i]);
                is += square(after.pixels()[i] - clean.planes().get(z).pixels()[i]);
                assertThat(provenance[i]).isEqualTo(Provenance.INTERPOLATED);
            } else {
                assertThat(after.pixels()[i]).isEqualTo(before.pixels()[i]);
                assertThat(provenance[i]).isEqualTo(Provenance.ORIGINAL);
            }
        }
        assertThat(Math.sqrt(is / was)).isLessThan(0.5);
        assertThat(restoration.findings(z).remarks()).anyMatch(remark -> remark.contains("filled from the neighbours"));
    }

    private static double square(double v) {
        return v * v;
    }
}
