package org.sstem.net.internal.training;

import org.junit.jupiter.api.Test;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.loss.LossFunction;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ModerationTest {

    private static final int SIZE = 32;
    private static final int PIXELS = SIZE * SIZE;

    @Test
    void whatIsRightForEveryPairIsKept() {
        Trainable network = brighterBy(0.1f);

        assertThat(Moderation.share(network, i -> pair(-0.1f), 3)).isEqualTo(1);
    }

    @Test
    void noPairIsWorseForWhatIsKept() {
        Trainable network = brighterBy(0.1f);

        // 0.03 too dark, and as much too bright with six tenths of the change.
        double share = Moderation.share(network, i -> pair(i == 1 ? -0.03f : -0.1f), 3);

        assertThat(share).isEqualTo(0.6);
        assertThat(Moderation.share(network, i -> pair(i == 1 ? 0.01f : -0.1f), 3))
                .isZero();
    }

    @Test
    void pairsBeyondTheirNumberAreNotLookedAt() {
        Trainable network = brighterBy(0.1f);

        assertThat(Moderation.share(network, i -> pair(i == 1 ? 0.01f : -0.1f), 1))
                .isEqualTo(1);
    }

    @Test
    void theLastLayerHoldsTheShare() {
        Trainable network = brighterBy(0.1f);
        Tensor input = pair(0).input();

        network.scale(RefinementConfig.LAST_LAYER, 0.6);

        assertThat(network.run(input).get(0).data().get(5))
                .isCloseTo(input.data().get(4 * PIXELS + 5) + 0.06f, within(1e-6f));
    }

    /** A network that adds the same to every pixel. */
    private static Trainable brighterBy(float grey) {
        NetworkWeights network = NetworkWeights.create(new RefinementConfig(Role.FOLD_FUSION, List.of(2, 3)), 1);
        network.assign(RefinementConfig.LAST_LAYER + ".bias", new float[] {grey});
        return new OneNetwork(network).trainable(List.of(LossFunction.l1()));
    }

    /** A section that is wrong by so much everywhere. */
    private static Example pair(float error) {
        Random random = new Random(7);
        Tensor input = Tensor.zeros(1, 5, SIZE, SIZE);
        Tensor target = Tensor.zeros(1, 1, SIZE, SIZE);
        for (int i = 0; i < PIXELS; i++) {
            float grey = 0.3f + 0.4f * random.nextFloat();
            target.data().put(i, grey);
            input.data().put(4 * PIXELS + i, grey + error);
        }
        return Example.of(input, target);
    }
}
