package org.sstem.net.internal.method;

import org.junit.jupiter.api.Test;
import org.sstem.internal.kernel.Tensor;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MotionViewsTest {

    private static final int HEIGHT = 4;
    private static final int WIDTH = 6;
    private static final int PLANE = HEIGHT * WIDTH;

    private final Tensor input = random();

    private static Tensor random() {
        Random random = new Random(1);
        Tensor tensor = Tensor.zeros(1, 5, HEIGHT, WIDTH);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data().put(i, 2 * random.nextFloat() - 1);
        }
        return tensor;
    }

    /** Back for the one and forth for the other along their motion, by as much as they have in common. */
    @Test
    void whatIsTheSameInEveryViewStaysAsItIs() {
        Tensor mean = MotionViews.mean(MotionViewsTest::halfway, input);

        Tensor once = halfway(input);
        for (int i = 0; i < once.size(); i++) {
            assertThat(mean.data().get(i)).isCloseTo(once.data().get(i), within(1e-6f));
        }
    }

    private static Tensor halfway(Tensor in) {
        Tensor out = Tensor.zeros(1, 4, HEIGHT, WIDTH);
        for (int i = 0; i < PLANE; i++) {
            float product =
                    in.data().get(i) * in.data().get(PLANE + i) * in.data().get(4 * PLANE + i);
            for (int c = 0; c < 2; c++) {
                out.data().put(c * PLANE + i, -product * in.data().get((2 + c) * PLANE + i));
                out.data().put((2 + c) * PLANE + i, product * in.data().get((2 + c) * PLANE + i));
            }
        }
        return out;
    }

    /** A network that draws everything to one side has learnt something else than tissue. */
    @Test
    void whatPointsToOneSideWhateverIsSeenCancels() {
        Tensor mean = MotionViews.mean(
                in -> {
                    Tensor out = Tensor.zeros(1, 4, HEIGHT, WIDTH);
                    for (int i = 0; i < out.size(); i++) {
                        out.data().put(i, 1 + i / PLANE + in.data().get(4 * PLANE + i % PLANE));
                    }
                    return out;
                },
                input);

        for (int i = 0; i < mean.size(); i++) {
            assertThat(mean.data().get(i)).isCloseTo(0, within(1e-6f));
        }
    }

    @Test
    void everyViewIsSeenOnce() {
        Set<String> corners = new HashSet<>();
        MotionViews.mean(
                in -> {
                    corners.add(in.data().get(0) + " " + in.data().get(PLANE) + " "
                            + in.data().get(2 * PLANE));
                    return Tensor.zeros(1, 4, HEIGHT, WIDTH);
                },
                input);

        assertThat(corners).hasSize(4);
    }
}
