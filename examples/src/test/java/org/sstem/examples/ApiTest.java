package org.sstem.examples;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.logic.BitType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;
import org.sstem.net.TrainingRecipe;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.simulate.CrackSimulator;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.FoldSimulation;
import org.sstem.simulate.FoldSimulator;
import org.sstem.simulate.PrecipitateSimulator;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;

import java.util.List;
import java.util.concurrent.CancellationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What programs for analysis type that simulate damage and train networks. */
class ApiTest {

    private static final SyntheticTissue TISSUE =
            SyntheticTissue.builder().size(96, 80, 4).seed(3).build();

    @Test
    void whatIsSimulatedInASectionIsAnImage() {
        RandomAccessibleInterval<? extends RealType<?>> section = Views.hyperSlice(TISSUE.image(), 2, 1);

        FoldSimulation folded = FoldSimulator.builder().seed(1).build().apply(Plane.of(section));

        Img<FloatType> degraded = folded.degraded().image();
        Img<BitType> band = folded.mask().image();
        assertThat(degraded.dimensionsAsLongArray()).containsExactly(96, 80);
        assertThat(band.dimensionsAsLongArray()).containsExactly(96, 80);
        assertThat(band.stream().filter(BitType::get).count()).isPositive();
        assertThat(CrackSimulator.builder()
                        .build()
                        .apply(Plane.of(section))
                        .mask()
                        .image()
                        .dimensionsAsLongArray())
                .containsExactly(96, 80);
        assertThat(PrecipitateSimulator.builder()
                        .build()
                        .apply(Plane.of(section))
                        .degraded()
                        .image()
                        .dimensionsAsLongArray())
                .containsExactly(96, 80);
    }

    @Test
    void aStackThatIsDamagedIsAnImageWithItsTruth() {
        StackSimulation damaged = DamageSimulator.builder()
                .seed(2)
                .sections(DamageKind.MISSING, List.of(2))
                .sections(DamageKind.FOLD, List.of())
                .sections(DamageKind.PRECIPITATE, List.of())
                .build()
                .apply(SectionSource.of(TISSUE.image()));

        RandomAccessibleInterval<FloatType> degraded = damaged.degraded().image();
        RandomAccessibleInterval<FloatType> truth = damaged.truth().image();
        LoopBuilder.setImages(Views.hyperSlice(degraded, 2, 1), Views.hyperSlice(truth, 2, 1))
                .forEachPixel((a, b) -> assertThat(a.get()).isEqualTo(b.get()));
        Views.hyperSlice(degraded, 2, 2)
                .forEach(pixel -> assertThat(pixel.get()).isZero());
    }

    @Test
    void aRecipeIsAnotherOneButForWhatIsSaid() {
        TrainingRecipe usual = TrainingRecipe.of(NetworkConfig.compact(Role.FOLD_FUSION));

        TrainingRecipe changed = usual.but().batch(3).clip(0.5).build();

        assertThat(changed.batch()).isEqualTo(3);
        assertThat(changed.clip()).isEqualTo(0.5);
        assertThat(changed.baseRate()).isEqualTo(usual.baseRate());
    }

    @Test
    void measuringThatIsInterruptedEndsAsAllElseDoes() {
        Damage damage = Damage.of(new DamagedSection(1, DamageKind.FOLD));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> ArtifactStatistics.measure(TISSUE, damage))
                .isInstanceOf(CancellationException.class)
                .hasMessageStartingWith("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSectionThatIsNotFiniteIsNotMeasured() {
        Img<FloatType> stack = ArrayImgs.floats(96, 80, 3);
        stack.getAt(4, 7, 1).set(Float.NaN);
        SectionSource sections = SectionSource.of(stack);
        Damage damage = Damage.of(new DamagedSection(1, DamageKind.FOLD));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArtifactStatistics.measure(sections, damage))
                .withMessageStartingWith("section 1 holds NaN at (4, 7)");
    }

    @Test
    void aSectionThatIsNotFiniteIsNotDamaged() {
        Plane section = new Plane(96, 80);
        section.set(4, 7, Float.NaN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FoldSimulator.builder().build().apply(section))
                .withMessageContaining("NaN")
                .withMessageContaining("(4, 7)");
    }
}
