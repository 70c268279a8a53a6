package org.sstem.cuda.internal;

import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Makes tiles of missing sections on devices: what of both neighbours is not there yet goes up, grey values, confidence and,
 * where they are wanted, the neighbours in register come down, nothing else in between. A few tiles at a time are under way on a device, so that one is copied
 * while another is computed, and their memory is bounded. When all are taken, one more device is opened; when there is
 * none, the caller waits.
 */
final class DeviceInterpolation implements TileInterpolation {

    /** Tiles under way on a device: one computed, one copied there, one copied back. */
    private static final int TILES_A_DEVICE = 3;

    private final String name;
    private final Supplier<Optional<CudaDevice>> more;
    private final List<CudaDevice> devices = new ArrayList<>();
    /** By device, how many tiles are under way. */
    private final List<Integer> underWay = new ArrayList<>();

    private final Lock lock = new ReentrantLock();
    private final Condition finished = lock.newCondition();

    /**
     * Takes devices.
     *
     * @param first the device that is used alone as long as it is enough
     * @param more  opens another one, if there is one left
     */
    DeviceInterpolation(CudaDevice first, Supplier<Optional<CudaDevice>> more) {
        this.name = "cuda (" + first.name() + ")";
        this.more = more;
        add(first);
    }

    private void add(CudaDevice device) {
        devices.add(device);
        underWay.add(0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Interpolated interpolate(
            Neighbour below, Neighbour above, double fraction, Windows windows, Area target, boolean inRegister) {
        int taken = take();
        CudaDevice device = device(taken);
        try (DeviceSections.Hold hold = device.sections().hold();
                DeviceScope scope = device.scope()) {
            return interpolate(hold, scope, below, above, fraction, windows, target, inRegister);
        } finally {
            giveBack(taken);
        }
    }

    private int take() {
        lock.lock();
        try {
            while (true) {
                for (int i = 0; i < devices.size(); i++) {
                    if (underWay.get(i) < TILES_A_DEVICE) {
                        underWay.set(i, underWay.get(i) + 1);
                        return i;
                    }
                }
                Optional<CudaDevice> another = more.get();
                if (another.isPresent()) {
                    add(another.get());
                } else {
                    finished.awaitUninterruptibly();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private CudaDevice device(int taken) {
        lock.lock();
        try {
            return devices.get(taken);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(int taken) {
        lock.lock();
        try {
            underWay.set(taken, underWay.get(taken) - 1);
            finished.signal();
        } finally {
            lock.unlock();
        }
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
        DeviceTensor result = DeviceFusion.fuse(stencils, together, fraction, target);
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
            for (float value : neighbour.tissue().pixels()) {
                if (value < 1) {
                    return new Sent(neighbour, grey, scope.upload(Planes.tensor(neighbour.tissue())));
                }
            }
            return new Sent(neighbour, grey, null);
        }

        List<DeviceTensor> views(Stencils stencils, Windows windows) {
            return DeviceViews.of(stencils, grey, tissue, of.sd(), windows);
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
                            (float) fraction);
                    return List.of(out);
                })
                .get(0);
    }
}
