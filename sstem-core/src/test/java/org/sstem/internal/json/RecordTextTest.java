package org.sstem.internal.json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RecordTextTest {

    private record Inner(float value, Optional<String> name) {}

    private record All(
            int count, boolean flag, double[] numbers, float[][] rows, List<Inner> inner, Optional<Inner> one) {}

    private static All all(double[] numbers) {
        Random random = new Random(3);
        float[][] rows = new float[4][50];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15));
            }
        }
        return new All(
                -7,
                true,
                numbers,
                rows,
                List.of(new Inner(Float.MIN_VALUE, Optional.empty()), new Inner(1e30f, Optional.of("a \"b\""))),
                Optional.empty());
    }

    @Test
    void whatIsReadIsWhatWasWrittenToTheBit() {
        Random random = new Random(4);
        double[] numbers =
                random.longs(5_000).mapToDouble(Double::longBitsToDouble).toArray();
        numbers[0] = -0.0;
        numbers[1] = Double.NaN;
        numbers[2] = Double.NEGATIVE_INFINITY;
        numbers[3] = Double.MIN_VALUE;
        All all = all(numbers);

        All read = RecordText.read(RecordText.of(all), All.class, "numbers");

        assertThat(read.numbers()).isEqualTo(numbers);
        assertThat(Double.doubleToLongBits(read.numbers()[0])).isEqualTo(Double.doubleToLongBits(-0.0));
        assertThat(read.rows()).isDeepEqualTo(all.rows());
        assertThat(read.inner()).isEqualTo(all.inner());
        assertThat(read.one()).isEmpty();
        assertThat(read.count()).isEqualTo(-7);
        assertThat(read.flag()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'{\"value\": 1}'                         | the field \"name\" is missing",
                "'{\"value\": \"1\", \"name\": null}'     | value: must be a number",
                "'{\"value\": null, \"name\": null}'      | value: must be a number",
                "'{\"value\": 1, \"name\": null, \"x\": 2}' | there is an unknown field \"x\"",
                "'[]'                                     | must be an object",
                "''                                       | there is nothing",
                "'{'                                      | End of input"
            })
    void whatIsWrongIsSaid(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordText.read(text, Inner.class, "the parameters"))
                .withMessageStartingWith("the parameters: ")
                .withMessageContaining(message);
    }

    @Test
    void packedNumbersComeBackToTheBit() {
        Random random = new Random(5);
        float[] values = new float[10_001];
        boolean[] flags = new boolean[10_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 3 == 0 ? Float.intBitsToFloat(random.nextInt()) : 0;
            flags[i] = random.nextInt(5) == 0;
        }
        assertThat(Packed.of(values).floats(values.length)).isEqualTo(values);
        assertThat(Packed.of(flags).flags(flags.length)).isEqualTo(flags);
        assertThat(Packed.of(new boolean[100_000]).base64()).hasSizeLessThan(100);
    }

    @Test
    void packedNumbersOfAnotherLengthAreRefused() {
        Packed packed = Packed.of(new float[10]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> packed.floats(11))
                .withMessage("packed numbers must be 44 bytes, were 40");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> packed.floats(9))
                .withMessage("packed numbers must be 36 bytes, were 36 and more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Packed("AAAA").floats(1))
                .withMessageStartingWith("packed numbers are not what was packed");
    }
}
