package org.sstem.internal.sheet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.Unfolding;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A torn sheet whose pulls are known: every pixel is taken from where its tissue went. */
class SheetUnfolderTest {

    private static final int SIZE = 200;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);
    /** Column of the crack, its half-width, how far its sides have parted there, and how fast that falls off. */
    private static final double CRACK = 100.5;

    private static final double HALF = 6.5;
    private static final double PULL = 6;
    private static final double SHEAR = 1;
    private static final double LENGTH = 60;
    private static final double END = 120;

    private boolean ending;
    private int factor = 1;
    private double length = LENGTH;

    /** How much of the pull is left at a row. */
    private double end(double y) {
        return ending ? 1 / (1 + Math.exp((y - END) / 23 / factor)) : 1;
    }

    /** Where the tissue at a place belongs, in x: the sides come together. */
    private double belongsX(double x, double y) {
        double d = x - CRACK;
        return x - Math.signum(d) * PULL * Math.exp(-Math.abs(d) / LENGTH) * end(y);
    }

    /** In y: they slide along each other. */
    private double belongsY(double x, double y) {
        double d = x - CRACK;
        return y + Math.signum(d) * SHEAR * Math.exp(-Math.abs(d) / LENGTH) * end(y);
    }

    private static boolean isBand(int x) {
        return Math.abs(x - CRACK) < HALF;
    }

    private SheetField field() {
        double f = factor;
        double to = (END + 0.5) / f - 0.5;
        Course course = new Course(
                new Course.Axis((CRACK + 0.5) / f - 0.5, 0, 0, 1, 0),
                0,
                ending ? to : SIZE / f,
                new double[] {0, 0},
                new double[] {Double.NaN, Double.NaN},
                true,
                !ending,
                HALF / f);
        // The normal points to the left: side 0 is the right one.
        Pull pull = new Pull(
                course,
                0,
                SIZE / f,
                new double[][] {constant(PULL / f), constant(-PULL / f)},
                new double[][] {constant(SHEAR / f), constant(-SHEAR / f)},
                new double[] {length / f, length / f},
                new double[] {0, 0});
        return new SheetField(List.of(pull), factor);
    }

    private SheetUnfolder unfolder(Plane section) {
        boolean[] band = new boolean[SIZE * SIZE];
        for (int i = 0; i < band.length; i++) {
            band[i] = isBand(i % SIZE);
        }
        SectionMask mask = SectionMask.of(SIZE, SIZE, band);
        return new SheetUnfolder(Tissue.source(List.of(section)), 0, field(), mask, 2, 0.5f);
    }

    private static double[] constant(double value) {
        return new double[] {value, value, value, value};
    }

    /** A section that shows at every place where its tissue belongs, in x or in y, as a share of the size. */
    private Plane map(boolean inX) {
        Plane section = new Plane(SIZE, SIZE);
        for (int i = 0; i < section.pixels().length; i++) {
            int x = i % SIZE;
            int y = i / SIZE;
            section.pixels()[i] = (float) ((inX ? belongsX(x, y) : belongsY(x, y)) / SIZE);
        }
        return section;
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void everyPixelIsTakenFromWhereItsTissueWent(int scale, boolean ends) {
        factor = scale;
        ending = ends;
        Unfolding.Unfolded inX = unfolder(map(true)).unfold(ALL);
        Unfolding.Unfolded inY = unfolder(map(false)).unfold(ALL);

        int checked = 0;
        for (int y = 8; y < SIZE - 8; y++) {
            for (int x = 8; x < SIZE - 8; x++) {
                int i = y * SIZE + x;
                if (Math.abs(x - CRACK) > 16) {
                    assertThat(inX.weight().pixels()[i])
                            .as("weight at (%d, %d)", x, y)
                            .isEqualTo(1);
                    assertThat(inX.pixels().pixels()[i] * SIZE)
                            .as("x of (%d, %d)", x, y)
                            .isCloseTo(x, within(0.02f));
                    assertThat(inY.pixels().pixels()[i] * SIZE)
                            .as("y of (%d, %d)", x, y)
                            .isCloseTo(y, within(0.02f));
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(SIZE * SIZE / 2);
    }

    @Test
    void whatTheBandHidesIsNoTissueAndDarkensNone() {
        Plane section = Plane.filled(SIZE, SIZE, 0.6f);
        for (int i = 0; i < section.pixels().length; i++) {
            section.pixels()[i] = isBand(i % SIZE) ? 0 : 0.6f;
        }

        Unfolding.Unfolded unfolded = unfolder(section).unfold(ALL);

        for (int i = 8 * SIZE; i < (SIZE - 8) * SIZE; i++) {
            if (unfolded.weight().pixels()[i] > 0) {
                assertThat(unfolded.pixels().pixels()[i]).isCloseTo(0.6f, within(0.002f));
            }
            if (Math.abs(i % SIZE - CRACK) < 1) {
                assertThat(unfolded.weight().pixels()[i]).as("in the band").isZero();
            }
        }
    }

    @Test
    void whatWentOutOfTheSectionIsNotSeen() {
        Plane weight = unfolder(map(true)).unfold(ALL).weight();

        // At the right border the sheet was pushed out by more than a pixel.
        assertThat(belongsX(SIZE - 1, 90)).isLessThan(SIZE - 2);
        assertThat(weight.get(SIZE - 1, 90)).isZero();
        assertThat(weight.get(0, 90)).isZero();
        // A pixel further in, by less.
        assertThat(weight.get(SIZE - 2, 90)).isBetween(0.7f, 0.95f);
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "1, 14", "2, 8"})
    void whereNothingHasMovedNothingIsWorkedOut(int scale, double decay) {
        factor = scale;
        length = decay;
        SheetUnfolder unfolder = unfolder(Tissue.section(SIZE, SIZE, 3));
        int left = 0;
        for (int y = 0; y < SIZE; y += 20) {
            for (int x = 0; x < SIZE; x += 20) {
                Area area = new Area(x, y, 20, 20);
                Unfolding.Unfolded known = unfolder.unfold(area);
                Optional<Unfolding.Unfolded> changes = unfolder.changes(area);
                assertThat(changes.isEmpty())
                        .as("%s", area)
                        .isEqualTo(Unfolding.asItWas(known.weight(), known.moved()));
                changes.ifPresent(unfolded -> {
                    assertThat(unfolded.pixels().pixels())
                            .isEqualTo(known.pixels().pixels());
                    assertThat(unfolded.weight().pixels())
                            .isEqualTo(known.weight().pixels());
                    assertThat(unfolded.moved()).isEqualTo(known.moved());
                });
                left += changes.isEmpty() ? 1 : 0;
            }
        }
        assertThat(left).as("areas of 100").isBetween(20, 70);
    }

    @Test
    void boundsOfTheDisplacementHold() {
        for (double decay : new double[] {5, 9, 20, 60}) {
            length = decay;
            SheetField field = field();
            for (int x = 0; x < SIZE - 40; x += 7) {
                Area area = new Area(x, 30, 40, 60);
                double most = 0;
                SheetField.Probe probe = field.probe();
                for (int i = 0; i < 40 * 60; i++) {
                    probe.at(area.x() + i % 40, area.y() + i / 40);
                    most = Math.max(most, Math.hypot(probe.u, probe.v));
                }
                for (double pixels : new double[] {0.01, 0.1, 1, 20}) {
                    if (most > pixels) {
                        assertThat(field.still(area, pixels))
                                .as("%s, moved by %s", area, most)
                                .isFalse();
                    }
                }
                assertThat(field.still(area, 20)).isTrue();
            }
        }
    }

    /** A device that says of every place that it is grey and has moved, or nothing. */
    private record Abacus(float weight, boolean moved) implements UnfoldingJob {

        @Override
        public String name() {
            return "abacus";
        }

        @Override
        public Made unfold(Sheet sheet, Looked looked) {
            Area area = looked.area();
            assertThat(looked.window().width()).isGreaterThanOrEqualTo(area.width());
            assertThat(looked.band())
                    .hasSize(looked.read().width() * looked.read().height());
            assertThat(sheet.pulls()[0]).isBetween(30.0, (double) sheet.pulls().length);
            boolean[] all = new boolean[area.width() * area.height()];
            Arrays.fill(all, moved);
            return new Made(
                    Plane.filled(area.width(), area.height(), 0.25f),
                    Plane.filled(area.width(), area.height(), weight),
                    all);
        }
    }

    private Unfolding on(UnfoldingJob job) {
        return Sheets.cut(Tissue.source(List.of(Tissue.section(SIZE, SIZE, 3))), 1, 1, () -> Optional.ofNullable(job));
    }

    @Test
    void aDeviceThatUnfoldsIsAskedAndSaid() {
        Unfolding moving = on(new Abacus(1, true));
        Unfolding still = on(new Abacus(1, false));

        assertThat(moving.unfold(ALL).pixels().get(30, 40)).isEqualTo(0.25f);
        assertThat(moving.changes(ALL).orElseThrow().pixels().get(30, 40)).isEqualTo(0.25f);
        assertThat(still.changes(ALL)).isEmpty();
        assertThat(on(new Abacus(0, false)).changes(ALL)).isPresent();
        assertThat(moving.whereMade()).contains("unfolded on abacus");
        assertThat(on(null).whereMade()).isEmpty();
        assertThat(on(null).unfold(ALL).pixels().get(30, 40)).isNotEqualTo(0.25f);
    }

    @Test
    void moreBandsThanADeviceTakesAreUnfoldedByTheCpu() {
        SectionSource section = Tissue.source(List.of(Tissue.section(SIZE, SIZE, 3)));
        Unfolding most = Sheets.cut(section, 31, 4, () -> Optional.of(new Abacus(1, true)));
        Unfolding more = Sheets.cut(section, 32, 4, () -> Optional.of(new Abacus(1, true)));
        Area area = new Area(90, 90, 10, 10);

        assertThat(most.unfold(area).pixels().get(3, 3)).isEqualTo(0.25f);
        assertThat(more.unfold(area).pixels().get(3, 3)).isNotEqualTo(0.25f);
        assertThat(most.whereMade()).contains("unfolded on abacus");
        assertThat(more.whereMade()).isEmpty();
    }

    @Test
    void anyAreaGivesThePixelsOfTheWhole() {
        SheetUnfolder unfolder = unfolder(Tissue.section(SIZE, SIZE, 3));
        Unfolding.Unfolded whole = unfolder.unfold(ALL);

        for (Area area : List.of(new Area(40, 60, 31, 17), new Area(94, 100, 30, 40), new Area(150, 3, 50, 20))) {
            Unfolding.Unfolded part = unfolder.unfold(area);
            for (int y = 0; y < area.height(); y++) {
                for (int x = 0; x < area.width(); x++) {
                    assertThat(part.weight().get(x, y)).isEqualTo(whole.weight().get(area.x() + x, area.y() + y));
                    if (part.weight().get(x, y) > 0) {
                        assertThat(part.pixels().get(x, y))
                                .isCloseTo(whole.pixels().get(area.x() + x, area.y() + y), within(1e-4f));
                    }
                }
            }
        }
        assertThat(unfolder.reach())
                .as("both parts of the pull, and what splines read")
                .isGreaterThanOrEqualTo(7 + 12);
    }
}
