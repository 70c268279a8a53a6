package org.sstem.internal.precipitate.blob;

/**
 * What is thought of a blob before it is looked at: its profile resembles the law's and has no sharp bends, an outline
 * that is given is right but for a common widening, one that is not is smooth. Immutable.
 */
record BlobPrior(BlobRim rim) {

    /** Standard deviation of the profile's logarithm from the law's. */
    static final double LEVEL = 0.3;

    /** Of its bends from knot to knot. */
    private static final double BEND = 0.05;
    /** Of its value on a free rim, which is where the transmission reaches 1; one that is given may have a step. */
    private static final double STEP = 0.05;
    /** Of the common widening of a rim that is given, px. */
    private static final double WIDENING_PX = 2;
    /** Of a single direction of a rim that is given, px. */
    private static final double WOBBLE_PX = 0.3;
    /** Of the logarithm of a single direction of a free rim, and of its bends if there are 64 directions. */
    private static final double STRETCH = 0.3;

    private static final double RIM_BEND = 0.02;

    /** Minus the logarithm of the prior probability, but for a constant. */
    double cost(BlobState state) {
        double sum = square(state.widening / widening());
        int coarse = state.stretch.length;
        for (int k = 0; k < coarse; k++) {
            sum += square(state.stretch[k] / wobble(state, k));
            if (free(state, k)) {
                sum += square(bend(state, k) / rimBend(coarse));
            }
        }
        double[] d = state.profile.deviation();
        for (int k = 0; k < d.length; k++) {
            sum += square(d[k] / level(k));
            if (k > 0 && k < d.length - 1) {
                sum += square((d[k - 1] - 2 * d[k] + d[k + 1]) / BEND);
            }
        }
        return sum / 2;
    }

    void add(BlobState state, NormalEquations normal) {
        add(normal, 2, widening(), state.widening);
        int coarse = state.stretch.length;
        int first = BlobState.FIRST;
        for (int k = 0; k < coarse; k++) {
            add(normal, first + k, wobble(state, k), state.stretch[k]);
            if (free(state, k)) {
                int[] where = {first + (k + coarse - 1) % coarse, first + k, first + (k + 1) % coarse};
                addBend(normal, where, rimBend(coarse), bend(state, k));
            }
        }
        first += coarse;
        double[] d = state.profile.deviation();
        for (int k = 0; k < d.length; k++) {
            add(normal, first + k, level(k), d[k]);
            if (k > 0 && k < d.length - 1) {
                int[] where = {first + k - 1, first + k, first + k + 1};
                addBend(normal, where, BEND, d[k - 1] - 2 * d[k] + d[k + 1]);
            }
        }
    }

    private static void add(NormalEquations normal, int parameter, double deviation, double value) {
        double stiffness = 1 / square(deviation);
        normal.add(new int[] {parameter}, new double[] {1}, stiffness, -stiffness * value);
    }

    private static void addBend(NormalEquations normal, int[] where, double deviation, double bend) {
        double stiffness = 1 / square(deviation);
        normal.add(where, new double[] {1, -2, 1}, stiffness, -stiffness * bend);
    }

    private double level(int knot) {
        return !rim.given() && knot == Profile.KNOTS - 1 ? STEP : LEVEL;
    }

    private double widening() {
        return rim.given() ? rim.grid().cells(WIDENING_PX) : rim.radius() / 2;
    }

    private double wobble(BlobState state, int k) {
        return free(state, k)
                ? STRETCH
                : rim.grid().cells(WOBBLE_PX) / state.seen.gauge().rim()[k * rim.fine()];
    }

    private boolean free(BlobState state, int k) {
        return !rim.given() || !state.seen.known()[k * rim.fine()];
    }

    /** Bend of the logarithm of the rim in a direction. */
    private double bend(BlobState state, int k) {
        double[] radii = state.gauge.rim();
        int coarse = state.stretch.length;
        double left = radii[(k + coarse - 1) % coarse * rim.fine()];
        double right = radii[(k + 1) % coarse * rim.fine()];
        return Math.log(left * right / square(radii[k * rim.fine()]));
    }

    private static double rimBend(int coarse) {
        return RIM_BEND * 64 / coarse;
    }

    private static double square(double v) {
        return v * v;
    }
}
