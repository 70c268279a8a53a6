package org.sstem.internal.sheet;

import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.Area;

import java.util.Arrays;
import java.util.List;

/**
 * Where the tissue of a damaged section belongs: the pulls of its bands, in pixels of the section.
 *
 * <p>Immutable and thread-safe. What it holds is small and does not depend on the size of the section: from it any part
 * of the section can be restored.
 *
 * @param pulls  one a band, in pixels of the overview
 * @param factor pixels of the section a pixel of the overview
 */
record SheetField(List<Pull> pulls, int factor) {

    private static final double BOUND_STEP = 16;
    /** Places of an area that are asked are this far apart, pixels of the section. */
    private static final int ASKED_PX = 16;

    SheetField {
        pulls = List.copyOf(pulls);
    }

    /** One thread's way of asking. */
    final class Probe {
        private final Course.Place place = new Course.Place();
        private final double[] uv = new double[2];
        private final double[] weights = new double[4];
        private final int[] sides = new int[pulls.size()];

        double u;
        double v;

        /** Finds the displacement of the tissue at a pixel, on the side of every band on which the pixel lies. */
        void at(double x, double y) {
            find(x, y, true);
        }

        /** On which side of each band the place last asked for by itself lies, a bit each. */
        int sides() {
            int bits = 0;
            for (int side : sides) {
                bits = 2 * bits + side;
            }
            return bits;
        }

        /** Finds the displacement at a place as it is for tissue on the sides last asked for. */
        void onSameSides(double x, double y) {
            find(x, y, false);
        }

        private void find(double x, double y, boolean own) {
            uv[0] = 0;
            uv[1] = 0;
            double ox = (x + 0.5) / factor - 0.5;
            double oy = (y + 0.5) / factor - 0.5;
            for (int k = 0; k < sides.length; k++) {
                Pull pull = pulls.get(k);
                pull.course().locate(ox, oy, place);
                if (own) {
                    sides[k] = place.d < 0 ? 0 : 1;
                }
                pull.add(place, sides[k], uv, weights);
            }
            u = uv[0] * factor;
            v = uv[1] * factor;
        }
    }

    Probe probe() {
        return new Probe();
    }

    /** All pulls as numbers, in the order that {@link UnfoldingJob.Sheet} says. */
    double[] numbers() {
        return pulls.stream().map(Pull::numbers).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Bound of the displacement, pixels of the section. */
    double greatest() {
        double sum = 0;
        for (Pull pull : pulls) {
            double most = 0;
            for (int side = 0; side < 2; side++) {
                for (double s = pull.from(); s <= pull.to(); s += BOUND_STEP) {
                    most = Math.max(most, Math.abs(pull.amplitude(side, s)) + Math.abs(pull.shear(side, s)));
                }
            }
            sum += most;
        }
        return sum * factor;
    }

    /** Whether nothing in an area is displaced by more than some pixels, as far as few places tell that bound the others. */
    boolean still(Area area, double pixels) {
        Course.Place place = new Course.Place();
        for (int y = 0; y < area.height() + ASKED_PX; y += ASKED_PX) {
            for (int x = 0; x < area.width() + ASKED_PX; x += ASKED_PX) {
                double sum = 0;
                for (Pull pull : pulls) {
                    double ox = (area.x() + Math.min(x, area.width() - 1) + 0.5) / factor - 0.5;
                    double oy = (area.y() + Math.min(y, area.height() - 1) + 0.5) / factor - 0.5;
                    pull.course().locate(ox, oy, place);
                    // Between places half a diagonal of their grid is the farthest.
                    double aside = 0.75 * ASKED_PX / factor * pull.course().steepest() + 1;
                    sum += pull.most(place.d, aside);
                }
                if (sum * factor > pixels) {
                    return false;
                }
            }
        }
        return true;
    }
}
