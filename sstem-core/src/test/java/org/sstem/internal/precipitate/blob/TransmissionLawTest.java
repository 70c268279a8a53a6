package org.sstem.internal.precipitate.blob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.precipitate.GoldenNpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TransmissionLawTest {

    @Test
    void meanTransmissionAndRingsMatchThePublishedTables() throws Exception {
        GoldenNpy table = GoldenNpy.read("average_alpha_nscales");
        int compared = 0;
        for (int row = 0; row < table.rows(); row++) {
            double area = table.get(row, 0);
            assertThat(TransmissionLaw.rings(area)).isEqualTo((int) table.get(row, 2));
            if (area <= 300_000) {
                assertThat(TransmissionLaw.meanTransmission(area))
                        .isCloseTo(table.get(row, 1), within(1e-12 * table.get(row, 1)));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(28);
    }

    @Test
    void profilesMatchThePublishedTables() throws Exception {
        GoldenNpy areas = GoldenNpy.read("average_alpha_nscales");
        GoldenNpy scaled = GoldenNpy.read("disvalue");
        GoldenNpy plain = GoldenNpy.read("disvalue_avg1");
        GoldenNpy normalised = GoldenNpy.read("disvalue_norm");
        for (int row = 0; row < areas.rows(); row++) {
            double area = areas.get(row, 0);
            for (int ring = 0; ring < plain.columns(); ring++) {
                double r = 1 - 0.95 * ring / 19;
                double profile = TransmissionLaw.profile(r, area);
                assertThat(profile).isCloseTo(plain.get(row, ring), within(1e-12));
                if (area <= 300_000) {
                    assertThat(profile * TransmissionLaw.meanTransmission(area))
                            .isCloseTo(scaled.get(row, ring), within(1e-12));
                    assertThat(TransmissionLaw.REFERENCE.transmission(r, area))
                            .isCloseTo(normalised.get(row, ring), within(1e-10));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {300_001, 303_025, 350_000, 1e7})
    void theAreaLawNeverTurnsNegative(double area) {
        assertThat(TransmissionLaw.meanTransmission(area)).isEqualTo(TransmissionLaw.meanTransmission(300_000));
        assertThat(TransmissionLaw.MEASURED.transmission(1, area)).isPositive();
        assertThat(TransmissionLaw.REFERENCE.transmission(1, area)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {500, 9_000, 20_000, 59_000, 70_000, 250_000})
    void theMeasuredLawHasTheMeasuredMeanOverABlob(double area) {
        double sum = 0;
        int rings = 20_000;
        for (int i = 0; i < rings; i++) {
            double r = (i + 0.5) / rings;
            sum += 2 * r / rings * TransmissionLaw.MEASURED.transmission(r, area);
        }
        assertThat(sum).isCloseTo(TransmissionLaw.meanTransmission(area), within(1e-4));
    }

    @ParameterizedTest
    @EnumSource(TransmissionLaw.class)
    void blobsGetDarkerTowardsTheCentre(TransmissionLaw law) {
        for (double area : new double[] {800, 30_000, 100_000}) {
            for (double r = 0.05; r < 1; r += 0.05) {
                assertThat(law.transmission(r, area)).isLessThan(law.transmission(r + 0.05, area));
            }
            assertThat(law.transmission(0, area)).isNotNegative();
        }
    }

    @Test
    void anAreaThatIsNotPositiveIsRefused() {
        assertThatThrownBy(() -> TransmissionLaw.REFERENCE.transmission(0.5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the area of a blob must be above 0, was 0.0");
        assertThatThrownBy(() -> TransmissionLaw.rings(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
