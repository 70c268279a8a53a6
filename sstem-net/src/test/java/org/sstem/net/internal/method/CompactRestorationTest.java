package org.sstem.net.internal.method;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.method.DamagedTissue;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.MovingRestoration;
import org.sstem.internal.method.UnfoldingRestoration;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.method.SectionSource;
import org.sstem.net.Engine;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.inference.SharedSession;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Restoration by compact networks. */
public class CompactRestorationTest {

    private static final List<Integer> NARROW = List.of(4, 6, 8);

    private static final int WIDTH = 200;
    private static final int HEIGHT = 240;

    /** Those for which there is no compact network, and the one that stands in another's place: {@link MotionRefinedTest}. */
    private static final Set<Role> LEFT_OUT = Set.of(Role.INTERPOLATION_OF_TWO, Role.MOTION, Role.UNFOLDING);

    private OpenModel model;

    @AfterEach
    void close() {
        if (model != null) {
            model.close();
        }
    }

    /** Networks for one kind of damage, whose last layers do something. */
    public static NetworkWeights[] shaken(DamageKind kind) {
        List<NetworkWeights> networks = new ArrayList<>();
        for (Role role : Role.values()) {
            if (role.restores() && role.damage() == kind && !LEFT_OUT.contains(role)) {
                networks.add(shaken(new RefinementConfig(role, NARROW)));
            }
        }
        return networks.toArray(NetworkWeights[]::new);
    }

