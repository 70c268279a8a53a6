package org.sstem.cuda.internal;

import org.sstem.cuda.internal.Driver.DeviceMemory;
import org.sstem.cuda.internal.Roofline.Bound;
import org.sstem.cuda.internal.Roofline.Work;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Times every kernel on the first device and prints the figures beside what the roofline of docs/cuda.md predicts.
 * Inputs are noise and a flow as a fold has it; those of kernels that only move bytes are as many as do not fit into
 * the L2 cache together.
 */
final class KernelTimes {

    private static final int TAPS = 51;

    /** Kernels whose names match; the others are passed over. */
    private static final Pattern ONLY = Pattern.compile(System.getProperty("only", ".*"));

    private final CudaDevice device = CudaDevice.available().get(0);
    private final Roofline roofline = Roofline.of(device);
    private final float[] noise;

    private KernelTimes(int largest) {
        noise = new float[Math.multiplyExact(TAPS, largest * largest)];
        long state = 42;
        for (int i = 0; i < noise.length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            noise[i] = (int) (state >> 40) * 0x1p-23f;
        }
    }

    /**
     * Times the kernels.
     *
     * @param arguments widths of the square sections, the largest at most 4096
     */
    public static void main(String[] arguments) {
        List<Integer> sizes = new ArrayList<>();
        for (String argument : arguments) {
            sizes.add(Integer.parseInt(argument));
        }
        long start = System.nanoTime();
        String reason = CudaDevice.unavailable().orElse(null);
        if (reason != null) {
            throw new IllegalStateException("no device: " + reason);
        }
        System.out.printf("kernels loaded in %.2f s%n", (System.nanoTime() - start) / 1e9);
        KernelTimes times =
                new KernelTimes(sizes.stream().mapToInt(i -> i).max().orElseThrow());
        System.out.println(
                times.device.name() + ", CUDA " + times.device.driver().version() + ", " + times.roofline);
        if (ONLY.pattern().equals(".*")) {
            times.ceilings();
        }
        System.out.printf(
                "%-28s %5s %9s %9s %9s %6s %8s %7s  %s%n",
                "kernel", "size", "ms", "best", "bound ms", "share", "GFLOP/s", "GB/s", "bound by");
        for (int size : sizes) {
            times.streaming(size);
            times.convolutions(size);
        }
    }

    /** What copies reach: the memory's rate, the L2 cache's, the bus's. */
    private void ceilings() {
        long large;
        try (DeviceScope scope = device.scope()) {
            DeviceClock clock = new DeviceClock(scope);
            large = device.within(() -> Math.min(1L << 30, device.driver().memory()[0] / 8));
            for (long bytes : new long[] {large, large >> 7}) {
                DeviceMemory from = scope.reserve(bytes);
                DeviceMemory to = scope.reserve(bytes);
                double ms = clock.time(List.of(clock.copy(from, to, bytes))).median();
                System.out.printf(
                        "copy of %d MiB on the device: %.0f GB/s, read and written%n", bytes >> 20, 2e-6 * bytes / ms);
            }
        }
        device.releaseIdleMemory();
        Tensor host = values((int) (large >> 12), 1, 16, 16);
        Tensor back = Tensor.zeros(host.batch(), 1, 16, 16);
        for (int i = 0; i < 3; i++) {
            try (DeviceScope scope = device.scope()) {
                long begin = System.nanoTime();
                DeviceTensor there = scope.upload(host);
                device.within(() -> {
                    device.driver().synchronize(scope.stream());
                    return null;
                });
                long between = System.nanoTime();
                scope.download(there, back);
                long end = System.nanoTime();
                System.out.printf(
                        "tensor of %d MiB: there %.1f GB/s, back %.1f GB/s%n",
                        4L * host.size() >> 20,
                        4.0 * host.size() / (between - begin),
                        4.0 * host.size() / (end - between));
            }
        }
        device.releaseIdleMemory();
    }

    private Tensor values(int batch, int channels, int height, int width) {
        int needed = batch * channels * height * width;
        return Tensor.of(batch, channels, height, width, needed <= noise.length ? noise : new float[needed]);
    }

