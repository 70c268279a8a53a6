package org.sstem.internal.kernel;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.sstem.damage.SectionMask;
import org.sstem.internal.kernel.StoredSections.Stored;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What sections are stored as, and that it is what they are read as. */
class StoredSectionsTest {

    private static final int SIZE = 300;
    private static final Area PART = new Area(17, 5, 256, 256);

    private static <T extends RealType<T>> RandomAccessibleInterval<T> noise(Img<T> image, int greatest) {
        Random random = new Random(3);
        image.forEach(pixel -> pixel.setReal(random.nextInt(greatest + 1)));
        return image;
    }

    private static SectionSource bytes() {
        return SectionSource.of(noise(ArrayImgs.unsignedBytes(SIZE, SIZE, 2), 255));
    }

    private static void assertStored(SectionSource source, Class<?> type) {
        Stored stored = StoredSections.read(source, 1, PART).orElseThrow();
        Plane read = source.read(1, PART);

        assertThat(stored.values()).isInstanceOf(type);
        for (int i = 0; i < read.pixels().length; i++) {
            float value = stored.values() instanceof byte[] bytes
                    ? (bytes[i] & 0xff) / 255f
                    : (((short[]) stored.values())[i] & 0xffff) / 65535f;
            assertThat(value - stored.black()).isEqualTo(read.pixels()[i]);
        }
    }

    @Test
    void eightAndSixteenBitsAreHadAsTheyAreStored() {
        assertStored(bytes(), byte[].class);
        assertStored(SectionSource.of(noise(ArrayImgs.unsignedShorts(SIZE, SIZE, 2), 65535)), short[].class);
    }

    @Test
    void floatsAreOnlyRead() {
        assertThat(StoredSections.read(SectionSource.of(ArrayImgs.floats(SIZE, SIZE, 2)), 1, PART))
                .isEmpty();
    }

    @Test
    void whatIsCountedFromBlackSaysFromWhich() {
        GreyLevels levels = GreyLevels.of(0.137, 0.9);

        assertStored(levels.above(bytes()), byte[].class);
        // twice less black is not what one difference gives
        assertThat(StoredSections.read(levels.above(levels.above(bytes())), 1, PART))
                .isEmpty();
    }

    @Test
    void whereTissueIsLackingItsSurroundingsAreReadInstead() {
        boolean[] flags = new boolean[SIZE * SIZE];
        flags[100 * SIZE + 200] = true;
        SectionSource whole = bytes();
        TissueSource source =
                TissueSource.of(whole).withAbsent(Map.of(0, SectionMask.of(SIZE, SIZE, flags), 1, none()));

        assertThat(source.stored(0, PART)).isEmpty();
        assertThat(source.stored(0, new Area(0, 0, 200, 300))).isPresent();
        assertStored(source, byte[].class);
    }

    private static SectionMask none() {
        return SectionMask.of(SIZE, SIZE, new boolean[SIZE * SIZE]);
    }
}
