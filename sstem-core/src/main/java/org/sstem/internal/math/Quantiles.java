package org.sstem.internal.math;

/** Quantiles of many values without sorting them all. Stateless. */
public final class Quantiles {

    private Quantiles() {}

    /**
     * The value that a part of the values lies below: of {@code n} sorted values number {@code (int) (q * (n - 1))}. Takes
     * a time in proportion to their number.
     *
     * @param values of any order, no NaN; they are in another order afterwards
     * @param n      how many of them count, from the first on
     * @param q      the part, 0 to 1
     * @return the value; 0 if there are none
     */
    public static double of(float[] values, int n, double q) {
        return n == 0 ? 0 : at(values, n, (int) (q * (n - 1)));
    }

    /**
     * The value that would be in a place if the values were sorted. Takes a time in proportion to their number.
     *
     * @param values of any order, no NaN; they are in another order afterwards
     * @param n      how many of them count, from the first on, at least 1
     * @param wanted the place, 0 to n - 1
     * @return the value
     */
    public static float at(float[] values, int n, int wanted) {
        int from = 0;
        int to = n - 1;
        while (from < to) {
            float pivot = middle(values[from], values[(from + to) >>> 1], values[to]);
            int i = from;
            int j = to;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    float swap = values[i];
                    values[i++] = values[j];
                    values[j--] = swap;
                }
            }
            // values up to j are at most the pivot, those from i on at least, those between are the pivot
            if (wanted > j && wanted < i) {
                break;
            }
            from = wanted >= i ? i : from;
            to = wanted <= j ? j : to;
        }
        return values[wanted];
    }

    private static float middle(float a, float b, float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
