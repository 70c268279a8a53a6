package org.sstem.simulate.internal.draw;

import org.sstem.method.Area;
import org.sstem.method.Flow;

import java.util.Arrays;
import java.util.List;

/**
 * A section as a sheet that is cut along curves: what folds of any course, branches and cracks are made of.
 *
 * <p>At a pixel p of the degraded section the displacement {@code F(p)} to where its tissue belongs is the sum of those of
 * its {@linkplain Cut cuts}; a cut that ends at another one counts on its side of that one only. F is smooth everywhere
 * except across a cut, where it has one value for each side. The inverse, from a pixel q of the clean section to where
 * its tissue came to lie, is the fixed point {@code p = q - F(p)}, for each side of the cuts near it with the values of
 * that side; what has no such p outside a band, or in its outermost {@value #EDGE_PX} px, is swallowed. Coordinates are pixels of the section.
 *
 * <p>Computed in double precision, the inverse to 1e-6 px; rows are shared among the caller's threads, with the same result
 * on any number of them. Immutable and thread-safe.
 */
public final class Sheet {

    private static final int MAX_ROUNDS = 200;
    private static final double ENOUGH_PX = 1e-7;
    /** Both edges of a crack are the same tear, to what a course given every pixel holds of it. */
    private static final double EDGE_PX = 0.05;

    private final List<Cut> cuts;
    // Which cut each one ends at, or -1, and on which side of it.
    private final int[] other;
    private final int[] otherSide;

    /**
     * Makes a sheet.
     *
     * @param cuts its cuts, at most 30; none leaves it whole
     * @throws IllegalArgumentException if there are more, or one ends at a cut that does not come before it
     */
    public Sheet(List<Cut> cuts) {
        if (cuts.size() > 30) {
            throw new IllegalArgumentException("cuts of a sheet must be at most 30, were " + cuts.size());
        }
        for (int k = 0; k < cuts.size(); k++) {
            int own = k;
            cuts.get(k).beside().ifPresent(b -> {
                if (b.cut() < 0 || b.cut() >= own || Math.abs(b.side()) != 1) {
                    throw new IllegalArgumentException("cut " + own
                            + " must end at one before it, on side 1 or -1, was cut " + b.cut() + ", side " + b.side());
                }
            });
        }
        this.cuts = List.copyOf(cuts);
        other = new int[cuts.size()];
        otherSide = new int[cuts.size()];
        for (int k = 0; k < other.length; k++) {
            other[k] = cuts.get(k).beside().map(Cut.Beside::cut).orElse(-1);
            otherSide[k] = cuts.get(k).beside().map(Cut.Beside::side).orElse(0);
        }
    }

    /**
     * Returns the cuts.
     *
     * @return all of them, in the order of their numbers
     */
    public List<Cut> cuts() {
        return cuts;
    }

    /** What a loop needs for every place. */
    final class Scratch {
        final Cut.Local[] places = new Cut.Local[cuts.size()];
        final int[] sides = new int[cuts.size()];
        final double[] moved = new double[2];
        private final int[] wanted = new int[cuts.size()];
        private final int[] first = new int[cuts.size()];
        private final double[] from = new double[2];

        Scratch() {
            Arrays.setAll(places, k -> new Cut.Local());
        }
    }

    /** Finds a place's side of every cut. */
    private void locate(double x, double y, Scratch s) {
        for (int k = 0; k < s.places.length; k++) {
            cuts.get(k).locate(x, y, s.places[k]);
            s.sides[k] = s.places[k].side();
        }
    }

    private boolean counts(int k, int[] sides) {
        return other[k] < 0 || sides[other[k]] == otherSide[k];
    }

    private void sum(int[] sides, Scratch s) {
        s.moved[0] = 0;
        s.moved[1] = 0;
        for (int k = 0; k < s.places.length; k++) {
            if (counts(k, sides)) {
                cuts.get(k).displace(s.places[k], sides[k], s.moved);
            }
        }
    }

    /** The number of the cut whose band covers the place that was located last, or -1. */
    int covering(Scratch s) {
        for (int k = 0; k < s.places.length; k++) {
            if (s.places[k].covered() && counts(k, s.sides)) {
                return k;
            }
        }
        return -1;
    }

    /** The number of the cut whose band, soft rim included, is most opaque at the place located last, or -1. */
    int darkest(double rim, Scratch s) {
        int best = -1;
        double most = 0;
        for (int k = 0; k < s.places.length; k++) {
            double opacity = counts(k, s.sides) ? opacity(s.places[k], rim) : 0;
            if (opacity > most) {
                most = opacity;
                best = k;
            }
        }
        return best;
    }

    /** How much of a pixel is band: half at its edge, fainter where the band is narrower than its rim. */
    static double opacity(Cut.Local place, double rim) {
        double inside = place.halfWidth - Math.abs(place.distance);
        if (place.halfWidth <= 0 || inside <= -0.5 * rim) {
            return 0;
        }
        double part = rim == 0 ? 1 : Math.min(1, 0.5 + inside / rim);
        return part * Math.min(1, 2 * place.halfWidth / Math.max(rim, 1));
    }

    /** Computes where the tissue at a place of the degraded section belongs, into {@code moved}. */
    void belongs(double x, double y, Scratch s) {
        locate(x, y, s);
        sum(s.sides, s);
    }

    /** The same as if the place lay on a side of one of the cuts. */
    void belongs(double x, double y, int cut, int side, Scratch s) {
        locate(x, y, s);
        s.sides[cut] = side;
        sum(s.sides, s);
        s.sides[cut] = s.places[cut].side();
    }

