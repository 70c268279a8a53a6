package org.sstem.simulate;

import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.tile.SoftCache;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.simulate.internal.draw.Inside;
import org.sstem.simulate.internal.draw.LostSimulator;
import org.sstem.simulate.internal.draw.Moved;
import org.sstem.simulate.internal.draw.Sheet;

import java.util.Optional;

/**
 * A stack that was damaged, and everything that is known about it. Sections are damaged when they are first read, and
 * kept as long as the memory is not needed. Thread-safe.
 */
public final class StackSimulation {

    private final SectionSource stack;
    private final Area inside;
    private final SectionSource truth;
    private final Damage damage;
    private final FoldSimulator folds;
    private final CrackSimulator cracks;
    private final PrecipitateSimulator precipitates;
    private final LostSimulator lost;
    private final SoftCache<Integer, Plane> kept;

    /**
     * Holds a simulation.
     *
     * @param stack  the clean stack with its margin
     * @param inside what the margin leaves of a section
     */
    StackSimulation(
            SectionSource stack,
            Area inside,
            Damage damage,
            FoldSimulator folds,
            CrackSimulator cracks,
            PrecipitateSimulator precipitates,
            LostSimulator lost) {
        this.stack = stack;
        this.inside = inside;
        this.truth = new Inside(stack, inside);
        this.damage = damage;
        this.folds = folds;
        this.cracks = cracks;
        this.precipitates = precipitates;
        this.lost = lost;
        this.kept = new SoftCache<>(stack.sections());
    }

    /**
     * Returns the stack as it was, without the margin.
     *
     * @return the clean stack
     */
    public SectionSource truth() {
        return truth;
    }

    /**
     * Returns what was damaged, with the masks of folds (their bands), cracks (their gaps), precipitates and lost parts.
     *
     * @return the damage
     */
    public Damage damage() {
        return damage;
    }

    /**
     * Returns the damaged stack. Missing sections are black, all others that are not listed in the damage are bit-identical
     * to the clean ones.
     *
     * @return the degraded sections, computed as they are read
     */
    public SectionSource degraded() {
        return new Degraded();
    }

    /**
     * Simulates the folds of a section again.
     *
     * @param z the section
     * @return the folds with their flows, or empty if the section is not folded; if it is stained as well, that is not
     *     done yet
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public Optional<FoldSimulation> fold(int z) {
        return damage.kinds(z).contains(DamageKind.FOLD)
                ? Optional.of(folds.apply(stack, z, inside))
                : Optional.empty();
    }

    /**
     * Simulates the cracks of a section again.
     *
     * @param z the section
     * @return the cracks with their flows, or empty if the section is not cracked; its truth is the folded section if it is
     *     folded as well
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public Optional<CrackSimulation> crack(int z) {
        if (!damage.kinds(z).contains(DamageKind.CRACK)) {
            return Optional.empty();
        }
        if (damage.kinds(z).contains(DamageKind.FOLD)) {
            return Optional.of(cracks.apply(fold(z).orElseThrow().degraded(), z));
        }
        return Optional.of(
                cracks.apply(margin -> stack.read(z, inside.grow(margin)), inside.width(), inside.height(), z));
    }

    /**
     * Computes the flow that undoes folds and cracks of a section, the exact inverse: {@code truth = warp(degraded, flow)}
     * outside of what was swallowed.
     *
     * @param z the section
     * @return displacement in pixels from the clean to the degraded section, not a number where natural folds or cracks
     *     have left nothing to show; empty if the section is neither folded nor cracked
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public Optional<Flow> unfoldingFlow(int z) {
        Area area = new Area(0, 0, inside.width(), inside.height());
        Optional<FoldSimulation> folded = fold(z);
        Optional<Flow> flow = folded.map(
                f -> f.sheet().map(sheet -> Moved.inverse(sheet, area)).orElseGet(() -> f.unfoldingFlow()));
        if (!damage.kinds(z).contains(DamageKind.CRACK)) {
            return flow;
        }
        Sheet cracked = cracks.sheet(area.width(), area.height(), z);
        return Optional.of(flow.map(f -> Moved.on(f, cracked)).orElseGet(() -> Moved.inverse(cracked, area)));
    }

    /**
     * Simulates the precipitates of a section again.
     *
     * @param z the section
     * @return the precipitates, or empty if the section is not stained; its truth is the folded or cracked section if it is
     *     that as well
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public Optional<PrecipitateSimulation> precipitate(int z) {
        if (!damage.kinds(z).contains(DamageKind.PRECIPITATE)) {
            return Optional.empty();
        }
        Plane before = crack(z).map(CrackSimulation::degraded)
                .or(() -> fold(z).map(FoldSimulation::degraded))
                .orElseGet(() -> whole(z));
        return Optional.of(precipitates.apply(before, z));
    }

    private Plane whole(int z) {
        return truth.read(z, new Area(0, 0, truth.width(), truth.height()));
    }

    private Plane damaged(int z) {
        Plane section = precipitate(z)
                .map(PrecipitateSimulation::degraded)
                .or(() -> crack(z).map(CrackSimulation::degraded))
                .or(() -> fold(z).map(FoldSimulation::degraded))
                .orElseGet(() -> whole(z));
        return damage.kinds(z).contains(DamageKind.LOST) ? lost.apply(section, z) : section;
    }

    private final class Degraded implements SectionSource {

        @Override
        public int width() {
            return truth.width();
        }

        @Override
        public int height() {
            return truth.height();
        }

        @Override
        public int sections() {
            return truth.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            if (!damage.isDamaged(z)) {
                return truth.read(z, area);
            }
            if (damage.kinds(z).contains(DamageKind.MISSING)) {
                return new Plane(area.width(), area.height());
            }
            return kept.get(z, StackSimulation.this::damaged).crop(area.x(), area.y(), area.width(), area.height());
        }
    }
}
