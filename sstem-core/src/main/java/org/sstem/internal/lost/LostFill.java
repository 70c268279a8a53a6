package org.sstem.internal.lost;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Filters;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;

/** Fills the lost parts of one section. Immutable but for what it keeps to save time; thread-safe. */
final class LostFill implements RefinableRestoration {

    private static final int TILE_PX = 512;
    /** How far the section's own brightness is carried into the part. */
    private static final double BRIGHTNESS_SIGMA = 24;
    /** Below this mean agreement of the neighbours a result should be looked at. */
    private static final double LOW_AGREEMENT = 0.15;

    private static final double MUCH = 0.5;
    private static final int STRIP_ROWS = 128;

    private final Task task;
    private final SectionSource source;
    private final SectionMask mask;
    private final SectionInterpolator interpolator;
    /** The neighbours together, below, above, and how far they agree. */
    private final PlaneGrid grid;

    LostFill(Task task, SectionInterpolator.Parameters parameters) {
        this.task = task;
        this.source = task.source();
        this.mask = task.mask().orElseThrow();
        this.interpolator = SectionInterpolator.of(task, parameters);
        this.grid = new PlaneGrid(new Tiles(source.width(), source.height(), TILE_PX), this::make);
    }

    @Override
    public List<Integer> sources() {
        return interpolator.sources();
    }

    @Override
    public Area sourceArea(Area target) {
        return grid.cover(target).grow(interpolator.margin() + interpolator.drift());
    }

    @Override
    public boolean touches(Area target) {
        return any(mask.read(target));
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        requireOwn(z);
        boolean[] lost = mask.read(target);
        List<Plane> made = grid.read(target, tile -> any(mask.read(tile)));
        if (made.isEmpty()) {
            return;
        }
        boolean[] known = interpolator.known(target);
        for (int i = 0; i < lost.length; i++) {
            if (lost[i] && known[i]) {
                pixels.pixels()[i] = made.get(0).pixels()[i];
                provenance[i] = Provenance.INTERPOLATED;
            }
        }
    }

    @Override
    public Evidence evidence(int z, Area target) {
        requireOwn(z);
        Plane own = source.read(z, target);
        Plane result = own.copy();
        byte[] provenance = new byte[own.pixels().length];
        restore(z, target, result, provenance);
        Plane trust = Plane.filled(target.width(), target.height(), 1);
        for (int i = 0; i < provenance.length; i++) {
            trust.pixels()[i] = provenance[i] == Provenance.ORIGINAL ? 1 : 0;
        }
        List<Plane> made = grid.read(target);
        return new Evidence(result.copy(), trust, made.get(1), made.get(2), result, provenance);
    }

    @Override
    public Area evidenceArea(Area target) {
        return sourceArea(target);
    }

    private List<Plane> make(Area tile) {
        int margin = interpolator.margin();
        int x0 = Math.max(0, tile.x() - margin);
        int y0 = Math.max(0, tile.y() - margin);
        Area area = new Area(
                x0,
                y0,
                Math.min(source.width(), tile.x() + tile.width() + margin) - x0,
                Math.min(source.height(), tile.y() + tile.height() + margin) - y0);
        Plane own = source.read(task.firstZ(), area);
        Plane valid = source.tissue(task.firstZ(), area);
        Interpolated made = interpolator.interpolate(task.firstZ(), area, own, valid);
        int x = tile.x() - x0;
        int y = tile.y() - y0;
        return List.of(
                matched(own, valid, made.pixels()).crop(x, y, tile.width(), tile.height()),
                matched(own, valid, made.below()).crop(x, y, tile.width(), tile.height()),
                matched(own, valid, made.above()).crop(x, y, tile.width(), tile.height()),
                made.confidence().crop(x, y, tile.width(), tile.height()));
    }

