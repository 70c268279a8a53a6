package org.sstem.internal.detect.speck;

import org.junit.jupiter.api.Test;
import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.blob.Blob;
import org.sstem.internal.tissue.Bordered;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Plane;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class LostRimsTest {

    private static final int WIDTH = Bordered.WIDTH;
    private static final List<Integer> NEIGHBOURS = List.of(0, 2);

    /** A notch in the tissue of the middle one of three sections, and a dark band along its lower edge. */
    private static final boolean[] NOTCH = Bordered.mask((x, y) -> x > 120 && x < 190 && y > 80 && y < 130);

    private static final boolean[] BAND = Bordered.mask((x, y) -> x > 125 && x < 185 && y >= 130 && y < 142);
    private static final boolean[] SPECK = Bordered.mask((x, y) -> Math.hypot(x - 40, y - 250) < 10);

    private final List<Plane> sections = Bordered.sections(3, 4);

    private boolean along(boolean[] shape, Map<Integer, MaskRuns> lost, int... burnt) {
        TissueSource stack = TissueSource.of(Bordered.source(sections));
        BitSet set = new BitSet();
        for (int z : burnt) {
            set.set(z);
        }
        int height = shape.length / WIDTH;
        return new LostRims(stack, lost, set)
                .along(1, NEIGHBOURS, Blob.of(shape, WIDTH, height).get(0));
    }

    private void cutNotch(int z, float grey) {
        Plane section = sections.get(z).copy();
        for (int i = 0; i < BAND.length; i++) {
            section.pixels()[i] *= BAND[i] ? 0.2f : 1;
        }
        sections.set(z, Bordered.without(section, NOTCH, grey));
    }

    private static MaskRuns mask(boolean[] flags) {
        return MaskRuns.of(SectionMask.of(WIDTH, flags.length / WIDTH, flags));
    }

    @Test
    void whatRunsAlongANotchThatNoNeighbourHasIsItsRim() {
        cutNotch(1, 0.5f);

        assertThat(along(BAND, Map.of())).isTrue();
        assertThat(along(SPECK, Map.of())).isFalse();
    }

    @Test
    void whatRunsAlongANotchOfANeighbourTooMayBeASpeck() {
        cutNotch(1, 0.5f);
        cutNotch(2, 0.5f);

        assertThat(along(BAND, Map.of())).isFalse();
    }

    @Test
    void whatSurroundsSomethingDarkerIsASpeckWithACore() {
        cutNotch(1, 0);

        assertThat(along(BAND, Map.of())).isFalse();
        assertThat(along(BAND, Map.of(1, mask(NOTCH)))).as("lost").isTrue();
    }

    @Test
    void aroundWhatWasBurntTissueIsDarkenedFartherOut() {
        boolean[] beyond = Bordered.mask((x, y) -> Math.hypot(x - 155, y - 180) < 10);

        assertThat(along(beyond, Map.of(1, mask(NOTCH)))).isFalse();
        assertThat(along(beyond, Map.of(1, mask(NOTCH)), 1)).isTrue();
        assertThat(along(SPECK, Map.of(1, mask(NOTCH)), 1)).isFalse();
    }
}
