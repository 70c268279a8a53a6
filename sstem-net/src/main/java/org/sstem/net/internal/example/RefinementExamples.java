package org.sstem.net.internal.example;

import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.tile.SoftCache;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.method.TrainingPair.Turn;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.MotionInputs;
import org.sstem.net.internal.architecture.Widths;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * Examples for the compact networks. Training pairs are restored without training, as a whole, as in use; examples are
 * cut from what comes out of that. Restoring a pair takes hundreds of times as long as cutting an example, so a limited
 * number of pairs serves again and again, each time with another place and orientation.
 *
 * <p>Example i is a function of the seed and i alone. Prepared pairs are held softly, all of the pool, about {@code 8 * 4} bytes a pixel
 * each, for motion {@code 13 * 4}. Thread-safe; two threads may prepare a pair at the same time.
 */
public final class RefinementExamples implements LongFunction<Example> {

    /** Places that are tried before the best of them is taken. */
    private static final int TRIES = 4;
    /** What share of a crop has to count for it to be taken at once. */
    private static final double ENOUGH = 0.1;
    /** That of the deepest compact network. */
    private static final int WHOLE_STRIDE_PX = 32;

    private final RefinementEvidence evidence;
    private final LongFunction<TrainingPair> pairs;
    private final int pool;
    private final int cropPx;
    private final long seed;
    private final SoftCache<Integer, Prepared> prepared;

    /**
     * A pair made ready.
     *
     * @param input  what the network sees, in the order of its role
     * @param target what it should make of that
     * @param weight how much each pixel counts
     */
    record Prepared(List<Plane> input, List<Plane> target, Plane weight) {}

    /**
     * Describes examples.
     *
     * @param evidence prepares pairs
     * @param pairs    the pairs, larger than the crops
     * @param crops    how many pairs serve, and what is cut from them
     * @param seed     decides which pair, place and orientation an example has
     */
    public RefinementExamples(RefinementEvidence evidence, LongFunction<TrainingPair> pairs, Crops crops, long seed) {
        this.evidence = evidence;
        this.pairs = pairs;
        this.pool = Widths.atLeast("pool", crops.pool(), 1);
        this.prepared = new SoftCache<>(pool);
        this.cropPx = crops.sizePx();
        this.seed = seed;
    }

    @Override
    public Example apply(long index) {
        SplittableRandom random = new SplittableRandom(seed ^ new SplittableRandom(index).nextLong());
        int pair = random.nextInt(pool);
        Prepared whole = prepared(pair);
        // Where a fold was not found or nothing was stained there is nothing to learn: the next pair may do.
        for (int i = 1; i < pool && sum(whole.weight) == 0; i++) {
            whole = prepared((pair + i) % pool);
        }
        if (sum(whole.weight) == 0) {
            throw new IllegalArgumentException("there is nothing to learn for " + evidence.role() + " in " + pool
                    + " simulated pairs of " + whole.weight.width() + " x " + whole.weight.height()
                    + " px: in none of them was the damage found; take larger sections");
        }
        Area place = null;
        double most = -1;
        for (int i = 0; i < TRIES && most < ENOUGH; i++) {
            Area tried = new Area(
                    random.nextInt(whole.weight.width() - cropPx + 1),
                    random.nextInt(whole.weight.height() - cropPx + 1),
                    cropPx,
                    cropPx);
            double share = sum(crop(whole.weight, tried)) / ((double) cropPx * cropPx);
            if (share > most) {
                most = share;
                place = tried;
            }
        }
        Turn turn = new Turn(random.nextInt(2) == 1, random.nextInt(2) == 1, random.nextInt(2) == 1);
        return example(whole, place, turn);
    }

    /** A pair of the pool as a whole, as it is, but for what is left over beyond a multiple of the stride. */
    public Example whole(long pair) {
        Prepared whole = prepared((int) (pair % pool));
        Plane weight = whole.weight;
        Area area = new Area(
                0,
                0,
                weight.width() / WHOLE_STRIDE_PX * WHOLE_STRIDE_PX,
                weight.height() / WHOLE_STRIDE_PX * WHOLE_STRIDE_PX);
        Turn none = new Turn(false, false, false);
        return example(whole, area, none);
    }

    private Example example(Prepared whole, Area area, Turn turn) {
        boolean moves = evidence.role() == Role.MOTION;
        return new Example(
                tensor(whole.input, area, turn, moves ? List.of(MotionInputs.MOTION) : List.of()),
                List.of(new Example.Goal(
                        tensor(whole.target, area, turn, moves ? List.of(0, 2) : List.of()),
                        tensor(List.of(whole.weight), area, turn, List.of()))));
    }

    /** Returns a pair made ready, from memory if it is still there. */
    Prepared prepared(int pair) {
        return prepared.get(pair, number -> evidence.prepare(pairs.apply(number)));
    }

    /**
     * Cuts and turns planes.
     *
     * @param flows the first of each two planes that are displacements (u, v)
     */
    private static Tensor tensor(List<Plane> planes, Area area, Turn turn, List<Integer> flows) {
        List<Plane> turned = new ArrayList<>();
        planes.forEach(plane -> turned.add(turn.of(crop(plane, area))));
        for (int first : flows) {
            List<Plane> vectors = turn.vectors(turned.get(first), turned.get(first + 1));
            turned.set(first, vectors.get(0));
            turned.set(first + 1, vectors.get(1));
        }
        Tensor out = Tensor.zeros(1, turned.size(), area.height(), area.width());
        int at = 0;
        for (Plane plane : turned) {
            out.data().put(at, plane.pixels());
            at += plane.pixels().length;
        }
        return out;
    }

    private static Plane crop(Plane plane, Area area) {
        return plane.crop(area.x(), area.y(), area.width(), area.height());
    }

    private static double sum(Plane plane) {
        double sum = 0;
        for (float value : plane.pixels()) {
            sum += value;
        }
        return sum;
    }
}
