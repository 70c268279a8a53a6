package org.sstem.internal.fold;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.UnfoldingRestoration;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.List;

/** A section whose folds are known, ready to be filled. Thread-safe. */
public final class FoldRestoration implements UnfoldingRestoration {

    private final int z;
    private final Unfolding unfolder;
    private final StripFilling filling;
    private final List<Integer> sources;
    private final float[] range;
    private final Findings findings;

    /**
     * Puts a restoration together.
     *
     * @param z        the section
     * @param unfolder moves its tissue back
     * @param filling  what the neighbours show
     * @param sources  the neighbours, nearest first
     * @param lowest   least grey value that may be written
     * @param highest  greatest
     * @param findings what to tell
     */
    public FoldRestoration(
            int z,
            Unfolding unfolder,
            StripFilling filling,
            List<Integer> sources,
            float lowest,
            float highest,
            Findings findings) {
        this.z = z;
        this.unfolder = unfolder;
        this.filling = filling;
        this.sources = List.copyOf(sources);
        this.range = new float[] {lowest, highest};
        this.findings = findings;
    }

    @Override
    public List<Integer> sources() {
        return sources;
    }

    @Override
    public Area sourceArea(Area target) {
        return filling.sourceArea(target);
    }

    @Override
    public void restore(int section, Area target, Plane pixels, byte[] provenance) {
        requireOwn(section);
        Unfolding.Unfolded own = unfolder.unfold(target);
        write(own, filling.fill(target, own.weight()), pixels, provenance);
    }

    @Override
    public Area evidenceArea(Area target) {
        return filling.sourceArea(target);
    }

    @Override
    public Flow flow(Area target) {
        return unfolder.flow(target);
    }

    @Override
    public Evidence evidence(int section, Area target) {
        requireOwn(section);
        return evidence(target, unfolder.unfold(target));
    }

    @Override
    public Evidence evidence(int section, Area target, Flow correction) {
        requireOwn(section);
        return evidence(target, unfolder.unfold(target, correction));
    }

    private Evidence evidence(Area target, Unfolding.Unfolded own) {
        List<Plane> neighbours = filling.neighbours(target);
        Plane result = unfolder.damaged(target);
        byte[] provenance = new byte[result.pixels().length];
        Plane kept = result.copy();
        write(own, StripFilling.mean(neighbours, target), result, provenance);
        for (int i = 0; i < provenance.length; i++) {
            // What did not move is known better than any sampling of it.
            kept.pixels()[i] = provenance[i] == Provenance.ORIGINAL
                    ? kept.pixels()[i]
                    : own.pixels().pixels()[i];
        }
        return new Evidence(
                kept, own.weight(), neighbours.get(0), neighbours.get(neighbours.size() - 1), result, provenance);
    }

    private void write(Unfolding.Unfolded own, Plane filled, Plane pixels, byte[] provenance) {
        for (int i = 0; i < provenance.length; i++) {
            float weight = own.weight().pixels()[i];
            if (weight >= 1 && !own.moved()[i]) {
                continue;
            }
            float value = weight >= 1
                    ? own.pixels().pixels()[i]
                    : filled.pixels()[i] + weight * (own.pixels().pixels()[i] - filled.pixels()[i]);
            // Sharp interpolation overshoots at edges: nothing leaves the range of the section and its neighbours.
            pixels.pixels()[i] = Math.min(Math.max(value, range[0]), range[1]);
            provenance[i] = weight >= 1 ? Provenance.MOVED : weight <= 0 ? Provenance.INTERPOLATED : Provenance.FUSED;
        }
    }

    @Override
    public Findings findings(int section) {
        requireOwn(section);
        return findings;
    }

    private void requireOwn(int section) {
        if (section != z) {
            throw new IllegalArgumentException("z must be the task's section " + z + ", was " + section);
        }
    }
}
