package org.sstem.internal.math;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** By hand. */
class MathTest {

    @Test
    void momentsAreThoseOfTheValuesThemselves() {
        Moments moments = Moments.of(new float[] {2, 4, 4, 4, 5, 5, 7, 9});

        assertThat(moments.count()).isEqualTo(8);
        assertThat(moments.mean()).isEqualTo(5);
        assertThat(moments.variance()).isEqualTo(4);
        assertThat(moments.sd()).isEqualTo(2);
    }

    @Test
    void onlyWhatCountsIsInTheMomentsAndByItsWeight() {
        Moments chosen = Moments.of(new float[] {2, 100, 4}, new boolean[] {true, false, true});
        Moments weighed = new Moments();
        weighed.add(2, 3);
        weighed.add(6, 1);

        assertThat(chosen.mean()).isEqualTo(3);
        assertThat(chosen.sd()).isEqualTo(1);
        assertThat(weighed.mean()).isEqualTo(3);
        assertThat(weighed.variance()).isEqualTo(3);
    }

    @Test
    void equalValuesHaveNoSpreadWhateverIsRounded() {
        float[] values = new float[1000];
        Arrays.fill(values, 0.1f);

        assertThat(Moments.of(values).variance()).isBetween(0.0, 1e-15);
        assertThat(new Moments().mean()).isZero();
        assertThat(new Moments().sd()).isZero();
    }

    @Test
    void momentsOfPartsAddUpToThoseOfAll() {
        Moments moments = Moments.of(new float[] {2, 4, 4, 4});
        moments.add(Moments.of(new float[] {5, 5, 7, 9}));

        assertThat(moments.count()).isEqualTo(8);
        assertThat(moments.mean()).isEqualTo(5);
        assertThat(moments.sd()).isEqualTo(2);
    }

    @Test
    void deviationsFromALargeMeanAreExact() {
        double[] values = {2, 4, 4, 4, 5, 5, 7, 9};
        double[] far = Arrays.stream(values).map(v -> v + 1e9).toArray();
        float[] chosen = {2, 4, 4, 100, 4, 5, 5, 7, 9};
        boolean[] counts = {true, true, true, false, true, true, true, true, true};

        assertThat(Deviations.of(far).mean()).isEqualTo(1e9 + 5);
        assertThat(Deviations.of(far).sd()).isEqualTo(2);
        assertThat(Deviations.ofSamples(far)).isEqualTo(Deviations.of(far));
        assertThat(Deviations.of(chosen, counts)).isEqualTo(Deviations.of(values));
        assertThat(Deviations.of(values).sampleSd()).isEqualTo(Math.sqrt(32 / 7.0));
        assertThat(Deviations.of(3).sampleSd()).isNaN();
        assertThat(Deviations.of()).isEqualTo(new Deviations(0, 0, 0));
    }

    @Test
    void samplesOfVeryDifferentSizeLoseNothing() {
        assertThat(Deviations.ofSamples(1e16, 1, 1, -1e16).mean()).isEqualTo(0.5);
    }

    @Test
    void mediansLieInTheMiddle() {
        assertThat(Medians.of(7, 1, 3)).isEqualTo(3);
        assertThat(Medians.of(4, 1, 3, 8)).isEqualTo(3.5);
        assertThat(Medians.of()).isNaN();
        assertThat(Medians.upper(4.0, 1, 3, 8)).isEqualTo(4);
        assertThat(Medians.upper(4f, 1f, 3f)).isEqualTo(3);
        assertThat(Medians.upper(new double[0])).isNaN();
        assertThat(Medians.upper(new float[0])).isNaN();
        assertThat(Medians.ofNumbers(Double.NaN, 2, 4)).isEqualTo(3);
        assertThat(Medians.ofNumbers(Double.NaN)).isNaN();
        double[] kept = {3, 1, 2};
        Medians.of(kept);
        assertThat(kept).containsExactly(3, 1, 2);
    }

    @Test
    void systemsAreSolvedForEveryRightSide() {
        double[][] matrix = {{0, 2, 1}, {1, -1, 0}, {3, 0, 4}};
        LinearSystem system = LinearSystem.of(matrix);

        assertThat(system.solve(3, 0, 7)).usingComparatorWithPrecision(1e-14).containsExactly(1, 1, 1);
        assertThat(system.solve(7, -1, 15)).usingComparatorWithPrecision(1e-14).containsExactly(1, 2, 3);
        assertThat(matrix[0]).containsExactly(0, 2, 1);
    }

    @Test
    void aSingularSystemHasNoSolution() {
        assertThat(LinearSystem.of(new double[][] {{1, 2}, {2, 4}}).solve(1, 1)).isNull();
    }

    @Test
    void whatIsNotPositiveDefiniteIsRefused() {
        assertThat(LinearSystem.positiveDefinite(new double[][] {{1, 2}, {2, 1}}))
                .isEmpty();
        assertThat(LinearSystem.positiveDefinite(new double[][] {{4, 2}, {2, 3}}))
                .hasValueSatisfying(system -> {
                    assertThat(system.solve(8, 8)[0]).isCloseTo(1, within(1e-15));
                    assertThat(system.solve(8, 8)[1]).isCloseTo(2, within(1e-15));
                });
    }

    @Test
    void turnsAreThoseOfTheArcTangent() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            // no negative zeros
            double x = 0.0 + Math.rint(random.nextGaussian() * 4) * (i % 3 == 0 ? 1 : random.nextDouble());
            double y = 0.0 + Math.rint(random.nextGaussian() * 4) * (i % 5 == 0 ? 1 : random.nextDouble());
            double turn = Math.atan2(y, x) / (2 * Math.PI);
            double apart = Math.abs(Turn.of(x, y) - (turn < 0 ? turn + 1 : turn));
            assertThat(Math.min(apart, 1 - apart)).isLessThan(1e-13);
            assertThat(Turn.of(x, y)).isBetween(0.0, 1.0);
        }
        assertThat(Turn.of(0, 0)).isZero();
    }

    @Test
    void quantilesAreThoseOfSortedValues() {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            int n = 1 + random.nextInt(60);
            int different = 1 + random.nextInt(30);
            float[] values = new float[n + 3];
            for (int k = 0; k < values.length; k++) {
                values[k] = random.nextInt(different) - 5;
            }
            float[] sorted = Arrays.copyOf(values, n);
            Arrays.sort(sorted);
            double q = i % 7 == 0 ? 1 : i % 11 == 0 ? 0 : random.nextDouble();
            assertThat(Quantiles.of(values, n, q)).isEqualTo(sorted[(int) (q * (n - 1))]);
            assertThat(Quantiles.at(values, n, n / 2)).isEqualTo(sorted[n / 2]);
        }
        assertThat(Quantiles.of(new float[0], 0, 0.5)).isZero();
    }
}
