package org.sstem.internal.metric;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.view.Views;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts how often each label of a segmentation meets each label of the truth: all that segmentation scores need.
 *
 * <p>The table is sparse and is filled part by part, so a volume of any size is scored section by section; the scores do
 * not depend on how it was cut into parts. Labels are any 64-bit numbers (unsigned ones by their bits); what counts as
 * background is the business of each score. Not thread-safe.
 */
public final class ContingencyTable {

    private final Map<Pair, long[]> counts = new HashMap<>();
    private long pixels;

    /** Makes an empty table. */
    public ContingencyTable() {}

    /**
     * Counts the pixels of one part.
     *
     * @param truth the true labels
     * @param found the labels of the segmentation, as many, in the same order
     * @throws IllegalArgumentException if the lengths differ
     */
    public void add(long[] truth, long[] found) {
        requireEqual(truth.length, found.length);
        int i = 0;
        while (i < truth.length) {
            int start = i;
            long t = truth[i];
            long f = found[i];
            while (i < truth.length && truth[i] == t && found[i] == f) {
                i++;
            }
            add(t, f, i - start);
        }
    }

    /**
     * Counts the pixels of one part.
     *
     * @param truth the true labels
     * @param found the labels of the segmentation, as many, in the same order
     * @throws IllegalArgumentException if the lengths differ
     */
    public void add(int[] truth, int[] found) {
        requireEqual(truth.length, found.length);
        add(
                Arrays.stream(truth).asLongStream().toArray(),
                Arrays.stream(found).asLongStream().toArray());
    }

    /**
     * Counts the pixels of one part of any dimension, going through it in storage order (x fastest), so that a lazy
     * volume is read section by section.
     *
     * @param truth the true labels
     * @param found the labels of the segmentation, an interval of the same size
     * @throws IllegalArgumentException if the sizes differ
     */
    public void add(
            RandomAccessibleInterval<? extends IntegerType<?>> truth,
            RandomAccessibleInterval<? extends IntegerType<?>> found) {
        if (!Arrays.equals(truth.dimensionsAsLongArray(), found.dimensionsAsLongArray())) {
            throw new IllegalArgumentException("labels to compare must have one size, were "
                    + Arrays.toString(truth.dimensionsAsLongArray()) + " and "
                    + Arrays.toString(found.dimensionsAsLongArray()));
        }
        Cursor<? extends IntegerType<?>> trueLabels = Views.flatIterable(truth).cursor();
        Cursor<? extends IntegerType<?>> foundLabels = Views.flatIterable(found).cursor();
        long runTruth = 0;
        long runFound = 0;
        long run = 0;
        while (trueLabels.hasNext()) {
            long t = trueLabels.next().getIntegerLong();
            long f = foundLabels.next().getIntegerLong();
            if (t != runTruth || f != runFound) {
                add(runTruth, runFound, run);
                runTruth = t;
                runFound = f;
                run = 0;
            }
            run++;
        }
        add(runTruth, runFound, run);
    }

    /**
     * Returns the number of pixels counted so far.
     *
     * @return pixels
     */
    public long pixels() {
        return pixels;
    }

    /**
     * Scores what was counted so far.
     *
     * @return the scores; the table can be filled further
     * @throws IllegalStateException if no pixel has a true label other than 0
     */
    public SegmentationScores scores() {
        Cell[] cells = counts.entrySet().stream()
                .map(entry -> new Cell(entry.getKey().truth, entry.getKey().found, entry.getValue()[0]))
                // sums in a fixed order do not depend on the order in which the pairs were met
                .sorted((a, b) -> a.truth != b.truth ? Long.compare(a.truth, b.truth) : Long.compare(a.found, b.found))
                .toArray(Cell[]::new);
        return TableScores.scores(cells, pixels);
    }

    private void add(long truth, long found, long count) {
        if (count > 0) {
            counts.computeIfAbsent(new Pair(truth, found), pair -> new long[1])[0] += count;
            pixels += count;
        }
    }

    private static void requireEqual(int truth, int found) {
        if (truth != found) {
            throw new IllegalArgumentException(
                    "labels to compare must be as many, were " + truth + " true ones and " + found + " found");
        }
    }

    private record Pair(long truth, long found) {}

    /** One entry of the table. */
    public record Cell(long truth, long found, long count) {}
}
