package org.sstem.cuda.internal;

import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.registration.RegistrationJob;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/** Brings sections into register with another on devices: all of them go up once, those that were moved come down. */
final class DeviceRegistration implements RegistrationJob {

    private final DeviceShare devices;

    DeviceRegistration(DeviceShare devices) {
        this.devices = devices;
    }

    @Override
    public String name() {
        return devices.name();
    }

    @Override
    public List<Plane> register(Image fixed, List<Moving> moving, Windows windows) {
        return devices.use(device -> {
            try (DeviceScope scope = device.scope()) {
                return register(scope, fixed, moving, windows);
            }
        });
    }

    private static List<Plane> register(DeviceScope scope, Image fixed, List<Moving> moving, Windows windows) {
        Stencils stencils = new Stencils(scope, scope.upload(Taps.tableWith(DeviceMotion.shifts(0))));
        Area part = windows.held(-1);
        DeviceTensor grey = scope.allocate(1, moving.size(), part.height(), part.width());
        DeviceTensor weight = scope.allocate(1, moving.size(), part.height(), part.width());
        List<DeviceTensor> views = scope.keeping(() -> Sent.to(scope, fixed).views(stencils, windows));
        for (int k = 0; k < moving.size(); k++) {
            Moving section = moving.get(k);
            int plane = k;
            scope.keeping(() -> {
                Sent sent = Sent.to(scope, section.image());
                DeviceMotion motion = new DeviceMotion(stencils, windows, views, sent.views(stencils, windows), 0);
                move(stencils, sent, motion.flow(motion.match()), section.gain(), part, grey, weight, plane);
                return List.of();
            });
        }
        if (moving.size() == 2) {
            stencils.everyPixel(KernelFunction.EXCHANGE, grey, grey, weight, grey.plane());
        }
        Tensor made = Tensor.zeros(1, moving.size(), part.height(), part.width());
        scope.download(grey, made);
        List<Plane> planes = new ArrayList<>();
        for (int k = 0; k < moving.size(); k++) {
            planes.add(Planes.plane(made, k));
        }
        return planes;
    }

    /** A section on the device; what counts is null where all does. */
    private record Sent(Image of, DeviceTensor grey, DeviceTensor counts) {

        static Sent to(DeviceScope scope, Image image) {
            DeviceTensor grey = scope.upload(Planes.tensor(image.grey()));
            return new Sent(
                    image, grey, Planes.isWhole(image.counts()) ? null : scope.upload(Planes.tensor(image.counts())));
        }

        List<DeviceTensor> views(Stencils stencils, Windows windows) {
            return DeviceViews.of(stencils, grey, counts, of.sd(), false, windows);
        }
    }

    private static void move(
            Stencils stencils,
            Sent sent,
            DeviceTensor flow,
            float gain,
            Area part,
            DeviceTensor grey,
            DeviceTensor weight,
            int plane) {
        stencils.everyPixel(
                KernelFunction.MOVE_SECTION,
                flow,
                stencils.smooth(sent.grey(), 0, 1, Taps.SPLINE, Kernels.RESAMPLING_MARGIN),
                sent.counts(),
                flow,
                grey,
                weight,
                sent.grey().height(),
                sent.grey().width(),
                part.height(),
                part.width(),
                part.y(),
                part.x(),
                plane,
                gain);
    }
}
