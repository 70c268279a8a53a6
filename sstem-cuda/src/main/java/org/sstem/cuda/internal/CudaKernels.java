package org.sstem.cuda.internal;

import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.KernelShapes;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The kernels on one or several devices, for tensors of the host: every call copies its arguments there and its results
 * back. A batch is cut into groups that flow through the devices by {@link SectionPipeline}; a single group goes to the
 * device whose turn it is.
 */
final class CudaKernels implements Kernels {

    /** Values a group moves: 64 MiB, long against the start of a copy or a kernel, short enough for two in flight. */
    private static final long GROUP_VALUES = 1 << 24;

    private static final int MOST_BLOCKS = 65535;

    private final List<CudaDevice> devices;
    private final long groupValues;
    private final AtomicInteger turn = new AtomicInteger();

    CudaKernels(List<CudaDevice> devices) {
        this(devices, GROUP_VALUES);
    }

    CudaKernels(List<CudaDevice> devices, long groupValues) {
        this.devices = List.copyOf(devices);
        this.groupValues = groupValues;
    }

    @Override
    public String name() {
        String first = devices.get(0).name();
        return devices.size() == 1
                ? "cuda (" + first + ")"
                : "cuda (" + devices.size() + " devices, first " + first + ")";
    }

    /** One group of images: the work of a section of the pipeline. */
    @FunctionalInterface
    private interface Group {
        List<Result> enqueue(DeviceScope scope, int first, int count);
    }

    /** A result on the device and where it belongs. */
    private record Result(DeviceTensor values, Tensor target) {}

    private void run(int batch, int channels, Group work, Tensor... moved) {
        long image = 1;
        for (Tensor tensor : moved) {
            image += (long) tensor.channels() * tensor.height() * tensor.width();
        }
        long most = Math.max(1, Math.min(groupValues / image, MOST_BLOCKS / channels));
        int size = (int) Math.min(batch, most);
        int groups = (batch + size - 1) / size;
        SectionPipeline.run(groups > 1 ? devices : List.of(next()), groups, (group, scope) -> {
            int first = group * size;
            List<Result> results = work.enqueue(scope, first, Math.min(size, batch - first));
            return () -> results.forEach(result -> scope.download(result.values(), result.target(), first));
        });
    }

    private CudaDevice next() {
        return devices.get(Math.floorMod(turn.getAndIncrement(), devices.size()));
    }

    @Override
    public void warp(Tensor image, Tensor flow, Border border, Tensor out) {
        KernelShapes.checkWarp(image, flow, out);
        run(
                image.batch(),
                1,
                (scope, first, count) -> {
                    DeviceTensor warped =
                            scope.warp(scope.upload(image, first, count), scope.upload(flow, first, count), border);
                    return List.of(new Result(warped, out));
                },
                image,
                flow,
                out);
    }

    @Override
    public void warpGradient(
            Tensor image, Tensor flow, Border border, Tensor upstream, Tensor imageGradient, Tensor flowGradient) {
        KernelShapes.checkWarpGradient(image, flow, upstream, imageGradient, flowGradient);
        if (imageGradient == null && flowGradient == null) {
            return;
        }
        run(
                image.batch(),
                1,
                (scope, first, count) -> {
                    DeviceTensor flowThere = scope.upload(flow, first, count);
                    DeviceTensor upstreamThere = scope.upload(upstream, first, count);
                    List<Result> results = new ArrayList<>();
                    if (flowGradient != null) {
                        DeviceTensor gradient = Operations.warpFlowGradient(
                                scope, scope.upload(image, first, count), flowThere, border, upstreamThere);
                        results.add(new Result(gradient, flowGradient));
                    }
                    if (imageGradient != null) {
                        DeviceTensor gradient = Operations.warpImageGradient(
                                scope, flowThere, border, upstreamThere, image.height(), image.width());
                        results.add(new Result(gradient, imageGradient));
                    }
                    return results;
                },
                image,
                flow,
                upstream,
                image,
                flow);
    }

    @Override
    public void separableConvolution(Tensor image, Tensor vertical, Tensor horizontal, Tensor out) {
        KernelShapes.checkSeparable(image, vertical, horizontal, out);
        run(
                image.batch(),
                image.channels(),
                (scope, first, count) -> {
                    DeviceTensor convolved = scope.separableConvolution(
                            scope.upload(image, first, count),
                            scope.upload(vertical, first, count),
                            scope.upload(horizontal, first, count));
                    return List.of(new Result(convolved, out));
                },
                image,
                vertical,
                horizontal,
                out);
    }

