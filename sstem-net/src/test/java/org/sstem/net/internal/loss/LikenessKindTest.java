package org.sstem.net.internal.loss;

import org.junit.jupiter.api.Test;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.internal.example.Example;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** A section of waves, and two neighbours that show the same 4 px to the right and 4 px below. */
class LikenessKindTest {

    private static final int HEIGHT = 48;
    private static final int WIDTH = 56;
    private static final int PLANE = HEIGHT * WIDTH;
    private static final double SHIFT_PX = 4;

    private final LossFunction loss = LossFunction.likeness();

    @Test
    void theGradientIsTheSlopeOfTheLoss() {
        // given moves between pixels, some of them beyond the border, and weights of which some are 0
        Images target = target(2);
        Random random = new Random(3);
        Images moves = new Images(2, 4, HEIGHT, WIDTH, new double[2 * 4 * PLANE]);
        Arrays.setAll(moves.data(), i -> 0.37 + 3 * random.nextGaussian());
        double[] weight = new double[2 * PLANE];
        Arrays.setAll(weight, i -> i % 5 == 0 ? 0 : random.nextDouble());
        Images gradient = zeros(2);
        loss.times(2.5).evaluate(moves, target, weight, gradient);

        double greatest = 0;
        double step = 1e-6;
        for (int i = 0; i < moves.data().length; i += 37) {
            double value = moves.data()[i];
            moves.data()[i] = value + step;
            double above = loss.times(2.5).evaluate(moves, target, weight, zeros(2));
            moves.data()[i] = value - step;
            double below = loss.times(2.5).evaluate(moves, target, weight, zeros(2));
            moves.data()[i] = value;
            assertThat(gradient.data()[i]).as("value %d", i).isCloseTo((above - below) / (2 * step), within(1e-8));
            greatest = Math.max(greatest, Math.abs(gradient.data()[i]));
        }
        assertThat(greatest).isGreaterThan(1e-5);
    }

    @Test
    void neighboursThatLieOnTheSectionAreLikeIt() {
        assertThat(evaluate(SHIFT_PX, SHIFT_PX)).isLessThan(0.02);
        // what is added to all variances is all that is lacking
        assertThat(evaluate(SHIFT_PX, 0)).isBetween(0.05, 0.9);
        assertThat(evaluate(0, 0)).isGreaterThan(evaluate(SHIFT_PX, 0));
        assertThat(evaluate(-SHIFT_PX, -SHIFT_PX)).isGreaterThan(evaluate(0, 0));
    }

    @Test
    void brightnessAndContrastDoNotCount() {
        Images target = target(1);
        double before = evaluate(target, 1, 2);
        for (int i = 6 * PLANE; i < 7 * PLANE; i++) {
            target.data()[i] = 3 * target.data()[i] - 20;
        }
        assertThat(evaluate(target, 1, 2)).isCloseTo(before, within(0.02));
    }

    @Test
    void onlyPixelsThatCountAndWhoseWindowsLieInsideAreJudged() {
        Images target = target(1);
        double[] weight = new double[PLANE];
        assertThat(loss.evaluate(moves(1, 2), target, weight, zeros(1))).isZero();
        // a window of 3 px at half the resolution reaches 18 px
        Arrays.setAll(weight, i -> i % WIDTH < 18 || i / WIDTH < 18 ? 1 : 0);
        assertThat(loss.evaluate(moves(1, 2), target, weight, zeros(1))).isZero();
        weight[18 * WIDTH + 18] = 1;
        assertThat(loss.evaluate(moves(1, 2), target, weight, zeros(1))).isPositive();
    }

    @Test
    void whatIsShownIsAskedFor() {
        Tensor moves = Tensor.zeros(1, 4, 8, 8);
        Tensor weight = Example.Goal.of(moves).weight();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loss.evaluate(moves, Tensor.zeros(1, 6, 8, 8), weight, Tensor.zeros(1, 4, 8, 8)))
                .withMessage("target must have 7 channels for the loss likeness, had 6");
        Tensor flow = Tensor.zeros(1, 2, 8, 8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loss.evaluate(flow, Tensor.zeros(1, 7, 8, 8), weight, Tensor.zeros(1, 2, 8, 8)))
                .withMessage("the loss of likeness needs an output of 4 channels, two displacements, had 2");
    }

    @Test
    void whatIsShownIsNoGoalOfOtherLosses() {
        Images target = target(2);
        Images moves = zeros(2);
        Images goal = target.first(4);
        double[] weight = new double[2 * PLANE];
        Arrays.fill(weight, 1);
        Images gradient = zeros(2);
        Images expected = zeros(2);
        LossFunction other = LossFunction.charbonnier(0.5);

        assertThat(other.evaluate(moves, target, weight, gradient))
                .isEqualTo(other.evaluate(moves, goal, weight, expected))
                .isPositive();
        assertThat(gradient.data()).isEqualTo(expected.data());
    }

    private double evaluate(double right, double down) {
        return evaluate(target(1), right, down);
    }

    private double evaluate(Images target, double right, double down) {
        double[] weight = new double[PLANE];
        Arrays.fill(weight, 1);
        return loss.evaluate(moves(right, down), target, weight, zeros(1));
    }

    /** The one neighbour is moved in x, the other in y. */
    private static Images moves(double right, double down) {
        Images moves = zeros(1);
        Arrays.fill(moves.data(), 0, PLANE, right);
        Arrays.fill(moves.data(), 3 * PLANE, 4 * PLANE, down);
        return moves;
    }

    private static Images zeros(int batch) {
        return new Images(batch, 4, HEIGHT, WIDTH, new double[batch * 4 * PLANE]);
    }

    /** Displacements by chance, then both neighbours and the section. */
    private static Images target(int batch) {
        Images target = new Images(batch, 7, HEIGHT, WIDTH, new double[batch * 7 * PLANE]);
        Random random = new Random(7);
        for (int n = 0; n < batch; n++) {
            for (int i = 0; i < PLANE; i++) {
                double x = i % WIDTH;
                double y = i / WIDTH;
                int at = n * 7 * PLANE + i;
                for (int c = 0; c < 4; c++) {
                    target.data()[at + c * PLANE] = random.nextGaussian();
                }
                target.data()[at + 4 * PLANE] = wave(x - SHIFT_PX, y, n);
                target.data()[at + 5 * PLANE] = wave(x, y - SHIFT_PX, n);
                target.data()[at + 6 * PLANE] = wave(x, y, n);
            }
        }
        return target;
    }

    private static double wave(double x, double y, int n) {
        return Math.sin(0.31 * x + 0.1 * n) + Math.sin(0.27 * y) + Math.sin(0.2 * (x + y)) + Math.sin(0.23 * (x - y));
    }
}
