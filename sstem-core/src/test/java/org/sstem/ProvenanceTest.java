package org.sstem;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProvenanceTest {

    /** O(riginal), M(oved), C(orrected), I(nterpolated), F(used): the number of a code is its place. */
    private static final String CODES = "OMCIF";

    @ParameterizedTest
    @CsvSource({
        // first step, what each second step makes of it: O M C I F
        "O, OMCIF",
        "M, MMFIF",
        "C, CFCIF",
        "I, IFFIF",
        "F, FFFIF"
    })
    void twoStepsOneAfterTheOtherLeaveThis(String first, String results) {
        for (int second = 0; second < CODES.length(); second++) {
            byte code = Provenance.then((byte) CODES.indexOf(first), (byte) second);

            assertThat(CODES.charAt(code)).isEqualTo(results.charAt(second));
        }
    }

    @ParameterizedTest
    @CsvSource({"O, 0", "M, 1", "C, 2", "I, 3", "F, 4"})
    void theNumbersOfTheCodesAreThoseThatFilesHold(String letter, int number) {
        byte code =
                switch (letter) {
                    case "O" -> Provenance.ORIGINAL;
                    case "M" -> Provenance.MOVED;
                    case "C" -> Provenance.CORRECTED;
                    case "I" -> Provenance.INTERPOLATED;
                    default -> Provenance.FUSED;
                };

        assertThat(code).isEqualTo((byte) number);
    }
}
