package org.sstem.internal.sheet;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.internal.sheet.SheetSurvey.Signs;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is said about a fold depends on what speaks for it. Expected values were worked out by hand. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SheetVerdictTest {

    private static Course course(boolean through) {
        return new Course(
                new Course.Axis(100, 100, 1, 0, 0), -100, 100, new double[26], new double[26], true, through, 8);
    }

    private static Findings findings(Signs signs) {
        return findings(signs, course(true));
    }

    private static Findings findings(Signs signs, Course course) {
        PullParameters layout = new PullParameters(List.of(course));
        SheetField field = new SheetField(layout.pulls(layout.rest()), 1);
        return SheetVerdict.of(new SheetSurvey(field, List.of(course), null, signs, 0.04), DamageKind.FOLD, false);
    }

    @Test
    void whatGainsMuchAndIsLikeTheNeighboursIsBelieved() {
        Findings findings = findings(new Signs(100, 0.2, 0.1));

        // -0.7 + 0.7 ln 100 - 0.9 ln 0.25 - 5.2 x 0.1 = 3.251
        assertThat(findings.confidence()).isCloseTo(0.9627, within(1e-4));
        assertThat(findings.doubtful()).isFalse();
        assertThat(findings.remarks()).isEmpty();
    }

    @Test
    void whatIsUnlikeTheNeighboursIsDoubtfulAndTheFindingsSayWhy() {
        Findings findings = findings(new Signs(30, 6, 0.4));

        // -0.7 + 0.7 ln 30 - 0.9 ln 6.05 - 5.2 x 0.4 = -2.019
        assertThat(findings.confidence()).isCloseTo(0.1172, within(1e-4));
        assertThat(findings.doubtful()).isTrue();
        assertThat(findings.remarks())
                .containsExactly("putting the tissue back is doubtful: 40 % of it is hardly like the neighbours then,"
                        + " and two ways to estimate where it belongs differ by 6.0 px or more");
    }

    @Test
    void aFoldThatEndsInTheSectionIsBelievedLess() {
        // 3.251 - 1.7 = 1.551
        assertThat(findings(new Signs(100, 0.2, 0.1), course(false)).confidence())
                .isCloseTo(0.8251, within(1e-4));
    }

    @Test
    void eachSignAloneMattersInItsOwnDirection() {
        double sure = findings(new Signs(60, 1, 0.2)).confidence();

        assertThat(findings(new Signs(120, 1, 0.2)).confidence()).isGreaterThan(sure);
        assertThat(findings(new Signs(60, 2, 0.2)).confidence()).isLessThan(sure);
        assertThat(findings(new Signs(60, 1, 0.3)).confidence()).isLessThan(sure);
    }
}
