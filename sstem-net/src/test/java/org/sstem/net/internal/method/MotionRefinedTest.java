package org.sstem.net.internal.method;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.Provenance;
import org.sstem.damage.DamageKind;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.method.DamagedTissue;
import org.sstem.internal.missing.Correspondence;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.internal.missing.Registered;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.net.Engine;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.MotionInputs;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.inference.SharedSession;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** Missing sections whose neighbours a network moves on. */
class MotionRefinedTest {

    private static final RefinementConfig NARROW = new RefinementConfig(Role.MOTION, List.of(4, 6, 8), 1);
    private static final int SIZE = 200;

    private OpenModel model;

    @AfterEach
    void close() {
        if (model != null) {
            model.close();
        }
    }

    private RestorationMethod method(Engine engine, NetworkWeights network) {
        close();
        model = OpenModel.of(network);
        return NetworkRestorationContract.method(model, engine, DamageKind.MISSING);
    }

    @Test
    void anUntrainedNetworkGivesExactlyWhatIsRestoredWithout() {
        DamagedTissue tissue = new DamagedTissue(DamageKind.MISSING, SIZE, SIZE, 1, 3);
        RestorationMethod method = method(Engine.ONNX, NetworkWeights.create(NARROW, 3));

        SectionRestoration restoration = method.prepare(tissue.task());

        assertThat(CompactRestorationTest.restored(restoration, tissue).pixels())
                .isEqualTo(CompactRestorationTest.restored(new MissingSectionMethod().prepare(tissue.task()), tissue)
                        .pixels());
        assertThat(method.name()).isEqualTo("networks: compact motion (in memory)");
        assertThat(restoration.findings(tissue.firstZ()).remarks()).contains(MotionRefined.MOVED);
    }

    @Test
    void tissueIsMovedByThreeQuartersOfWhatTheNetworkSaysAndStaysInterpolated() {
        DamagedTissue tissue = new DamagedTissue(DamageKind.MISSING, SIZE, SIZE, 1, 3);
        Area all = new Area(0, 0, SIZE, SIZE);
        SectionInterpolator interpolator = SectionInterpolator.of(tissue.task());
        Registered registered = interpolator.inRegister(tissue.firstZ(), all);
        try (SharedSession network = new SharedSession(CompactRestorationTest.shaken(NARROW), Engine.ONNX)) {
            Tensor said = MotionViews.mean(
                    network::run,
                    Planes.tensor(MotionInputs.of(registered, interpolator.brightness(tissue.firstZ())), SIZE, SIZE));

            Correspondence moved = new MotionRefined(interpolator, tissue.task(), network).of(tissue.firstZ(), all);

            Correspondence before = registered.correspondence();
            List<Plane> from = List.of(
                    before.below().u(),
                    before.below().v(),
                    before.above().u(),
                    before.above().v());
            List<Plane> to = List.of(
                    moved.below().u(),
                    moved.below().v(),
                    moved.above().u(),
                    moved.above().v());
            double most = 0;
            for (int c = 0; c < 4; c++) {
                // Away from the border, beyond which a tile repeats it.
                for (int i = 60; i < SIZE - 60; i++) {
                    float by = to.get(c).get(i, i) - from.get(c).get(i, i);
                    assertThat(by).isCloseTo(0.75f * said.data().get(said.index(0, c, i, i)), within(1e-4f));
                    most = Math.max(most, Math.abs(by));
                }
            }
            assertThat(most).isGreaterThan(0.01);
        }
        byte[] provenance = new byte[SIZE * SIZE];
        method(Engine.ONNX, CompactRestorationTest.shaken(NARROW))
                .prepare(tissue.task())
                .restore(tissue.firstZ(), all, new Plane(SIZE, SIZE), provenance);
        for (byte code : provenance) {
            assertThat(code).isEqualTo(Provenance.INTERPOLATED);
        }
    }

    @Test
    void aNetworkThatIsBesideItselfMovesNothingFartherThanIsRead() {
        DamagedTissue tissue = new DamagedTissue(DamageKind.MISSING, SIZE, SIZE, 1, 3);
        Area all = new Area(0, 0, SIZE, SIZE);
        SectionInterpolator interpolator = SectionInterpolator.of(tissue.task());
        Plane before = interpolator
                .inRegister(tissue.firstZ(), all)
                .correspondence()
                .below()
                .u();
        NetworkWeights wild = CompactRestorationTest.shaken(NARROW);
        float[] weights = wild.parameter("out.weight");
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= 1e5f;
        }
        wild.assign("out.weight", weights);
        try (SharedSession network = new SharedSession(wild, Engine.ONNX)) {
            Plane moved = new MotionRefined(interpolator, tissue.task(), network)
                    .of(tissue.firstZ(), all)
                    .below()
                    .u();

            double most = 0;
            for (int i = 0; i < before.pixels().length; i++) {
                most = Math.max(most, Math.abs(moved.pixels()[i] - before.pixels()[i]));
            }
            assertThat(most).isCloseTo(0.75 * 24, within(1e-3));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "ONNX_CUDA")
    void everyEngineMovesAlike(Engine engine) {
        DamagedTissue tissue = new DamagedTissue(DamageKind.MISSING, SIZE, SIZE, 1, 3);
        NetworkWeights network = CompactRestorationTest.shaken(NARROW);
        Plane onnx =
                CompactRestorationTest.restored(method(Engine.ONNX, network).prepare(tissue.task()), tissue);

        Plane other = CompactRestorationTest.restored(method(engine, network).prepare(tissue.task()), tissue);

        for (int i = 0; i < onnx.pixels().length; i++) {
            assertThat(other.pixels()[i]).isCloseTo(onnx.pixels()[i], within(1e-3f));
        }
    }

