package org.sstem;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.sstem.Repair.Findings;
import org.sstem.Restoration.Layer;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What is told of every pixel beside its grey value. */
class LayerTest {

    private static final RandomAccessibleInterval<UnsignedByteType> PIXELS = ArrayImgs.unsignedBytes(3, 2);
    private static final RandomAccessibleInterval<UnsignedByteType> CODES =
            ArrayImgs.unsignedBytes(new byte[] {0, 1, 2, 3, 4, 0}, 3, 2);

    private static Repair repair(DamageKind kind, double confidence) {
        return new Repair(kind, "method", List.of(), new Findings(confidence, List.of(), List.of(), false));
    }

    private static List<Integer> values(RandomAccessibleInterval<UnsignedByteType> image) {
        List<Integer> out = new ArrayList<>();
        Views.flatIterable(image).forEach(pixel -> out.add(pixel.get()));
        return out;
    }

    @Test
    void theLeastCertainRepairSaysHowSureAllThatWasChangedIs() {
        RestoredSection<UnsignedByteType> section = new RestoredSection<>(
                4, PIXELS, CODES, List.of(repair(DamageKind.FOLD, 0.75), repair(DamageKind.PRECIPITATE, 0.5)));

        assertThat(values(Layer.CONFIDENCE.of(section, Damage.none()))).containsExactly(255, 127, 127, 127, 127, 255);
        assertThat(values(Layer.PROVENANCE.of(section, Damage.none()))).containsExactly(0, 1, 2, 3, 4, 0);
    }

    @Test
    void whatIsCertainAndChangedIsNotTakenForTheOriginal() {
        RestoredSection<UnsignedByteType> section =
                new RestoredSection<>(4, PIXELS, CODES, List.of(repair(DamageKind.FOLD, 1)));

        assertThat(values(Layer.CONFIDENCE.of(section, Damage.none()))).containsExactly(255, 254, 254, 254, 254, 255);
    }

    @Test
    void anUntouchedSectionIsTheOriginalEverywhere() {
        RestoredSection<UnsignedByteType> section = RestoredSection.untouched(4, PIXELS);

        assertThat(values(Layer.CONFIDENCE.of(section, Damage.none()))).containsOnly(255);
        assertThat(values(Layer.PROVENANCE.of(section, Damage.none()))).containsOnly(0);
        assertThat(values(Layer.DAMAGE.of(section, Damage.none()))).containsOnly(0);
    }

    @Test
    void kindsOfDamageAddUpAndOneWithoutAPlaceIsEverywhere() {
        SectionMask left = SectionMask.of(3, 2, new boolean[] {true, false, false, true, false, false});
        SectionMask top = SectionMask.of(3, 2, new boolean[] {true, true, true, false, false, false});
        Damage damage = Damage.of(
                new DamagedSection(4, DamageKind.FOLD, left),
                new DamagedSection(4, DamageKind.LOST, top),
                new DamagedSection(5, DamageKind.MISSING),
                new DamagedSection(6, DamageKind.CRACK),
                new DamagedSection(6, DamageKind.PRECIPITATE, left));

        assertThat(values(Layer.DAMAGE.of(RestoredSection.untouched(4, PIXELS), damage)))
                .containsExactly(17, 16, 16, 1, 0, 0);
        assertThat(values(Layer.DAMAGE.of(RestoredSection.untouched(5, PIXELS), damage)))
                .containsOnly(4);
        assertThat(values(Layer.DAMAGE.of(RestoredSection.untouched(6, PIXELS), damage)))
                .containsExactly(10, 8, 8, 10, 8, 8);
    }

    @Test
    void codesAreThoseThatArePromised() {
        assertThat(Layer.PROVENANCE.codes().toString()).isEqualTo("{1=moved, 2=corrected, 3=interpolated, 4=fused}");
        assertThat(Layer.DAMAGE.codes().toString()).isEqualTo("{1=fold, 2=precipitate, 4=missing, 8=crack, 16=lost}");
        assertThat(Layer.CONFIDENCE.codes()).isEmpty();
    }
}