    /** Displacements of up to 8 px that change along and across the rows, and a little noise. */
    private Tensor flow(int size) {
        float[] flow = new float[2 * size * size];
        for (int y = 0, i = 0; y < size; y++) {
            for (int x = 0; x < size; x++, i++) {
                flow[i] = 8 * (float) Math.sin(x / 41.0) + 0.3f * noise[i];
                flow[size * size + i] = 8 * (float) Math.sin((x + y) / 57.0) + 0.3f * noise[i + 1];
            }
        }
        return Tensor.of(1, 2, size, size, flow);
    }

    private void streaming(int size) {
        Tensor flow = flow(size);
        section(size, "warp_forward", Work.streaming(36, 16), scope -> {
            DeviceTensor image = scope.upload(values(1, 1, size, size));
            DeviceTensor there = scope.upload(flow);
            DeviceTensor out = scope.allocate(1, 1, size, size);
            return () -> Operations.warp(scope, image, there, Border.ZERO, out);
        });
        section(size, "warp_gradient_flow", Work.streaming(42, 24), scope -> {
            DeviceTensor image = scope.upload(values(1, 1, size, size));
            DeviceTensor there = scope.upload(flow);
            DeviceTensor upstream = scope.upload(values(1, 1, size, size));
            DeviceTensor out = scope.allocate(1, 2, size, size);
            return () -> Operations.warpFlowGradient(scope, image, there, Border.ZERO, upstream, out);
        });
        section(size, "absolute_maximum", Work.streaming(2, 4), scope -> {
            DeviceTensor values = scope.upload(values(1, 1, size, size));
            DeviceMemory maxima = scope.reserve(Integer.BYTES);
            scope.clear(maxima, Integer.BYTES);
            return () -> Operations.absoluteMaximum(scope, values, maxima);
        });
        section(size, "warp_scatter", Work.streaming(20, 12), scope -> {
            DeviceTensor there = scope.upload(flow);
            DeviceTensor upstream = scope.upload(values(1, 1, size, size));
            DeviceMemory maxima = scope.reserve(Integer.BYTES);
            scope.clear(maxima, Integer.BYTES);
            Operations.absoluteMaximum(scope, upstream, maxima);
            DeviceTensor gradient = scope.allocate(1, 1, size, size);
            DeviceMemory sums = scope.reserve(8L * size * size);
            scope.clear(sums, 8L * size * size);
            return () -> Operations.scatter(scope, there, Border.ZERO, upstream, maxima, sums, gradient);
        });
        section(size, "warp_collect", Work.streaming(2, 12), scope -> {
            DeviceTensor there = scope.upload(flow);
            DeviceMemory maxima = scope.reserve(Integer.BYTES);
            scope.clear(maxima, Integer.BYTES);
            DeviceTensor gradient = scope.allocate(1, 1, size, size);
            DeviceMemory sums = scope.reserve(8L * size * size);
            scope.clear(sums, 8L * size * size);
            return () -> Operations.collect(scope, sums, maxima, there, gradient);
        });
        section(size, "image gradient of the warp", Work.streaming(24, 36), scope -> {
            DeviceTensor there = scope.upload(flow);
            DeviceTensor upstream = scope.upload(values(1, 1, size, size));
            DeviceTensor gradient = scope.allocate(1, 1, size, size);
            DeviceMemory maxima = scope.reserve(Integer.BYTES);
            DeviceMemory sums = scope.reserve(8L * size * size);
            return () -> {
                scope.clear(maxima, Integer.BYTES);
                Operations.absoluteMaximum(scope, upstream, maxima);
                scope.clear(sums, 8L * size * size);
                Operations.scatter(scope, there, Border.ZERO, upstream, maxima, sums, gradient);
                Operations.collect(scope, sums, maxima, there, gradient);
            };
        });
        section(size, "fuse_forward", Work.streaming(3, 16), scope -> {
            DeviceTensor a = scope.upload(values(1, 1, size, size));
            DeviceTensor b = scope.upload(values(1, 1, size, size));
            DeviceTensor weight = scope.upload(values(1, 1, size, size));
            DeviceTensor out = scope.allocate(1, 1, size, size);
            return () -> Operations.fuse(scope, a, b, weight, out);
        });
        section(size, "fuse_gradient", Work.streaming(5, 28), scope -> {
            DeviceTensor[] t = new DeviceTensor[7];
            for (int i = 0; i < 7; i++) {
                t[i] = i < 4 ? scope.upload(values(1, 1, size, size)) : scope.allocate(1, 1, size, size);
            }
            return () -> Operations.fuseGradient(scope, t[0], t[1], t[2], t[3], t[4], t[5], t[6]);
        });
    }

