package org.sstem.internal.lost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What a lost part is filled with: brightness, contrast, and where there is nothing to fill it with. */
class LostFillTest {

    private static final int SIZE = 256;
    private static final float GONE = 0.5f;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);

    private final Plane tissue = Tissue.section(SIZE, SIZE, 4);

    /** Three sections, of which the middle one has lost a part; places without tissue are those of all three. */
    private static SectionSource source(Plane own, Plane neighbour, boolean[] lost, boolean[] bare) {
        SectionSource plain = Tissue.source(List.of(neighbour, own, neighbour));
        return new SectionSource() {
            @Override
            public int width() {
                return own.width();
            }

            @Override
            public int height() {
                return own.height();
            }

            @Override
            public int sections() {
                return 3;
            }

            @Override
            public Plane read(int z, Area area) {
                return plain.read(z, area);
            }

            @Override
            public Plane tissue(int z, Area area) {
                boolean[] none =
                        SectionMask.of(width(), height(), z == 1 ? lost : bare).read(area);
                Plane tissue = new Plane(area.width(), area.height());
                for (int i = 0; i < none.length; i++) {
                    tissue.pixels()[i] = none[i] ? 0 : 1;
                }
                return tissue;
            }
        };
    }

    private static SectionMask mask(boolean[] flags) {
        return SectionMask.of(SIZE, SIZE, flags);
    }

    private static boolean[] where(IntPredicate place) {
        boolean[] flags = new boolean[SIZE * SIZE];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = place.test(i);
        }
        return flags;
    }

    private static boolean[] disc(int radius) {
        return where(i -> Math.hypot(i % SIZE - 128, i / SIZE - 128) < radius);
    }

    private static RefinableRestoration restoration(SectionSource source, boolean[] lost, List<Integer> above) {
        return new LostMethod()
                .prepare(new Task(source, DamageKind.LOST, 1, 1, List.of(0), above, Optional.of(mask(lost))));
    }

    private static Plane restored(Plane own, Plane neighbour, boolean[] lost, boolean[] bare, byte[] provenance) {
        Plane damaged = own.copy();
        for (int i = 0; i < lost.length; i++) {
            damaged.pixels()[i] = lost[i] ? GONE : damaged.pixels()[i];
        }
        Plane pixels = damaged.copy();
        restoration(source(damaged, neighbour, lost, bare), lost, List.of(2)).restore(1, ALL, pixels, provenance);
        return pixels;
    }

    private static double mean(Plane a, Plane b, boolean[] places) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < places.length; i++) {
            if (places[i]) {
                sum += a.pixels()[i] - b.pixels()[i];
                n++;
            }
        }
        return sum / n;
    }

    private static double spread(Plane plane, boolean[] places) {
        double mean = mean(plane, new Plane(SIZE, SIZE), places);
        double squares = 0;
        int n = 0;
        for (int i = 0; i < places.length; i++) {
            if (places[i]) {
                squares += Math.pow(plane.pixels()[i] - mean, 2);
                n++;
            }
        }
        return Math.sqrt(squares / n);
    }

    @ParameterizedTest
    @ValueSource(floats = {0.6f, 0.3f})
    void theNeighboursAreBroughtToTheSectionsContrast(float contrast) {
        Plane own = tissue.copy();
        for (int i = 0; i < own.pixels().length; i++) {
            own.pixels()[i] = contrast * own.pixels()[i] + 0.3f;
        }
        boolean[] lost = disc(40);

        Plane made = restored(own, tissue, lost, new boolean[SIZE * SIZE], new byte[SIZE * SIZE]);

        assertThat(mean(made, own, lost)).isCloseTo(0, within(0.01));
        assertThat(spread(made, lost) / spread(own, lost)).isCloseTo(1, within(0.05));
    }

    @Test
    void lightThatFallsOffIsNotTakenForContrast() {
        Plane own = tissue.copy();
        for (int i = 0; i < own.pixels().length; i++) {
            own.pixels()[i] = 0.3f * own.pixels()[i] + 0.6f - 0.4f * (i / SIZE) / SIZE;
        }
        boolean[] lost = disc(40);

        Plane made = restored(own, tissue, lost, new boolean[SIZE * SIZE], new byte[SIZE * SIZE]);

        // 3.3 if it is; some is left, as light is not carried to the middle of the part
        assertThat(spread(made, lost) / spread(own, lost)).isLessThan(1.5);
    }

    @Test
    void brightnessIsCarriedInFromTheSurroundingsButNotAcross() {
        // given a section that is brighter than its neighbours around the part only
        Plane own = tissue.copy();
        for (int i = 0; i < own.pixels().length; i++) {
            double r = Math.hypot(i % SIZE - 128, i / SIZE - 128);
            own.pixels()[i] += (float) (0.2 * Math.exp(-Math.pow((r - 90) / 12, 2)));
        }
        boolean[] lost = disc(85);

        Plane made = restored(own, tissue, lost, new boolean[SIZE * SIZE], new byte[SIZE * SIZE]);

        boolean[] rim = where(i -> {
            double r = Math.hypot(i % SIZE - 128, i / SIZE - 128);
            return r > 79 && r < 85;
        });
        assertThat(mean(made, tissue, rim)).as("at the rim").isBetween(0.06, 0.2);
        assertThat(mean(made, tissue, disc(10))).as("in the middle").isCloseTo(0, within(0.08));
    }

    @Test
    void whereTheNeighboursHaveNothingEitherItStaysAsItIs() {
        boolean[] lost = disc(40);
        boolean[] bare = where(i -> i % SIZE < 120);
        // what lies right beside an edge of tissue is not counted as such, and filled nevertheless
        boolean[] notCounted = where(i -> i % SIZE < 122);
        byte[] provenance = new byte[SIZE * SIZE];

        Plane made = restored(tissue, tissue, lost, notCounted, provenance);

        for (int i = 0; i < lost.length; i++) {
            boolean filled = lost[i] && !bare[i];
            assertThat(provenance[i]).isEqualTo(filled ? Provenance.INTERPOLATED : Provenance.ORIGINAL);
            if (lost[i] && bare[i]) {
                assertThat(made.pixels()[i]).isEqualTo(GONE);
            }
        }
        Findings findings = restoration(source(tissue, tissue, lost, notCounted), lost, List.of(2))
                .findings(1);
        assertThat(findings.remarks()).anyMatch(remark -> remark.contains("have no tissue in the neighbours either"));
    }

    @Test
    void oneSideAndNothingLostAreSaidAndDoubted() {
        boolean[] lost = disc(40);
        boolean[] none = new boolean[SIZE * SIZE];
        SectionSource source = source(tissue, tissue, lost, none);

        Findings oneSided = restoration(source, lost, List.of()).findings(1);
        Findings nothing = restoration(source, none, List.of(2)).findings(1);
        Findings usual = restoration(source, lost, List.of(2)).findings(1);

        assertThat(oneSided.doubtful()).isTrue();
        assertThat(oneSided.remarks()).anyMatch(remark -> remark.contains("filled from section 0 alone"));
        assertThat(nothing.doubtful()).isTrue();
        assertThat(nothing.remarks()).anyMatch(remark -> remark.contains("no lost part was marked or found"));
        assertThat(usual.doubtful()).isFalse();
    }

    @Test
    void brightnessIsCarriedAcrossTheEdgeOfATile() {
        // given a section of two tiles of 512 px that is brighter than its neighbours left of the part only
        int width = 760;
        int height = 160;
        Plane neighbour = Tissue.section(width, height, 6);
        Plane own = neighbour.copy();
        boolean[] lost = new boolean[width * height];
        for (int i = 0; i < lost.length; i++) {
            lost[i] = Math.abs(i % width - 520) < 40;
            own.pixels()[i] += lost[i] || i % width > 480 || i % width < 400 ? 0 : 0.2f;
        }
        SectionMask mask = SectionMask.of(width, height, lost);
        SectionSource source = source(own, neighbour, lost, new boolean[lost.length]);

        Plane made = own.copy();
        new LostMethod()
                .prepare(new Task(source, DamageKind.LOST, 1, 1, List.of(0), List.of(2), Optional.of(mask)))
                .restore(1, new Area(0, 0, width, height), made, new byte[width * height]);

        double before = mean(made.crop(504, 0, 8, height), neighbour.crop(504, 0, 8, height));
        double after = mean(made.crop(512, 0, 8, height), neighbour.crop(512, 0, 8, height));
        assertThat(before).as("brightness is carried that far").isGreaterThan(0.02);
        assertThat(after).as("and does not end where the tile does").isGreaterThan(before / 5);
    }

    @Test
    void partsFarFromEachOtherAreFilledAsIfEachWereAlone() {
        int width = 1000;
        int height = 90;
        Plane neighbour = Tissue.section(width, height, 8);
        boolean[] first = new boolean[width * height];
        boolean[] both = new boolean[width * height];
        for (int i = 0; i < both.length; i++) {
            first[i] = Math.hypot(i % width - 60, i / width - 45) < 12;
            both[i] = first[i] || Math.hypot(i % width - 940, i / width - 45) < 12;
        }
        SectionSource source = source(neighbour, neighbour, both, new boolean[both.length]);
        Area around = new Area(40, 20, 60, 50);

        Plane alone = filled(source, SectionMask.of(width, height, first), around);
        Plane together = filled(source, SectionMask.of(width, height, both), around);

        assertThat(together.pixels()).isEqualTo(alone.pixels());
    }

    private static Plane filled(SectionSource source, SectionMask mask, Area area) {
        Plane made = new Plane(area.width(), area.height());
        new LostMethod()
                .prepare(new Task(source, DamageKind.LOST, 1, 1, List.of(0), List.of(2), Optional.of(mask)))
                .restore(1, area, made, new byte[area.width() * area.height()]);
        return made;
    }

    private static double mean(Plane a, Plane b) {
        boolean[] all = new boolean[a.pixels().length];
        Arrays.fill(all, true);
        return mean(a, b, all);
    }

    @Test
    void anyAreaIsMadeAlikeAndReadsNoMoreThanItSays() {
        boolean[] lost = disc(60);
        SectionSource source = source(tissue, tissue, lost, new boolean[SIZE * SIZE]);
        Plane whole = new Plane(SIZE, SIZE);
        restoration(source, lost, List.of(2)).restore(1, ALL, whole, new byte[SIZE * SIZE]);
        Area part = new Area(100, 90, 70, 50);
        RefinableRestoration again = restoration(source, lost, List.of(2));

        Plane pixels = new Plane(part.width(), part.height());
        byte[] provenance = new byte[part.width() * part.height()];
        again.restore(1, part, pixels, provenance);

        boolean[] filled = mask(lost).read(part);
        Plane expected = whole.crop(part.x(), part.y(), part.width(), part.height());
        for (int i = 0; i < filled.length; i++) {
            if (filled[i]) {
                assertThat(pixels.pixels()[i]).isEqualTo(expected.pixels()[i]);
            }
        }
        assertThat(Arrays.asList(0, SIZE - 1))
                .as("registration looks far beyond the part")
                .allMatch(place -> again.sourceArea(part).contains(place, place));
        assertThat(again.sourceArea(part).contains(-100, -100)).isTrue();
    }
}
