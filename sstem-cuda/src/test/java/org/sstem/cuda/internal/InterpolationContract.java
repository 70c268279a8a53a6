package org.sstem.cuda.internal;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.damage.DamageKind;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.kernel.Tensors;
import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Motion;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What a device makes of a missing section, stage by stage and as a whole, beside what the CPU makes of it. */
abstract class InterpolationContract {

    /** The difference that is allowed, of the range of the grey values. */
    static final double ALLOWED = 1e-5;

    public abstract CudaDevice device();

    /** How far values of magnitude 1 may lie from the CPU's after a stencil; 0 where the sums are rounded alike. */
    abstract double rounding();

    /** How far a motion may lie from the CPU's, pixels. */
    abstract double motionRounding();

    private static Plane noise(int width, int height, long seed) {
        Plane plane = new Plane(width, height);
        Tensors.random(seed, 0, 1, 1, 1, height, width).data().get(0, plane.pixels());
        return plane;
    }

    private static Tensor tensor(Plane plane) {
        return Tensor.of(1, 1, plane.height(), plane.width(), plane.pixels());
    }

    /** One step on the device, of one plane. */
    private interface Stage {
        DeviceTensor of(Stencils stencils, DeviceTensor in);
    }

    private Plane run(Plane in, Stage stage) {
        try (DeviceScope scope = device().scope()) {
            Stencils stencils = new Stencils(scope, scope.upload(Taps.tableWith(DeviceMotion.shifts(0.5))));
            return down(stage.of(stencils, scope.upload(tensor(in))));
        }
    }

    private static Plane down(DeviceTensor there) {
        Plane out = Plane.filled(there.width(), there.height(), Float.NaN);
        there.scope().download(there, tensor(out));
        return out;
    }

    static void assertClose(Plane actual, Plane expected, double allowed) {
        assertThat(actual.width()).isEqualTo(expected.width());
        assertThat(actual.height()).isEqualTo(expected.height());
        if (allowed == 0) {
            assertThat(actual.pixels()).isEqualTo(expected.pixels());
        }
        for (int i = 0; i < expected.pixels().length; i++) {
            assertThat(actual.pixels()[i]).as("pixel %d", i).isCloseTo(expected.pixels()[i], within((float) allowed));
        }
    }

    @ParameterizedTest
    @EnumSource(Taps.class)
    void sectionsAreSmoothedByEveryKernelAsOnTheCpu(Taps taps) {
        // sizes: of no block, of less than the reach, of one pixel
        for (int[] size : new int[][] {{300, 37}, {5, 130}, {1, 1}, {129, 17}}) {
            Plane in = noise(size[0], size[1], taps.ordinal());
            Plane expected = smoothed(in, taps);

            assertClose(run(in, (stencils, there) -> stencils.smooth(there, taps)), expected, rounding());
        }
    }

    /** By the filter of the CPU of which the kernel is the kernel. */
    private static Plane smoothed(Plane in, Taps taps) {
        return switch (taps) {
            case VIEW_GRAIN, RIDGE -> Filters.gaussian(in, 1);
            case RIDGE_SPREAD, CONTINUED -> Filters.gaussian(in, 2);
            case LOCAL, BRIGHTNESS, GAIN -> Filters.gaussian(in, 8);
            case FAR -> Filters.gaussian(in, 32);
            case SEARCH -> Filters.gaussian(in, 10);
            case NARROW_WINDOW -> Filters.gaussian(in, 3);
            case WIDE_WINDOW -> Filters.gaussian(in, Math.sqrt(135) / 2);
            case MOTION, GRAIN -> Filters.gaussian(in, 1.5);
            case AGREEMENT -> Filters.gaussian(in, 4);
            case SPLINE -> splined(in);
        };
    }

    private static Plane splined(Plane in) {
        Plane out = new Plane(in.width(), in.height());
        Kernels.byName("cpu").smooth(tensor(in), Resampler.splineKernel(), tensor(out));
        return out;
    }

    @Test
    void onlyThePlanesThatAreAskedForAreSmoothedAndAMarginRepeatsTheBorder() {
        Plane in = noise(70, 50, 1);
        Plane wide = in.crop(-2, -2, 74, 54);

        Plane made = run(in, (stencils, there) -> {
            Tensor crowd = Tensors.random(2, 5, 6, 1, 3, 50, 70);
            crowd.data().put(3500, in.pixels(), 0, 3500);
            return stencils.smooth(stencils.scope().upload(crowd), 1, 1, Taps.SPLINE, 2);
        });

        assertClose(made, splined(wide), rounding());
    }

