package org.sstem.internal.precipitate;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.internal.image.Rows;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.precipitate.blob.BlobModel;
import org.sstem.internal.precipitate.blob.Discs;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;

import java.util.Arrays;
import java.util.List;

/** Undoes contrast loss and blobs, pixel by pixel. Immutable and thread-safe. */
public final class PrecipitateFill implements RefinableRestoration {

    /** A share below this is nothing. */
    private static final double NEGLIGIBLE = 0.02;
    /** Below a blob nothing is certain: trust is less than 1 there, and there only. */
    private static final double ALMOST = Math.nextDown(1f);
    /** How far beyond a given mask a blob may reach. */
    private static final int SLACK_PX = 4;

    private static final int TILE_PX = 1024;

    private final Task task;
    private final Neighbours neighbours;
    private final Working grid;
    private final Contrast contrast;
    private final List<BlobModel> models;
    private final SparsePlane residual;
    private final double noise;
    private final double disagreement;
    private final Findings findings;
    private final PlaneGrid registered;
    /** Looks at the neighbours' drift, which only those need who ask for the evidence: two threads may both look. */
    private volatile SectionInterpolator interpolator;

    /**
     * What the section itself shows.
     *
     * @param own   what the light that is left says about the tissue
     * @param trust how much of the result that is; below a blob less than 1, however little the neighbours add
     * @param light how much of the light is left
     */
    private record Seen(Plane own, Plane trust, Plane light) {

        /** Undamaged pixels. */
        static Seen of(Plane pixels) {
            Plane all = Plane.filled(pixels.width(), pixels.height(), 1);
            return new Seen(pixels.copy(), all, all.copy());
        }
    }

    PrecipitateFill(Task task, Working grid, PrecipitateParameters parameters) {
        this.task = task;
        this.neighbours = Neighbours.of(task);
        this.grid = grid;
        this.contrast = parameters.contrast();
        this.models = parameters.models();
        this.residual = SparsePlane.of(grid.width(), grid.height(), parameters.residual());
        this.noise = parameters.noise();
        this.disagreement = parameters.disagreement();
        this.findings = parameters.findings();
        this.registered = new PlaneGrid(new Tiles(grid.sectionWidth(), grid.sectionHeight(), TILE_PX), this::register);
    }

    /** The cells that a blob may darken. */
    public static Area extent(BlobModel model) {
        double reach = model.reach();
        int x = (int) Math.floor(model.gauge().cx() - reach);
        int y = (int) Math.floor(model.gauge().cy() - reach);
        int size = (int) Math.ceil(2 * reach) + 1;
        return new Area(x, y, size, size);
    }

    @Override
    public List<Integer> sources() {
        return neighbours.nearest();
    }

    @Override
    public Area sourceArea(Area target) {
        return target;
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        requireOwn(z);
        fill(target, pixels, provenance, Seen.of(pixels));
    }

    @Override
    public boolean touches(Area target) {
        return contrast.lost() || models.stream().anyMatch(model -> near(model, target));
    }

    /**
     * Restores an area.
     *
     * @param seen gets what the section itself shows
     */
    private void fill(Area target, Plane pixels, byte[] provenance, Seen seen) {
        List<BlobModel> near =
                models.stream().filter(model -> near(model, target)).toList();
        if (near.isEmpty() && !contrast.lost()) {
            return;
        }
        Plane expected = near.isEmpty() ? null : neighbours.read(target);
        boolean[] allowed = near.isEmpty() ? null : allowed(target);
        Rows.forEach(target.height(), (from, to) -> {
            for (int y = from; y < to; y++) {
                for (int x = 0; x < target.width(); x++) {
                    int i = y * target.width() + x;
                    boolean free = allowed == null || !allowed[i];
                    if (free || !blob(near, target, x, y, expected, pixels, provenance, seen)) {
                        if (contrast.lost()) {
                            pixels.pixels()[i] = clean(pixels.pixels()[i]);
                            seen.own.pixels()[i] = pixels.pixels()[i];
                            provenance[i] = Provenance.CORRECTED;
                        }
                    }
                }
            }
        });
    }

    @Override
    public Evidence evidence(int z, Area target) {
        requireOwn(z);
        Plane result = neighbours.source().read(z, target);
        Seen seen = Seen.of(result);
        byte[] provenance = new byte[result.pixels().length];
        fill(target, result, provenance, seen);
        List<Plane> shown = registered.read(target);
        return new Evidence(seen.own, seen.trust, seen.light, shown.get(0), shown.get(1), result, provenance);
    }

    @Override
    public Area evidenceArea(Area target) {
        SectionInterpolator shows = interpolator();
        return registered.cover(target).grow(shows.margin() + shows.drift());
    }

    private SectionInterpolator interpolator() {
        SectionInterpolator shows = interpolator;
        if (shows == null) {
            shows = SectionInterpolator.of(task);
            interpolator = shows;
        }
        return shows;
    }

