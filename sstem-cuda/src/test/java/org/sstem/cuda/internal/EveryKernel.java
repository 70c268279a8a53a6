package org.sstem.cuda.internal;

import org.sstem.damage.DamageKind;
import org.sstem.internal.fold.Unfolding;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.kernel.Tensors;
import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.RegistrationJob;
import org.sstem.internal.registration.RegistrationOnCpu;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.registration.Windows;
import org.sstem.internal.sheet.Sheets;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Optional;

import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;

/**
 * Runs every kernel once or twice, on sizes that no block divides, and compares with the CPU: short enough to be run
 * under the checkers of a device's memory and races.
 */
final class EveryKernel {

    private EveryKernel() {}

    /**
     * Fails with an exception if a result is wrong or there is no device.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        check(Kernels.byName("cuda"));
        System.out.println("every kernel agrees with the CPU on " + CudaDevice.available());
    }

    static void check(Kernels cuda) {
        Kernels cpu = Kernels.byName("cpu");
        warpsAndFuses(cuda, cpu);
        convolves(cuda, cpu, 1, 7);
        convolves(cuda, cpu, 1, 51);
        convolves(cuda, cpu, 3, 51);
        SectionSource floats = InterpolationContract.stack(97, 83, 0, true);
        registers();
        unfolds();
        interpolates(floats);
        interpolates(InterpolationContract.stored(floats, 8, 0.1));
        interpolates(InterpolationContract.stored(floats, 16, 0));
    }

    private static void warpsAndFuses(Kernels cuda, Kernels cpu) {
        Tensor image = random(1, 0, 1, 2, 3, 33, 45);
        Tensor flow = random(2, -5, 5, 2, 2, 33, 45);
        Tensor upstream = random(3, 0, 1, 2, 3, 33, 45);
        Tensor weight = random(4, 0, 1, 2, 1, 33, 45);
        Tensor[] actual = {unset(image), unset(image), unset(flow), unset(image), unset(weight)};
        Tensor[] expected = {unset(image), unset(image), unset(flow), unset(image), unset(weight)};
        for (Tensor[] results : new Tensor[][] {actual, expected}) {
            Kernels kernels = results == actual ? cuda : cpu;
            kernels.warp(image, flow, Border.CLAMP, results[0]);
            kernels.warpGradient(image, flow, Border.ZERO, upstream, results[1], results[2]);
            kernels.fuse(image, upstream, weight, results[3]);
            // null gradients become null pointers
            kernels.fuseGradient(image, upstream, weight, image, null, null, results[4]);
        }
        for (int i = 0; i < actual.length; i++) {
            Tensors.assertClose(actual[i], expected[i], 1e-5);
        }
    }

    private static void convolves(Kernels cuda, Kernels cpu, int channels, int taps) {
        Tensor image = random(5, 0, 1, 1, channels, 20 + taps - 1, 40 + taps - 1);
        Tensor vertical = random(6, 0, 1.0 / taps, 1, taps, 20, 40);
        Tensor horizontal = random(7, 0, 1.0 / taps, 1, taps, 20, 40);
        Tensor upstream = random(8, 0, 1, 1, channels, 20, 40);
        Tensor[] actual = {unset(upstream), unset(image), unset(vertical), unset(horizontal)};
        Tensor[] expected = {unset(upstream), unset(image), unset(vertical), unset(horizontal)};
        for (Tensor[] results : new Tensor[][] {actual, expected}) {
            Kernels kernels = results == actual ? cuda : cpu;
            kernels.separableConvolution(image, vertical, horizontal, results[0]);
            kernels.separableConvolutionGradient(
                    image, vertical, horizontal, upstream, results[1], results[2], results[3]);
        }
        for (int i = 0; i < actual.length; i++) {
            Tensors.assertClose(actual[i], expected[i], 1e-4);
        }
    }

    /** The neighbours of a folded section, as whoever fills its strip gets them. */
    private static void registers() {
        Plane tissue = Tissue.section(97, 83, 7);
        Plane partly = Plane.filled(97, 83, 1);
        partly.set(40, 40, 0);
        RegistrationJob.Image fixed = new RegistrationJob.Image(Tissue.grained(tissue, 0.05, 1), partly);
        List<RegistrationJob.Moving> moving = List.of(
                new RegistrationJob.Moving(new RegistrationJob.Image(Tissue.grained(tissue, 0.05, 2), partly), 0.9f),
                new RegistrationJob.Moving(fixed, 1.1f));
        DenseRegistration registration = DenseRegistration.builder().build();
        Windows windows = registration.windows(97, 83, new Area(8, 8, 70, 60));
        List<Plane> made = Kernels.job(RegistrationJob.class)
                .orElseThrow(() -> new AssertionError("no device brings sections into register"))
                .register(fixed, moving, windows);
        List<Plane> expected = new RegistrationOnCpu(registration).register(fixed, moving, windows);
        for (int k = 0; k < 2; k++) {
            InterpolationContract.assertClose(made.get(k), expected.get(k), InterpolationContract.ALLOWED);
        }
    }

    /** A sheet with two cuts. */
    private static void unfolds() {
        SectionSource section = UnfoldingContract.section(97, 83, true);
        Area area = new Area(11, 0, 86, 71);
        Unfolding.Unfolded made =
                Sheets.cut(section, 2, 1, () -> Kernels.job(UnfoldingJob.class)).unfold(area);
        Unfolding.Unfolded expected = Sheets.cut(section, 2, 1, Optional::empty).unfold(area);
        InterpolationContract.assertClose(made.pixels(), expected.pixels(), InterpolationContract.ALLOWED);
        InterpolationContract.assertClose(made.weight(), expected.weight(), InterpolationContract.ALLOWED);
    }

    /** A tile of a missing section, as whoever restores a stack gets it: the device is found, not told. */
    private static void interpolates(SectionSource source) {
        Task task = new Task(source, DamageKind.MISSING, 1, 2, List.of(0), List.of(3), Optional.empty());
        SectionInterpolator.Parameters parameters = SectionInterpolator.survey(task);
        Area tile = new Area(0, 0, 97, 83);
        if (Kernels.job(TileInterpolation.class).isEmpty()) {
            throw new AssertionError("no device makes tiles of missing sections");
        }
        Interpolated made = SectionInterpolator.of(task, parameters).interpolate(1, tile);
        Interpolated expected =
                SectionInterpolator.of(task, parameters, Optional::empty).interpolate(1, tile);
        InterpolationContract.assertClose(made.pixels(), expected.pixels(), InterpolationContract.ALLOWED);
        InterpolationContract.assertClose(made.above(), expected.above(), InterpolationContract.ALLOWED);
    }
}