    /**
     * Computes where the tissue of a place of the clean section came to lie, into {@code moved}, which also says where to
     * begin; tissue that is swallowed is led to the cut that has swallowed it.
     *
     * @return false if it is swallowed
     */
    boolean liesAt(double x, double y, Scratch s) {
        double guessX = s.moved[0];
        double guessY = s.moved[1];
        locate(x, y, s);
        System.arraycopy(s.sides, 0, s.first, 0, s.first.length);
        int near = 0;
        double reach = 2;
        for (Cut cut : cuts) {
            reach += cut.reach();
        }
        for (int k = 0; k < s.places.length; k++) {
            near |= Math.abs(s.places[k].distance) <= reach ? 1 << k : 0;
        }
        // All combinations of sides of the cuts that are near, its own sides first.
        for (int turned = 0; ; turned = (turned - near) & near) {
            for (int k = 0; k < s.wanted.length; k++) {
                s.wanted[k] = (turned >> k & 1) == 0 ? s.first[k] : -s.first[k];
            }
            if (follow(x, y, guessX, guessY, s)) {
                return true;
            }
            if (turned == near) {
                break;
            }
        }
        System.arraycopy(s.first, 0, s.wanted, 0, s.wanted.length);
        follow(x, y, guessX, guessY, s);
        intoTheCut(x, y, s);
        return false;
    }

    /** Iterates with the sides that are wanted; tells whether the place that is reached lies on them. */
    private boolean follow(double x, double y, double guessX, double guessY, Scratch s) {
        double px = x + guessX;
        double py = y + guessY;
        for (int i = 0; i < MAX_ROUNDS; i++) {
            locate(px, py, s);
            sum(s.wanted, s);
            double nextX = x - s.moved[0];
            double nextY = y - s.moved[1];
            boolean there = Math.abs(nextX - px) + Math.abs(nextY - py) < ENOUGH_PX;
            px = nextX;
            py = nextY;
            if (there) {
                break;
            }
        }
        locate(px, py, s);
        s.moved[0] = px - x;
        s.moved[1] = py - y;
        for (int k = 0; k < s.places.length; k++) {
            if (counts(k, s.wanted) && (s.sides[k] != s.wanted[k] || s.places[k].depth() > EDGE_PX)) {
                return false;
            }
        }
        return true;
    }

    /** Moves a place that is covered by, or on the wrong side of, a cut onto it. */
    private void intoTheCut(double x, double y, Scratch s) {
        for (int k = 0; k < s.places.length; k++) {
            Cut.Local place = s.places[k];
            if (counts(k, s.wanted) && (s.sides[k] != s.wanted[k] || place.depth() > EDGE_PX)) {
                s.moved[0] -= place.distance * place.nx;
                s.moved[1] -= place.distance * place.ny;
                return;
            }
        }
    }

    /**
     * Computes where every pixel of the degraded section belongs: {@code degraded(p) = clean(p + F(p))} outside the bands.
     *
     * @param area pixels of the degraded section
     * @return displacement in pixels; in a band that of the nearer side
     */
    public Flow folding(Area area) {
        Flow flow = new Flow(area.width(), area.height());
        Strips.forEach(area.height(), (from, to) -> {
            Scratch s = new Scratch();
            for (int y = from; y < to; y++) {
                for (int x = 0; x < area.width(); x++) {
                    belongs(area.x() + x, area.y() + y, s);
                    flow.u().set(x, y, (float) s.moved[0]);
                    flow.v().set(x, y, (float) s.moved[1]);
                }
            }
        });
        return flow;
    }

    /**
     * Computes the inverse: where the tissue of every pixel of the clean section came to lie,
     * {@code clean(q) = degraded(q + flow(q))} outside of what is swallowed; that is led to the middle of its cut.
     *
     * @param area pixels of the clean section
     * @return displacement in pixels
     */
    public Flow unfolding(Area area) {
        return invert(area, null);
    }

    /**
     * Marks what was swallowed: pixels of the clean section of which the degraded one shows nothing.
     *
     * @param area pixels of the clean section
     * @return one flag a pixel, row-major
     */
    public boolean[] swallowed(Area area) {
        boolean[] gone = new boolean[area.width() * area.height()];
        invert(area, gone);
        return gone;
    }

    /** Computes the inverse, and where wanted also what has none. */
    public Flow invert(Area area, boolean[] gone) {
        Flow flow = new Flow(area.width(), area.height());
        Strips.forEach(area.height(), (from, to) -> {
            Scratch s = new Scratch();
            for (int y = from; y < to; y++) {
                s.moved[0] = 0;
                s.moved[1] = 0;
                for (int x = 0; x < area.width(); x++) {
                    boolean found = liesAt(area.x() + x, area.y() + y, s);
                    flow.u().set(x, y, (float) s.moved[0]);
                    flow.v().set(x, y, (float) s.moved[1]);
                    if (gone != null) {
                        gone[y * area.width() + x] = !found;
                    }
                }
            }
        });
        return flow;
    }

    /**
     * Marks the bands and gaps.
     *
     * @param area pixels of the degraded section
     * @return one flag a pixel, row-major
     */
    public boolean[] covered(Area area) {
        boolean[] covered = new boolean[area.width() * area.height()];
        Strips.forEach(area.height(), (from, to) -> {
            Scratch s = new Scratch();
            for (int y = from; y < to; y++) {
                for (int x = 0; x < area.width(); x++) {
                    locate(area.x() + x, area.y() + y, s);
                    covered[y * area.width() + x] = covering(s) >= 0;
                }
            }
        });
        return covered;
    }
}
