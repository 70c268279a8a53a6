package org.sstem.internal.tissue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.damage.SectionMask;
import org.sstem.method.Plane;

import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sstem.internal.tissue.Bordered.HEIGHT;
import static org.sstem.internal.tissue.Bordered.WIDTH;
import static org.sstem.internal.tissue.Bordered.mask;
import static org.sstem.internal.tissue.Bordered.whole;

class SectionTissueTest {

    private static final float[] GREYS = {0, 1, 128 / 255f};

    @Test
    void tissueWithoutBordersIsWhole() {
        assertThat(found(section(3)).isWhole()).isTrue();
    }

    @Test
    void whatLiesOutsideAMovedAndTurnedWindowIsPaddingToThePixel() {
        windows(5, 100);
    }

    @Test
    @EnabledIfSystemProperty(named = "sstem.nightly", matches = "true")
    void fiftyMoreWindowsAreFoundToThePixel() {
        windows(50, 1000);
    }

    @Test
    void ofNarrowBlackPlacesThoseAtTheEdgeOfTissueMayBeFoldsThatRunOutOfSight() {
        boolean[] frame = mask((x, y) -> x < 12 || y < 12 || x >= WIDTH - 12 || y >= HEIGHT - 12);
        boolean[] cut = mask((x, y) -> y >= HEIGHT - 22 && y < HEIGHT - 12 && x > 60 && x < 160);
        boolean[] within = mask((x, y) -> y >= 100 && y < 110 && x > 60 && x < 160);
        Plane section = Bordered.without(Bordered.without(section(3), frame, 1), cut, 0);

        SectionTissue both = found(Bordered.without(section, within, 0));

        assertThat(both.bandsAtEdge()).isPresent();
        boolean[] atEdge = both.bandsAtEdge().get().read(whole());
        assertThat(Bordered.overlap(atEdge, cut)).isGreaterThan(0.95);
        assertThat(Bordered.overlap(both.bands(whole()), mask((x, y) -> cut[y * WIDTH + x] || within[y * WIDTH + x])))
                .isGreaterThan(0.95);
    }

    private static void windows(int count, long seed) {
        for (int k = 0; k < count; k++) {
            Random random = new Random(seed + k);
            double degrees = k % 2 == 0 ? 3 : 30;
            float grey = GREYS[k % 3];
            boolean[] outside = mask(Bordered.window(random, degrees));

            SectionTissue tissue = found(Bordered.without(section(seed + k), outside, grey));

            assertThat(tissue.hasHoles()).as("holes, seed %d", seed + k).isFalse();
            boolean[] padding = tissue.padding(whole());
            int missed = 0;
            int wrong = 0;
            for (int i = 0; i < outside.length; i++) {
                missed += outside[i] && !padding[i] ? 1 : 0;
                wrong += !outside[i] && padding[i] ? 1 : 0;
            }
            assertThat(missed).as("missed, seed %d", seed + k).isZero();
            // a pixel of tissue beside the padding may happen to have its grey value
            assertThat(wrong).as("wrong, seed %d", seed + k).isLessThan(40);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 17, 64})
    void aFrameOfOneGreyValueIsPadding(int px) {
        boolean[] frame = mask((x, y) -> x < px || y < px || x >= WIDTH - px || y >= HEIGHT - px);

        SectionTissue tissue = found(Bordered.without(section(5), frame, 0));

        assertThat(tissue.padding(whole())).isEqualTo(frame);
        assertThat(tissue.hasHoles()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30})
    void aSectionThatShowsNothingKeepsItsPadding(int degrees) {
        boolean[] outside = mask(Bordered.window(new Random(11), degrees));
        Plane empty = Plane.filled(WIDTH, HEIGHT, 0.5f);

        SectionTissue tissue = found(Bordered.without(empty, outside, 1));

        assertThat(tissue.padding(whole())).isEqualTo(outside);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 60, 100})
    void aSectionThatShowsNothingKeepsItsFrameEvenIfThatIsMostOfIt(int px) {
        boolean[] frame = mask((x, y) -> x < px || y < px || x >= WIDTH - px || y >= HEIGHT - px);

        SectionTissue tissue = found(Bordered.without(Plane.filled(WIDTH, HEIGHT, 0), frame, 1));

        assertThat(tissue.padding(whole())).isEqualTo(frame);
    }

    @Test
    void aLostQuarterIsNoPadding() {
        boolean[] quarter = mask((x, y) -> x < WIDTH / 2 && y < HEIGHT / 2);

        SectionTissue tissue = found(Bordered.without(section(6), quarter, 0));

        assertThat(tissue.holes(whole())).isEqualTo(quarter);
    }

    @Test
    void aTornCornerIsNoPadding() {
        boolean[] corner = mask((x, y) -> x / 90.0 + y / 110.0 < 1);

        SectionTissue tissue = found(Bordered.without(section(8), corner, 1));

        assertThat(Bordered.overlap(tissue.holes(whole()), corner)).isGreaterThan(0.95);
    }

    @Test
    void aBlackBandThroughTheSectionIsTissueUntilItIsKnownWhatItIs() {
        boolean[] band = mask((x, y) -> Math.abs((x - WIDTH / 2) * 0.8 + (y - HEIGHT / 2) * 0.6) < 12);

        SectionTissue tissue = found(Bordered.without(section(9), band, 0));

        assertThat(tissue.isWhole()).isTrue();
        assertThat(tissue.bands(whole())).isEqualTo(band);
    }

    @Test
    void theCoreOfAPrecipitateIsTissue() {
        Plane section = section(10);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double r = Math.hypot(x - 150, y - 140) / 90;
                float transmission = (float) Math.min(1, Math.max(0, 1.6 * r - 0.6));
                section.set(x, y, Math.round(255 * transmission * section.get(x, y)) / 255f);
            }
        }

        assertThat(found(section).isWhole()).isTrue();
    }

    @Test
    void aSourceFillsPaddingSmoothlyAndSaysThatItTellsNothing() {
        boolean[] frame = mask((x, y) -> x < 20);
        TissueSource source = TissueSource.of(Bordered.source(List.of(Bordered.without(section(11), frame, 0))));

        Plane shown = source.read(0, whole());
        Plane tissue = source.tissue(0, whole());

        assertThat(shown.get(5, 100)).isBetween(0.2f, 0.9f);
        assertThat(tissue.get(5, 100)).isZero();
        assertThat(tissue.get(60, 100)).isEqualTo(1);
        assertThat(source.original(0, whole()).get(5, 100)).isZero();
    }

    @Test
    void aMaskThatIsGivenCountsInPlaceOfWhatIsFound() {
        boolean[] frame = mask((x, y) -> x < 20);
        TissueSource found = TissueSource.of(Bordered.source(List.of(Bordered.without(section(12), frame, 0))));
        TissueSource given = found.withAbsent(Map.of(
                0, SectionMask.of(found.width(), found.height(), area -> new boolean[area.width() * area.height()])));

        assertThat(given.tissue(0, whole()).get(5, 100)).isEqualTo(1);
        assertThat(given.read(0, whole()).get(5, 100)).isZero();
    }

    private static Plane section(long seed) {
        return Bordered.sections(1, seed).get(0);
    }

    private static SectionTissue found(Plane section) {
        return SectionTissue.of(Bordered.source(List.of(section)), 0);
    }
}
