package org.sstem.spark.internal;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.plan.RestorationPlan;
import org.sstem.internal.plan.TrainingFree;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A restoration that several processes share: each makes the same of the same stack and damage.
 *
 * @param stack  opens the damaged stack
 * @param damage the file that says what is damaged
 * @param tile   edge of the tiles that sections are restored in, pixels
 */
public record Restoring(StackSupplier stack, DamageFile damage, int tile) implements Serializable {

    /** What is asked of the stack as a whole. */
    public static final String WHOLE = "the stack";

    /** Finds out where black is. */
    public GreyLevels levels() throws IOException {
        try (StackReader<?> in = stack.open()) {
            return Restorer.builder()
                    .tileSize(tile)
                    .build()
                    .restore(in.pixels(), damage.read())
                    .levels();
        }
    }

    /** Looks at a damaged section, or a run of missing ones, as a whole. */
    public ArrayList<Survey> survey(GreyLevels levels, Slab run) throws IOException {
        try (StackReader<?> in = stack.open()) {
            return new ArrayList<>(plan(in, levels, Map.of()).surveys(run.first()));
        }
    }

    /** What is restored how, from what was estimated of sections. */
    <T extends NativeType<T> & RealType<T>> RestorationPlan plan(
            StackReader<T> in, GreyLevels levels, Map<Integer, List<Survey>> surveys) throws IOException {
        return TrainingFree.plan(in.pixels(), damage.read(), tile, levels, surveys);
    }

    /** The run that a damaged section lies in: missing sections that follow each other are surveyed as one. */
    public static Slab run(Damage damage, int z) {
        SortedSet<Integer> missing = new TreeSet<>();
        damage.entries().stream().filter(e -> e.kind() == DamageKind.MISSING).forEach(e -> missing.add(e.z()));
        int first = z;
        int last = z;
        while (missing.contains(z) && missing.contains(first - 1)) {
            first--;
        }
        while (missing.contains(z) && missing.contains(last + 1)) {
            last++;
        }
        return new Slab(first, last + 1);
    }
}
