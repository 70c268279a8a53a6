package org.sstem.internal.fold;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldChain;
import org.sstem.internal.registration.RegistrationJob;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StripFillingTest {

    @ParameterizedTest
    @CsvSource({
        // drift of the neighbour, how far beyond a tile is read: 256 px for the registration, and either 20 px that
        // tissue has moved and 14 px that splines look at, or the drift
        "0, 290",
        "-60, 316"
    })
    void whatIsReadReachesAsFarAsRegistrationTissueAndDrift(int drift, int reach) {
        Fold fold = new Fold(FoldArc.line(0, 1500, 2999, 1600), 6, 26, 0.06);
        Unfolder unfolder = new Unfolder(
                new FoldChain(List.of(fold)),
                new double[] {0.75},
                Optional.empty(),
                3000,
                3000,
                area -> new Plane(area.width(), area.height()),
                area -> Plane.filled(area.width(), area.height(), 1),
                0.5f);
        StripFilling filling =
                new StripFilling(null, unfolder, List.of(new StripFilling.Neighbour(0, 1, drift, -drift / 2)));

        Area read = filling.sourceArea(new Area(1100, 1200, 50, 40));

        // The tile is (1024, 1024) to (2047, 2047).
        assertThat(read.contains(1024 - reach, 1024 - reach)).isTrue();
        assertThat(read.contains(2047 + reach, 2047 + reach)).isTrue();
        assertThat(read.width()).isLessThan(1024 + 2 * 400);
    }

    private static final int SIZE = 160;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);

    private final Plane neighbour = Tissue.grained(Tissue.section(SIZE, SIZE, 3), 0.03, 1);
    private final Plane damaged = Tissue.grained(Tissue.section(SIZE, SIZE, 3), 0.03, 2);

    /** A section with a fold in its middle, filled from one neighbour that has drifted. */
    private StripFilling filling(RegistrationJob device) {
        Unfolder unfolder = new Unfolder(
                new FoldChain(List.of(new Fold(FoldArc.line(80, 0, 80, SIZE - 1), 6, 26, 0.06))),
                new double[] {0.75},
                Optional.empty(),
                SIZE,
                SIZE,
                area -> damaged.crop(area.x(), area.y(), area.width(), area.height()),
                area -> Plane.filled(area.width(), area.height(), 1),
                0.5f);
        return new StripFilling(
                Tissue.source(List.of(neighbour, damaged)),
                unfolder,
                List.of(new StripFilling.Neighbour(0, 1.25f, 3, -2)),
                () -> Optional.ofNullable(device));
    }

    /** A device that notes what it is asked, and does not move anything or has no room. */
    private record Abacus(List<Moving> asked, boolean full) implements RegistrationJob {

        @Override
        public String name() {
            return "abacus";
        }

        @Override
        public List<Plane> register(Image fixed, List<Moving> moving, Windows windows) {
            if (full) {
                throw new IllegalStateException("abacus has no beads left");
            }
            asked.addAll(moving);
            Area part = windows.held(-1);
            return moving.stream()
                    .map(section -> section.image().grey().crop(part.x(), part.y(), part.width(), part.height()))
                    .toList();
        }
    }

    @Test
    void aDeviceIsAskedForTheNeighboursInRegisterAndTheReportSaysIt() {
        Abacus device = new Abacus(new ArrayList<>(), false);
        StripFilling filling = filling(device);
        assertThat(filling.whereMade()).contains("neighbours brought into register on abacus");

        Plane made = filling.neighbours(ALL).get(0);

        // what it made is taken, at the section's brightness: that changes slowly
        assertThat(device.asked).hasSize(1);
        assertThat(device.asked.get(0).gain()).isEqualTo(1.25f);
        Plane read = device.asked.get(0).image().grey();
        assertThat(read.pixels()).isEqualTo(neighbour.crop(3, -2, SIZE, SIZE).pixels());
        for (int x = 1; x < SIZE; x++) {
            assertThat(made.get(x, 60) - made.get(x - 1, 60))
                    .isCloseTo(read.get(x, 60) - read.get(x - 1, 60), within(0.02f));
        }
    }

    @Test
    void whatADeviceCannotBringIntoRegisterTheCpuDoes() {
        StripFilling filling = filling(new Abacus(new ArrayList<>(), true));

        Plane made = filling.neighbours(ALL).get(0);

        assertThat(made.pixels()).isEqualTo(filling(null).neighbours(ALL).get(0).pixels());
        assertThat(filling.whereMade())
                .contains("neighbours brought into register on abacus, but for tiles that the CPU made: abacus has no"
                        + " beads left");
        assertThat(filling(null).whereMade()).isEmpty();
    }
}
