package org.sstem.net;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrainingRecipeTest {

    @Test
    void aNetworkThatHasLearntGoesOnAtLowerRatesByTheSameLoss() {
        NetworkConfig config = NetworkConfig.compact(Role.FOLD_FUSION);
        TrainingRecipe begun = TrainingRecipe.of(config);
        TrainingRecipe continued = TrainingRecipe.continued(config);

        assertThat(continued.baseRate()).isCloseTo(4e-4, within(1e-12));
        assertThat(continued.endRate()).isCloseTo(2e-5, within(1e-12));
        assertThat(continued.loss()).hasToString(begun.loss().toString());
        assertThat(continued.pool()).isEqualTo(begun.pool());
    }

    @Test
    void motionIsLearntByMovesFirstAndThenByWhatTheImagesTellAsWell() {
        NetworkConfig config = NetworkConfig.compact(Role.MOTION);

        assertThat(TrainingRecipe.of(config).loss()).hasToString("charbonnier(0.5)");
        assertThat(TrainingRecipe.continued(config).loss()).hasToString("charbonnier(0.5) + 4.0 * likeness");
        assertThat(TrainingRecipe.continued(config).endRate()).isCloseTo(8e-6, within(1e-12));
    }
}
