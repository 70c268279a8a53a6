package org.sstem.internal.fold;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.sstem.Repair.Findings;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldChain;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** How far a fold by the law is believed. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FoldVerdictTest {

    private static final FoldArc LINE = FoldArc.line(0, 100, 319, 220);

    /** A fold whose tissue jumped by so much, beside neighbours that agree so much better by it. */
    private static Findings findings(double jump, double jumpError, double agreement, double still) {
        Fold fold = new Fold(LINE, 7, 7 + jump, 0.01);
        return FoldVerdict.of(
                        new FoldEstimate(
                                new FoldChain(List.of(fold)),
                                List.of(new Band(LINE, LINE, 7, 1, 1, 320, 0.1, 0.5)),
                                new double[] {jumpError},
                                new double[] {0.001},
                                agreement,
                                still,
                                List.of(AffineDrift.NONE, AffineDrift.NONE),
                                2500),
                        true,
                        false)
                .findings();
    }

    @Test
    void whatIsPutBackIsBelievedTheMoreTheMoreItTells() {
        Findings hardly = findings(5, 0.2, 0.42, 0.4);
        Findings clearly = findings(30, 0.2, 0.6, 0.2);

        assertThat(hardly.confidence()).isCloseTo(0.8 + 0.2 / 12, within(1e-9));
        assertThat(hardly.doubtful()).isTrue();
        assertThat(clearly.confidence()).isEqualTo(1);
        assertThat(clearly.doubtful()).isFalse();
    }

    @Test
    void whereNothingWasPutBackThereIsNothingToBelieve() {
        assertThat(findings(5, 2, 0.42, 0.4).confidence()).isZero();
        assertThat(findings(5, 0.2, 0.1, 0.2).confidence()).isZero();
    }
}