    @ParameterizedTest
    @CsvSource({"300, 37", "64, 16", "65, 17", "2, 1", "1, 1", "3, 50"})
    void theResolutionIsHalvedAndDoubledAsOnTheCpu(int width, int height) {
        Plane in = noise(width, height, 3);
        Plane half = Filters.halve(in);

        assertClose(run(in, Stencils::halve), half, rounding());
        assertClose(
                run(half, (stencils, there) -> stencils.enlarge(there, new Area(0, 0, width, height), 1)),
                Filters.enlarge(half, width, height),
                rounding());
    }

    @Test
    void aPartOfAnEnlargedPlaneAndOfAPlaneIsThatPart() {
        Plane in = noise(40, 30, 4);
        Area part = new Area(7, 11, 41, 35);

        assertClose(
                run(in, (stencils, there) -> stencils.enlarge(there, part, 2)),
                doubled(Filters.enlarge(in, 80, 60).crop(7, 11, 41, 35)),
                2 * rounding());
        assertClose(run(in, (stencils, there) -> stencils.crop(there, new Area(3, 5, 33, 9))), in.crop(3, 5, 33, 9), 0);
    }

    private static Plane doubled(Plane plane) {
        Plane out = plane.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] *= 2;
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"0.5, false", "0.3333333333333333, false", "0.75, true"})
    void theMotionBetweenTwoSectionsIsTheCpus(double fraction, boolean gaps) {
        // given a target inside, so that levels hold parts, and a size that is no multiple of anything
        Plane tissue = Tissue.section(333, 301, 5);
        Plane below = Tissue.grained(tissue, 0.05, 1);
        Plane above = Tissue.grained(Tissue.warped(tissue, Tissue.motion(333, 301, 6)), 0.05, 2);
        Plane valid = Plane.filled(333, 301, 1);
        Plane partly = gaps ? holed(valid) : valid;
        Area target = new Area(61, 40, 180, 150);
        DenseRegistration registration =
                DenseRegistration.builder().greySd(0.12, 0.13).ridges().build();
        Motion expected = registration.between(below, partly, above, valid, fraction, target);

        // when
        Windows windows = registration.windows(333, 301, target);
        Plane u;
        Plane v;
        Plane confidence;
        try (DeviceScope scope = device().scope()) {
            Stencils stencils = new Stencils(scope, scope.upload(Taps.tableWith(DeviceMotion.shifts(fraction))));
            DeviceTensor weights = gaps ? scope.upload(tensor(partly)) : null;
            DeviceMotion motion = new DeviceMotion(
                    stencils,
                    windows,
                    DeviceViews.of(stencils, scope.upload(tensor(below)), weights, 0.12, true, windows),
                    DeviceViews.of(stencils, scope.upload(tensor(above)), null, 0.13, true, windows),
                    fraction);
            DeviceTensor finest = motion.match();
            Tensor flow = Tensor.zeros(1, 2, 150, 180);
            scope.download(motion.flow(finest), flow);
            u = new Plane(180, 150);
            v = new Plane(180, 150);
            flow.data().get(0, u.pixels()).get(u.pixels().length, v.pixels());
            confidence = down(motion.confidence(finest, new Area(0, 0, 180, 150)));
        }

        // then
        double allowed = motionRounding();
        assertClose(u, expected.flow().u(), allowed);
        assertClose(v, expected.flow().v(), allowed);
        assertClose(confidence, expected.confidence(), allowed);
    }

    private static Plane holed(Plane valid) {
        Plane out = valid.copy();
        for (int y = 90; y < 170; y++) {
            for (int x = 100; x < 230; x++) {
                out.set(x, y, 0);
            }
        }
        out.set(20, 20, 0.5f);
        return out;
    }

    /** Neighbours of other brightness and contrast that move by some pixels and lack tissue in different places. */
    static SectionSource stack(int width, int height, double drift, boolean gaps) {
        Plane tissue = Tissue.section(width + 80, height + 80, 7);
        Plane below = Tissue.grained(tissue.crop(40, 40, width, height), 0.05, 1);
        Plane moved = Tissue.warped(tissue, Tissue.motion(width + 80, height + 80, 6));
        Plane above = Tissue.grained(moved.crop(40 + (int) drift, 40, width, height), 0.05, 2);
        for (int i = 0; i < above.pixels().length; i++) {
            above.pixels()[i] = 0.7f * above.pixels()[i] + 0.1f;
        }
        SectionSource all = Tissue.source(List.of(below, below, below, above));
        return !gaps ? all : new Holed(all);
    }

    /** The same stack in 8 or 16 bits, counted from black. */
    static SectionSource stored(SectionSource source, int bits, double black) {
        int width = source.width();
        int height = source.height();
        int greatest = (1 << bits) - 1;
        RandomAccessibleInterval<? extends RealType<?>> image = bits == 8
                ? ArrayImgs.unsignedBytes(width, height, source.sections())
                : ArrayImgs.unsignedShorts(width, height, source.sections());
        for (int z = 0; z < source.sections(); z++) {
            Plane plane = source.read(z, new Area(0, 0, width, height));
            for (int i = 0; i < plane.pixels().length; i++) {
                image.getAt(i % width, i / width, z)
                        .setReal(Math.min(Math.max(Math.round(plane.pixels()[i] * greatest), 0), greatest));
            }
        }
        return GreyLevels.of(black, 1).above(SectionSource.of(image));
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "8, 0.0831", "16, 0", "16, 0.0831"})
    void aStackOfBytesIsTheCpusToo(int bits, double black) {
        // given tissue in several pieces of a section
        SectionSource source = stored(stack(700, 560, 0, false), bits, black);
        Task task = new Task(source, DamageKind.MISSING, 1, 2, List.of(0), List.of(3), Optional.empty());
        SectionInterpolator.Parameters parameters = SectionInterpolator.survey(task);
        Area tile = new Area(460, 470, 120, 90);
        TileInterpolation there = new DeviceInterpolation(device(), Optional::empty);

        // when
        Interpolated expected =
                SectionInterpolator.of(task, parameters, Optional::empty).interpolate(1, tile);
        Interpolated made = SectionInterpolator.of(task, parameters, () -> Optional.of(there))
                .interpolate(1, tile);

        // then
        assertClose(made.pixels(), expected.pixels(), Math.min(ALLOWED, 10 * motionRounding()));
        assertClose(made.confidence(), expected.confidence(), motionRounding());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void everyValueThatIsStoredBecomesTheFloatThatIsRead(int bits) {
        int width = 1 << bits / 2;
        RandomAccessibleInterval<? extends RealType<?>> image =
                bits == 8 ? ArrayImgs.unsignedBytes(width, width, 1) : ArrayImgs.unsignedShorts(width, width, 1);
        for (int i = 0; i < width * width; i++) {
            image.getAt(i % width, i / width, 0).setReal(i);
        }
        SectionSource source = GreyLevels.of(0.3, 1).above(SectionSource.of(image));
        Area all = new Area(0, 0, width, width);

        Plane made;
        try (DeviceSections.Hold hold = device().sections().hold();
                DeviceScope scope = device().scope()) {
            made = down(hold.window(scope, source, 0, all));
        }

        // no rounding is allowed on any device
        assertClose(made, source.read(0, all), 0);
    }

    /** Tissue is lacking in a corner of one section, in the middle of both, and along an edge of the other. */
    record Holed(SectionSource source) implements SectionSource {

        @Override
        public int width() {
            return source.width();
        }

        @Override
        public int height() {
            return source.height();
        }

        @Override
        public int sections() {
            return source.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            return source.read(z, area);
        }

        @Override
        public Plane tissue(int z, Area area) {
            Plane out = Plane.filled(area.width(), area.height(), 1);
            for (int y = 0; y < area.height(); y++) {
                for (int x = 0; x < area.width(); x++) {
                    int px = area.x() + x;
                    int py = area.y() + y;
                    boolean middle = Math.hypot(px - width() / 2.0, py - height() / 2.0) < 25;
                    boolean own = z == 0 ? px < 60 && py < 70 : px > width() - 30;
                    if (middle || own) {
                        out.set(x, y, 0);
                    }
                }
            }
            return out;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "300, 260, 0, 1, false, 0, 0, 300, 260",
        "300, 260, 0, 2, true, 0, 0, 300, 260",
        "420, 380, 30, 1, false, 64, 50, 128, 128",
        "420, 380, 0, 2, true, 300, 250, 120, 130",
        "97, 83, 0, 1, false, 0, 0, 97, 83",
        "16, 17, 0, 1, false, 0, 0, 16, 17",
        "300, 260, 0, 1, true, 130, 110, 1, 1"
    })
    void aTileOfAMissingSectionIsTheCpus(
            int width, int height, double drift, int z, boolean gaps, int x, int y, int tileWidth, int tileHeight) {
        // given
        Task task = new Task(
                stack(width, height, drift, gaps), DamageKind.MISSING, 1, 2, List.of(0), List.of(3), Optional.empty());
        SectionInterpolator.Parameters parameters = SectionInterpolator.survey(task);
        Area tile = new Area(x, y, tileWidth, tileHeight);
        TileInterpolation there = new DeviceInterpolation(device(), Optional::empty);

        // when
        Interpolated expected =
                SectionInterpolator.of(task, parameters, Optional::empty).interpolate(z, tile);
        Interpolated made = SectionInterpolator.of(task, parameters, () -> Optional.of(there))
                .interpolate(z, tile);

        // then
        double allowed = Math.min(ALLOWED, 10 * motionRounding());
        assertClose(made.pixels(), expected.pixels(), allowed);
        assertClose(made.below(), expected.below(), allowed);
        assertClose(made.above(), expected.above(), allowed);
        assertClose(made.confidence(), expected.confidence(), motionRounding());
    }
}