    @Test
    void everySectionOfARunOfTwoIsMovedFromWhereItLies() {
        DamagedTissue run = new DamagedTissue(DamageKind.MISSING, SIZE, SIZE, 2, 3);
        Area all = new Area(0, 0, SIZE, SIZE);
        SectionInterpolator interpolator = SectionInterpolator.of(run.task());
        try (SharedSession network = new SharedSession(CompactRestorationTest.shaken(NARROW), Engine.ONNX)) {
            MotionRefined refined = new MotionRefined(interpolator, run.task(), network);

            for (int z = run.firstZ(); z <= run.lastZ(); z++) {
                Registered registered = interpolator.inRegister(z, all);
                Tensor said = MotionViews.mean(
                        network::run,
                        Planes.tensor(MotionInputs.of(registered, interpolator.brightness(z)), SIZE, SIZE));
                Plane before = registered.correspondence().above().v();

                Plane moved = refined.of(z, all).above().v();

                for (int i = 60; i < SIZE - 60; i++) {
                    assertThat(moved.get(i, i) - before.get(i, i))
                            .isCloseTo(0.75f * said.data().get(said.index(0, 3, i, i)), within(1e-4f));
                }
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> refined.of(run.lastZ() + 1, all))
                    .withMessage("z must be 2 to 3, was 4");
        }
    }

    @Test
    void betweenFartherSectionsNothingIsGainedAndTheFindingsSaySo() {
        NetworkWeights network = CompactRestorationTest.shaken(NARROW);
        RestorationMethod method = method(Engine.ONNX, network);
        DamagedTissue three = new DamagedTissue(DamageKind.MISSING, 150, 150, 3, 3);
        DamagedTissue single = new DamagedTissue(DamageKind.MISSING, 150, 150, 1, 3);
        Task farther = single.task(List.of(0), List.of(4));

        for (Task task : List.of(three.task(), farther)) {
            DamagedTissue tissue = task == farther ? single : three;
            SectionRestoration restoration = method.prepare(task);

            assertThat(CompactRestorationTest.restored(restoration, tissue).pixels())
                    .isEqualTo(CompactRestorationTest.restored(new MissingSectionMethod().prepare(task), tissue)
                            .pixels());
            assertThat(restoration.findings(task.firstZ()).remarks()).contains(MotionRefined.TOO_FAR);
        }
        DamagedTissue two = new DamagedTissue(DamageKind.MISSING, 150, 150, 2, 3);
        for (Task task : List.of(two.task(), single.task(List.of(0), List.of(3)))) {
            assertThat(method.prepare(task).findings(task.firstZ()).remarks()).contains(MotionRefined.MOVED);
        }
    }

    @Test
    void everythingThatTheNetworkSeesIsSaidToBeRead() {
        DamagedTissue tissue = new DamagedTissue(DamageKind.MISSING, 2200, 64, 1, 3);
        SectionRestoration with =
                method(Engine.ONNX, NetworkWeights.create(NARROW, 3)).prepare(tissue.task());
        SectionRestoration without = new MissingSectionMethod().prepare(tissue.task());
        Area target = new Area(0, 0, 100, 64);

        // The tile of 1024 px, what fusion and then the network look at, hence a second cell; around it as ever.
        Area read = with.sourceArea(target);
        assertThat(without.sourceArea(target).width()).isBetween(1024 + 256, 1024 + 512);
        assertThat(read.x() + read.width()).isBetween(2048 + 150, 2200 + 24);
        assertThat(read.union(without.sourceArea(target))).isEqualTo(read);
    }

    /** Seams between cells of 1024 px: the motion of a place differs by less than a tenth of a pixel between them. */
    @Test
    void cellsFitTogether() {
        DamagedTissue tissue = new DamagedTissue(DamageKind.MISSING, 1500, 96, 1, 3);
        Plane without = CompactRestorationTest.restored(new MissingSectionMethod().prepare(tissue.task()), tissue);
        Plane with = CompactRestorationTest.restored(
                method(Engine.ONNX, NetworkWeights.create(NARROW, 3)).prepare(tissue.task()), tissue);

        double difference = 0;
        double contrast = 0;
        for (int y = 0; y < 96; y++) {
            for (int x = 984; x < 1064; x++) {
                difference = Math.max(difference, Math.abs(with.get(x, y) - without.get(x, y)));
                contrast = Math.max(contrast, Math.abs(without.get(x, y) - without.get(x - 1, y)));
            }
        }
        assertThat(difference).isLessThan(0.1 * contrast);
    }

    @Nested
    class Contract extends NetworkRestorationContract {

        @Override
        NetworkWeights[] networks(DamageKind kind) {
            return new NetworkWeights[] {CompactRestorationTest.shaken(NARROW)};
        }

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.MISSING, 240, 200, 1, 5);
        }
    }
}
