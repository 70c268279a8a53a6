package org.sstem.cuda.internal;

import org.sstem.cuda.internal.Driver.DeviceMemory;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps freed device memory for the next taker: allocating on a device waits for everything that runs there.
 * Thread-safe; the device's context must be current on the calling thread.
 */
public final class DevicePool {

    private static final long GRAIN = 1 << 16;

    private final Driver driver;
    private final String deviceName;
    private final TreeMap<Long, Deque<DeviceMemory>> idle = new TreeMap<>();
    private Runnable relief = () -> {};

    public DevicePool(Driver driver, String deviceName) {
        this.driver = driver;
        this.deviceName = deviceName;
    }

    /** A piece of memory, and the size it goes back with. */
    record Block(DeviceMemory memory, long bytes) {}

    /** Says what gives memory back when the device is full, without taking any. */
    synchronized void whenFull(Runnable relief) {
        this.relief = relief;
    }

    /** Takes idle memory that fits without wasting more than a quarter, or allocates. */
    synchronized Block take(long bytes) {
        long size = rounded(bytes);
        Map.Entry<Long, Deque<DeviceMemory>> fitting = idle.ceilingEntry(size);
        if (fitting != null && fitting.getKey() <= most(size)) {
            DeviceMemory memory = fitting.getValue().pop();
            if (fitting.getValue().isEmpty()) {
                idle.remove(fitting.getKey());
            }
            return new Block(memory, fitting.getKey());
        }
        return new Block(allocate(size), size);
    }

    /** Takes the smallest of some blocks that fits without wasting more than a quarter, if one does. */
    static Optional<Block> fitting(List<Block> blocks, long bytes) {
        Optional<Block> best = blocks.stream()
                .filter(block -> block.bytes() >= bytes && block.bytes() <= most(rounded(bytes)))
                .min(Comparator.comparingLong(Block::bytes));
        best.ifPresent(blocks::remove);
        return best;
    }

    private static long rounded(long bytes) {
        return (bytes + GRAIN - 1) / GRAIN * GRAIN;
    }

    private static long most(long size) {
        return size + Math.max(size / 4, GRAIN);
    }

    /** Takes a block back. The device must have finished with it. */
    synchronized void giveBack(Block block) {
        idle.computeIfAbsent(block.bytes(), size -> new ArrayDeque<>()).push(block.memory());
    }

    /** Frees all idle memory. */
    public synchronized void trim() {
        while (!idle.isEmpty()) {
            Deque<DeviceMemory> memories = idle.firstEntry().getValue();
            DeviceMemory memory = memories.pop();
            if (memories.isEmpty()) {
                idle.pollFirstEntry();
            }
            driver.free(memory);
        }
    }

    private DeviceMemory allocate(long size) {
        try {
            return driver.allocate(size);
        } catch (Driver.Failure e) {
            if (!e.outOfMemory()) {
                throw e;
            }
        }
        relief.run();
        trim();
        try {
            return driver.allocate(size);
        } catch (Driver.Failure e) {
            if (!e.outOfMemory()) {
                throw e;
            }
            long[] memory = driver.memory();
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "%s has no %d MiB left for a tensor (%d of %d MiB free): use smaller tiles, or"
                                    + " -Dsstem.kernels=cpu",
                            deviceName,
                            mebibytes(size),
                            memory[0] >> 20,
                            memory[1] >> 20),
                    e);
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
