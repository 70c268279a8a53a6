package org.sstem.cuda.internal;

import org.sstem.cuda.internal.Driver.DeviceMemory;
import org.sstem.internal.fold.Unfolding;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.RegistrationJob;
import org.sstem.internal.registration.RegistrationJob.Image;
import org.sstem.internal.registration.RegistrationJob.Moving;
import org.sstem.internal.registration.RegistrationOnCpu;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.registration.Windows;
import org.sstem.internal.sheet.Sheets;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Times the kernels of a missing section on the planes of a tile of 1024 x 1024, and the stages that they make, beside
 * what memory alone would take; and the copies there and back. Bytes a pixel are those that the .cu files state.
 */
final class StageTimes {

    private static final int READ = 1536;
    private static final int PART = 1280;
    private static final int REPETITIONS = 3;
    private static final Area TARGET = new Area(128, 128, 1024, 1024);

    private final CudaDevice device = CudaDevice.available().get(0);
    private final Roofline roofline = Roofline.of(device);

    private StageTimes() {}

    /**
     * Times all of them.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        StageTimes times = new StageTimes();
        System.out.println(times.device.name() + ", " + times.roofline);
        System.out.printf("%-28s %6s %9s %9s %6s %7s%n", "kernel or stage", "size", "ms", "bound ms", "share", "GB/s");
        times.kernels();
        times.stages();
        times.copies();
        times.strips();
        times.sheets();
    }

    private static Tensor noise(int planes, int size) {
        Tensor out = Tensor.zeros(1, planes, size, size);
        long state = 42;
        for (int i = 0; i < out.size(); i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            out.data().put(i, (state >>> 40) * 0x1p-24f);
        }
        return out;
    }

    private static Stencils stencils(DeviceScope scope) {
        return new Stencils(scope, scope.upload(Taps.tableWith(DeviceMotion.shifts(0.5))));
    }

    /** Work whose memory is handed back, so that it can be repeated. */
    private void time(DeviceClock clock, String name, int size, double bytes, Supplier<List<DeviceTensor>> work) {
        Runnable again = () -> clock.scope().keeping(() -> {
            work.get();
            return List.of();
        });
        DeviceClock.Times taken = clock.time(List.of(again));
        double pixels = (double) size * size;
        double bound = 1e-9 * roofline.bound(Roofline.Work.streaming(0, bytes)).picoseconds() * pixels;
        System.out.printf(
                Locale.ROOT,
                "%-28s %6d %9.4f %9.4f %5.0f%% %7.0f%s%n",
                name,
                size,
                taken.median(),
                bound,
                100 * bound / taken.median(),
                1e-6 * bytes * pixels / taken.median(),
                taken.hostBound() ? ", waited for the host" : "");
    }

    private void kernels() {
        try (DeviceScope scope = device.scope()) {
            Stencils stencils = stencils(scope);
            DeviceClock clock = new DeviceClock(scope);
            DeviceTensor one = scope.upload(noise(1, READ));
            DeviceTensor five = scope.upload(noise(5, READ / 2));
            for (Taps taps : Taps.values()) {
                time(clock, "smooth " + taps, READ, 8, () -> List.of(stencils.smooth(one, taps)));
            }
            time(clock, "smooth 5 planes", READ / 2, 40, () -> List.of(stencils.smooth(five, Taps.NARROW_WINDOW)));
            DeviceMemory bytes = scope.reserve((long) READ * READ);
            time(clock, "widen_8", READ, 5, () -> List.of(widened(scope, bytes)));
            time(clock, "halve", READ, 5, () -> List.of(stencils.halve(one)));
            time(
                    clock,
                    "enlarge",
                    2 * READ,
                    5,
                    () -> List.of(stencils.enlarge(one, new Area(0, 0, 2 * READ, 2 * READ), 1)));
        }
        device.releaseIdleMemory();
    }

    private static DeviceTensor widened(DeviceScope scope, DeviceMemory bytes) {
        DeviceTensor out = scope.allocate(1, 1, READ, READ);
        KernelFunction function = KernelFunction.WIDEN_8;
        scope.launch(function, function.grid(READ, READ, 1), bytes, out, READ, READ, READ, READ, 0, 0, 0, 0, 0f);
        return out;
    }

