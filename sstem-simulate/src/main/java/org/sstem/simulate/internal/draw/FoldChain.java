package org.sstem.simulate.internal.draw;

import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldLaw;
import org.sstem.method.Area;
import org.sstem.method.Flow;

import java.util.List;

/**
 * Several folds of one section, the first made first. The displacements are composed place by place, so that one
 * resampling does for all of them. Immutable.
 */
public final class FoldChain {

    private final List<Fold> folds;

    public FoldChain(List<Fold> folds) {
        this.folds = List.copyOf(folds);
    }

    public List<Fold> folds() {
        return folds;
    }

    /** No place of the folded section shows tissue from farther away than this. */
    public int margin() {
        double margin = 0;
        for (Fold fold : folds) {
            margin += Math.max(fold.foldWidth(), 2 * fold.halfWidth());
        }
        return (int) Math.ceil(margin) + 2;
    }

    /** What a loop over the section is told of one row of it. */
    private static final class Row {
        final double[] distance;
        final double[] nx;
        final double[] ny;
        final double[] one = new double[1];
        final double[] oneX = new double[1];
        final double[] oneY = new double[1];

        Row(int n) {
            distance = new double[n];
            nx = new double[n];
            ny = new double[n];
        }
    }

    /**
     * Computes the flow that makes the folds, and how much of each pixel is band.
     *
     * @param rim   width of the transition from band to tissue, px
     * @param band  receives one flag a pixel, within the half-width
     * @param cover receives the band's opacity, 0 to 1
     */
    public Flow folding(Area area, double rim, boolean[] band, float[] cover) {
        if (folds.size() == 1) {
            cover(area, rim, band, cover);
            return folds.get(0).foldingFlow(area);
        }
        Flow flow = new Flow(area.width(), area.height());
        Strips.forEach(area.height(), (from, to) -> {
            Row row = new Row(area.width());
            for (int y = from; y < to; y++) {
                fold(area, y, rim, row, flow, band, cover);
            }
        });
        return flow;
    }

    /** The band of the only fold. */
    private void cover(Area area, double rim, boolean[] band, float[] cover) {
        Fold fold = folds.get(0);
        double reach = fold.halfWidth() + 0.5 * rim;
        Strips.forEach(area.height(), (from, to) -> {
            int n = area.width();
            Row row = new Row(n);
            for (int y = from; y < to; y++) {
                fold.curve().locate(area.x(), area.y() + y, n, row.distance, row.nx, row.ny);
                for (int x = 0; x < n; x++) {
                    double a = Math.abs(row.distance[x]);
                    if (a <= reach) {
                        band[y * n + x] = a <= fold.halfWidth();
                        cover[y * n + x] = (float) (rim == 0 ? 1 : Math.min(1, (reach - a) / rim));
                    }
                }
            }
        });
    }

    /** Marks the dark bands in the folded section. */
    public void band(Area area, boolean[] band) {
        if (folds.size() == 1) {
            cover(area, 0, band, new float[band.length]);
        } else {
            folding(area, 0, band, new float[band.length]);
        }
    }

    private void fold(Area area, int y, double rim, Row row, Flow flow, boolean[] band, float[] cover) {
        int n = area.width();
        int start = y * n;
        float[] u = flow.u().pixels();
        float[] v = flow.v().pixels();
        for (int k = folds.size() - 1; k >= 0; k--) {
            Fold fold = folds.get(k);
            boolean last = k == folds.size() - 1;
            if (last) {
                fold.curve().locate(area.x(), area.y() + y, n, row.distance, row.nx, row.ny);
            }
            for (int x = 0; x < n; x++) {
                int i = start + x;
                double d = row.distance[x];
                double nx = row.nx[x];
                double ny = row.ny[x];
                if (!last) {
                    fold.curve()
                            .locate(
                                    area.x() + x + (double) u[i],
                                    area.y() + y + (double) v[i],
                                    1,
                                    row.one,
                                    row.oneX,
                                    row.oneY);
                    d = row.one[0];
                    nx = row.oneX[0];
                    ny = row.oneY[0];
                }
                double a = Math.abs(d);
                double m = Math.copySign(fold.displacement(a), d);
                u[i] += (float) (m * nx);
                v[i] += (float) (m * ny);
                if (a <= fold.halfWidth() + 0.5 * rim) {
                    double opacity = rim == 0 ? 1 : Math.min(1, (fold.halfWidth() + 0.5 * rim - a) / rim);
                    band[i] |= a <= fold.halfWidth();
                    cover[i] = (float) (1 - (1 - cover[i]) * (1 - opacity));
                }
            }
        }
    }

    /** Computes the flow that undoes the folds, the last first. */
    public Flow unfolding(Area area, FoldLaw law) {
        if (folds.size() == 1) {
            return folds.get(0).unfoldingFlow(area, law);
        }
        Flow flow = new Flow(area.width(), area.height());
        boolean[] ignored = new boolean[area.width() * area.height()];
        follow(area, law, flow, ignored);
        return flow;
    }

    /** Marks the tissue that one of the folds has swallowed, in the clean section. */
    public boolean[] swallowed(Area area) {
        boolean[] gone = new boolean[area.width() * area.height()];
        if (folds.size() == 1) {
            return folds.get(0).swallowed(area);
        }
        follow(area, FoldLaw.EXACT, new Flow(area.width(), area.height()), gone);
        return gone;
    }

    /** Follows every place of the clean section through all folds. */
    private void follow(Area area, FoldLaw law, Flow flow, boolean[] gone) {
        Strips.forEach(area.height(), (from, to) -> {
            Row row = new Row(1);
            for (int y = from; y < to; y++) {
                for (int x = 0; x < area.width(); x++) {
                    double px = area.x() + x;
                    double py = area.y() + y;
                    int i = y * area.width() + x;
                    for (Fold fold : folds) {
                        fold.curve().locate(px, py, 1, row.one, row.oneX, row.oneY);
                        double t = Math.abs(row.one[0]);
                        gone[i] |= t < fold.foldWidth();
                        double m = row.one[0] < 0 ? -towards(fold, t, law) : towards(fold, t, law);
                        px += m * row.oneX[0];
                        py += m * row.oneY[0];
                    }
                    flow.u().pixels()[i] = (float) (px - area.x() - x);
                    flow.v().pixels()[i] = (float) (py - area.y() - y);
                }
            }
        });
    }

    private static double towards(Fold fold, double t, FoldLaw law) {
        if (law == FoldLaw.EXACT) {
            return fold.folded(t) - t;
        }
        return t < fold.foldWidth() ? -t : -fold.displacement(t);
    }
}
