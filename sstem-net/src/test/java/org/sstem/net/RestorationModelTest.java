package org.sstem.net;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.damage.DamageKind;
import org.sstem.internal.method.DamagedTissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.SectionRestoration;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestorationModelTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compact interpolation; MISSING",
                "compact fold fusion; FOLD",
                "compact precipitate correction; PRECIPITATE",
                "compact precipitate fusion, compact interpolation; PRECIPITATE, MISSING",
                "interpolation; MISSING",
                "interpolation, interpolation of two sections; MISSING",
                "interpolation, unfolding, fold fusion; FOLD, MISSING",
                "interpolation, precipitate correction, precipitate fusion; PRECIPITATE, MISSING",
                "interpolation of two sections, precipitate correction, precipitate fusion; PRECIPITATE",
                "interpolation, unfolding, fold fusion, compact interpolation; FOLD, MISSING"
            })
    void networksRestoreWhatTheySufficeFor(String line) {
        String[] parts = line.split("; ");
        try (RestorationModel model = RestorationModel.of(networks(parts[0]))) {
            assertThat(model.kinds().stream().map(DamageKind::name).sorted().toList())
                    .isEqualTo(Arrays.stream(parts[1].split(", ")).sorted().toList());
            for (RestorationMethod method : model.methods(Engine.ONNX)) {
                assertThat(method.name())
                        .startsWith(model.kinds().contains(method.kind()) ? "networks: " : "training-free ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "compact fold fusion, compact fold fusion; two networks for compact fold fusion were given (in memory,"
                        + " in memory): leave one out",
                "compact unfolding, compact fold fusion; the network for compact unfolding (in memory) is of no use any"
                        + " more: folds are unfolded without training, leave it out",
                "unfolding; the network for unfolding (in memory) cannot be used without one for interpolation and one"
                        + " for fold fusion",
                "interpolation, fold fusion; the network for fold fusion (in memory) cannot be used without one for"
                        + " unfolding",
                "precipitate correction; the network for precipitate correction (in memory) cannot be used without one"
                        + " for interpolation and one for precipitate fusion",
                "interpolation of two sections; the network for interpolation of two sections (in memory) is of no use"
                        + " alone: add that for the interpolation of one, or those for precipitates",
                "interpolation, unfolding, fold fusion, compact fold fusion; networks for unfolding (in memory) and for"
                        + " compact fold fusion (in memory) do not work together: leave one out",
                "compact interpolation, compact motion; networks for compact interpolation (in memory) and for compact motion"
                        + " (in memory) both restore missing sections: leave one out",
                "''; no network was given"
            })
    void networksThatDoNotGoTogetherAreRefused(String parts, String message) {
        assertThatThrownBy(() -> RestorationModel.of(networks(parts)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void filesAreReadAndNamed() throws IOException {
        Path fold = folder.resolve("fold.zip");
        Path missing = folder.resolve("missing.zip");
        write("compact fold fusion", fold);
        write("compact interpolation", missing);

        try (RestorationModel model = RestorationModel.load(fold, missing)) {
            assertThat(model.methods(Engine.ONNX).stream().map(RestorationMethod::name))
                    .containsExactlyInAnyOrder(
                            "networks: compact fold fusion (fold.zip)",
                            "networks: compact interpolation (missing.zip)",
                            "training-free precipitate");
        }
        assertThatThrownBy(() -> RestorationModel.load(fold, fold))
                .hasMessage("two networks for compact fold fusion were given (fold.zip, fold.zip): leave one out");
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() {
        Network network = networks("compact interpolation")[0];
        network.assign("out.bias", Float.NaN);
        assertThatThrownBy(() -> RestorationModel.of(network))
                .hasMessage("the network for compact interpolation (in memory) cannot be used: parameter out.bias is"
                        + " not finite");
    }

    @Test
    void whenTheModelIsClosedTheMethodsFail() {
        DamagedTissue tissue = new DamagedTissue(DamageKind.MISSING, 40, 40, 1, 1);
        RestorationModel model = RestorationModel.of(networks("compact interpolation"));
        SectionRestoration restoration = model.methods(Engine.ONNX).get(0).prepare(tissue.task());
        model.close();
        model.close();
        assertThatThrownBy(() -> restoration.restore(2, new Area(0, 0, 40, 40), new Plane(40, 40), new byte[1600]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the restoration model was closed");
    }

    private void write(String part, Path file) throws IOException {
        new ModelFile(networks(part)[0], ModelDescription.untrained(1)).write(file);
    }

    private static Network[] networks(String parts) {
        List<Network> networks = new ArrayList<>();
        for (String part : parts.isEmpty() ? new String[0] : parts.split(", ")) {
            networks.add(Networks.create(config(part), 1));
        }
        return networks.toArray(Network[]::new);
    }

    private static Architecture config(String part) {
        List<Integer> widths = List.of(2, 2, 2, 2, 2);
        for (Role role : Role.values()) {
            if (part.equals("compact " + role)) {
                return new RefinementConfig(role, List.of(2, 2));
            }
        }
        return switch (part) {
            case "interpolation" -> new InterpolationConfig(1, 1, 3, widths);
            case "interpolation of two sections" -> new InterpolationConfig(2, 1, 3, widths);
            case "unfolding" -> new UnfoldingConfig(1, widths);
            case "fold fusion" -> new FoldFusionConfig(1, widths.subList(0, 4));
            case "precipitate correction" -> new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, widths);
            case "precipitate fusion" -> new PrecipitateConfig(Role.PRECIPITATE_FUSION, widths);
            default -> throw new IllegalArgumentException(part);
        };
    }
}
