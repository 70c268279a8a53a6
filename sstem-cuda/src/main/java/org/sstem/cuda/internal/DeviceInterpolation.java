package org.sstem.cuda.internal;

import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes tiles of missing sections on devices: what of both neighbours is not there yet goes up, grey values, confidence and,
 * where they are wanted, the neighbours in register come down, nothing else in between.
 */
final class DeviceInterpolation implements TileInterpolation {

    private final DeviceShare devices;

    /** Shares devices with other jobs. */
    DeviceInterpolation(DeviceShare devices) {
        this.devices = devices;
    }

    /** Has devices of its own. */
    DeviceInterpolation(CudaDevice first, Supplier<Optional<CudaDevice>> more) {
        this(new DeviceShare(first, more));
    }

    @Override
    public String name() {
        return devices.name();
    }

    @Override
    public Interpolated interpolate(
            Neighbour below, Neighbour above, double fraction, Windows windows, Area target, boolean inRegister) {
        return devices.use(device -> {
            try (DeviceSections.Hold hold = device.sections().hold();
                    DeviceScope scope = device.scope()) {
                return interpolate(hold, scope, below, above, fraction, windows, target, inRegister);
            }
        });
    }

    private static Interpolated interpolate(
            DeviceSections.Hold hold,
            DeviceScope scope,
            Neighbour below,
            Neighbour above,
            double fraction,
            Windows windows,
            Area target,
            boolean inRegister) {
        Stencils stencils = new Stencils(scope, scope.upload(Taps.tableWith(DeviceMotion.shifts(fraction))));
        Sent lower = Sent.to(hold, scope, below);
        Sent upper = Sent.to(hold, scope, above);
        List<DeviceTensor> motion = scope.keeping(() -> {
            DeviceMotion between = new DeviceMotion(
                    stencils, windows, lower.views(stencils, windows), upper.views(stencils, windows), fraction);
            DeviceTensor finest = between.match();
            return List.of(between.flow(finest), between.confidence(finest, target));
        });
        DeviceTensor confidence = motion.get(1);
        DeviceTensor together = together(stencils, lower, upper, motion.get(0), fraction, windows.held(-1));
        DeviceTensor result = DeviceFusion.fuse(stencils, together, TileInterpolation.weightOfAbove(fraction), target);
        DeviceTensor neighbours = inRegister ? stencils.crop(together, 2, target) : null;
        Plane pixels = Planes.down(result);
        Plane agreement = Planes.down(confidence);
        if (!inRegister) {
            return new Interpolated(pixels, agreement, pixels, pixels);
        }
        Tensor both = Tensor.zeros(1, 2, target.height(), target.width());
        scope.download(neighbours, both);
        return new Interpolated(pixels, agreement, Planes.plane(both, 1), Planes.plane(both, 0));
    }

    /** A neighbour on the device; tissue is null where there is nothing else. */
    private record Sent(Neighbour of, DeviceTensor grey, DeviceTensor tissue) {

        static Sent to(DeviceSections.Hold hold, DeviceScope scope, Neighbour neighbour) {
            DeviceTensor grey = hold.window(scope, neighbour.source(), neighbour.z(), neighbour.area());
            Plane tissue = neighbour.tissue();
            return new Sent(neighbour, grey, Planes.isWhole(tissue) ? null : scope.upload(Planes.tensor(tissue)));
        }

        List<DeviceTensor> views(Stencils stencils, Windows windows) {
            return DeviceViews.of(stencils, grey, tissue, of.sd(), true, windows);
        }

        DeviceTensor spline(Stencils stencils) {
            return stencils.smooth(grey, 0, 1, Taps.SPLINE, Kernels.RESAMPLING_MARGIN);
        }
    }

    /** Above and below in register, and their mean, at the section between. */
    private static DeviceTensor together(
            Stencils stencils, Sent below, Sent above, DeviceTensor flow, double fraction, Area part) {
        return stencils.scope()
                .keeping(() -> {
                    DeviceTensor out = stencils.planes(3, flow);
                    stencils.everyPixel(
                            KernelFunction.BRING_TOGETHER,
                            out,
                            below.spline(stencils),
                            above.spline(stencils),
                            below.tissue(),
                            above.tissue(),
                            flow,
                            out,
                            below.grey().height(),
                            below.grey().width(),
                            part.height(),
                            part.width(),
                            part.y(),
                            part.x(),
                            (float) -fraction,
                            (float) (1 - fraction),
                            below.of().gain(),
                            below.of().offset(),
                            above.of().gain(),
                            above.of().offset(),
                            (float) TileInterpolation.weightOfAbove(fraction));
                    return List.of(out);
                })
                .get(0);
    }
}
