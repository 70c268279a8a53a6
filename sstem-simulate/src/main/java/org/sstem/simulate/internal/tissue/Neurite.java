package org.sstem.simulate.internal.tissue;

/**
 * One cell process: a chain of capsules. Its distance function is the distance to the chain's axis less the radius
 * there, so its gradient has length one and distances between two processes are true distances.
 *
 * @param id      the cell's label
 * @param traits  what its inside looks like
 * @param axis    the chain's points x, y, z in nm, three numbers a point
 * @param radius  the radius at each point, nm
 */
record Neurite(int id, Traits traits, double[] axis, double[] radius) {

    /**
     * What the inside of a cell looks like.
     *
     * @param density   optical density of the cytoplasm
     * @param grain     how strong its texture is
     * @param vesicles  share of the places for a vesicle that are taken
     * @param reticulum level of the noise above which there is endoplasmic reticulum
     * @param radius    typical radius, nm
     */
    record Traits(double density, double grain, double vesicles, double reticulum, double radius) {}

    private static final double UPRIGHT = 2.4;

    /** Levels of size, from trunk to twig: spacing of the sites, radii and lengths in nm. */
    enum Level {
        TRUNK(1250, 190, 400, 520, 3),
        BRANCH(560, 80, 190, 420, 4),
        TWIG(290, 34, 80, 260, 4);

        final double spacing;
        final double minRadius;
        final double maxRadius;
        final double step;
        final int steps;

        Level(double spacing, double minRadius, double maxRadius, double step, int steps) {
            this.spacing = spacing;
            this.minRadius = minRadius;
            this.maxRadius = maxRadius;
            this.step = step;
            this.steps = steps;
        }

        /** No part of a process lies farther from its site than this. */
        double reach() {
            return steps * step / 2 + maxRadius * 1.3;
        }
    }

    /** Grows the process of one site of the lattice: a persistent random walk through the site, both ways. */
    static Neurite grow(long seed, Level level, int i, int j, int k) {
        long h = Hash.at(Hash.stream(seed, 10 + level.ordinal()), i, j, k);
        int points = level.steps + 1;
        double[] axis = new double[3 * points];
        double[] radius = new double[points];
        double u = Hash.unit(h, 3);
        // Most processes of a size class are thin: radii grow with the square of a uniform number.
        double r = level.minRadius + (level.maxRadius - level.minRadius) * u * u;
        double[] d = new double[3];
        direction(h, 4, d);
        // Processes run across the sections a little more often than along them.
        d[2] *= UPRIGHT;
        double sx = 0;
        double sy = 0;
        double sz = 0;
        for (int p = 0; p < points; p++) {
            if (p > 0) {
                for (int c = 0; c < 3; c++) {
                    d[c] += 0.45 * Hash.normal(h, 20 + 3 * p + c);
                }
                double norm = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) / level.step;
                for (int c = 0; c < 3; c++) {
                    d[c] /= norm;
                    axis[3 * p + c] = axis[3 * p - 3 + c] + d[c];
                    d[c] /= level.step;
                }
            }
            sx += axis[3 * p] / points;
            sy += axis[3 * p + 1] / points;
            sz += axis[3 * p + 2] / points;
            radius[p] = r * (0.72 + 0.56 * Hash.unit(h, 100 + p));
        }
        double ox = (i + Hash.unit(h, 0)) * level.spacing - sx;
        double oy = (j + Hash.unit(h, 1)) * level.spacing - sy;
        double oz = (k + Hash.unit(h, 2)) * level.spacing - sz;
        for (int p = 0; p < points; p++) {
            axis[3 * p] += ox;
            axis[3 * p + 1] += oy;
            axis[3 * p + 2] += oz;
        }
        return new Neurite(label(h), traits(h, r), axis, radius);
    }

    private static Traits traits(long h, double r) {
        double density = 0.06 * Hash.normal(h, 60);
        boolean dark = Hash.unit(h, 130) < 0.06;
        boolean terminal = r > 100 && Hash.unit(h, 131) < 0.6;
        return new Traits(
                density + (dark ? 0.3 : 0),
                0.8 + 0.4 * Hash.unit(h, 132) + (dark ? 0.5 : 0),
                terminal ? 0.7 + 1.0 * Hash.unit(h, 133) : 0.08,
                r > 70 ? 1.15 + 0.9 * Hash.unit(h, 134) : 9,
                r);
    }

    /** A label is positive and survives a cast to float, so that every file format can hold it. */
    static int label(long h) {
        return 1 + (int) ((h >>> 20) % ((1 << 24) - 2));
    }

    private static void direction(long h, int n, double[] d) {
        double z = 2 * Hash.unit(h, n) - 1;
        double a = 2 * Math.PI * Hash.unit(h, n + 1);
        double s = Math.sqrt(1 - z * z);
        d[0] = s * Math.cos(a);
        d[1] = s * Math.sin(a);
        d[2] = z;
    }
}
