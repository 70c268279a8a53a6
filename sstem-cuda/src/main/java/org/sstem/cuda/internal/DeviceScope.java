package org.sstem.cuda.internal;

import org.sstem.cuda.internal.Driver.DeviceMemory;
import org.sstem.cuda.internal.Driver.Grid;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A stream of work on one device, and the memory it needs. Closing it frees everything at once; closing it again does
 * nothing; using it, or a tensor of it, after that is an {@link IllegalStateException}.
 *
 * <p>Uploads and operations are enqueued and run in order while the caller goes on; {@link #download} waits. Results
 * are {@link DeviceTensor}s and feed the next operation without leaving the device. The values, border rules and
 * precision are those of {@link org.sstem.internal.kernel.Kernels}. Errors of the device may show up in a later call.
 *
 * <p>To be used by one thread at a time; scopes of one device run side by side.
 */
public final class DeviceScope implements AutoCloseable {

    private final CudaDevice device;
    private final Lane lane;
    private final List<DevicePool.Block> blocks = new ArrayList<>();
    /** Of these blocks, what this scope's work may write next: it runs in order. */
    private final List<DevicePool.Block> spare = new ArrayList<>();

    private boolean closed;

    public DeviceScope(CudaDevice device) {
        this.device = device;
        lane = device.within(device::borrowLane);
    }

    /**
     * Returns the device.
     *
     * @return the device that this scope works on
     */
    public CudaDevice device() {
        return device;
    }

    /**
     * Copies a tensor to the device. The source may change as soon as this returns.
     *
     * @param values the tensor
     * @return a tensor of the same shape and values
     * @throws IllegalStateException if the scope is closed or the device has no memory left
     */
    public DeviceTensor upload(Tensor values) {
        return upload(values, 0, values.batch());
    }

    /** Copies some images of a tensor. */
    DeviceTensor upload(Tensor values, int first, int count) {
        DeviceTensor tensor = allocate(count, values.channels(), values.height(), values.width());
        int image = tensor.size() / count;
        device.within(() -> {
            lane.upload(HostValues.of(values.data()), first * image, tensor.size(), tensor.memory());
            return null;
        });
        return tensor;
    }

    /** Copies values of other kinds than floats to new memory. They may change as soon as this returns. */
    DeviceMemory upload(HostValues values, int count) {
        DeviceMemory memory = reserve((long) count * values.bytesEach());
        device.within(() -> {
            lane.upload(values, 0, count, memory);
            return null;
        });
        return memory;
    }

    /** Copies values to memory that others will read, too: waits until they are there. */
    void copy(HostValues values, int count, DeviceMemory to) {
        open();
        device.within(() -> {
            lane.upload(values, 0, count, to);
            device.driver().synchronize(lane.stream());
            return null;
        });
    }

    /**
     * Waits for a tensor's values and copies them to the host.
     *
     * @param tensor a tensor of this scope
     * @param target same shape, written
     * @throws IllegalArgumentException if the shapes differ or the tensor is another scope's
     * @throws IllegalStateException if the scope is closed or the device reports an error
     */
    public void download(DeviceTensor tensor, Tensor target) {
        require("target", tensor, target.batch(), target.channels(), target.height(), target.width());
        download(tensor, target, 0);
    }

    /** Copies to some images of a tensor. */
    void download(DeviceTensor tensor, Tensor target, int first) {
        own("tensor", tensor);
        int image = tensor.size() / tensor.batch();
        device.within(() -> {
            lane.download(tensor.memory(), target.data(), first * image, tensor.size());
            return null;
        });
    }

    /**
     * Makes a tensor on the device. Its values are undefined.
     *
     * @param batch    images
     * @param channels channels an image
     * @param height   rows
     * @param width    columns
     * @return a tensor that an operation may write
     * @throws IllegalArgumentException if a dimension is below 1 or there are 2^31 values or more
     * @throws IllegalStateException if the scope is closed or the device has no memory left
     */
    DeviceTensor allocate(int batch, int channels, int height, int width) {
        long bytes = (long) DeviceTensor.size(batch, channels, height, width) * Float.BYTES;
        return new DeviceTensor(this, reserve(bytes), batch, channels, height, width);
    }

    /** Memory that lives as long as the scope, or the {@linkplain #keeping step} that takes it. */
    DeviceMemory reserve(long bytes) {
        open();
        DevicePool.Block block = DevicePool.fitting(spare, bytes)
                .orElseGet(() -> device.within(() -> device.pool().take(bytes)));
        blocks.add(block);
        return block.memory();
    }

    /**
     * Enqueues a step of which only the result is needed: what else it takes is handed to what is enqueued later. A tensor
     * that the step makes and does not return must not be used after it.
     */
    List<DeviceTensor> keeping(Supplier<List<DeviceTensor>> step) {
        int before = blocks.size();
        List<DeviceTensor> kept = step.get();
        Set<DeviceMemory> needed = kept.stream().map(DeviceTensor::memory).collect(Collectors.toSet());
        List<DevicePool.Block> taken = blocks.subList(before, blocks.size());
        taken.stream().filter(block -> !needed.contains(block.memory())).forEach(spare::add);
        taken.removeIf(block -> !needed.contains(block.memory()));
        return kept;
    }

    void clear(DeviceMemory memory, long bytes) {
        device.within(() -> {
            device.driver().clear(memory, bytes, lane.stream());
            return null;
        });
    }

    /** Handle of the stream that the work goes to. */
    long stream() {
        return lane.stream();
    }

    /** Enqueues a kernel; a null tensor is handed over as a null pointer. */
    void launch(KernelFunction function, Grid grid, Object... arguments) {
        open();
        Object[] plain = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            plain[i] = argument == null
                    ? DeviceMemory.NULL
                    : argument instanceof DeviceTensor ? ((DeviceTensor) argument).memory() : argument;
        }
        device.within(() -> {
            device.driver().launch(device.function(function), grid, lane.stream(), plain);
            return null;
        });
    }

    /**
     * Warps by a flow, as {@link org.sstem.internal.kernel.Kernels#warp}.
     *
     * @param image  N x C x H x W
     * @param flow   N x 2 x H' x W', pixels, from target to source
     * @param border what is read outside the image
     * @return N x C x H' x W'
     * @throws IllegalArgumentException if the shapes do not fit or a tensor is another scope's
     * @throws IllegalStateException if the scope is closed or the device reports an error
     */
    public DeviceTensor warp(DeviceTensor image, DeviceTensor flow, Border border) {
        own("image", image);
        require("flow", flow, image.batch(), 2, flow.height(), flow.width());
        return Operations.warp(this, image, flow, border);
    }

    /**
     * Convolves every pixel with its own separable kernel, as {@link org.sstem.internal.kernel.Kernels#separableConvolution}.
     *
     * @param image      N x C x (H + K - 1) x (W + K - 1), already padded
     * @param vertical   N x K x H x W
     * @param horizontal N x K x H x W; K is odd
     * @return N x C x H x W
     * @throws IllegalArgumentException if the shapes do not fit, K is even or a tensor is another scope's
     * @throws IllegalStateException if the scope is closed or the device reports an error
     */
    public DeviceTensor separableConvolution(DeviceTensor image, DeviceTensor vertical, DeviceTensor horizontal) {
        own("vertical", vertical);
        int taps = vertical.channels();
        if (taps % 2 == 0) {
            throw new IllegalArgumentException("vertical must have an odd number of taps, had " + taps);
        }
        require("horizontal", horizontal, vertical.batch(), taps, vertical.height(), vertical.width());
        require(
                "image",
                image,
                vertical.batch(),
                image.channels(),
                vertical.height() + taps - 1,
                vertical.width() + taps - 1);
        return Operations.separableConvolution(this, image, vertical, horizontal);
    }

    /**
     * Blends two images: {@code a (1 - weight) + b weight}, as {@link org.sstem.internal.kernel.Kernels#fuse}.
     *
     * @param a      N x C x H x W
     * @param b      N x C x H x W
     * @param weight N x 1 x H x W
     * @return N x C x H x W
     * @throws IllegalArgumentException if the shapes do not fit or a tensor is another scope's
     * @throws IllegalStateException if the scope is closed or the device reports an error
     */
    public DeviceTensor fuse(DeviceTensor a, DeviceTensor b, DeviceTensor weight) {
        own("a", a);
        require("b", b, a.batch(), a.channels(), a.height(), a.width());
        require("weight", weight, a.batch(), 1, a.height(), a.width());
        return Operations.fuse(this, a, b, weight);
    }

    /** Waits for the work, then hands the memory to the scopes that follow. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        device.within(() -> {
            // After an error of the device nothing of this can be used again: it is left to the dying context.
            device.driver().synchronize(lane.stream());
            blocks.forEach(device.pool()::giveBack);
            spare.forEach(device.pool()::giveBack);
            device.returnLane(lane);
            return null;
        });
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("the scope on " + device + " is closed");
        }
    }

    private void own(String name, DeviceTensor tensor) {
        open();
        if (tensor.scope() != this) {
            throw new IllegalArgumentException(
                    name + " must be a tensor of this scope, was one of another scope on " + tensor.scope().device);
        }
    }

    private void require(String name, DeviceTensor tensor, int batch, int channels, int height, int width) {
        own(name, tensor);
        if (!tensor.hasShape(batch, channels, height, width)) {
            throw new IllegalArgumentException(name + " must be " + batch + " x " + channels + " x " + height + " x "
                    + width + ", was " + tensor.shape());
        }
    }
}