    @Override
    public void separableConvolutionGradient(
            Tensor image,
            Tensor vertical,
            Tensor horizontal,
            Tensor upstream,
            Tensor imageGradient,
            Tensor verticalGradient,
            Tensor horizontalGradient) {
        KernelShapes.checkSeparableGradient(
                image, vertical, horizontal, upstream, imageGradient, verticalGradient, horizontalGradient);
        boolean taps = verticalGradient != null || horizontalGradient != null;
        if (!taps && imageGradient == null) {
            return;
        }
        run(
                image.batch(),
                image.channels(),
                (scope, first, count) -> {
                    DeviceTensor upstreamThere = scope.upload(upstream, first, count);
                    DeviceTensor imageThere = taps ? scope.upload(image, first, count) : null;
                    boolean readVertical = imageGradient != null || horizontalGradient != null;
                    boolean readHorizontal = imageGradient != null || verticalGradient != null;
                    DeviceTensor verticalThere = readVertical ? scope.upload(vertical, first, count) : null;
                    DeviceTensor horizontalThere = readHorizontal ? scope.upload(horizontal, first, count) : null;
                    List<Result> results = new ArrayList<>();
                    if (verticalGradient != null) {
                        DeviceTensor gradient =
                                Operations.verticalGradient(scope, imageThere, horizontalThere, upstreamThere);
                        results.add(new Result(gradient, verticalGradient));
                    }
                    if (horizontalGradient != null) {
                        DeviceTensor gradient =
                                Operations.horizontalGradient(scope, imageThere, verticalThere, upstreamThere);
                        results.add(new Result(gradient, horizontalGradient));
                    }
                    if (imageGradient != null) {
                        DeviceTensor gradient =
                                Operations.separableImageGradient(scope, verticalThere, horizontalThere, upstreamThere);
                        results.add(new Result(gradient, imageGradient));
                    }
                    return results;
                },
                image,
                vertical,
                horizontal,
                upstream,
                image,
                vertical,
                horizontal);
    }

    @Override
    public void fuse(Tensor a, Tensor b, Tensor weight, Tensor out) {
        KernelShapes.checkFuse(a, b, weight, out);
        run(
                a.batch(),
                1,
                (scope, first, count) -> {
                    DeviceTensor fused = scope.fuse(
                            scope.upload(a, first, count),
                            scope.upload(b, first, count),
                            scope.upload(weight, first, count));
                    return List.of(new Result(fused, out));
                },
                a,
                b,
                weight,
                out);
    }

    @Override
    public void fuseGradient(
            Tensor a,
            Tensor b,
            Tensor weight,
            Tensor upstream,
            Tensor aGradient,
            Tensor bGradient,
            Tensor weightGradient) {
        KernelShapes.checkFuseGradient(a, b, weight, upstream, aGradient, bGradient, weightGradient);
        if (aGradient == null && bGradient == null && weightGradient == null) {
            return;
        }
        run(
                a.batch(),
                1,
                (scope, first, count) -> {
                    boolean read = weightGradient != null;
                    DeviceTensor aThere = read ? scope.upload(a, first, count) : null;
                    DeviceTensor bThere = read ? scope.upload(b, first, count) : null;
                    DeviceTensor weightThere = scope.upload(weight, first, count);
                    DeviceTensor upstreamThere = scope.upload(upstream, first, count);
                    List<Result> results = new ArrayList<>();
                    DeviceTensor aThat = target(scope, results, aGradient, count);
                    DeviceTensor bThat = target(scope, results, bGradient, count);
                    DeviceTensor weightThat = target(scope, results, weightGradient, count);
                    Operations.fuseGradient(
                            scope, aThere, bThere, weightThere, upstreamThere, aThat, bThat, weightThat);
                    return results;
                },
                a,
                b,
                weight,
                upstream,
                a,
                b);
    }

    private static DeviceTensor target(DeviceScope scope, List<Result> results, Tensor target, int count) {
        if (target == null) {
            return null;
        }
        DeviceTensor values = scope.allocate(count, target.channels(), target.height(), target.width());
        results.add(new Result(values, target));
        return values;
    }
}
