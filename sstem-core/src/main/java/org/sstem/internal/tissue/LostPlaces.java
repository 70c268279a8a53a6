package org.sstem.internal.tissue;

import org.sstem.internal.image.Components;
import org.sstem.method.Area;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * Looks for places of a section that lack tissue which its neighbours show. Works on cells of at most 2048 x 2048 a
 * section; keeps one flag a cell of the sections around. What was {@linkplain #see seen} may be asked by several threads.
 */
public final class LostPlaces {

    /** Sections on each side whose tissue counts. */
    private static final int EACH_SIDE = 2;

    private static final int FARTHEST = 4;
    private static final int MOST_CELLS = 2048;
    /** What is nowhere wider than twice this is an outline that differs from section to section, pixels. */
    private static final double OUTLINE_PX = 8;
    /** Least share of the tissue that is lost at its own edge, at the section's border, and within. */
    private static final double AT_EDGE = 0.02;

    private static final double AT_BORDER = 0.005;

    private static final double WITHIN = 0.001;
    private static final int SMALLEST_PX = 900;

    private final TissueSource source;
    private final IntPredicate missing;
    private final int step;
    private final int width;
    private final int height;
    private final Map<Integer, boolean[]> tissue = new ConcurrentHashMap<>();
    private final BlurredPlaces blurred;

    /**
     * What was lost of a section.
     *
     * @param mask      one flag a pixel, row-major; empty if nothing was
     * @param pixels    how many are set
     * @param blurred   how many of these show something, though not sharply or not the tissue that belongs there
     * @param share     share of the tissue of section and neighbours that is lost, 0 to 1
     * @param least     the share from which on something at the border counts
     * @param certainty how sure it is, 0.5 to 1
     */
    public record Lost(boolean[] mask, long pixels, long blurred, double share, double least, double certainty) {}

    /**
     * Prepares the search.
     *
     * @param source  the stack
     * @param missing which sections there is nothing of
     */
    public LostPlaces(TissueSource source, IntPredicate missing) {
        this.source = source;
        this.missing = missing;
        this.step = 1 + (Math.max(source.width(), source.height()) - 1) / MOST_CELLS;
        this.width = (source.width() + step - 1) / step;
        this.height = (source.height() + step - 1) / step;
        this.blurred = new BlurredPlaces(source, missing);
    }

    /** Sees side by side, with the caller's threads, what is needed for sections that are looked at next; forgets the rest. */
    public void see(List<Integer> sections) {
        tissue.keySet().removeIf(other -> other < sections.get(0) - FARTHEST);
        blurred.see(sections);
    }

    /**
     * Looks at one section; best one of those that were seen last.
     *
     * @param z the section
     * @return what was lost of it
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public Lost of(int z) {
        boolean[] soft = blurred.of(z);
        if (soft.length == 0 && !source.section(z).hasHoles()) {
            return new Lost(new boolean[0], 0, 0, 0, AT_BORDER, 0.5);
        }
        boolean[] own = tissue(z);
        boolean[] holes = source.section(z).hasHoles() ? cells(z, true) : new boolean[own.length];
        boolean[] shown = shown(z);
        long all = 0;
        boolean[] candidate = new boolean[own.length];
        for (int i = 0; i < own.length; i++) {
            all += own[i] || shown[i] ? 1 : 0;
            candidate[i] = holes[i] && shown[i];
        }
        boolean[] lost = wide(candidate, OUTLINE_PX / step);
        keepLarge(lost, atEdge(candidate, own), all);
        return counted(z, lost, or(soft, burnt(z, lost)), all);
    }

    /** What was burnt around a lost part, one flag a cell of those that are blurred; empty if nothing was. */
    private boolean[] burnt(int z, boolean[] lost) {
        boolean[] gone = blurred.cells();
        boolean any = false;
        for (int i = 0; i < lost.length; i++) {
            if (lost[i]) {
                gone[blurred.cell(i % width * step, i / width * step)] = true;
                any = true;
            }
        }
        return any ? blurred.burnt(z, gone) : new boolean[0];
    }

    private static boolean[] or(boolean[] a, boolean[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == 0 ? b : a;
        }
        for (int i = 0; i < a.length; i++) {
            a[i] |= b[i];
        }
        return a;
    }

    private Lost counted(int z, boolean[] lost, boolean[] soft, long all) {
        boolean[] mask = new boolean[Math.multiplyExact(source.width(), source.height())];
        long pixels = 0;
        long blur = 0;
        for (int y = 0; y < source.height(); y++) {
            Area row = new Area(0, y, source.width(), 1);
            boolean[] exact = source.section(z).holes(row);
            boolean[] outside = source.section(z).padding(row);
            for (int x = 0; x < source.width(); x++) {
                int cell = y / step * width + x / step;
                int i = y * source.width() + x;
                boolean gone = lost[cell] && (step > 1 || exact[x]);
                boolean out = soft.length > 0 && soft[blurred.cell(x, y)] && !outside[x];
                mask[i] = gone || out;
                pixels += mask[i] ? 1 : 0;
                blur += out && !gone ? 1 : 0;
            }
        }
        double share = (double) pixels / Math.max(1, all * (long) step * step);
        double certainty = pixels == 0 ? 0.5 : blur < pixels / 2 ? 0.97 : 0.8;
        return new Lost(pixels == 0 ? new boolean[0] : mask, pixels, blur, Math.min(1, share), AT_BORDER, certainty);
    }

    /** Cells where one of the nearest sections on a side shows tissue. */
    private boolean[] shown(int z) {
        boolean[] shown = new boolean[width * height];
        for (int direction = -1; direction <= 1; direction += 2) {
            int n = 0;
            for (int k = 1; k <= FARTHEST && n < EACH_SIDE; k++) {
                int other = z + direction * k;
                if (other < 0 || other >= source.sections() || missing.test(other)) {
                    continue;
                }
                boolean[] there = tissue(other);
                for (int i = 0; i < shown.length; i++) {
                    shown[i] |= there[i];
                }
                n++;
            }
        }
        return shown;
    }

    private boolean[] tissue(int z) {
        boolean[] known = tissue.get(z);
        if (known == null) {
            known = cells(z, false);
            for (int i = 0; i < known.length; i++) {
                known[i] = !known[i];
            }
            tissue.put(z, known);
        }
        return known;
    }

    /** The upper left pixel stands for a cell. */
    private boolean[] cells(int z, boolean holes) {
        boolean[] out = new boolean[width * height];
        for (int y = 0; y < height; y++) {
            Area row = new Area(0, y * step, source.width(), 1);
            boolean[] flags =
                    holes ? source.section(z).holes(row) : source.section(z).absent(row);
            for (int x = 0; x < width; x++) {
                out[y * width + x] = flags[x * step];
            }
        }
        return out;
    }

    /** What is left of a mask after everything narrow was taken off. */
    private boolean[] wide(boolean[] mask, double radius) {
        float[] depth = Depth.open(mask, width, height);
        boolean[] core = new boolean[mask.length];
        for (int i = 0; i < core.length; i++) {
            core[i] = !(depth[i] > radius);
        }
        float[] away = Depth.open(core, width, height);
        boolean[] out = new boolean[mask.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = mask[i] && (!core[i] || away[i] <= radius * 1.5 + 2);
        }
        return out;
    }

    /** Candidates that are connected with places without tissue that nobody misses. */
    private boolean[] atEdge(boolean[] candidate, boolean[] own) {
        boolean[] atEdge = new boolean[candidate.length];
        for (int[] part : Components.of(candidate, width, height, false)) {
            boolean edge = false;
            for (int i : part) {
                int x = i % width;
                int y = i / width;
                edge |= open(candidate, own, x - 1, y) || open(candidate, own, x + 1, y);
                edge |= open(candidate, own, x, y - 1) || open(candidate, own, x, y + 1);
            }
            for (int i : part) {
                atEdge[i] = edge;
            }
        }
        return atEdge;
    }

    private void keepLarge(boolean[] lost, boolean[] atEdge, long all) {
        for (int[] part : Components.of(lost, width, height, false)) {
            boolean outer = false;
            boolean edge = false;
            for (int i : part) {
                int x = i % width;
                int y = i / width;
                outer |= x == 0 || y == 0 || x == width - 1 || y == height - 1;
                edge |= atEdge[i];
            }
            double least =
                    Math.max((double) SMALLEST_PX / step / step, (outer ? AT_BORDER : edge ? AT_EDGE : WITHIN) * all);
            if (part.length < least) {
                for (int i : part) {
                    lost[i] = false;
                }
            }
        }
    }

    /** A cell without tissue that nobody misses. */
    private boolean open(boolean[] missed, boolean[] own, int x, int y) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return false;
        }
        int i = y * width + x;
        return !missed[i] && !own[i];
    }
}
