package org.sstem;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.logic.BitType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What programs for analysis type. */
class ApiTest {

    @TempDir
    private Path folder;

    @Test
    void aStackIsWrittenWithoutAndWithItsVoxelSizeAndOpenedWithItsType() throws IOException {
        Img<UnsignedByteType> pixels = ArrayImgs.unsignedBytes(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        VoxelSize size = new VoxelSize(4, 4, 45);
        Stacks.write(pixels, folder.resolve("plain.tif"));
        Stacks.write(pixels, size, folder.resolve("sized.tif"));

        try (StackReader<UnsignedByteType> in =
                Stacks.open(folder.resolve("sized.tif").toString(), new UnsignedByteType())) {
            assertThat(in.voxelSize()).contains(size);
            assertThat(in.pixels().getAt(1, 0, 1).get()).isEqualTo(6);
        }
        String plain = folder.resolve("plain.tif").toString();
        try (StackReader<?> in = Stacks.open(plain)) {
            assertThat(in.voxelSize()).isEmpty();
        }
        assertThatThrownBy(() -> Stacks.open(plain, new UnsignedShortType()))
                .isInstanceOf(IOException.class)
                .hasMessage(plain + " has pixels of UnsignedByteType, not of UnsignedShortType");
    }

    @Test
    void damageIsMadeOfSectionsAndMasksOfImages() {
        Img<BitType> flags = ArrayImgs.bits(3, 2);
        flags.getAt(2, 1).set(true);

        SectionMask mask = SectionMask.of(flags);
        Damage damage =
                Damage.of(new DamagedSection(1, DamageKind.FOLD, mask), new DamagedSection(3, DamageKind.MISSING));

        assertThat(mask.read(new Area(0, 0, 3, 2))).containsExactly(false, false, false, false, false, true);
        assertThat(damage.damagedSections()).containsExactly(1, 3);
    }
}
