package org.sstem.cuda.internal;

import net.imglib2.parallel.Parallelization;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends the sections of a stack through one or several devices, two sections in flight on each: while one is computed,
 * the next is copied there and the one before is copied back.
 * <pre>{@code
 * SectionPipeline.run(CudaDevice.available(), sections, (z, scope) -> {
 *   DeviceTensor warped = scope.warp(scope.upload(section(z)), scope.upload(flow(z)), Border.ZERO);
 *   return () -> scope.download(warped, result(z));
 * });
 * }</pre>
 *
 * <p>Thread-safe. Sections go to the devices in turn. Every device is driven by one task of the caller's
 * {@link Parallelization} context: with several devices, give it as many threads. The result of a section does not
 * depend on the others, nor on the number of devices of one kind.
 */
public final class SectionPipeline {

    private SectionPipeline() {}

    /** What is done with a section. */
    @FunctionalInterface
    public interface Step {

        /**
         * Uploads a section and enqueues the work on it, without waiting.
         *
         * @param section number of the section, from 0
         * @param scope   where to work; closed by the pipeline
         * @return what fetches the results; called once the next section is under way
         */
        Runnable begin(int section, DeviceScope scope);
    }

    /**
     * Runs a step on every section. When a step throws, its device goes no further and the exception is passed on.
     *
     * @param devices  the devices to use
     * @param sections number of sections
     * @param step     the work; called from several threads if there are several devices
     * @throws IllegalArgumentException if there is no device
     * @throws IllegalStateException if a device reports an error
     */
    public static void run(List<CudaDevice> devices, int sections, Step step) {
        if (devices.isEmpty()) {
            throw new IllegalArgumentException("devices must name at least one device, was empty");
        }
        int used = Math.min(devices.size(), sections);
        if (used == 1) {
            runOne(devices.get(0), 0, 1, sections, step);
        } else if (used > 1) {
            List<Integer> turns = IntStream.range(0, used).boxed().collect(Collectors.toList());
            Parallelization.getTaskExecutor()
                    .forEach(turns, turn -> runOne(devices.get(turn), turn, used, sections, step));
        }
    }

    private static void runOne(CudaDevice device, int first, int stride, int sections, Step step) {
        DeviceScope running = null;
        Runnable fetch = null;
        try {
            for (int section = first; section < sections; section += stride) {
                DeviceScope next = device.scope();
                Runnable fetchNext;
                try {
                    fetchNext = step.begin(section, next);
                } catch (RuntimeException | Error e) {
                    closeAfter(e, next);
                    throw e;
                }
                DeviceScope before = running;
                Runnable fetchBefore = fetch;
                running = next;
                fetch = fetchNext;
                finish(before, fetchBefore);
            }
            DeviceScope last = running;
            running = null;
            finish(last, fetch);
        } catch (RuntimeException | Error e) {
            closeAfter(e, running);
            throw e;
        }
    }

    private static void finish(DeviceScope scope, Runnable fetch) {
        if (scope != null) {
            try (scope) {
                fetch.run();
            }
        }
    }

    private static void closeAfter(Throwable cause, DeviceScope scope) {
        if (scope != null) {
            try {
                scope.close();
            } catch (RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