    /** Brings what the neighbours show to the section's brightness around the part, and to its contrast. */
    private static Plane matched(Plane own, Plane valid, Plane shown) {
        int n = own.pixels().length;
        double[] sums = new double[5];
        for (int i = 0; i < n; i++) {
            double w = valid.pixels()[i];
            double a = own.pixels()[i];
            double b = shown.pixels()[i];
            sums[0] += w;
            sums[1] += w * a;
            sums[2] += w * b;
            sums[3] += w * a * a;
            sums[4] += w * b * b;
        }
        if (sums[0] < 1) {
            return shown;
        }
        double meanOwn = sums[1] / sums[0];
        double meanShown = sums[2] / sums[0];
        double varianceOwn = Math.max(0, sums[3] / sums[0] - meanOwn * meanOwn);
        double varianceShown = sums[4] / sums[0] - meanShown * meanShown;
        double gain = varianceShown > 0 ? Math.min(Math.max(Math.sqrt(varianceOwn / varianceShown), 0.5), 2) : 1;
        Plane difference = new Plane(own.width(), own.height());
        for (int i = 0; i < n; i++) {
            double here = meanOwn + gain * (shown.pixels()[i] - meanShown);
            difference.pixels()[i] = (float) (own.pixels()[i] - here);
        }
        // The part's own far side is no surroundings: from some way in, the mean of the whole holds.
        Plane offset = Filters.gaussian(difference, valid, BRIGHTNESS_SIGMA, 0);
        Plane near = Filters.gaussian(valid, BRIGHTNESS_SIGMA);
        Plane out = new Plane(own.width(), own.height());
        for (int i = 0; i < n; i++) {
            float carried = Math.min(1, 4 * near.pixels()[i]) * offset.pixels()[i];
            out.pixels()[i] = (float) (meanOwn + gain * (shown.pixels()[i] - meanShown)) + carried;
        }
        return out;
    }

    @Override
    public Findings findings(int z) {
        requireOwn(z);
        long lost = 0;
        long filled = 0;
        for (int y = 0; y < source.height(); y += STRIP_ROWS) {
            Area strip = new Area(0, y, source.width(), Math.min(STRIP_ROWS, source.height() - y));
            boolean[] flags = mask.read(strip);
            boolean[] known = any(flags) ? interpolator.known(strip) : flags;
            for (int i = 0; i < flags.length; i++) {
                lost += flags[i] ? 1 : 0;
                filled += flags[i] && known[i] ? 1 : 0;
            }
        }
        return words(lost, filled);
    }

    private Findings words(long lost, long filled) {
        double share = (double) lost / ((double) source.width() * source.height());
        List<String> remarks = new ArrayList<>();
        boolean doubtful = false;
        if (lost == 0) {
            remarks.add("no lost part was marked or found: the section was left as it is");
            doubtful = true;
        }
        if (filled < lost) {
            remarks.add(lost - filled + " pixels have no tissue in the neighbours either and were left as they are");
        }
        if (interpolator.oneSided()) {
            remarks.add("no intact section on one side: filled from section "
                    + interpolator.sources().get(0) + " alone");
            doubtful = true;
        }
        if (share > MUCH) {
            remarks.add("more than half of the section was lost");
            doubtful = true;
        }
        double sure = certainty();
        if (filled > 0 && sure < LOW_AGREEMENT) {
            remarks.add("the neighbours hardly agree with what is left of the section around the lost part");
            doubtful = true;
        }
        return new Findings(
                Math.min(1, Math.max(0, sure)),
                List.of(
                        new Findings.Estimate("lost share of the section", share, "", 1),
                        new Findings.Estimate("agreement with what is left", sure, "", 1)),
                remarks,
                doubtful);
    }

    /** Mean agreement of the neighbours with the section beside its lost parts: inside there is nothing to agree with. */
    private double certainty() {
        double sum = 0;
        double n = 0;
        for (Area tile : new Tiles(source.width(), source.height(), TILE_PX).all()) {
            if (any(mask.read(tile))) {
                float[] confidence = grid.read(tile).get(3).pixels();
                float[] valid = source.tissue(task.firstZ(), tile).pixels();
                for (int i = 0; i < valid.length; i++) {
                    sum += valid[i] * confidence[i];
                    n += valid[i];
                }
            }
        }
        return n > 0 ? sum / n : 0;
    }

    private static boolean any(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    private void requireOwn(int z) {
        if (z != task.firstZ()) {
            throw new IllegalArgumentException("z must be the task's section " + task.firstZ() + ", was " + z);
        }
    }
}
