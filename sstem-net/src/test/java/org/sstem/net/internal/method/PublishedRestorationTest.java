package org.sstem.net.internal.method;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.Provenance;
import org.sstem.damage.DamageKind;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.method.DamagedTissue;
import org.sstem.internal.method.MovingRestoration;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.net.Engine;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.testing.Published;
import org.sstem.net.internal.tile.TiledNetwork;
import org.sstem.net.internal.tile.TiledNetworkTest;
import org.sstem.net.internal.tile.Tiling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Restoration by the published networks. */
class PublishedRestorationTest {

    private static final Area ALL = new Area(0, 0, 64, 64);

    private final List<SharedSession> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(SharedSession::close);
    }

    private SharedSession open(NetworkWeights network) {
        SharedSession inference = new SharedSession(network, Engine.ONNX);
        opened.add(inference);
        return inference;
    }

    @Test
    void unfoldingAndFusionAreThePublishedPipeline() {
        Plane folded = plane(Published.input(1, 1, 64, 0.2));
        Plane interpolated = plane(Published.input(1, 1, 64, 1.4));
        PublishedUnfolding unfolding = new PublishedUnfolding(
                64,
                64,
                area -> folded.crop(area.x(), area.y(), area.width(), area.height()),
                area -> interpolated.crop(area.x(), area.y(), area.width(), area.height()),
                open(Published.SFF_UNFOLDING.network()),
                open(Published.SFF_FUSION.network()));

        double[] expected = Published.golden("sff_pipeline_flow");
        Flow flow = unfolding.flow(ALL);
        for (int i = 0; i < 64 * 64; i++) {
            assertThat((double) flow.u().pixels()[i]).isCloseTo(expected[2 * i], within(1e-3));
            assertThat((double) flow.v().pixels()[i]).isCloseTo(expected[2 * i + 1], within(1e-3));
        }
        assertClose(unfolding.unfolded(ALL), Published.golden("sff_pipeline_warp"), 5e-3);
        assertClose(unfolding.fused(ALL, area -> true), Published.golden("sff_pipeline_out"), 1e-2);
        // and a part of the unfolded section is that part, although less is read for it
        Plane part = unfolding.unfolded(new Area(20, 5, 30, 11));
        Plane cut = unfolding.unfolded(ALL).crop(20, 5, 30, 11);
        for (int i = 0; i < part.pixels().length; i++) {
            assertThat(part.pixels()[i]).isCloseTo(cut.pixels()[i], within(1e-6f));
        }
    }

    @Test
    void correctionAndFusionAreThePublishedPipeline() {
        Plane before = plane(Published.input(1, 1, 64, 0));
        Plane behind = plane(Published.input(1, 1, 64, 0.5));
        Plane damaged = plane(Published.input(1, 1, 64, 1.1));
        Plane mask = plane(Published.input(1, 1, 64, 3));
        Task task = new Task(
                Tissue.source(List.of(before, damaged, damaged, behind)),
                DamageKind.PRECIPITATE,
                1,
                1,
                List.of(0),
                List.of(3),
                Optional.empty());
        SharedSession unet = open(Published.SP_CORRECTION.network());
        PublishedInterpolation interpolated = PublishedInterpolation.of(
                task, 1, new GreyScale(0, 1, true), null, open(Published.SP_INTERPOLATION.network()));
        PublishedStain stain =
                new PublishedStain(64, 64, area -> damaged, interpolated::read, area -> mask, unet, unet);

        double[] expected = Published.golden("sp_pipeline_out");
        Plane fused = stain.fused(ALL, area -> true);
        assertThat(Published.relativeDifference(Tensor.of(1, 1, 64, 64, fused.pixels()), expected))
                .isLessThan(1e-3);
    }

    @ParameterizedTest
    @CsvSource({
        // intact sections below and above of section 5, which networks: what they see
        "4, 6, one, 4 6 0",
        "4, 6, both, 4 6 0",
        "4, 7, both, 4 7 0",
        "3, 6, both, 3 6 1",
        "4, 6 7, two, 4 7 0",
        "4 3, 6, two, 3 6 1",
        "4, 6, two, register",
        "4, 7, one, register",
        "3, 7, both, register"
    })
    void theNetworksSeeTheSectionsAsTheyAreWhereTheyKnowThePlace(
            String below, String above, String given, String expected) {
        List<Plane> stack = IntStream.range(0, 9)
                .mapToObj(z -> Tissue.grained(Tissue.section(64, 64, 1), 0.02, z))
                .toList();
        Task task = new Task(
                Tissue.source(stack), DamageKind.MISSING, 5, 5, numbers(below), numbers(above), Optional.empty());
        SharedSession one = given.equals("two") ? null : open(narrow(new InterpolationConfig(1, 3, 5, WIDTHS)));
        SharedSession two = given.equals("one") ? null : open(narrow(new InterpolationConfig(2, 3, 5, WIDTHS)));
        GreyScale scale = GreyScale.of(task);

        PublishedInterpolation interpolation = PublishedInterpolation.of(task, 5, scale, one, two);
        Plane made = interpolation.read(ALL);

        assertThat(interpolation.inRegister()).isEqualTo(expected.equals("register"));
        if (!interpolation.inRegister()) {
            List<Integer> seen = numbers(expected);
            SharedSession used = seen.get(1) - seen.get(0) == 2 ? one : two;
            Tensor direct = used.run(Planes.tensor(List.of(stack.get(seen.get(0)), stack.get(seen.get(1))), 64, 64));
            assertThat(made.pixels())
                    .isEqualTo(Planes.plane(direct, seen.get(2), 0, 0, 64, 64).pixels());
        }
    }

    @ParameterizedTest
    @CsvSource({"FOLD, 160, 1e-6", "MISSING, 128, 0.5"})
    void tilesThatReachFarEnoughMakeTheWholeSection(DamageKind kind, int overlap, float tolerance) {
        // given a network without layers that depend on the size, and one with
        int width = 640;
        NetworkWeights network = kind == DamageKind.FOLD
                ? narrow(new FoldFusionConfig(3, List.of(2, 3, 4, 5)))
                : narrow(new InterpolationConfig(1, 3, 5, WIDTHS));
        List<Plane> section = TiledNetworkTest.section(width, 64, 2);
        SharedSession inference = open(network);
        Tiling tiling = new Tiling(
                256,
                overlap,
                overlap / 2,
                Math.max(
                        network.architecture().stridePx(),
                        network.architecture().minimumSizePx()));

        Plane tiled = new TiledNetwork(inference, width, 64, tiling, TiledNetworkTest.cut(section))
                .read(new Area(0, 0, width, 64))
                .get(0);

        Plane whole = Planes.plane(inference.run(Planes.tensor(section, width, 64)), 0, 0, 0, width, 64);
        double rms = 0;
        float farthest = 0;
        for (int i = 0; i < whole.pixels().length; i++) {
            farthest = Math.max(farthest, Math.abs(whole.pixels()[i] - tiled.pixels()[i]));
            rms += whole.pixels()[i] * whole.pixels()[i] / whole.pixels().length;
        }
        assertThat(farthest / Math.sqrt(rms)).isLessThan(tolerance);
    }

    @Test
    void aFoldIsRestoredWhereTissueMovesOrIsLost() {
        DamagedTissue tissue = new DamagedTissue(DamageKind.FOLD, 200, 240, 1, 3);
        byte[] provenance = new byte[200 * 240];
        Plane pixels = tissue.section(2).copy();
        Flow flow;
        try (OpenModel model = OpenModel.of(networks(DamageKind.FOLD))) {
            SectionRestoration restoration = NetworkRestorationContract.method(model, Engine.ONNX, DamageKind.FOLD)
                    .prepare(tissue.task());
            restoration.restore(2, new Area(0, 0, 200, 240), pixels, provenance);
            flow = ((MovingRestoration) restoration).flow(new Area(0, 0, 200, 240));
        }
        boolean[] band = tissue.mask().read(new Area(0, 0, 200, 240));
        int[] codes = new int[5];
        for (int i = 0; i < provenance.length; i++) {
            codes[provenance[i]]++;
            assertThat(!band[i] || provenance[i] != Provenance.ORIGINAL).isTrue();
            boolean moves = flow.u().pixels()[i] != 0 || flow.v().pixels()[i] != 0;
            assertThat(moves).as("a flow at %d", i).isEqualTo(provenance[i] == Provenance.FUSED);
        }
        assertThat(codes[Provenance.MOVED] + codes[Provenance.CORRECTED]).isZero();
        assertThat(codes[Provenance.INTERPOLATED]).isGreaterThan(1000);
    }

    private static final List<Integer> WIDTHS = List.of(2, 2, 3, 3, 3);

    /** Narrow networks of the published kind, with parameters by the published networks' rule. */
    static NetworkWeights narrow(Architecture config) {
        NetworkWeights network = NetworkWeights.blank(config);
        int position = 0;
        for (var parameter : network.parameters().entrySet()) {
            network.assign(
                    parameter.getKey(),
                    Published.byRule(new Published.State(position++, parameter.getKey(), parameter.getValue(), 0)));
        }
        return network;
    }

    static NetworkWeights[] networks(DamageKind kind) {
        NetworkWeights one = narrow(new InterpolationConfig(1, 3, 5, WIDTHS));
        return switch (kind) {
            case CRACK, LOST -> throw new IllegalArgumentException("there is no network for " + kind.id());
            case MISSING -> new NetworkWeights[] {one, narrow(new InterpolationConfig(2, 3, 5, WIDTHS))};
            case FOLD ->
                new NetworkWeights[] {
                    one, narrow(new UnfoldingConfig(3, WIDTHS)), narrow(new FoldFusionConfig(3, List.of(2, 2, 3, 3)))
                };
            case PRECIPITATE ->
                new NetworkWeights[] {
                    one,
                    narrow(new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, WIDTHS)),
                    narrow(new PrecipitateConfig(Role.PRECIPITATE_FUSION, WIDTHS))
                };
        };
    }

    private static Plane plane(Tensor image) {
        return Planes.plane(image, 0, 0, 0, image.width(), image.height());
    }

    private static List<Integer> numbers(String text) {
        return List.of(text.split(" ")).stream().map(Integer::valueOf).toList();
    }

    private static void assertClose(Plane actual, double[] expected, double tolerance) {
        assertThat(actual.pixels()).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual.pixels()[i]).isCloseTo(expected[i], within(tolerance));
        }
    }

    /** The contract, kept by each kind. */
    abstract static class Contract extends NetworkRestorationContract {

        @Override
        NetworkWeights[] networks(DamageKind kind) {
            return PublishedRestorationTest.networks(kind);
        }
    }

    @Nested
    class Folds extends Contract {

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.FOLD, 200, 240, 1, 3);
        }
    }

    @Nested
    class Precipitates extends Contract {

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.PRECIPITATE, 240, 200, 1, 4);
        }
    }

    @Nested
    class MissingSections extends Contract {

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.MISSING, 240, 200, 2, 5);
        }
    }

    @Nested
    class LongRuns extends Contract {

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.MISSING, 160, 120, 4, 5);
        }
    }
}
