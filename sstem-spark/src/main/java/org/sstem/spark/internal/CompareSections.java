package org.sstem.spark.internal;

import org.sstem.metric.Evaluation;
import org.sstem.metric.EvaluationResult;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares sections of a restored stack with the true ones.
 *
 * @param restored  opens the restored stack
 * @param degraded  opens the stack before; null if that is not compared
 * @param truth     opens the true stack
 * @param margin    pixels that are left out at the border
 * @param dataRange data range of the grey values; null for that of the pixel type
 * @param driftFree whether scores without the sections' own drift are wanted
 */
public record CompareSections(
        StackSupplier restored,
        StackSupplier degraded,
        StackSupplier truth,
        int margin,
        Double dataRange,
        boolean driftFree)
        implements Blocks.Work<CompareSections.Some, EvaluationResult> {

    /** Sections that one task compares. */
    public record Some(ArrayList<Integer> sections) implements Serializable {

        /** Cuts a list: what lies in one slab of so many sections stays together, for it lies in the same files. */
        public static List<Some> of(List<Integer> sections, int depth) {
            List<Some> all = new ArrayList<>();
            int slab = -1;
            for (int z : sections) {
                if (slab != z / depth) {
                    all.add(new Some(new ArrayList<>()));
                    slab = z / depth;
                }
                all.get(all.size() - 1).sections.add(z);
            }
            return all;
        }

        @Override
        public String toString() {
            return new Slab(sections.get(0), sections.get(sections.size() - 1) + 1).toString();
        }
    }

    @Override
    public EvaluationResult of(Some some) throws IOException {
        try (StackReader<?> after = restored.open();
                StackReader<?> before = degraded == null ? null : degraded.open();
                StackReader<?> clean = truth.open()) {
            Evaluation.Builder builder = Evaluation.builder().margin(margin).driftFree(driftFree);
            if (dataRange != null) {
                builder.dataRange(dataRange);
            }
            Evaluation evaluation = builder.build();
            return before == null
                    ? evaluation.compare(after.pixels(), clean.pixels(), some.sections())
                    : evaluation.compare(after.pixels(), before.pixels(), clean.pixels(), some.sections());
        }
    }
}
