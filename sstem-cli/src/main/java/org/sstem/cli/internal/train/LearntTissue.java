package org.sstem.cli.internal.train;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.cli.internal.file.LabelledStacks;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.method.SectionSource;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.TrainingPairs;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The stacks that a network learns from, open: for pairs with simulated damage, or with their labels. */
public final class LearntTissue implements AutoCloseable {

    private final List<StackReader<?>> stacks = new ArrayList<>();
    private final LabelledStacks labelled;
    private final Damage damage;
    private final double holdOut;

    private LearntTissue(LabelledStacks labelled, Damage damage, double holdOut) {
        this.labelled = labelled;
        this.damage = damage;
        this.holdOut = holdOut;
    }

    /**
     * Opens stacks.
     *
     * @param data    their names
     * @param labels  the names of their labels, in the same order, or none
     * @param damage  sections that are not used, the same of every stack
     * @param holdOut share of the sections, the last of each stack, that is kept for validation
     */
    public static LearntTissue open(List<String> data, List<String> labels, Damage damage, double holdOut)
            throws IOException {
        LearntTissue tissue = new LearntTissue(LabelledStacks.open(data, labels, damage, holdOut), damage, holdOut);
        try {
            for (String place : data) {
                tissue.stacks.add(Stacks.open(place));
            }
        } catch (IOException | RuntimeException e) {
            tissue.close();
            throw e;
        }
        return tissue;
    }

    /** The stacks, in the order of their names. */
    public List<StackReader<?>> stacks() {
        return stacks;
    }

    /** The same with their labels; empty if there are none. */
    public LabelledStacks labelled() {
        return labelled;
    }

    /**
     * Makes pairs of one part of the sections. Those to learn from are turned and toned.
     *
     * @param kind   damage that is simulated
     * @param sizePx width and height
     * @param looks  what the damage looks like, by turns
     * @param seed   of what is drawn
     */
    public TrainingPairs pairs(
            DamageKind kind, int sizePx, List<DamageDistribution> looks, long seed, TrainingPairs.Part part) {
        TrainingPairs.Builder builder = TrainingPairs.builder(kind)
                .size(sizePx)
                .seed(seed)
                .augment(part == TrainingPairs.Part.TRAINING)
                .split(holdOut, part)
                .distributions(looks);
        for (StackReader<?> stack : stacks) {
            builder.stack(sections(stack), damage);
        }
        return builder.build();
    }

    private static <T extends NativeType<T> & RealType<T>> SectionSource sections(StackReader<T> stack) {
        return SectionSource.of(stack.pixels());
    }

    @Override
    public void close() throws IOException {
        try (labelled) {
            for (StackReader<?> stack : stacks) {
                stack.close();
            }
        }
    }
}