    /** Both neighbours, in register with the restored section. */
    private List<Plane> register(Area tile) {
        SectionInterpolator shows = interpolator();
        Area area = tile.grow(shows.margin()).intersect(new Area(0, 0, grid.sectionWidth(), grid.sectionHeight()));
        Plane result = neighbours.source().read(neighbours.z(), area);
        Seen seen = Seen.of(result);
        fill(area, result, new byte[result.pixels().length], seen);
        Interpolated shown = shows.interpolate(neighbours.z(), tile, area, result, seen.trust);
        return List.of(shown.below(), shown.above());
    }

    /** Whether the section stays as it is. */
    boolean changesNothing() {
        return models.isEmpty() && !contrast.lost();
    }

    /** Whether every pixel changes. */
    boolean changesAll() {
        return contrast.lost();
    }

    /** A grey value of the section with its contrast restored. */
    float clean(double value) {
        return (float) (contrast.lost() ? (value - contrast.offset()) / contrast.gain() : value);
    }

    private boolean near(BlobModel model, Area target) {
        Area box = extent(model);
        int step = grid.step();
        return (double) box.x() * step <= target.x() + target.width()
                && (double) box.y() * step <= target.y() + target.height()
                && (double) (box.x() + box.width() + 1) * step >= target.x()
                && (double) (box.y() + box.height() + 1) * step >= target.y();
    }

    /** Where blobs may be: anywhere, or within a mask that is given and just around it. */
    private boolean[] allowed(Area target) {
        boolean[] allowed = new boolean[target.width() * target.height()];
        if (task.mask().isEmpty()) {
            Arrays.fill(allowed, true);
            return allowed;
        }
        Area wide = target.grow(SLACK_PX);
        boolean[] marked = task.mask().get().read(wide);
        boolean[] grown = Discs.dilate(marked, wide.width(), wide.height(), SLACK_PX);
        for (int i = 0; i < allowed.length; i++) {
            int x = i % target.width() + SLACK_PX;
            int y = i / target.width() + SLACK_PX;
            allowed[i] = grown[y * wide.width() + x];
        }
        return allowed;
    }

    /** Restores a pixel if it lies within a blob. */
    private boolean blob(
            List<BlobModel> near,
            Area target,
            int tx,
            int ty,
            Plane expected,
            Plane pixels,
            byte[] provenance,
            Seen seen) {
        double x = (target.x() + tx + 0.5) / grid.step() - 0.5;
        double y = (target.y() + ty + 0.5) / grid.step() - 0.5;
        double log = 0;
        double error = 0;
        for (BlobModel model : near) {
            double dx = x - model.gauge().cx();
            double dy = y - model.gauge().cy();
            if (dx * dx + dy * dy < square(model.reach())) {
                double t = model.logTransmission(x, y);
                if (t < log) {
                    log = t;
                    error = model.error(x, y);
                }
            }
        }
        if (log == 0) {
            return false;
        }
        int i = ty * target.width() + tx;
        double t = Math.exp(log + residual(x, y));
        double lit = pixels.pixels()[i] / t;
        double spread = (square(noise / t) + square(error * lit)) / square(contrast.gain());
        double share = disagreement / (disagreement + spread);
        seen.light.pixels()[i] = (float) Math.min(t, 1);
        seen.trust.pixels()[i] = (float) Math.min(share, ALMOST);
        if (share < NEGLIGIBLE) {
            share = 0;
            seen.trust.pixels()[i] = 0;
            provenance[i] = Provenance.INTERPOLATED;
        } else if (share > 1 - NEGLIGIBLE) {
            share = 1;
            provenance[i] = Provenance.CORRECTED;
        } else {
            provenance[i] = Provenance.FUSED;
        }
        double filled = contrast.gain() * expected.pixels()[i] + contrast.offset();
        pixels.pixels()[i] = clean(share * lit + (1 - share) * filled);
        seen.own.pixels()[i] = clean(lit);
        return true;
    }

    /** The residual between cell centres, bilinearly; at the border that of the nearest cell. */
    private double residual(double x, double y) {
        double cx = Math.min(Math.max(x, 0), residual.width() - 1);
        double cy = Math.min(Math.max(y, 0), residual.height() - 1);
        int x0 = Math.min((int) cx, Math.max(0, residual.width() - 2));
        int y0 = Math.min((int) cy, Math.max(0, residual.height() - 2));
        int x1 = Math.min(x0 + 1, residual.width() - 1);
        int y1 = Math.min(y0 + 1, residual.height() - 1);
        double fx = cx - x0;
        double fy = cy - y0;
        double above = residual.get(x0, y0) * (1 - fx) + residual.get(x1, y0) * fx;
        double below = residual.get(x0, y1) * (1 - fx) + residual.get(x1, y1) * fx;
        return above * (1 - fy) + below * fy;
    }

    private void requireOwn(int z) {
        if (z != neighbours.z()) {
            throw new IllegalArgumentException("z must be the task's section " + neighbours.z() + ", was " + z);
        }
    }

    private static double square(double v) {
        return v * v;
    }

    @Override
    public Findings findings(int z) {
        return findings;
    }
}
