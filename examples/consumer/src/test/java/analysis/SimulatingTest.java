package analysis;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.logic.BitType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.metric.Evaluation;
import org.sstem.net.Engine;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.RestorationModel;
import org.sstem.net.Role;
import org.sstem.net.Trainer;
import org.sstem.net.TrainingRecipe;
import org.sstem.net.TrainingResult;
import org.sstem.report.DetectionReport;
import org.sstem.report.RestorationReport;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.simulate.CrackSimulation;
import org.sstem.simulate.CrackSimulator;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.FoldDistribution;
import org.sstem.simulate.FoldSimulation;
import org.sstem.simulate.FoldSimulator;
import org.sstem.simulate.PrecipitateSimulation;
import org.sstem.simulate.PrecipitateSimulator;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.TrainingPairs;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulatingTest {

    private static final Damage MISSING = Damage.of(new DamagedSection(2, DamageKind.MISSING));

    @TempDir
    Path folder;

    @Test
    void damageComesAsImages() throws IOException {
        Img<UnsignedByteType> stack = Tissue.bytes(6);
        Plane section = Plane.of(Views.hyperSlice(stack, 2, 3));

        FoldSimulation fold = FoldSimulator.builder()
                .seed(3)
                .distribution(FoldDistribution.natural())
                .build()
                .apply(section);
        Img<FloatType> degraded = fold.degraded().image();
        Img<BitType> band = fold.mask().image();
        Img<FloatType> u = fold.unfoldingFlow().u().image();
        CrackSimulation crack = CrackSimulator.builder().seed(3).build().apply(section);
        PrecipitateSimulation stain = PrecipitateSimulator.builder()
                .seed(3)
                .publishedTransmission()
                .build()
                .apply(section);
        StackSimulation all = DamageSimulator.builder()
                .seed(2)
                .distribution(DamageDistribution.natural())
                .sections(DamageKind.FOLD, List.of(1, 3))
                .build()
                .apply(SectionSource.of(stack));
        RandomAccessibleInterval<FloatType> image = all.degraded().image();

        assertThat(degraded.dimensionsAsLongArray()).containsExactly(128, 128);
        assertThat(band.dimensionsAsLongArray()).isEqualTo(u.dimensionsAsLongArray());
        assertThat(crack.mask().image().dimension(0)).isEqualTo(128);
        assertThat(stain.transmission().image().dimension(1)).isEqualTo(128);
        assertThat(image.dimension(2)).isEqualTo(6);
        ArtifactStatistics.measure(all.degraded(), all.damage()).write(folder.resolve("s.json"));
        assertThat(ArtifactStatistics.read(folder.resolve("s.json"))
                        .folds()
                        .rate()
                        .share())
                .isBetween(0.0, 1.0);
    }

    @Test
    void damageIsFoundRestoredAndReported() throws IOException {
        StackSimulation simulated = DamageSimulator.builder()
                .seed(1)
                .sections(DamageKind.FOLD, List.of(2))
                .sections(DamageKind.MISSING, List.of(5))
                .sections(DamageKind.PRECIPITATE, List.of())
                .build()
                .apply(Tissue.of(8));
        Img<UnsignedByteType> pixels = Tissue.bytes(simulated.degraded());

        Detection found = DamageDetector.builder().build().detect(pixels);
        List<Detection.Agreement> agreement = Detection.Agreement.of(found.damage(), simulated.damage(), 128, 128);
        new DetectionReport("tissue", pixels, found, agreement).write(folder.resolve("detection.html"));
        var restoration = Restorer.trainingFree().restore(pixels, simulated.damage());
        RestorationReport report = new RestorationReport("tissue", pixels, Optional.empty());
        for (int z : restoration.damagedSections()) {
            var section = restoration.section(z);
            report.add(z, section.repairs(), Views.hyperSlice(pixels, 2, z), section.pixels(), section.provenance());
        }
        report.write(folder.resolve("report.html"));

        assertThat(folder.resolve("detection.html")).isNotEmptyFile();
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void aRecipeThatDiffersInThreeThingsTrainsANetworkThatRestores() throws IOException {
        Network network = Network.create(NetworkConfig.compact(Role.INTERPOLATION), 1);
        TrainingRecipe recipe = TrainingRecipe.of(network.config())
                .but()
                .batch(1)
                .pairPx(64)
                .cropPx(64)
                .build();

        TrainingResult result = trainer(network, recipe).run();
        new ModelFile(network, new ModelDescription(1, "two steps", "none")).write(folder.resolve("m.zip"));

        assertThat(result.steps()).isEqualTo(2);
        try (RestorationModel model = RestorationModel.load(folder.resolve("m.zip"))) {
            Restorer restorer =
                    Restorer.builder().methods(model.methods(Engine.ONNX)).build();
            assertThat(restorer.restore(Tissue.bytes(5), MISSING).section(2).repairs())
                    .hasSize(1);
        }
    }

    private static Trainer trainer(Network network, TrainingRecipe recipe) {
        TrainingPairs pairs = TrainingPairs.builder(DamageKind.MISSING)
                .stack(Tissue.of(6), Damage.none())
                .size(64)
                .build();
        return Trainer.builder(network)
                .pairs(pairs::pair)
                .recipe(recipe, 2)
                .steps(2)
                .build();
    }

    @Test
    void allThatIsInterruptedEndsInOneException() {
        Img<UnsignedByteType> stack = Tissue.bytes(5);
        Network network = Network.create(NetworkConfig.compact(Role.INTERPOLATION), 1);
        TrainingRecipe recipe =
                TrainingRecipe.of(network.config()).but().pairPx(64).cropPx(64).build();
        List<Callable<?>> all = List.of(
                () -> Restorer.trainingFree().restore(stack, MISSING).section(2),
                () -> Restorer.trainingFree().restore(stack, MISSING).pixels().getAt(0, 0, 2),
                () -> DamageDetector.builder().build().detect(stack),
                () -> Evaluation.builder().build().compare(stack, stack, List.of(1)),
                () -> ArtifactStatistics.measure(Tissue.of(5), Damage.of(new DamagedSection(2, DamageKind.FOLD))),
                () -> {
                    Stacks.write(stack, folder.resolve("x"));
                    return null;
                },
                () -> trainer(network, recipe).run());

        for (Callable<?> work : all) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(work::call).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
