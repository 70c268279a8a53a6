package org.sstem.examples;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.sstem.metric.Evaluation;
import org.sstem.metric.EvaluationResult;
import org.sstem.report.EvaluationReport;

import java.util.List;

/** How much a restoration gained, paired section by section. */
public final class CompareWithTheTruth {

    private CompareWithTheTruth() {}

    /**
     * Compares a stack before and after its restoration with the true one.
     *
     * @param restored the restored stack, axes (x, y, z)
     * @param degraded the stack before
     * @param truth    the true stack
     * @param sections which sections
     * @return a table with means and standard errors
     */
    public static String table(
            RandomAccessibleInterval<UnsignedByteType> restored,
            RandomAccessibleInterval<UnsignedByteType> degraded,
            RandomAccessibleInterval<UnsignedByteType> truth,
            List<Integer> sections) {
        EvaluationResult result = Evaluation.builder().margin(8).build().compare(restored, degraded, truth, sections);
        return new EvaluationReport(result).text();
    }
}
