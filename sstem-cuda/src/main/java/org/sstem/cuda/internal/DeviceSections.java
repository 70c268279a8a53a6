package org.sstem.cuda.internal;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.kernel.StoredSections;
import org.sstem.internal.kernel.StoredSections.Stored;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Sections on a device, piece by piece as their stack stores them. What tiles look at overlaps: a piece is read and copied
 * once, and stays for the tiles beside it, for the sections of a run, and for the missing section that comes next. Of more
 * than a bound those go first that were not asked for longest; what is held stays, and when the device is full, nothing else.
 *
 * <p>Thread-safe. Of two threads that need a piece one reads it, without help of others, and the other waits.
 */
final class DeviceSections {

    /** Edge of a piece, pixels: the margin around a tile is half of it, so that tiles read little that they do not need. */
    static final int PIECE_PX = 512;

    /** Bytes that may be kept: two rows of tiles of two sections of 32768 pixels of 8 bits, a few times over. */
    private static final long MOST_BYTES = 512L << 20;

    private final CudaDevice device;
    private final long mostBytes;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Those not asked for longest come first. */
    private final Map<Key, Piece> pieces = new LinkedHashMap<>(16, 0.75f, true);
    /** A stack that nobody uses any more is not kept by its pieces. */
    private final Map<SectionSource, Object> stacks = new WeakHashMap<>();

    private long bytes;

    private record Key(Object stack, int z, Area area) {}

    /** Guarded by the lock, but for what is written before it is ready. */
    private static final class Piece {
        private DevicePool.Block block;
        private KernelFunction widening;
        private float black;
        private boolean ready;
        private int holds;
    }

    DeviceSections(CudaDevice device) {
        this(device, MOST_BYTES);
    }

    DeviceSections(CudaDevice device, long mostBytes) {
        this.device = device;
        this.mostBytes = mostBytes;
        device.pool().whenFull(this::clear);
    }

    /** Bytes that are kept. */
    long bytes() {
        return locked(() -> bytes);
    }

    /** Gives back all that is not held. */
    void clear() {
        giveBack(0);
    }

    /** Begins to hold pieces. */
    Hold hold() {
        return new Hold();
    }

    /** Pieces that stay on the device until this is closed: after the scopes that work on them. For one thread. */
    final class Hold implements AutoCloseable {

        private final List<Piece> held = new ArrayList<>();

        /**
         * Shows a part of a section.
         *
         * @param area what to show; beyond the section it is as the source reads it
         * @return a new tensor of the scope, floats
         * @throws java.io.UncheckedIOException if the section cannot be read
         */
        DeviceTensor window(DeviceScope scope, SectionSource source, int z, Area area) {
            Area section = new Area(0, 0, source.width(), source.height());
            if (!section.union(area).equals(section)) {
                return scope.upload(Planes.tensor(source.read(z, area)));
            }
            DeviceTensor window = scope.allocate(1, 1, area.height(), area.width());
            for (Area place : places(area, section)) {
                Piece piece = take(scope, source, z, place);
                held.add(piece);
                Area part = place.intersect(area);
                scope.launch(
                        piece.widening,
                        piece.widening.grid(part.width(), part.height(), 1),
                        piece.block.memory(),
                        window,
                        place.width(),
                        area.width(),
                        part.width(),
                        part.height(),
                        part.x() - place.x(),
                        part.y() - place.y(),
                        part.x() - area.x(),
                        part.y() - area.y(),
                        piece.black);
            }
            return window;
        }

        @Override
        public void close() {
            locked(() -> {
                held.forEach(piece -> piece.holds--);
                held.clear();
                return null;
            });
            giveBack(mostBytes);
        }
    }

    private static List<Area> places(Area area, Area section) {
        List<Area> places = new ArrayList<>();
        for (int y = area.y() / PIECE_PX * PIECE_PX; y < area.y() + area.height(); y += PIECE_PX) {
            for (int x = area.x() / PIECE_PX * PIECE_PX; x < area.x() + area.width(); x += PIECE_PX) {
                places.add(new Area(x, y, PIECE_PX, PIECE_PX).intersect(section));
            }
        }
        return places;
    }

    /** Takes a piece that is there, or waits for the thread that makes it, or makes it. */
    private Piece take(DeviceScope scope, SectionSource source, int z, Area place) {
        Piece mine = new Piece();
        Key key = locked(() -> new Key(stacks.computeIfAbsent(source, s -> new Object()), z, place));
        Piece there = locked(() -> {
            Piece piece = pieces.get(key);
            while (piece != null && !piece.ready) {
                changed.awaitUninterruptibly();
                piece = pieces.get(key);
            }
            Piece taken = piece == null ? mine : piece;
            taken.holds++;
            pieces.putIfAbsent(key, taken);
            return taken;
        });
        if (there == mine) {
            boolean made = false;
            try {
                // Others wait: whoever reads must not, while it waits for threads, take up a tile that waits for the
                // piece.
                Parallelization.runSingleThreaded(() -> fill(scope, mine, source, z, place));
                made = true;
            } finally {
                finish(key, mine, made);
            }
            giveBack(mostBytes);
        }
        return there;
    }

    private void finish(Key key, Piece piece, boolean made) {
        locked(() -> {
            if (made) {
                piece.ready = true;
                bytes += piece.block.bytes();
            } else {
                pieces.remove(key);
            }
            changed.signalAll();
            return null;
        });
    }

    private void fill(DeviceScope scope, Piece piece, SectionSource source, int z, Area place) {
        int count = place.width() * place.height();
        Stored stored = StoredSections.read(source, z, place)
                .orElseGet(() -> new Stored(source.read(z, place).pixels(), 0));
        HostValues values = HostValues.of(stored.values());
        piece.black = stored.black();
        piece.widening = switch (values.bytesEach()) {
            case 1 -> KernelFunction.WIDEN_8;
            case 2 -> KernelFunction.WIDEN_16;
            default -> KernelFunction.LAY_FLOATS;
        };
        piece.block = device.within(() -> device.pool().take((long) count * values.bytesEach()));
        scope.copy(values, count, piece.block.memory());
    }

    /** Gives back what is not held, until no more than some bytes are kept. */
    private void giveBack(long kept) {
        List<DevicePool.Block> gone = locked(() -> {
            List<DevicePool.Block> blocks = new ArrayList<>();
            for (Iterator<Piece> all = pieces.values().iterator(); bytes > kept && all.hasNext(); ) {
                Piece piece = all.next();
                if (piece.ready && piece.holds == 0) {
                    all.remove();
                    bytes -= piece.block.bytes();
                    blocks.add(piece.block);
                }
            }
            return blocks;
        });
        // Not under the lock: a pool that is full asks for this under its own.
        gone.forEach(device.pool()::giveBack);
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
