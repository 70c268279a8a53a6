package org.sstem.internal.image;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.sstem.internal.file.RandomStacks;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GreyValuesTest {

    @Test
    void everyGreyValueSurvivesTheWayThereAndBack() {
        RandomAccessibleInterval<UnsignedShortType> section = ArrayImgs.unsignedShorts(256, 256, 1);
        int[] next = {0};
        Views.flatIterable(section).forEach(p -> p.set(next[0]++));

        assertThereAndBack(section, ArrayImgs.unsignedShorts(256, 256));
        assertThereAndBack(RandomStacks.bytes(1, 64, 64, 1), ArrayImgs.unsignedBytes(64, 64));
        assertThereAndBack(RandomStacks.floats(1, 64, 64, 1), ArrayImgs.floats(64, 64));
    }

    private static <T extends NativeType<T> & RealType<T>> void assertThereAndBack(
            RandomAccessibleInterval<T> stack, RandomAccessibleInterval<T> back) {
        Area all = new Area(0, 0, (int) stack.dimension(0), (int) stack.dimension(1));

        GreyValues.store(SectionSource.of(stack).read(0, all), 0, 0, back);

        assertThat(RandomStacks.values(back)).isEqualTo(RandomStacks.values(Views.hyperSlice(stack, 2, 0)));
    }

    @Test
    void integersAreScaledToOneAndFloatsAreNot() {
        Area pixel = new Area(0, 0, 1, 1);

        assertThat(SectionSource.of(ArrayImgs.unsignedBytes(new byte[] {51}, 1, 1, 1))
                        .read(0, pixel)
                        .get(0, 0))
                .isEqualTo(0.2f);
        assertThat(SectionSource.of(ArrayImgs.unsignedShorts(new short[] {(short) 65535}, 1, 1, 1))
                        .read(0, pixel)
                        .get(0, 0))
                .isEqualTo(1f);
        assertThat(SectionSource.of(ArrayImgs.floats(new float[] {-7.5f}, 1, 1, 1))
                        .read(0, pixel)
                        .get(0, 0))
                .isEqualTo(-7.5f);
    }

    @Test
    void outsideTheSectionItsBorderIsRepeated() {
        RandomAccessibleInterval<UnsignedByteType> stack =
                ArrayImgs.unsignedBytes(new byte[] {0, 51, 102, (byte) 255, 0, 0, 0, 0}, 2, 2, 2);

        Plane read = SectionSource.of(stack).read(0, new Area(-1, -2, 4, 5));

        assertThat(read.pixels())
                .containsExactly(0, 0, .2f, .2f, 0, 0, .2f, .2f, 0, 0, .2f, .2f, .4f, .4f, 1, 1, .4f, .4f, 1, 1);
    }

    @Test
    void storingRoundsHalfUpAndClips() {
        RandomAccessibleInterval<UnsignedByteType> section = ArrayImgs.unsignedBytes(7, 1);

        float[] values = {-3, 0.5f, 0.49f / 255, 1.5f, 0.2f, Float.NaN, 0.51f / 255};
        GreyValues.store(new Plane(7, 1, values), 0, 0, section);

        assertThat(RandomStacks.values(section)).containsExactly(0f, 128f, 0f, 255f, 51f, 0f, 1f);
    }

    @Test
    void aPlaneCanBeStoredIntoAPartOfAView() {
        RandomAccessibleInterval<FloatType> stack = ArrayImgs.floats(4, 3, 2);

        GreyValues.store(new Plane(2, 1, new float[] {5, 6}), 1, 2, Views.hyperSlice(stack, 2, 1));

        assertThat(stack.getAt(1, 2, 1).get()).isEqualTo(5);
        assertThat(stack.getAt(2, 2, 1).get()).isEqualTo(6);
        assertThat(RandomStacks.values(stack).stream().filter(v -> v != 0)).hasSize(2);
    }

    @Test
    void aPlaneThatSticksOutIsRefused() {
        assertThatThrownBy(() -> GreyValues.store(new Plane(3, 1), 2, 0, ArrayImgs.unsignedBytes(4, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a plane of 3 x 1 at (2, 0) must lie inside the section of 4 x 4");
    }

    @Test
    void otherPixelTypesAreRefused() {
        assertThatThrownBy(() -> SectionSource.of(ArrayImgs.ints(2, 2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was IntType");
    }
}
