package org.sstem.cuda.internal;

import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shows what the pipeline hides: a stack whose sections take about as long to compute as to copy, once with every
 * section finished before the next begins, once through {@link SectionPipeline}.
 */
final class StackTimes {

    private static final int SECTIONS = 16;

    private final CudaDevice device = CudaDevice.available().get(0);
    private final List<Tensor> images = new ArrayList<>();
    private final List<Tensor> results = new ArrayList<>();
    private final Tensor flow;

    private StackTimes(int size) {
        flow = Tensor.zeros(1, 2, size, size);
        for (int i = 0; i < flow.size(); i++) {
            flow.data().put(i, 0.5f);
        }
        for (int z = 0; z < SECTIONS; z++) {
            images.add(Tensor.zeros(1, 1, size, size));
            results.add(Tensor.zeros(1, 1, size, size));
            for (int i = 0; i < size * size; i++) {
                images.get(z).data().put(i, (31 * i + z) & 0xff);
            }
        }
    }

    /**
     * Times a stack.
     *
     * @param arguments width of the square sections
     */
    public static void main(String[] arguments) {
        StackTimes times = new StackTimes(Integer.parseInt(arguments[0]));
        times.sequential(1);
        double copies = times.sequential(1);
        double many = times.sequential(201);
        int warps = (int) Math.max(1, Math.min(5000, 200 * copies / Math.max(1e-3, many - copies)));
        double sum = times.sequential(warps);
        times.pipelined(warps);
        double overlapped = times.pipelined(warps);
        System.out.printf(
                Locale.ROOT,
                "stack of %d sections of %s x %s, %d warps each: copies %.1f ms, copies and warps one after the other"
                        + " %.1f ms, through the pipeline %.1f ms%n",
                SECTIONS,
                arguments[0],
                arguments[0],
                warps,
                copies,
                sum,
                overlapped);
    }

    private Runnable begin(int section, DeviceScope scope, int warps) {
        DeviceTensor there = scope.upload(flow);
        DeviceTensor[] pair = {scope.upload(images.get(section)), scope.allocate(1, 1, flow.height(), flow.width())};
        for (int i = 0; i < warps; i++) {
            Operations.warp(scope, pair[i % 2], there, Border.CLAMP, pair[1 - i % 2]);
        }
        return () -> scope.download(pair[warps % 2], results.get(section));
    }

    private double sequential(int warps) {
        long start = System.nanoTime();
        for (int section = 0; section < SECTIONS; section++) {
            try (DeviceScope scope = device.scope()) {
                begin(section, scope, warps).run();
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private double pipelined(int warps) {
        long start = System.nanoTime();
        SectionPipeline.run(List.of(device), SECTIONS, (section, scope) -> begin(section, scope, warps));
        return (System.nanoTime() - start) / 1e6;
    }
}