    public static NetworkWeights shaken(RefinementConfig config) {
        NetworkWeights network = NetworkWeights.create(config, 5);
        Random random = new Random(6);
        String last = "out.weight";
        float[] weights = network.parameter(last);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (0.2 * random.nextGaussian());
        }
        network.assign(last, weights);
        return network;
    }

    /** Compact networks work where precipitates had to be found. */
    private static DamagedTissue tissue(DamageKind kind, int width, int height, int run, long seed) {
        return kind == DamageKind.PRECIPITATE
                ? DamagedTissue.unmarked(kind, width, height, run, seed)
                : new DamagedTissue(kind, width, height, run, seed);
    }

    private RestorationMethod method(DamageKind kind, Engine engine, NetworkWeights... networks) {
        if (model == null) {
            model = OpenModel.of(networks);
        }
        return NetworkRestorationContract.method(model, engine, kind);
    }

    @ParameterizedTest
    @EnumSource(
            value = DamageKind.class,
            names = {"FOLD", "PRECIPITATE", "MISSING"})
    void untrainedNetworksGiveExactlyWhatIsRestoredWithout(DamageKind kind) {
        DamagedTissue tissue = tissue(kind, WIDTH, HEIGHT, kind == DamageKind.MISSING ? 2 : 1, 3);
        List<NetworkWeights> untrained = new ArrayList<>();
        for (NetworkWeights network : shaken(kind)) {
            untrained.add(NetworkWeights.create(network.architecture(), 3));
        }
        model = OpenModel.of(untrained.toArray(NetworkWeights[]::new));
        List<DamagedSection> damaged = new ArrayList<>();
        for (int z = tissue.firstZ(); z <= tissue.lastZ(); z++) {
            damaged.add(tissue.damage(z));
        }

        var expected = Restorer.builder().tileSize(100).build().restore(tissue.stack(), Damage.of(damaged));
        var actual = Restorer.builder()
                .methods(model.methods(Engine.ONNX))
                .tileSize(100)
                .build()
                .restore(tissue.stack(), Damage.of(damaged));

        assertThat(bytes(actual.pixels())).isEqualTo(bytes(expected.pixels()));
        assertThat(bytes(actual.provenance())).isEqualTo(bytes(expected.provenance()));
        assertThat(actual.repairs(tissue.firstZ()).get(0).method()).startsWith("networks: compact ");
    }

    @ParameterizedTest
    @EnumSource(
            value = DamageKind.class,
            names = {"FOLD", "PRECIPITATE", "MISSING"})
    void bothEnginesRestoreTheSame(DamageKind kind) {
        DamagedTissue tissue = tissue(kind, WIDTH, HEIGHT, 1, 3);
        NetworkWeights[] networks = shaken(kind);

        Plane onnx = restored(method(kind, Engine.ONNX, networks).prepare(tissue.task()), tissue);
        Plane dl4j = restored(method(kind, Engine.DL4J, networks).prepare(tissue.task()), tissue);

        double farthest = 0;
        for (int i = 0; i < onnx.pixels().length; i++) {
            farthest = Math.max(farthest, Math.abs(onnx.pixels()[i] - dl4j.pixels()[i]));
        }
        assertThat(farthest).isLessThan(1e-4);
    }

    @ParameterizedTest
    @EnumSource(
            value = DamageKind.class,
            names = {"FOLD", "PRECIPITATE", "MISSING"})
    void networksChangeOnlyWhatIsNotTheSectionsOwn(DamageKind kind) {
        DamagedTissue tissue = tissue(kind, WIDTH, HEIGHT, 1, 3);
        Plane without = restored(NetworkMethod.without(trainingFree(kind), "").prepare(tissue.task()), tissue);
        NetworkWeights[] networks = shaken(kind);
        SectionRestoration restoration = method(kind, Engine.ONNX, networks).prepare(tissue.task());
        byte[] provenance = new byte[WIDTH * HEIGHT];
        Plane with = tissue.section(tissue.firstZ()).copy();
        restoration.restore(tissue.firstZ(), new Area(0, 0, WIDTH, HEIGHT), with, provenance);

        int[] changed = new int[5];
        for (int i = 0; i < provenance.length; i++) {
            changed[provenance[i]] += with.pixels()[i] != without.pixels()[i] ? 1 : 0;
        }
        assertThat(changed[Provenance.ORIGINAL]).isZero();
        assertThat(changed[Provenance.CORRECTED]).isZero();
        assertThat(changed[Provenance.INTERPOLATED] + changed[Provenance.FUSED]).isGreaterThan(100);
        assertThat(changed[Provenance.MOVED]).isZero();
    }

    /** Tissue of the section's own is where the flow without training says, in tiles as in one. */
    @Test
    void theFlowSaysWhereTissueWasTakenFrom() {
        DamagedTissue tissue = tissue(DamageKind.FOLD, WIDTH, HEIGHT, 1, 3);
        Area all = new Area(0, 0, WIDTH, HEIGHT);
        SectionRestoration restoration =
                method(DamageKind.FOLD, Engine.ONNX, shaken(DamageKind.FOLD)).prepare(tissue.task());
        byte[] provenance = new byte[WIDTH * HEIGHT];
        Plane restored = tissue.section(tissue.firstZ()).copy();
        restoration.restore(tissue.firstZ(), all, restored, provenance);

        Flow flow = ((MovingRestoration) restoration).flow(all);
        Flow without = SheetMethod.folds().prepare(tissue.task()).flow(all);

        assertThat(flow.u().pixels()).isEqualTo(without.u().pixels());
        assertThat(flow.v().pixels()).isEqualTo(without.v().pixels());
        double error = 0;
        Plane moved = moved(tissue, flow);
        int count = 0;
        for (int i = 0; i < provenance.length; i++) {
            if (provenance[i] == Provenance.MOVED) {
                count++;
                error += Math.abs(moved.pixels()[i] - restored.pixels()[i]);
            } else if (provenance[i] == Provenance.ORIGINAL) {
                assertThat(flow.u().pixels()[i]).isZero();
            }
        }
        assertThat(count).isGreaterThan(1000);
        assertThat(error / count).isLessThan(0.01);
        for (Area tile : new Tiles(WIDTH, HEIGHT, 90).all()) {
            Flow part = ((MovingRestoration) restoration).flow(tile);
            assertThat(part.v().pixels())
                    .isEqualTo(flow.v()
                            .crop(tile.x(), tile.y(), tile.width(), tile.height())
                            .pixels());
        }
    }

    private static Plane moved(DamagedTissue tissue, Flow flow) {
        return Resampler.warp(tissue.section(tissue.firstZ()), flow, Resampler.Interpolation.SPLINE);
    }

    /** Two cells of 512 px, which every tile and the network read from. */
    @Test
    void evidenceIsCollectedOnceACellHoweverManyTilesReadIt() {
        DamagedTissue tissue = tissue(DamageKind.FOLD, 600, HEIGHT, 1, 3);
        Counting base = new Counting(SheetMethod.folds().prepare(tissue.task()));
        try (SharedSession fusion = shared(Role.FOLD_FUSION)) {
            CompactFold restoration = new CompactFold(base, tissue.task(), fusion);
            for (Area tile : new Tiles(600, HEIGHT, 60).all()) {
                byte[] provenance = new byte[tile.width() * tile.height()];
                restoration.restore(tissue.firstZ(), tile, new Plane(tile.width(), tile.height()), provenance);
            }
        }

        List<Area> cells = new Tiles(600, HEIGHT, 512).all();
        assertThat(base.plain).containsExactlyInAnyOrderElementsOf(cells);
    }

    private static SharedSession shared(Role role) {
        return new SharedSession(shaken(new RefinementConfig(role, NARROW)), Engine.ONNX);
    }

    /** Remembers which evidence was asked for. */
    private static final class Counting implements UnfoldingRestoration {

        private final UnfoldingRestoration base;
        private final List<Area> plain = new ArrayList<>();

        Counting(UnfoldingRestoration base) {
            this.base = base;
        }

        @Override
        public Evidence evidence(int z, Area target) {
            plain.add(target);
            return base.evidence(z, target);
        }

        @Override
        public Flow flow(Area target) {
            return base.flow(target);
        }

        @Override
        public Area evidenceArea(Area target) {
            return base.evidenceArea(target);
        }

        @Override
        public List<Integer> sources() {
            return base.sources();
        }

        @Override
        public Area sourceArea(Area target) {
            return base.sourceArea(target);
        }

        @Override
        public void restore(int z, Area target, Plane pixels, byte[] provenance) {
            throw new AssertionError("the result without training is a part of the evidence");
        }

        @Override
        public Findings findings(int z) {
            return base.findings(z);
        }
    }

    @Test
    void correctingTheTissueBelowAPrecipitateLeavesItTheSectionsOwn() {
        DamagedTissue tissue = tissue(DamageKind.PRECIPITATE, WIDTH, HEIGHT, 1, 3);
        Area all = new Area(0, 0, WIDTH, HEIGHT);
        byte[] expected = new byte[WIDTH * HEIGHT];
        Plane without = tissue.section(tissue.firstZ()).copy();
        trainingFree(DamageKind.PRECIPITATE).prepare(tissue.task()).restore(tissue.firstZ(), all, without, expected);
        byte[] provenance = new byte[WIDTH * HEIGHT];
        Plane with = tissue.section(tissue.firstZ()).copy();

        method(DamageKind.PRECIPITATE, Engine.ONNX, shaken(new RefinementConfig(Role.PRECIPITATE_CORRECTION, NARROW)))
                .prepare(tissue.task())
                .restore(tissue.firstZ(), all, with, provenance);

        assertThat(provenance).isEqualTo(expected);
        int changed = 0;
        for (int i = 0; i < provenance.length; i++) {
            boolean other = with.pixels()[i] != without.pixels()[i];
            assertThat(other && provenance[i] == Provenance.ORIGINAL).isFalse();
            changed += other && provenance[i] == Provenance.CORRECTED ? 1 : 0;
        }
        assertThat(changed).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(
            value = DamageKind.class,
            names = {"FOLD", "PRECIPITATE", "MISSING"})
    void atTheEndOfTheStackItIsRestoredWithoutNetworksAndTheFindingsSaySo(DamageKind kind) {
        DamagedTissue tissue = tissue(kind, 150, 150, 1, 2);
        Task task = tissue.task(List.of(), List.of(3, 4));

        SectionRestoration restoration = method(kind, Engine.ONNX, shaken(kind)).prepare(task);

        Plane expected = restored(trainingFree(kind).prepare(task), tissue);
        assertThat(restored(restoration, tissue).pixels()).isEqualTo(expected.pixels());
        assertThat(restoration.findings(tissue.firstZ()).remarks())
                .contains("no intact section on one side: the networks take two, so this was restored without them");
    }

    @Test
    void whereTheOutlinesOfPrecipitatesAreGivenNetworksChangeNothingAndTheFindingsSaySo() {
        DamagedTissue tissue = new DamagedTissue(DamageKind.PRECIPITATE, 150, 150, 1, 2);

        SectionRestoration restoration = method(DamageKind.PRECIPITATE, Engine.ONNX, shaken(DamageKind.PRECIPITATE))
                .prepare(tissue.task());

        Plane expected = restored(trainingFree(DamageKind.PRECIPITATE).prepare(tissue.task()), tissue);
        assertThat(restored(restoration, tissue).pixels()).isEqualTo(expected.pixels());
        assertThat(restoration.findings(tissue.firstZ()).remarks())
                .contains(
                        "restored without networks, which have nothing to add where the outlines of precipitates are given; "
                                + "without a mask they are found, and refined");
    }

    @Test
    void kindsWithoutNetworksAreRestoredWithoutAndTheFindingsSaySo() {
        model = OpenModel.of(shaken(DamageKind.MISSING));
        DamagedTissue tissue = new DamagedTissue(DamageKind.FOLD, 150, 150, 1, 2);
        RestorationMethod folds = method(DamageKind.FOLD, Engine.ONNX);

        assertThat(folds.name()).isEqualTo("training-free fold");
        assertThat(folds.prepare(tissue.task()).findings(tissue.firstZ()).remarks())
                .contains("no network was given for folds: restored without training");
    }

    @ParameterizedTest
    @EnumSource(
            value = DamageKind.class,
            names = {"FOLD", "PRECIPITATE", "MISSING"})
    void stacksOfAnyGreyScaleAreRestoredAlike(DamageKind kind) {
        // given sections that use all of [0, 1], and the same as floats from 100 to 3,000
        DamagedTissue tissue = tissue(kind, 150, 150, 1, 2);
        Task task = tissue.task();
        SectionSource source = tissue.source();
        SectionSource scaled = new SectionSource() {
            @Override
            public int width() {
                return source.width();
            }

            @Override
            public int height() {
                return source.height();
            }

            @Override
            public int sections() {
                return source.sections();
            }

            @Override
            public Plane read(int z, Area area) {
                Plane plane = source.read(z, area);
                for (int i = 0; i < plane.pixels().length; i++) {
                    plane.pixels()[i] = 100 + 2900 * plane.pixels()[i];
                }
                return plane;
            }
        };
        Task same = new Task(
                scaled, kind, task.firstZ(), task.lastZ(), task.intactBelow(), task.intactAbove(), task.mask());

        assertThat(GreyScale.of(task).natural()).isTrue();
        GreyScale scale = GreyScale.of(same);
        Plane mapped = scale.mapped(scaled.read(1, new Area(0, 0, 150, 150)));
        int outside = 0;
        for (int i = 0; i < mapped.pixels().length; i++) {
            float value = mapped.pixels()[i];
            assertThat(scale.grey(value)).isBetween(100f, 3000f);
            outside += value < 0 || value > 1 ? 1 : 0;
        }
        assertThat(outside).isLessThan(mapped.pixels().length / 400);
        assertThat(scale.changed(500, 0)).isEqualTo(500);
        assertThat(scale.changed(500, 1e6f)).isLessThanOrEqualTo(3000);
        SectionRestoration restoration = method(kind, Engine.ONNX, shaken(kind)).prepare(same);
        Plane pixels = scaled.read(2, new Area(0, 0, 150, 150));
        restoration.restore(2, new Area(0, 0, 150, 150), pixels, new byte[150 * 150]);
        for (float value : pixels.pixels()) {
            assertThat(value).isBetween(-600f, 3700f);
        }
    }

    private static RestorationMethod trainingFree(DamageKind kind) {
        return switch (kind) {
            case FOLD -> SheetMethod.folds();
            case PRECIPITATE -> new org.sstem.internal.precipitate.PrecipitateMethod();
            case MISSING -> new org.sstem.internal.missing.MissingSectionMethod();
            case CRACK, LOST -> throw new IllegalArgumentException("there is no network for " + kind.id());
        };
    }

    static Plane restored(SectionRestoration restoration, DamagedTissue tissue) {
        Plane pixels = tissue.section(tissue.firstZ()).copy();
        restoration.restore(
                tissue.firstZ(),
                new Area(0, 0, tissue.width(), tissue.height()),
                pixels,
                new byte[pixels.pixels().length]);
        return pixels;
    }

    private static byte[] bytes(RandomAccessibleInterval<UnsignedByteType> stack) {
        byte[] bytes = new byte[(int) Views.flatIterable(stack).size()];
        int i = 0;
        for (UnsignedByteType value : Views.flatIterable(stack)) {
            bytes[i++] = value.getByte();
        }
        return bytes;
    }

    /** The contract, kept by each kind. */
    abstract static class Contract extends NetworkRestorationContract {

        @Override
        NetworkWeights[] networks(DamageKind kind) {
            return shaken(kind);
        }
    }

    @Nested
    class Folds extends Contract {

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.FOLD, 200, 240, 1, 3);
        }

        @Override
        protected float tileTolerance() {
            return 1e-5f; // as without networks: sampling between pixels
        }
    }

    @Nested
    class Precipitates extends Contract {

        @Override
        protected DamagedTissue tissue() {
            return CompactRestorationTest.tissue(DamageKind.PRECIPITATE, 240, 200, 1, 4);
        }
    }

    @Nested
    class MissingSections extends Contract {

        @Override
        protected DamagedTissue tissue() {
            return new DamagedTissue(DamageKind.MISSING, 240, 200, 2, 5);
        }
    }
}
