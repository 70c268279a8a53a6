package org.sstem.internal.fold.law;

import org.sstem.internal.image.Resampler;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Motion;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;

/**
 * Displacement against distance: the section is unfolded by the estimated law, registered to its neighbours, and what
 * registration finds beyond the law is added to it. So displacements much larger than registration can search are
 * followed, and none has to obey the law.
 */
public final class FoldDisplacement {

    private static final double BIN_PX = 25;
    private static final int TILE_PX = 1024;
    private static final int MOST_TILES = 16;
    private static final int STEP_PX = 4;
    /** Registration looks at windows: right beside the swallowed strip it sees too little. */
    private static final double MARGIN_PX = 6;

    private static final float CONFIDENT = 0.15f;

    private final SectionSource source;
    private final int z;
    private final List<Integer> neighbours;
    private final Fold fold;
    private final double[][] sums;
    private final int[][] counts;

    private FoldDisplacement(SectionSource source, int z, List<Integer> neighbours, Fold fold) {
        this.source = source;
        this.z = z;
        this.neighbours = neighbours;
        this.fold = fold;
        int bins = (int) (Math.hypot(source.width(), source.height()) / BIN_PX) + 1;
        sums = new double[2][bins];
        counts = new int[2][bins];
    }

    public static List<MeasuredFold.Displacement> measure(
            SectionSource source, int z, List<Integer> neighbours, Fold fold) {
        FoldDisplacement work = new FoldDisplacement(source, z, neighbours, fold);
        work.tiles().forEach(work::add);
        List<MeasuredFold.Displacement> out = new ArrayList<>();
        for (int s = 0; s < 2; s++) {
            for (int b = 0; b < work.counts[s].length; b++) {
                int n = work.counts[s][b];
                if (n >= 50) {
                    out.add(new MeasuredFold.Displacement((b + 0.5) * BIN_PX, 1 - 2 * s, work.sums[s][b] / n, n));
                }
            }
        }
        return out;
    }

    /** The whole section in tiles; of a large one evenly spread tiles. */
    private List<Area> tiles() {
        List<Area> all = new Tiles(source.width(), source.height(), TILE_PX).all();
        List<Area> some = new ArrayList<>();
        int most = Math.min(all.size(), MOST_TILES);
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) ((long) i * all.size() / most)));
        }
        return some;
    }

    private void add(Area area) {
        Flow flow = fold.unfoldingFlow(area, FoldLaw.EXACT);
        int margin = (int) Math.ceil(fold.foldWidth()) + 2;
        Plane unfolded = Resampler.warp(
                source.read(z, area.grow(margin)), margin, margin, flow, Resampler.Interpolation.BILINEAR);
        boolean[] lost = FoldFlows.within(fold.curve(), fold.foldWidth() + 2, false, area);
        Plane validity = new Plane(area.width(), area.height());
        for (int i = 0; i < lost.length; i++) {
            validity.pixels()[i] = lost[i] ? 0 : 1;
        }
        Plane all = Plane.filled(area.width(), area.height(), 1);
        for (int neighbour : neighbours) {
            Motion motion =
                    DenseRegistration.builder().build().register(source.read(neighbour, area), all, unfolded, validity);
            gather(area, motion);
        }
    }

    private void gather(Area area, Motion motion) {
        double[] d = new double[1];
        double[] nx = new double[1];
        double[] ny = new double[1];
        for (int y = 0; y < area.height(); y += STEP_PX) {
            for (int x = 0; x < area.width(); x += STEP_PX) {
                int i = y * area.width() + x;
                if (motion.confidence().pixels()[i] < CONFIDENT) {
                    continue;
                }
                double u = motion.flow().u().pixels()[i];
                double v = motion.flow().v().pixels()[i];
                double fromX = area.x() + x + u;
                double fromY = area.y() + y + v;
                if (!area.contains((int) fromX, (int) fromY)) {
                    continue;
                }
                fold.curve().locate(fromX, fromY, 1, d, nx, ny);
                double t = Math.abs(d[0]);
                if (t < fold.foldWidth() + MARGIN_PX) {
                    continue;
                }
                double side = Math.signum(d[0]);
                double lies = fold.folded(t);
                double amplitude = t - lies - side * (u * nx[0] + v * ny[0]);
                // Which side is which follows the normal's angle, from 0 up to pi.
                boolean turned = ny[0] < 0 || (ny[0] == 0 && nx[0] < 0);
                int s = (side > 0) == turned ? 1 : 0;
                int bin = (int) (lies / BIN_PX);
                sums[s][bin] += amplitude;
                counts[s][bin]++;
            }
        }
    }
}
