package org.sstem;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.test.ImgLib2Assert;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.image.GreyValues;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Stacks of floats with places that hold no number. */
class NotFiniteTest {

    private static final int SIZE = 128;
    private static final int SECTIONS = 7;

    private final Img<FloatType> stack = tissue();

    @ParameterizedTest
    @EnumSource(
            value = DamageKind.class,
            names = {"FOLD", "PRECIPITATE", "MISSING"})
    void aNeighbourWithANaNIsNotUsedAndTheFindingsSaySo(DamageKind kind) {
        // given the nearest section above with one NaN, and the one below it whole
        stack.getAt(100, 70, 4).set(Float.NaN);

        Restoration<FloatType> result =
                Restorer.trainingFree().restore(stack, Damage.of(List.of(new DamagedSection(3, kind))));
        RestoredSection<FloatType> restored = result.section(3);

        // then the next one is used
        Views.flatIterable(restored.pixels())
                .forEach(pixel -> assertThat(pixel.get()).isFinite());
        assertThat(restored.repairs()).singleElement().satisfies(repair -> {
            assertThat(repair.sources()).containsExactlyInAnyOrder(2, 5);
            assertThat(repair.findings().remarks())
                    .contains("section 4 holds NaN at (100, 70): it was not used as a neighbour");
            assertThat(repair.findings().doubtful()).isTrue();
        });
        assertThat(result.repairs(3)).isEqualTo(restored.repairs());
        // and undamaged sections keep what they have
        ImgLib2Assert.assertImageEquals(Views.hyperSlice(stack, 2, 4), Views.hyperSlice(result.pixels(), 2, 4));
    }

    @Test
    void theSecondNeighbourIsLookedThroughToo() {
        stack.getAt(100, 70, 5).set(Float.NaN);

        Repair repair = Restorer.trainingFree()
                .restore(stack, Damage.of(List.of(new DamagedSection(3, DamageKind.PRECIPITATE))))
                .repairs(3)
                .get(0);

        assertThat(repair.findings().remarks())
                .contains("section 5 holds NaN at (100, 70): it was not used as a neighbour");
    }

    @Test
    void infinitiesInSeveralNeighboursOfARunAreAllSaid() {
        stack.getAt(0, 0, 1).set(Float.POSITIVE_INFINITY);
        stack.getAt(127, 127, 5).set(Float.NEGATIVE_INFINITY);
        stack.getAt(3, 4, 5).set(Float.NaN);
        Damage damage = Damage.of(List.of(
                new DamagedSection(2, DamageKind.MISSING),
                new DamagedSection(3, DamageKind.MISSING),
                new DamagedSection(4, DamageKind.MISSING)));

        for (int z = 2; z <= 4; z++) {
            Repair repair =
                    Restorer.trainingFree().restore(stack, damage).repairs(z).get(0);

            assertThat(repair.sources()).containsExactly(0, 6);
            assertThat(repair.findings().remarks())
                    .startsWith(
                            "section 1 holds Infinity at (0, 0): it was not used as a neighbour",
                            "section 5 holds NaN at (3, 4): it was not used as a neighbour");
        }
    }

    @Test
    void aMissingSectionMayHoldAnything() {
        Views.hyperSlice(stack, 2, 3).forEach(pixel -> pixel.set(Float.NaN));

        RestoredSection<FloatType> restored = Restorer.trainingFree()
                .restore(stack, Damage.of(List.of(new DamagedSection(3, DamageKind.MISSING))))
                .section(3);

        Views.flatIterable(restored.pixels())
                .forEach(pixel -> assertThat(pixel.get()).isFinite());
        Views.flatIterable(restored.provenance())
                .forEach(code -> assertThat(code.getByte()).isEqualTo(Provenance.INTERPOLATED));
        assertThat(restored.repairs().get(0).findings().remarks()).noneMatch(remark -> remark.contains("NaN"));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
    void aFoldedSectionThatHoldsOneItselfIsRefusedWithItsPlace(float value) {
        stack.getAt(90, 5, 3).set(value);
        Restoration<FloatType> result = Restorer.builder()
                .tileSize(64)
                .build()
                .restore(stack, Damage.of(List.of(new DamagedSection(3, DamageKind.FOLD))));
        String message = "section 3 holds " + value + " at (90, 5); the pixels of a section that is not missing as a "
                + "whole must be finite to be restored";

        assertThatIllegalArgumentException().isThrownBy(() -> result.section(3)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> result.repairs(3)).withMessage(message);
        assertThat(result.pixels().getAt(90, 5, 2).get())
                .isEqualTo(stack.getAt(90, 5, 2).get());
    }

    @Test
    void whereNoIntactSectionIsFiniteItIsSaidAndNothingIsRestored() {
        for (int z = 0; z < SECTIONS; z++) {
            stack.getAt(z, 9, z).set(Float.NaN);
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Restorer.trainingFree()
                        .restore(stack, Damage.of(List.of(new DamagedSection(3, DamageKind.MISSING))))
                        .section(3))
                .withMessage(
                        "section 3 cannot be restored: no intact section is finite, section 0 holds NaN at (0, 9)");
    }

    private static Img<FloatType> tissue() {
        Img<FloatType> stack = ArrayImgs.floats(SIZE, SIZE, SECTIONS);
        Plane tissue = Tissue.section(SIZE, SIZE, 4);
        for (int z = 0; z < SECTIONS; z++) {
            Plane section = Tissue.grained(tissue, 0.02, z).crop(0, 0, SIZE, SIZE);
            if (z == 3) {
                darken(section);
            }
            GreyValues.store(section, 0, 0, Views.hyperSlice(stack, 2, z));
        }
        return stack;
    }

    /** A dark band and a dark disc, for the methods to find. */
    private static void darken(Plane section) {
        Area band = new Area(0, 30, SIZE, 12);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (band.contains(x, y) || Math.hypot(x - 70, y - 90) < 14) {
                    section.set(x, y, 0.01f);
                }
            }
        }
    }
}
