package org.sstem.internal.metric;

import org.sstem.internal.metric.ContingencyTable.Cell;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The scores of a table of overlaps; their definitions are in {@link SegmentationScores}. */
final class TableScores {

    private TableScores() {}

    /** Scores entries in a fixed order; {@code pixels} counts those without a true label too. */
    static SegmentationScores scores(Cell[] cells, long pixels) {
        Map<Long, Long> truths = totals(cells, Cell::truth);
        Map<Long, Long> founds = totals(cells, Cell::found);
        if (truths.isEmpty()) {
            throw new IllegalStateException("nothing to score: no pixel has a true label other than 0");
        }
        long labelled = truths.values().stream().mapToLong(Long::longValue).sum();
        double split = 0;
        double merge = 0;
        double both = 0;
        double bothForeground = 0;
        double unassigned = 0;
        for (Cell cell : cells) {
            if (cell.truth() == 0) {
                continue;
            }
            double n = cell.count();
            split += n / labelled * log2(truths.get(cell.truth()) / n);
            merge += n / labelled * log2(founds.get(cell.found()) / n);
            both += n * n;
            if (cell.found() == 0) {
                unassigned += n;
            } else {
                bothForeground += n * n;
            }
        }
        double sameTruth = squares(truths, false);
        double sameFound = squares(founds, false);
        double pairsTruth = sameTruth - labelled;
        double pairsFound = sameFound - labelled;
        double arand = pairsTruth + pairsFound == 0 ? 0 : 1 - 2 * (both - labelled) / (pairsTruth + pairsFound);
        // precision p = x / found and recall r = x / truth give 2 p r / (p + r) = 2 x / (found + truth)
        double singles = unassigned / pixels;
        double cremi = 1 - 2 * (bothForeground + singles) / (squares(founds, true) + singles + sameTruth);
        return new SegmentationScores(split, merge, arand, cremi);
    }

    /** Pixels a label among those with a true label. */
    private static Map<Long, Long> totals(Cell[] cells, ToLongFunction<Cell> label) {
        Map<Long, Long> totals = new TreeMap<>();
        for (Cell cell : cells) {
            if (cell.truth() != 0) {
                totals.merge(label.applyAsLong(cell), cell.count(), Long::sum);
            }
        }
        return totals;
    }

    private static double squares(Map<Long, Long> totals, boolean foregroundOnly) {
        double sum = 0;
        for (Map.Entry<Long, Long> entry : totals.entrySet()) {
            if (!foregroundOnly || entry.getKey() != 0) {
                double n = entry.getValue();
                sum += n * n;
            }
        }
        return sum;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
