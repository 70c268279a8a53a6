package org.sstem.internal.sheet;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.sstem.method.Plane;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/** What one displacement gains over another. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ComparisonTest {

    private static final int SIZE = 64;
    private static final int STRANGE = 16;
    private static final float AWAY = -1000;

    /** A section like its neighbours but in a strip on the left, where these show nothing. */
    private static final Views VIEWS = views();

    private static final Samples SAMPLES = Samples.of(Cuts.of(new boolean[SIZE * SIZE], SIZE, SIZE, 32), 1);

    private static Views views() {
        Plane own = new Plane(SIZE, SIZE);
        Plane mean = new Plane(SIZE, SIZE);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                float value = (float) (Math.sin(x * 0.9) + Math.cos(y * 0.7));
                own.set(x, y, x < STRANGE ? 1 : value);
                mean.set(x, y, x < STRANGE ? 0 : value);
            }
        }
        Plane none = new Plane(SIZE, SIZE);
        return new Views(own, mean, none, none, none);
    }

    /** Everything stays but what lies from one column to another, which moves to the left. */
    private static Comparison moved(int from, int to, float by) {
        float[][] displacement = new float[2][SAMPLES.size()];
        for (int i = 0; i < SAMPLES.size(); i++) {
            displacement[0][i] = SAMPLES.x()[i] >= from && SAMPLES.x()[i] < to ? by : 0;
        }
        return new Comparison(VIEWS, SAMPLES, displacement);
    }

    @Test
    void nothingIsGainedByMovingWhatFitsBadlyOutOfTheSection() {
        Comparison still = moved(0, 0, 0);
        Comparison away = moved(0, STRANGE, AWAY);

        assertThat(away.inside(0)).isFalse();
        assertThat(away.gainOver(still, still.scale)).isZero();
        assertThat(still.gainOver(away, still.scale)).isZero();
    }

    @Test
    void whatIsMovedFromWhereItFitsLosesAsMuchAsTheOtherGains() {
        Comparison still = moved(0, 0, 0);
        Comparison wrong = moved(40, 50, -4);

        assertThat(still.gainOver(wrong, still.scale)).isPositive();
        assertThat(wrong.gainOver(still, still.scale)).isEqualTo(-still.gainOver(wrong, still.scale));
    }

    @Test
    void squaresInWhichTheSectionIsHardlyLikeItsNeighboursAreCounted() {
        int size = 256;
        Plane own = new Plane(size, size);
        Plane mean = new Plane(size, size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                mean.set(x, y, (float) (Math.sin(x * 0.9) + Math.cos(y * 0.7)));
                own.set(x, y, x < 192 ? 0.7f * mean.get(x, y) : (float) Math.sin(x * 0.3 + y * 0.2));
            }
        }
        Plane none = new Plane(size, size);
        Samples samples = Samples.of(Cuts.of(new boolean[size * size], size, size, 32), 2);
        Views views = new Views(own, mean, none, none, none);
        float[][] gone = new float[2][samples.size()];
        Arrays.fill(gone[0], AWAY);

        assertThat(new Comparison(views, samples, new float[2][samples.size()]).unlike())
                .isEqualTo(0.25);
        assertThat(new Comparison(views, samples, gone).unlike()).isEqualTo(1);
    }
}
