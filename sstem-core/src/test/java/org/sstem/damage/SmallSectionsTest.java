package org.sstem.damage;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Sections in which there is nothing to tell damage by. */
class SmallSectionsTest {

    private static RandomAccessibleInterval<UnsignedByteType> noise(int width, int height) {
        byte[] pixels = new byte[width * height * 5];
        new Random(1).nextBytes(pixels);
        return ArrayImgs.unsignedBytes(pixels, width, height, 5);
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "20, 1", "1, 1", "15, 200", "200, 15"})
    void areRefusedInASentence(int width, int height) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DamageDetector.builder().build().detect(noise(width, height)))
                .withMessage(
                        "the stack has sections of %d x %d pixels; nothing can be told of damage in less than"
                                + " 16 x 16",
                        width, height);
    }

    @Test
    void theSmallestThatAreTakenAreLookedAt() {
        assertThat(DamageDetector.builder().build().detect(noise(16, 16)).sections())
                .isEqualTo(5);
    }
}
