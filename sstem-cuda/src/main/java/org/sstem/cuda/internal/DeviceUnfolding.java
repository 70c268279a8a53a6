package org.sstem.cuda.internal;

import org.sstem.cuda.internal.Driver.DeviceMemory;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Unfolds areas of sheets on devices: what of the section is not there yet goes up, a byte a pixel that says where bands are,
 * and the numbers of the pulls; grey values and weights, which are negative where tissue has moved, come down.
 */
final class DeviceUnfolding implements UnfoldingJob {

    private final DeviceShare devices;

    DeviceUnfolding(DeviceShare devices) {
        this.devices = devices;
    }

    @Override
    public String name() {
        return devices.name();
    }

    @Override
    public Made unfold(Sheet sheet, Looked looked) {
        return devices.use(device -> {
            try (DeviceSections.Hold hold = device.sections().hold();
                    DeviceScope scope = device.scope()) {
                return unfold(hold, scope, sheet, looked);
            }
        });
    }

    private static Made unfold(DeviceSections.Hold hold, DeviceScope scope, Sheet sheet, Looked looked) {
        Area area = looked.area();
        DeviceMemory band = scope.upload(HostValues.of(bytes(looked.band())), looked.band().length);
        DeviceTensor made = scope.keeping(() -> {
                    Stencils stencils = new Stencils(scope, scope.upload(Taps.tableWith()));
                    DeviceTensor traced = traced(scope, sheet, looked, band);
                    DeviceTensor out = scope.allocate(1, 2, area.height(), area.width());
                    sample(stencils, continued(hold, stencils, sheet, looked, band), traced, looked, out);
                    return List.of(out);
                })
                .get(0);
        Tensor down = Tensor.zeros(1, 2, area.height(), area.width());
        scope.download(made, down);
        Plane weight = Planes.plane(down, 1);
        boolean[] moved = new boolean[weight.pixels().length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = weight.pixels()[i] < 0;
            weight.pixels()[i] = Math.abs(weight.pixels()[i]);
        }
        return new Made(Planes.plane(down, 0), weight, moved);
    }

    private static byte[] bytes(boolean[] flags) {
        byte[] bytes = new byte[flags.length];
        for (int i = 0; i < flags.length; i++) {
            bytes[i] = (byte) (flags[i] ? 1 : 0);
        }
        return bytes;
    }

    private static byte[] bytes(double[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length).order(ByteOrder.nativeOrder());
        bytes.asDoubleBuffer().put(numbers);
        return bytes.array();
    }

    /** Where the tissue of each place of the area is now, and how much of it is the section's own, negative if it has moved. */
    private static DeviceTensor traced(DeviceScope scope, Sheet sheet, Looked looked, DeviceMemory band) {
        Area area = looked.area();
        Area window = looked.window();
        int pixels = window.width() * window.height();
        byte[] numbers = bytes(sheet.pulls());
        DeviceMemory pulls = scope.upload(HostValues.of(numbers), numbers.length);
        DeviceTensor tissue = Planes.isWhole(looked.tissue()) ? null : scope.upload(Planes.tensor(looked.tissue()));
        DeviceMemory depth = scope.reserve(pixels);
        DeviceTensor shifts = scope.allocate(1, 2, window.height(), window.width());
        DeviceTensor sides = scope.allocate(1, 1, window.height(), window.width());
        scope.launch(
                KernelFunction.SHEET_BELONGS,
                KernelFunction.SHEET_BELONGS.grid(window.width(), window.height(), 1),
                band,
                pulls,
                depth,
                shifts,
                sides,
                sheet.count(),
                sheet.factor(),
                looked.read().width(),
                window.x() - looked.read().x(),
                window.y() - looked.read().y(),
                window.x(),
                window.y(),
                window.height(),
                window.width());
        DeviceTensor first = nearest(scope, looked, depth, shifts);
        DeviceTensor traced = scope.allocate(1, 3, area.height(), area.width());
        scope.launch(
                KernelFunction.SHEET_TRACE,
                KernelFunction.SHEET_TRACE.grid(area.width(), area.height(), 1),
                pulls,
                depth,
                shifts,
                sides,
                first,
                tissue,
                traced,
                sheet.count(),
                sheet.factor(),
                window.x(),
                window.y(),
                window.height(),
                window.width(),
                area.x() - window.x(),
                area.y() - window.y(),
                area.height(),
                area.width(),
                sheet.source().height(),
                sheet.source().width());
        return traced;
    }

    /** The pixel whose tissue comes nearest to each place: first how near, then which of those that come so near. */
    private static DeviceTensor nearest(DeviceScope scope, Looked looked, DeviceMemory depth, DeviceTensor shifts) {
        Area area = looked.area();
        Area window = looked.window();
        long places = (long) area.width() * area.height();
        DeviceMemory nearest = scope.reserve(Long.BYTES * places);
        DeviceTensor first = scope.allocate(1, 1, area.height(), area.width());
        scope.clear(nearest, Long.BYTES * places);
        scope.clear(first.memory(), Integer.BYTES * places);
        for (DeviceTensor found : new DeviceTensor[] {null, first}) {
            scope.launch(
                    KernelFunction.SHEET_NEAREST,
                    KernelFunction.SHEET_NEAREST.grid(window.width(), window.height(), 1),
                    depth,
                    shifts,
                    nearest,
                    found,
                    area.x() - window.x(),
                    area.y() - window.y(),
                    window.height(),
                    window.width(),
                    area.height(),
                    area.width());
        }
        return first;
    }

    /** What is read of the section, continued into the bands. */
    private static DeviceTensor continued(
            DeviceSections.Hold hold, Stencils stencils, Sheet sheet, Looked looked, DeviceMemory band) {
        DeviceTensor section = hold.window(stencils.scope(), sheet.source(), sheet.z(), looked.read());
        int count = section.plane();
        DeviceTensor valid = stencils.planes(1, section);
        stencils.everyPixel(KernelFunction.SHEET_TISSUE, section, band, valid, count);
        DeviceTensor weighed = stencils.planes(2, section);
        stencils.everyPixel(KernelFunction.WEIGH, section, section, valid, weighed, count);
        DeviceTensor sums = stencils.smooth(weighed, Taps.CONTINUED);
        DeviceTensor continued = stencils.planes(1, section);
        stencils.everyPixel(
                KernelFunction.SHEET_CONTINUED, section, section, valid, sums, continued, sheet.fallback(), count);
        return continued;
    }

    /** Grey values and weights. */
    private static void sample(
            Stencils stencils, DeviceTensor section, DeviceTensor traced, Looked looked, DeviceTensor out) {
        Area area = looked.area();
        DeviceTensor coefficients = stencils.smooth(section, 0, 1, Taps.SPLINE, Kernels.RESAMPLING_MARGIN);
        stencils.everyPixel(
                KernelFunction.SHEET_SAMPLE,
                out,
                coefficients,
                traced,
                out,
                section.height(),
                section.width(),
                area.height(),
                area.width(),
                area.y() - looked.read().y(),
                area.x() - looked.read().x());
    }
}
