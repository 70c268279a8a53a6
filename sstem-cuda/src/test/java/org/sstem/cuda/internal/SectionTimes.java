package org.sstem.cuda.internal;

import net.imglib2.parallel.Parallelization;
import org.sstem.damage.DamageKind;
import org.sstem.internal.kernel.StoredSections;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Times missing sections as a whole: all tiles on the device, one and several at a time, and on the cores beside it. The
 * neighbours are pieces of synthetic tissue of 8 bits laid side by side, so that reading them costs little and no file is
 * waited for.
 */
final class SectionTimes {

    private static final int TILE = 1024;

    /** Tiles of a large section that the cores make: they take long, and every tile as long as the next. */
    private static final int MOST_TILES_OF_CPU = 16;

    /** A stack of two sections around one that is missing, repeated in x and in y. */
    private record Repeated(List<Plane> pieces, int width, int height) implements SectionSource, StoredSections {

        @Override
        public int sections() {
            return 3;
        }

        @Override
        public Plane read(int z, Area area) {
            Plane piece = pieces.get(z / 2);
            Plane out = new Plane(area.width(), area.height());
            for (int y = 0; y < area.height(); y++) {
                int row = clamped(area.y() + y, height) % piece.height() * piece.width();
                for (int x = 0; x < area.width(); x++) {
                    out.pixels()[y * area.width() + x] =
                            piece.pixels()[row + clamped(area.x() + x, width) % piece.width()];
                }
            }
            return out;
        }

        @Override
        public Optional<Stored> stored(int z, Area area) {
            Plane plane = read(z, area);
            byte[] bytes = new byte[plane.pixels().length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Math.round(255 * plane.pixels()[i]);
            }
            return Optional.of(new Stored(bytes, 0));
        }

        private static int clamped(int place, int size) {
            return Math.max(0, Math.min(place, size - 1));
        }
    }

    private final List<Plane> pieces;
    private final CudaDevice device = CudaDevice.available().get(0);

    private SectionTimes() {
        Plane tissue = Tissue.section(512, 512, 11);
        pieces = List.of(
                rounded(Tissue.grained(tissue, 0.05, 1)),
                rounded(Tissue.grained(Tissue.warped(tissue, Tissue.motion(512, 512, 4)), 0.05, 2)));
    }

    private static Plane rounded(Plane plane) {
        Plane out = plane.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = Math.min(Math.max(Math.round(255 * out.pixels()[i]), 0), 255) / 255f;
        }
        return out;
    }

    /**
     * Times sections.
     *
     * @param arguments widths of the square sections
     */
    public static void main(String[] arguments) {
        SectionTimes times = new SectionTimes();
        System.out.println(times.device.name() + " and " + Runtime.getRuntime().availableProcessors()
                + " processors, median of three runs on the device");
        for (String argument : arguments) {
            times.section(Integer.parseInt(argument));
        }
    }

    private void section(int size) {
        Task task = new Task(
                new Repeated(pieces, size, size), DamageKind.MISSING, 1, 1, List.of(0), List.of(2), Optional.empty());
        SectionInterpolator.Parameters parameters = SectionInterpolator.survey(task);
        TileInterpolation there = new DeviceInterpolation(device, Optional::empty);
        List<Area> tiles = new Tiles(size, size, TILE).all();
        SectionInterpolator onDevice = SectionInterpolator.of(task, parameters, () -> Optional.of(there));
        SectionInterpolator onCpu = SectionInterpolator.of(task, parameters, Optional::empty);
        oneByOne(onDevice, tiles.subList(0, 1), 1);
        for (int threads : new int[] {1, 3, 6}) {
            double[] seconds = new double[3];
            for (int i = 0; i < seconds.length; i++) {
                device.sections().clear();
                seconds[i] = atOnce(onDevice, tiles, threads);
            }
            Arrays.sort(seconds);
            print(size, "device, " + threads + " threads", tiles, seconds[1]);
        }
        int cores = Runtime.getRuntime().availableProcessors();
        List<Area> some = tiles.subList(0, Math.min(tiles.size(), MOST_TILES_OF_CPU));
        oneByOne(onCpu, tiles.subList(0, 1), cores);
        print(size, "CPU, " + cores + " threads", some, oneByOne(onCpu, some, cores));
    }

    /** Several tiles at once. */
    private static double atOnce(SectionInterpolator interpolator, List<Area> tiles, int threads) {
        long start = System.nanoTime();
        Parallelization.runWithNumThreads(threads, () -> Parallelization.getTaskExecutor()
                .forEach(tiles, tile -> interpolator.interpolate(1, tile)));
        return (System.nanoTime() - start) / 1e9;
    }

    /** One tile after the other, as a restoration asks for them; each is worked on by all threads. */
    private static double oneByOne(SectionInterpolator interpolator, List<Area> tiles, int threads) {
        long start = System.nanoTime();
        Parallelization.runWithNumThreads(threads, () -> tiles.forEach(tile -> interpolator.interpolate(1, tile)));
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(int size, String where, List<Area> tiles, double seconds) {
        long pixels = tiles.stream()
                .mapToLong(tile -> (long) tile.width() * tile.height())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "missing section of %d x %d: %-20s %7.1f Mpx/s (%d tiles in %.2f s)%n",
                size,
                size,
                where,
                1e-6 * pixels / seconds,
                tiles.size(),
                seconds);
    }
}
