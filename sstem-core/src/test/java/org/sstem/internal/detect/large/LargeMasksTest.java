package org.sstem.internal.detect.large;

import org.junit.jupiter.api.Test;
import org.sstem.damage.SectionMask;
import org.sstem.internal.detect.large.PatchedMask.Patch;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.method.Area;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Masks of sections with more pixels than an array holds, and with longer rows than the square root of that. */
class LargeMasksTest {

    private static final int WIDTH = 250_000;
    private static final int HEIGHT = 150_000;

    /** The pixel in the middle of 8 x 8, of 16 x 8. */
    private static MaskRuns spot() {
        boolean[] flags = new boolean[16 * 8];
        flags[4 * 16 + 4] = true;
        return MaskRuns.of(SectionMask.of(16, 8, flags));
    }

    private static long count(SectionMask mask, Area area) {
        long n = 0;
        for (boolean flag : mask.read(area)) {
            n += flag ? 1 : 0;
        }
        return n;
    }

    @Test
    void aPatchThatWasSeenReducedMarksAllThatItStandsFor() {
        Area area = new Area(WIDTH - 131, HEIGHT - 67, 131, 67);
        PatchedMask mask =
                new PatchedMask(WIDTH, HEIGHT, List.of(new Patch(area, area.x(), area.y(), 8, spot(), false)));

        Area marked = new Area(area.x() + 32, area.y() + 32, 8, 8);
        assertThat(count(mask, area)).isEqualTo(64);
        assertThat(count(mask, marked)).isEqualTo(64);
        assertThat(count(mask, marked.grow(20))).isEqualTo(64);
        assertThat(mask.patches().get(0).marks(marked)).isTrue();
        assertThat(mask.patches().get(0).marks(new Area(0, 0, 1000, 1000))).isFalse();
        assertThat(mask.patches().get(0).marks(new Area(area.x(), area.y(), 30, 67)))
                .isFalse();
    }

    @Test
    void whatWasSeenCloselyStandsInPlaceOfWhatWasSeenBefore() {
        Area area = new Area(WIDTH - 128, HEIGHT - 64, 128, 64);
        Patch coarse = new Patch(area, area.x(), area.y(), 8, spot(), false);
        Area tile = new Area(area.x() + 32, area.y() + 32, 16, 8);
        Patch beside = new Patch(tile, tile.x(), tile.y(), 1, spot(), false);
        Patch instead = new Patch(tile, tile.x(), tile.y(), 1, spot(), true);

        assertThat(count(new PatchedMask(WIDTH, HEIGHT, List.of(coarse, beside)), area))
                .isEqualTo(64);
        PatchedMask close = new PatchedMask(WIDTH, HEIGHT, List.of(coarse, instead));
        assertThat(count(close, area)).isOne();
        assertThat(count(close, new Area(tile.x() + 4, tile.y() + 4, 1, 1))).isOne();
    }

    @Test
    void runsOfPixelsGoAcrossTheWholeSection() {
        SectionMask all = SectionMask.of(WIDTH, HEIGHT, area -> {
            boolean[] flags = new boolean[area.width() * area.height()];
            Arrays.fill(flags, true);
            return flags;
        });
        MaskRuns runs = MaskRuns.of(all, new Area(0, HEIGHT - 3, WIDTH, 3));

        assertThat(count(runs, new Area(WIDTH - 10, HEIGHT - 10, 10, 10))).isEqualTo(30);
        assertThat(runs.marks(new Area(WIDTH - 10, HEIGHT - 10, 5, 5))).isFalse();
        assertThat(runs.marks(new Area(WIDTH - 10, HEIGHT - 10, 5, 8))).isTrue();
    }

    @Test
    void noPngImageIsWrittenOfMoreThanAnArrayHolds() {
        SectionMask mask = new PatchedMask(WIDTH, HEIGHT, List.of());

        assertThatThrownBy(() -> mask.write(Path.of("mask.png")))
                .hasMessage("mask mask.png cannot be written: its section has 250000 x 150000 pixels, a PNG image is"
                        + " written with at most 2147483639");
    }
}
