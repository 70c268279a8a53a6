package org.sstem.simulate;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.stack.VoxelSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SyntheticTissueTest {

    private static final Area WHOLE = new Area(0, 0, 200, 160);

    private final SyntheticTissue tissue =
            SyntheticTissue.builder().size(200, 160, 4).seed(5).build();

    @Test
    void aRectangleReadAloneEqualsThatPartOfTheWholeSection() {
        Plane whole = tissue.read(1, WHOLE);
        int[] wholeLabels = tissue.labels(1, WHOLE);

        Area part = new Area(37, 21, 101, 70);
        assertThat(tissue.read(1, part).pixels())
                .containsExactly(whole.crop(37, 21, 101, 70).pixels());
        int[] labels = tissue.labels(1, part);
        for (int y = 0; y < part.height(); y++) {
            for (int x = 0; x < part.width(); x++) {
                assertThat(labels[y * part.width() + x]).isEqualTo(wholeLabels[(y + 21) * 200 + x + 37]);
            }
        }
    }

    @Test
    void theNumberOfThreadsDoesNotChangeABit() {
        SyntheticTissue wide = SyntheticTissue.builder().size(700, 400, 3).build();
        Area several = new Area(20, 30, 640, 330);
        Plane one = Parallelization.runSingleThreaded(() -> wide.read(2, several));
        Plane many = Parallelization.runWithNumThreads(4, () -> wide.read(2, several));

        assertThat(many.pixels()).containsExactly(one.pixels());
    }

    @Test
    void theSeedDecidesWhatIsMade() {
        Area area = new Area(0, 0, 64, 64);
        SyntheticTissue.Builder builder = SyntheticTissue.builder().size(64, 64, 2);

        assertThat(builder.seed(1).build().read(0, area).pixels())
                .containsExactly(builder.seed(1).build().read(0, area).pixels())
                .isNotEqualTo(builder.seed(2).build().read(0, area).pixels());
    }

    @Test
    void noiseIsAsStrongAsAskedFor() {
        Area area = new Area(0, 0, 96, 96);
        SyntheticTissue.Builder builder = SyntheticTissue.builder().size(96, 96, 1);
        float[] usual = builder.build().read(0, area).pixels();

        float[] none = builder.noise(0).build().read(0, area).pixels();
        float[] half = builder.noise(0.5).build().read(0, area).pixels();

        assertThat(builder.noise(1).build().read(0, area).pixels()).containsExactly(usual);
        double noise = 0;
        for (int i = 0; i < usual.length; i++) {
            noise += Math.abs(usual[i] - none[i]) / usual.length;
            if (Math.min(usual[i], Math.min(half[i], none[i])) > 0
                    && Math.max(usual[i], Math.max(half[i], none[i])) < 1) {
                assertThat(half[i] - none[i]).isCloseTo((usual[i] - none[i]) / 2, within(1e-6f));
            }
        }
        assertThat(noise).isGreaterThan(0.01);
        for (double share : new double[] {-0.1, 4.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.noise(share))
                    .withMessage("noise must be 0 to 4 times the usual, was " + share);
        }
    }

    @Test
    void neighbouringSectionsAreAlikeAsRealOnesAreAndDistantOnesAreNot() {
        SyntheticTissue wide =
                SyntheticTissue.builder().size(384, 384, 20).seed(3).build();
        Area area = new Area(0, 0, 384, 384);
        float[] first = wide.read(0, area).pixels();

        assertThat(correlation(first, wide.read(1, area).pixels())).isBetween(0.2, 0.6);
        assertThat(correlation(first, wide.read(19, area).pixels())).isBetween(-0.2, 0.15);
    }

    @Test
    void beyondTheBorderTheNearestPixelIsRepeated() {
        Plane whole = tissue.read(0, WHOLE);

        assertThat(tissue.read(0, new Area(-20, 150, 60, 30)).pixels())
                .containsExactly(whole.crop(-20, 150, 60, 30).pixels());
        assertThat(tissue.read(0, new Area(300, -9, 2, 3)).pixels()).containsOnly(whole.get(199, 0));
    }

    @Test
    void membranesAreDarkAndCoverAboutAQuarter() {
        SyntheticTissue wide = SyntheticTissue.builder().size(384, 384, 1).build();
        Area area = new Area(0, 0, 384, 384);
        int[] labels = wide.labels(0, area);
        float[] grey = wide.read(0, area).pixels();
        double dark = 0;
        double pale = 0;
        int membrane = 0;
        for (int i = 0; i < labels.length; i++) {
            assertThat(labels[i]).isBetween(0, 1 << 24);
            if (labels[i] == 0) {
                membrane++;
                dark += grey[i];
            } else {
                pale += grey[i];
            }
        }

        assertThat(membrane / (double) labels.length).isBetween(0.14, 0.32);
        assertThat(dark / membrane).isLessThan(0.6 * pale / (labels.length - membrane));
    }

    @Test
    void cellsKeepTheirLabelFromSectionToSection() {
        Area area = new Area(0, 0, 200, 160);
        int[] here = tissue.labels(0, area);
        int[] next = tissue.labels(1, area);
        int same = 0;
        int both = 0;
        for (int i = 0; i < here.length; i++) {
            if (here[i] != 0 && next[i] != 0) {
                both++;
                same += here[i] == next[i] ? 1 : 0;
            }
        }

        assertThat(same).isGreaterThan(both * 7 / 10);
    }

    @Test
    void greyValuesStayWithinZeroAndOneAtAnyVoxelSize() {
        SyntheticTissue coarse = SyntheticTissue.builder()
                .size(64, 64, 1)
                .voxelSize(new VoxelSize(16, 12, 30))
                .build();

        for (float v : coarse.read(0, new Area(0, 0, 64, 64)).pixels()) {
            assertThat(v).isBetween(0f, 1f);
        }
    }

    @Test
    void saysWhatIsWrongWithAnArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyntheticTissue.builder().size(0, 4, 4))
                .withMessageContaining("0 x 4 x 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyntheticTissue.builder().voxelSize(new VoxelSize(400, 4, 4)))
                .withMessageContaining("voxelSize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tissue.read(4, WHOLE))
                .withMessageContaining("0 to 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tissue.labels(0, new Area(-1, 0, 20, 20)))
                .withMessageContaining("within 200 x 160");
    }

    private static double correlation(float[] a, float[] b) {
        double ma = 0;
        double mb = 0;
        for (int i = 0; i < a.length; i++) {
            ma += a[i] / (double) a.length;
            mb += b[i] / (double) a.length;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - ma) * (b[i] - mb);
            aa += (a[i] - ma) * (a[i] - ma);
            bb += (b[i] - mb) * (b[i] - mb);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
