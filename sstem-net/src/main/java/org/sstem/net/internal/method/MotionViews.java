package org.sstem.net.internal.method;

import org.sstem.internal.kernel.Tensor;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The mean of what a network that moves tissue says of one place as it sees it turned by 180 degrees and with its neighbours exchanged. It
 * should say the same each time, turned and exchanged; where it is wrong it is wrong in another way, and some of that cancels.
 * (Mirroring as well, twice as many views, adds next to nothing.) Stateless.
 */
final class MotionViews {

    private static final List<View> ALL =
            List.of(new View(false, false), new View(true, false), new View(false, true), new View(true, true));

    private MotionViews() {}

    /**
     * Runs a network on all views.
     *
     * @param network takes the channels of {@code MotionInputs} and returns (u, v) for below, then for above
     * @param input   one image; height and width are multiples of the network's stride, so that a place keeps its phase
     * @return the mean, newly made
     */
    static Tensor mean(UnaryOperator<Tensor> network, Tensor input) {
        Tensor sum = null;
        for (View view : ALL) {
            Tensor said = view.output(network.apply(view.input(input)));
            if (sum == null) {
                sum = said;
            } else {
                add(said, sum);
            }
        }
        for (int i = 0; i < sum.size(); i++) {
            sum.data().put(i, sum.data().get(i) / ALL.size());
        }
        return sum;
    }

    private static void add(Tensor said, Tensor sum) {
        for (int i = 0; i < sum.size(); i++) {
            sum.data().put(i, sum.data().get(i) + said.data().get(i));
        }
    }

    /** Undoes itself. */
    private record View(boolean exchanged, boolean turned) {

        /** Below, above, (u, v) from below to above, agreement. */
        Tensor input(Tensor in) {
            Tensor out = Tensor.zeros(1, 5, in.height(), in.width());
            copy(in, exchanged ? 1 : 0, out, 0, false);
            copy(in, exchanged ? 0 : 1, out, 1, false);
            copy(in, 2, out, 2, turned != exchanged);
            copy(in, 3, out, 3, turned != exchanged);
            copy(in, 4, out, 4, false);
            return out;
        }

        /** (u, v) of below, (u, v) of above. */
        Tensor output(Tensor in) {
            Tensor out = Tensor.zeros(1, 4, in.height(), in.width());
            for (int c = 0; c < 4; c++) {
                copy(in, exchanged ? (c + 2) % 4 : c, out, c, turned);
            }
            return out;
        }

        private void copy(Tensor in, int from, Tensor out, int to, boolean negated) {
            float[] plane = new float[in.height() * in.width()];
            in.data().get(from * plane.length, plane);
            float sign = negated ? -1 : 1;
            for (int i = 0; i < plane.length; i++) {
                out.data().put(to * plane.length + i, sign * plane[turned ? plane.length - 1 - i : i]);
            }
        }
    }
}
