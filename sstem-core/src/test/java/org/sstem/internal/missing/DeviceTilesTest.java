package org.sstem.internal.missing;

import org.junit.jupiter.api.Test;
import org.sstem.damage.DamageKind;
import org.sstem.internal.image.Boxes;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What a device is asked for, and what happens when it cannot do it. */
class DeviceTilesTest {

    private static final int SIZE = 160;
    private static final Area TILE = new Area(16, 30, 100, 90);

    private final Plane below = Tissue.grained(Tissue.section(SIZE, SIZE, 4), 0.05, 1);
    private final Plane above = paler(Tissue.grained(Tissue.section(SIZE, SIZE, 4), 0.05, 2));
    private final Task task = new Task(
            Tissue.source(List.of(below, below, below, above)),
            DamageKind.MISSING,
            1,
            2,
            List.of(0),
            List.of(3),
            Optional.empty());
    private final SectionInterpolator.Parameters parameters = SectionInterpolator.survey(task);

    private static Plane paler(Plane plane) {
        Plane out = plane.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = 0.5f * out.pixels()[i] + 0.4f;
        }
        return out;
    }

    /** A device that is asked, and does what it is told to. */
    private static class Asked implements TileInterpolation {

        final List<Neighbour> neighbours = new ArrayList<>();
        Windows windows;
        Area target;
        double fraction;

        @Override
        public String name() {
            return "abacus";
        }

        @Override
        public Interpolated interpolate(
                Neighbour below, Neighbour above, double fraction, Windows windows, Area target, boolean inRegister) {
            neighbours.addAll(List.of(below, above));
            this.windows = windows;
            this.target = target;
            this.fraction = fraction;
            Plane pixels = Plane.filled(target.width(), target.height(), 0.25f);
            return new Interpolated(pixels, pixels, pixels, pixels);
        }
    }

    private SectionInterpolator on(TileInterpolation device) {
        return SectionInterpolator.of(task, parameters, () -> Optional.of(device));
    }

    @Test
    void aDeviceIsToldAllThatATileNeedsAndItsResultIsTaken() {
        Asked device = new Asked();
        SectionInterpolator interpolator = on(device);

        Interpolated made = interpolator.interpolate(2, TILE);

        assertThat(made.pixels().pixels()).containsOnly(0.25f);
        assertThat(device.fraction).isEqualTo(2 / 3.0);
        // The section is smaller than what is looked at around a tile: all of it is read.
        assertThat(read(device.neighbours.get(0)).pixels()).isEqualTo(below.pixels());
        assertThat(read(device.neighbours.get(1)).pixels()).isEqualTo(above.pixels());
        assertThat(device.windows.held(-1)).isEqualTo(new Area(0, 0, SIZE, SIZE));
        assertThat(device.target).isEqualTo(Boxes.within(TILE, device.windows.held(-1)));
        assertThat(interpolator.whereMade()).contains("interpolated on abacus");
    }

    @Test
    void bothNeighboursAreToBeBroughtToTheBrightnessAndContrastInBetween() {
        Asked device = new Asked();
        on(device).interpolate(1, TILE);
        double mean = mean(below) + (mean(above) - mean(below)) / 3;

        for (TileInterpolation.Neighbour neighbour : device.neighbours) {
            assertThat(neighbour.gain() * mean(read(neighbour)) + neighbour.offset())
                    .isCloseTo(mean, within(1e-5));
        }
        assertThat(device.neighbours.get(1).gain() / device.neighbours.get(0).gain())
                .as("the paler one has half the contrast")
                .isCloseTo(2f, within(0.1f));
    }

    private static Plane read(TileInterpolation.Neighbour neighbour) {
        return neighbour.source().read(neighbour.z(), neighbour.area());
    }

    private static double mean(Plane plane) {
        double sum = 0;
        for (float value : plane.pixels()) {
            sum += value;
        }
        return sum / plane.pixels().length;
    }

    /** A device whose memory is always full. */
    private static final class Full extends Asked {

        @Override
        public Interpolated interpolate(
                Neighbour below, Neighbour above, double fraction, Windows windows, Area target, boolean inRegister) {
            throw new IllegalStateException("abacus has no beads left");
        }
    }

    @Test
    void whatADeviceCannotDoTheCpuDoesAndTheReportSaysIt() {
        SectionInterpolator alone = SectionInterpolator.of(task, parameters, Optional::empty);
        SectionInterpolator interpolator = on(new Full());

        Plane made = interpolator.interpolate(1, TILE).pixels();

        assertThat(made.pixels()).isEqualTo(alone.interpolate(1, TILE).pixels().pixels());
        assertThat(interpolator.whereMade())
                .contains("interpolated on abacus, but for tiles that the CPU made: abacus has no beads left");
        assertThat(alone.whereMade()).isEmpty();
    }

    @Test
    void aDeviceThatWasAskedForByNameHasToDoIt() {
        String before = System.getProperty(Kernels.PROPERTY);
        System.setProperty(Kernels.PROPERTY, "abacus");
        try {
            assertThatThrownBy(() -> on(new Full()).interpolate(1, TILE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("abacus has no beads left");
        } finally {
            if (before == null) {
                System.clearProperty(Kernels.PROPERTY);
            } else {
                System.setProperty(Kernels.PROPERTY, before);
            }
        }
    }
}