    /** Uploads one set of inputs and says how to launch on it. */
    @FunctionalInterface
    private interface Setup {
        Runnable in(DeviceScope scope);
    }

    private void section(int size, String name, Work work, Setup setup) {
        if (!ONLY.matcher(name).find()) {
            return;
        }
        long bytes = (long) (work.memoryBytes() * size * size);
        int sets = (int) Math.max(1, Math.min(64, 4L * roofline.l2Bytes() / bytes + 1));
        try (DeviceScope scope = device.scope()) {
            DeviceClock clock = new DeviceClock(scope);
            Supplier<Runnable> set = () -> setup.in(scope);
            List<Runnable> calls = new ArrayList<>();
            for (int i = 0; i < sets; i++) {
                calls.add(set.get());
            }
            print(name, size, work, clock.time(calls));
        }
        device.releaseIdleMemory();
    }

    /** All on one set of taps, which is larger than any cache. */
    private void convolutions(int size) {
        int padded = size + TAPS - 1;
        try (DeviceScope scope = device.scope()) {
            DeviceClock clock = new DeviceClock(scope);
            DeviceTensor image = scope.upload(values(1, 1, padded, padded));
            DeviceTensor image3 = scope.upload(values(1, 3, padded, padded));
            DeviceTensor vertical = scope.upload(values(1, TAPS, size, size));
            DeviceTensor horizontal = scope.upload(values(1, TAPS, size, size));
            DeviceTensor upstream = scope.upload(values(1, 1, size, size));
            DeviceTensor out = scope.allocate(1, 1, size, size);
            DeviceTensor out3 = scope.allocate(1, 3, size, size);
            DeviceTensor gradient = scope.allocate(1, TAPS, size, size);
            DeviceTensor imageGradient = scope.allocate(1, 1, padded, padded);
            convolution(
                    clock,
                    "sepconv_forward_whole",
                    size,
                    Work.FORWARD_WHOLE,
                    () -> Operations.separableConvolution(scope, image, vertical, horizontal, out));
            convolution(
                    clock,
                    "sepconv_forward_1",
                    size,
                    Work.FORWARD_1,
                    () -> Operations.chunkedConvolution(scope, false, image, vertical, horizontal, out));
            convolution(
                    clock,
                    "sepconv_forward_3",
                    size,
                    Work.FORWARD_3,
                    () -> Operations.separableConvolution(scope, image3, vertical, horizontal, out3));
            convolution(
                    clock,
                    "sepconv_gradient_vertical",
                    size,
                    Work.GRADIENT_VERTICAL,
                    () -> Operations.tapGradient(
                            scope, KernelFunction.SEPCONV_GRADIENT_VERTICAL, image, horizontal, upstream, gradient));
            convolution(
                    clock,
                    "sepconv_gradient_horizontal",
                    size,
                    Work.GRADIENT_HORIZONTAL,
                    () -> Operations.tapGradient(
                            scope, KernelFunction.SEPCONV_GRADIENT_HORIZONTAL, image, vertical, upstream, gradient));
            convolution(
                    clock,
                    "sepconv_gradient_image",
                    size,
                    Work.GRADIENT_IMAGE,
                    () -> Operations.separableImageGradient(scope, vertical, horizontal, upstream, imageGradient));
        }
        device.releaseIdleMemory();
    }

    private void convolution(DeviceClock clock, String name, int size, Work work, Runnable call) {
        if (ONLY.matcher(name).find()) {
            print(name, size, work, clock.time(List.of(call)));
        }
    }

    private void print(String name, int size, Work work, DeviceClock.Times times) {
        Bound bound = roofline.bound(work);
        double pixels = (double) size * size;
        double predicted = 1e-9 * bound.picoseconds() * pixels;
        System.out.printf(
                Locale.ROOT,
                "%-28s %5d %9.4f %9.4f %9.4f %5.0f%% %8.0f %7.0f  %s%s%n",
                name,
                size,
                times.median(),
                times.best(),
                predicted,
                100 * predicted / times.median(),
                1e-6 * work.operations() * pixels / times.median(),
                1e-6 * work.memoryBytes() * pixels / times.median(),
                bound.by(),
                times.hostBound() ? ", waited for the host" : "");
    }
}