    private void stages() {
        Windows windows = DenseRegistration.builder().build().windows(READ, READ, new Area(128, 128, PART, PART));
        try (DeviceScope scope = device.scope()) {
            Stencils stencils = stencils(scope);
            DeviceClock clock = new DeviceClock(scope);
            DeviceTensor section = scope.upload(noise(1, READ));
            List<DeviceTensor> below = DeviceViews.of(stencils, section, null, 0.1, true, windows);
            List<DeviceTensor> above = DeviceViews.of(stencils, section, null, 0.1, true, windows);
            DeviceMotion motion = new DeviceMotion(stencils, windows, below, above, 0.5);
            DeviceTensor finest = motion.match();
            DeviceTensor together = scope.upload(noise(3, PART));
            time(
                    clock,
                    "view of a section",
                    READ,
                    58,
                    () -> DeviceViews.of(stencils, section, null, 0.1, true, windows));
            time(clock, "motion", PART, 328, () -> List.of(motion.match()));
            time(clock, "confidence", PART, 40, () -> List.of(motion.confidence(finest, TARGET)));
            time(clock, "fusion", PART, 143, () -> List.of(DeviceFusion.fuse(stencils, together, 0.5, TARGET)));
        }
        device.releaseIdleMemory();
    }

    /** What a tile of a section of 8 bits costs at the bus: what of two neighbours is new there, two planes back. */
    private void copies() {
        int pixels = TARGET.width() * TARGET.height();
        HostValues there = HostValues.of(new byte[2 * pixels]);
        Tensor back = Tensor.zeros(1, 2, TARGET.height(), TARGET.width());
        for (int i = 0; i < REPETITIONS; i++) {
            try (DeviceScope scope = device.scope()) {
                DeviceTensor result = scope.allocate(1, 2, TARGET.height(), TARGET.width());
                DeviceMemory pieces = scope.reserve(2L * pixels);
                long start = System.nanoTime();
                scope.copy(there, 2 * pixels, pieces);
                scope.download(result, back);
                System.out.printf(Locale.ROOT, "copies of a tile: %.2f ms%n", (System.nanoTime() - start) / 1e6);
            }
        }
    }

    /** A tile of a sheet with two cuts unfolded, copies included, and on the processors. */
    private void sheets() {
        SectionSource section = Tissue.source(List.of(Tissue.section(READ, READ, 3)));
        UnfoldingJob there = new DeviceUnfolding(new DeviceShare(device, Optional::empty));
        for (Optional<UnfoldingJob> job : List.of(Optional.of(there), Optional.<UnfoldingJob>empty())) {
            Unfolding unfolding = Sheets.cut(section, 2, 1, () -> job);
            for (int i = 0; i < REPETITIONS; i++) {
                long start = System.nanoTime();
                unfolding.unfold(new Area(256, 256, 1024, 1024));
                System.out.printf(
                        Locale.ROOT,
                        "sheet of 1024 x 1024 unfolded, %s: %.1f ms%n",
                        unfolding.whereMade().orElse("by the processors"),
                        (System.nanoTime() - start) / 1e6);
            }
        }
    }

    /** Two neighbours brought into register with a folded section, copies included, and on the processors. */
    private void strips() {
        Plane tissue = Tissue.section(READ, READ, 3);
        Plane all = Plane.filled(READ, READ, 1);
        Image fixed = new Image(Tissue.grained(tissue, 0.05, 1), all);
        List<Moving> moving = List.of(
                new Moving(new Image(Tissue.grained(tissue, 0.05, 2), all), 1),
                new Moving(new Image(Tissue.grained(tissue, 0.05, 3), all), 1));
        DenseRegistration registration = DenseRegistration.builder().build();
        Windows windows = registration.windows(READ, READ, new Area(256, 256, 1024, 1024));
        RegistrationJob there = new DeviceRegistration(new DeviceShare(device, Optional::empty));
        for (RegistrationJob job : List.of(there, new RegistrationOnCpu(registration))) {
            for (int i = 0; i < REPETITIONS; i++) {
                long start = System.nanoTime();
                job.register(fixed, moving, windows);
                System.out.printf(
                        Locale.ROOT,
                        "neighbours of a strip of 1024 x 1024, %s: %.1f ms%n",
                        job.name(),
                        (System.nanoTime() - start) / 1e6);
            }
        }
    }
}
