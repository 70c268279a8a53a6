package org.sstem.internal.math;

/** Mean and standard deviation of values that are added one by one; what nothing was added to has neither spread nor mean. Not thread-safe. */
public final class Moments {

    private double count;
    private double sum;
    private double squares;

    /** The moments of some values. */
    public static Moments of(float[] values) {
        Moments moments = new Moments();
        for (float value : values) {
            moments.add(value);
        }
        return moments;
    }

    /** The moments of those values that count. */
    public static Moments of(float[] values, boolean[] counts) {
        Moments moments = new Moments();
        for (int i = 0; i < values.length; i++) {
            if (counts[i]) {
                moments.add(values[i]);
            }
        }
        return moments;
    }

    public void add(double value) {
        count++;
        sum += value;
        squares += value * value;
    }

    public void add(double value, double weight) {
        count += weight;
        sum += weight * value;
        squares += weight * value * value;
    }

    /** Adds what was added to others. */
    public void add(Moments others) {
        count += others.count;
        sum += others.sum;
        squares += others.squares;
    }

    /** How many values there were, or what they weighed together. */
    public double count() {
        return count;
    }

    public double mean() {
        return count > 0 ? sum / count : 0;
    }

    /** The mean square deviation; not negative, whatever is lost to rounding. */
    public double variance() {
        return count > 0 ? Math.max(0, squares / count - mean() * mean()) : 0;
    }

    /** The standard deviation of the values themselves, not of a population they were drawn from. */
    public double sd() {
        return Math.sqrt(variance());
    }
}
