package org.sstem.cuda.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Shares devices among tiles, of whatever job: a few at a time are under way on a device, so that one is copied while another
 * is computed, and their memory is bounded. When all are taken, one more device is opened; when there is none, the caller
 * waits. Thread-safe.
 */
final class DeviceShare {

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
    DeviceShare(CudaDevice first, Supplier<Optional<CudaDevice>> more) {
        this.name = "cuda (" + first.name() + ")";
        this.more = more;
        add(first);
    }

    private void add(CudaDevice device) {
        devices.add(device);
        underWay.add(0);
    }

    /** Names what computes. */
    String name() {
        return name;
    }

    /** Makes a tile on a device that has room for one. */
    <R> R use(Function<CudaDevice, R> tile) {
        int taken = take();
        try {
            return tile.apply(device(taken));
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
}
