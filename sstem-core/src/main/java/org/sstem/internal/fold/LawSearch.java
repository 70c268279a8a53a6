package org.sstem.internal.fold;

import net.imglib2.parallel.Parallelization;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tries jumps, decays and drifts on a grid, at a scale that is coarse enough for the grid to miss nothing. One fold is
 * varied, the others are kept.
 */
final class LawSearch {

    private static final double[] DECAYS = {0, 0.004, 0.01, 0.02, 0.035, 0.055, 0.08, 0.11, 0.15};
    private static final double STEP_PX = 5;
    private static final int DRIFT_STEPS = 2;
    private static final double DRIFT_STEP_PX = 8;

    private final List<Placement> placements;

    LawSearch(List<Placement> placements) {
        this.placements = placements;
    }

    /** A point of the grid and the correlation there, summed over the neighbours. */
    record Candidate(LawParameters parameters, double score) {}

    /** The best points of the grid, best first, no two of them neighbours. */
    List<Candidate> best(LawParameters start, int fold, double largestJump, int keep) {
        int jumps = (int) Math.ceil(largestJump / STEP_PX) + 1;
        Candidate[] candidates = new Candidate[jumps * DECAYS.length];
        Parallelization.getTaskExecutor()
                .forEach(IntStream.range(0, jumps).boxed().toList(), j -> {
                    Buffers buffers = new Buffers();
                    for (int s = 0; s < DECAYS.length; s++) {
                        LawParameters p = start.copy();
                        p.jump()[fold] = j * STEP_PX;
                        p.decay()[fold] = DECAYS[s];
                        candidates[j * DECAYS.length + s] = new Candidate(p, bestDrift(p, buffers));
                    }
                });
        List<Candidate> sorted = new ArrayList<>(List.of(candidates));
        sorted.sort(Comparator.comparingDouble(c -> -c.score()));
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : sorted) {
            boolean apart = kept.stream()
                    .allMatch(k -> Math.abs(k.parameters().jump()[fold]
                                            - candidate.parameters().jump()[fold])
                                    > 1.5 * STEP_PX
                            || Math.abs(k.parameters().decay()[fold]
                                            - candidate.parameters().decay()[fold])
                                    > 0.03);
            if (apart && kept.size() < keep) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    /** Buffers of one thread. */
    private final class Buffers {
        final float[][] x = new float[placements.size()][];
        final float[][] y = new float[placements.size()][];

        Buffers() {
            for (int k = 0; k < x.length; k++) {
                x[k] = new float[placements.get(k).size()];
                y[k] = new float[placements.get(k).size()];
            }
        }
    }

    /** Finds the best drift of each neighbour around the one given, keeps it, and returns the score. */
    private double bestDrift(LawParameters p, Buffers buffers) {
        for (int k = 0; k < placements.size(); k++) {
            placements.get(k).place(p.jump(), p.decay(), 0, placements.get(k).size(), buffers.x[k], buffers.y[k]);
        }
        double score = 0;
        for (int neighbour = 0; neighbour < p.drift().length; neighbour++) {
            AffineDrift around = p.drift()[neighbour];
            double best = Double.NEGATIVE_INFINITY;
            for (int v = -DRIFT_STEPS; v <= DRIFT_STEPS; v++) {
                for (int u = -DRIFT_STEPS; u <= DRIFT_STEPS; u++) {
                    AffineDrift drift = around.at(around.u() + u * DRIFT_STEP_PX, around.v() + v * DRIFT_STEP_PX);
                    double c = correlation(neighbour, drift.u(), drift.v(), buffers);
                    if (c > best) {
                        best = c;
                        p.drift()[neighbour] = drift;
                    }
                }
            }
            score += best;
        }
        return score;
    }

    private double correlation(int neighbour, double u, double v, Buffers buffers) {
        double cross = 0;
        double own = 0;
        double other = 0;
        for (int k = 0; k < placements.size(); k++) {
            Patch patch = placements.get(k).patch();
            Plane plane = patch.neighbours().get(neighbour);
            float[] value = patch.value();
            float scale = 1f / patch.factor();
            float ox = (float) ((u - patch.originX()) * scale + 0.5);
            float oy = (float) ((v - patch.originY()) * scale + 0.5);
            float c = 0;
            float a = 0;
            float b = 0;
            for (int i = 0; i < value.length; i++) {
                int x = (int) Math.floor(buffers.x[k][i] * scale + ox);
                int y = (int) Math.floor(buffers.y[k][i] * scale + oy);
                if (patch.showsNothing(neighbour, x, y)) {
                    // Where there is nothing to compare with, there is no likeness: the fewer agree, the more by
                    // chance.
                    a += value[i] * value[i];
                    continue;
                }
                if (x < 0 || y < 0 || x >= plane.width() || y >= plane.height()) {
                    continue;
                }
                float q = plane.pixels()[y * plane.width() + x];
                c += value[i] * q;
                a += value[i] * value[i];
                b += q * q;
            }
            cross += c;
            own += a;
            other += b;
        }
        return own > 0 && other > 0 ? cross / Math.sqrt(own * other) : 0;
    }
}
