package org.sstem.internal.sheet;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;
import org.sstem.Provenance;
import org.sstem.Repair;
import org.sstem.Restoration.RestoredSection;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.file.MaskImage;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A section with a fold and a crack is one sheet with two cuts. */
class OneSheetTest {

    private static final int SIZE = TornSections.SIZE;

    private static boolean folded(double x, double y) {
        return Math.abs(y - 110) < 7;
    }

    private static boolean cracked(double x, double y) {
        return Math.abs(y - 340) < 7;
    }

    @Test
    void bothAreUndoneAtOnce() {
        TornSections torn = new TornSections(8, 0.05f, (x, y) -> folded(x, y) || cracked(x, y), (x, y, uv) -> {});
        Img<UnsignedByteType> stack = ArrayImgs.unsignedBytes(SIZE, SIZE, 3);
        boolean[] fold = new boolean[SIZE * SIZE];
        boolean[] crack = new boolean[SIZE * SIZE];
        for (int i = 0; i < fold.length; i++) {
            fold[i] = folded(i % SIZE, i / SIZE);
            crack[i] = cracked(i % SIZE, i / SIZE);
            for (int z = 0; z < 3; z++) {
                stack.getAt(i % SIZE, i / SIZE, z)
                        .set(Math.round(255 * torn.sections[z].pixels()[i]));
            }
        }

        RestoredSection<UnsignedByteType> section = Restorer.trainingFree()
                .restore(
                        stack,
                        Damage.of(List.of(
                                new DamagedSection(1, DamageKind.FOLD, MaskImage.of(SIZE, SIZE, fold)),
                                new DamagedSection(1, DamageKind.CRACK, MaskImage.of(SIZE, SIZE, crack)))))
                .section(1);

        assertThat(section.repairs()).extracting(Repair::kind).containsExactly(DamageKind.FOLD);
        for (int i = 0; i < fold.length; i++) {
            if (fold[i] || crack[i]) {
                assertThat(section.provenance().getAt(i % SIZE, i / SIZE).get())
                        .as("(%d, %d)", i % SIZE, i / SIZE)
                        .isNotEqualTo(Provenance.ORIGINAL);
            }
        }
    }
}
