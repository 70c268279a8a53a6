package org.sstem.damage;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sstem.internal.detect.Held;
import org.sstem.internal.registration.RigidDrift;
import org.sstem.internal.registration.RigidDrift.Reduced;
import org.sstem.internal.registration.RigidMotion;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageDistribution.MissingDistribution;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.Distribution;
import org.sstem.simulate.FoldDistribution;
import org.sstem.simulate.PrecipitateDistribution;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.VoxelSize;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Damage in a stack whose sections lie beside each other by tens of pixels and are turned by some degrees. */
class UnalignedDetectionTest {

    private static final int WHOLE = 500;
    private static final int SIZE = 380;
    private static final int SECTIONS = 9;
    /** Thin sections: neighbours, also over one that is missing, show much the same. */
    private static final VoxelSize VOXELS = new VoxelSize(8, 8, 30);

    private static final int FOLDED = 2;
    private static final int BLACK = 4;
    private static final int STAINED = 6;

    private static final List<RigidMotion> MOTIONS = new ArrayList<>();
    private static StackSimulation simulation;
    private static Held unaligned;
    private static Detection found;

    @BeforeAll
    static void moveSections() {
        Held clean = Held.of(SyntheticTissue.builder()
                .size(WHOLE, WHOLE, SECTIONS)
                .voxelSize(VOXELS)
                .seed(5)
                .build());
        PrecipitateDistribution published = PrecipitateDistribution.published();
        PrecipitateDistribution stains = new PrecipitateDistribution(
                List.of(new PrecipitateDistribution.AreaClass(1_500, 6_000, Distribution.constant(80))),
                published.outline(),
                published.contrast(),
                published.ring());
        simulation = DamageSimulator.builder()
                .seed(3)
                .distribution(new DamageDistribution(
                        0, FoldDistribution.published(), 0, stains, MissingDistribution.published()))
                .sections(DamageKind.FOLD, List.of(FOLDED))
                .sections(DamageKind.MISSING, List.of(BLACK))
                .sections(DamageKind.PRECIPITATE, List.of(STAINED))
                .build()
                .apply(clean);
        Random random = new Random(11);
        for (int z = 0; z < SECTIONS; z++) {
            MOTIONS.add(motion(
                    Math.toRadians(16 * random.nextDouble() - 8),
                    60 * random.nextDouble() - 30,
                    60 * random.nextDouble() - 30));
        }
        unaligned = Held.of(simulation.degraded()).map((section, z) -> moved(section, MOTIONS.get(z)));
        found = DamageDetector.builder().unaligned().build().detect(unaligned);
    }

    /** From a section as it was cut out of the whole, about whose middle it was turned, to the whole. */
    private static RigidMotion motion(double turn, double dx, double dy) {
        RigidMotion middle = new RigidMotion(0, -(SIZE - 1) / 2.0, -(SIZE - 1) / 2.0);
        return new RigidMotion(turn, (WHOLE - 1) / 2.0 + dx, (WHOLE - 1) / 2.0 + dy).after(middle);
    }

    private static Plane moved(Plane whole, RigidMotion motion) {
        Plane out = new Plane(SIZE, SIZE);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double sx = motion.x(x, y);
                double sy = motion.y(x, y);
                int left = (int) Math.floor(sx);
                int top = (int) Math.floor(sy);
                double fx = sx - left;
                double fy = sy - top;
                double above = (1 - fx) * whole.get(left, top) + fx * whole.get(left + 1, top);
                double below = (1 - fx) * whole.get(left, top + 1) + fx * whole.get(left + 1, top + 1);
                out.set(x, y, (float) ((1 - fy) * above + fy * below));
            }
        }
        return out;
    }

    private static double overlap(int z, DamageKind kind) {
        boolean[] whole = simulation.damage().mask(z, kind).orElseThrow().read(new Area(0, 0, WHOLE, WHOLE));
        boolean[] own = found.damage().mask(z, kind).orElseThrow().read(new Area(0, 0, SIZE, SIZE));
        int both = 0;
        int either = 0;
        for (int i = 0; i < own.length; i++) {
            int x = (int) Math.rint(MOTIONS.get(z).x(i % SIZE, i / SIZE));
            int y = (int) Math.rint(MOTIONS.get(z).y(i % SIZE, i / SIZE));
            boolean there = whole[y * WHOLE + x];
            both += own[i] && there ? 1 : 0;
            either += own[i] || there ? 1 : 0;
        }
        return (double) both / either;
    }

    @Test
    void whatIsDamagedIsFoundWhereItIsInTheSectionsAsTheyAre() {
        assertThat(found.damage().damagedSections()).containsExactly(FOLDED, BLACK, STAINED);
        assertThat(found.damage().kinds(FOLDED)).containsExactly(DamageKind.FOLD);
        assertThat(found.damage().kinds(BLACK)).containsExactly(DamageKind.MISSING);
        assertThat(found.damage().kinds(STAINED)).containsExactly(DamageKind.PRECIPITATE);
        assertThat(overlap(FOLDED, DamageKind.FOLD)).isGreaterThan(0.8);
        assertThat(overlap(STAINED, DamageKind.PRECIPITATE)).isGreaterThan(0.6);
        assertThat(found.doubts()).isEmpty();
        assertThat(found.tissue()).hasSize(SECTIONS).allSatisfy(share -> {
            if (share.z() != BLACK) {
                assertThat(share.share()).isEqualTo(1);
            }
        });
    }

    /** Without being told it is searched as it lies, where neighbours show other places. */
    @Test
    void sectionsAreLikeTheirNeighboursOnceTheyAreLaidOverEachOther() {
        Detection lying = DamageDetector.builder().build().detect(unaligned);

        assertThat(likeness(found)).isGreaterThan(2 * likeness(lying)).isGreaterThan(3.5);
    }

    private static double likeness(Detection detection) {
        double[] all = detection.measured().stream()
                .filter(m -> m.quantity().equals("likeness to its neighbours"))
                .mapToDouble(Detection.Measured::value)
                .sorted()
                .toArray();
        return all[all.length / 2];
    }

    /** The motion of a whole section, also by a turn, to 2 px; of other tissue none is believed. */
    @Test
    void sectionsAreLaidOverThoseOfTheSameTissueOnly() {
        Reduced fixed = Reduced.of(unaligned, 0);
        RigidDrift drift = RigidDrift.between(fixed, Reduced.of(unaligned, 1));
        RigidMotion expected = MOTIONS.get(1).inverse().after(MOTIONS.get(0));

        assertThat(drift.isSure()).isTrue();
        for (int corner = 0; corner < 4; corner++) {
            double x = corner % 2 * (SIZE - 1.0);
            double y = corner / 2 * (SIZE - 1.0);
            double off = Math.hypot(
                    drift.motion().x(x, y) - expected.x(x, y), drift.motion().y(x, y) - expected.y(x, y));
            assertThat(off).as("at (%s, %s)", x, y).isLessThan(5);
        }
        for (long seed = 20; seed < 30; seed++) {
            Held other = Held.of(SyntheticTissue.builder()
                    .size(SIZE, SIZE, 1)
                    .voxelSize(VOXELS)
                    .seed(seed)
                    .build());
            assertThat(RigidDrift.between(fixed, Reduced.of(other, 0)).certainty())
                    .as("tissue of seed %d", seed)
                    .isLessThan(RigidDrift.SURE);
        }
    }

    /** It cannot be told whether a section of other tissue was swapped or lies out of reach. */
    @Test
    void aSectionThatAgreesWithNoneIsLeftInDoubt() {
        Held other = Held.of(SyntheticTissue.builder()
                .size(SIZE, SIZE, 1)
                .voxelSize(VOXELS)
                .seed(99)
                .build());
        Held stack = unaligned.with(1, other.planes().get(0));

        Detection detection = DamageDetector.builder().unaligned().build().detect(stack);

        assertThat(detection.damage().damagedSections()).containsExactly(FOLDED, BLACK, STAINED);
        assertThat(detection.doubts()).hasSize(1).allSatisfy(doubt -> {
            assertThat(doubt.z()).isEqualTo(1);
            assertThat(doubt.kind()).isEqualTo(DamageKind.MISSING);
            assertThat(doubt.why()).contains("could not be brought into register");
        });
    }

    /** A pair is what aligners begin with; one section has nothing beside it. */
    @Test
    void pairsAndSingleSectionsAreSearched() {
        Held pair = new Held(unaligned.planes().subList(1, 3));
        Held single = new Held(unaligned.planes().subList(2, 3));

        Damage inPair =
                DamageDetector.builder().unaligned().build().detect(pair).damage();
        Detection alone = DamageDetector.builder().unaligned().build().detect(single);

        assertThat(inPair.entries()).hasSize(1);
        assertThat(inPair.kinds(1)).containsExactly(DamageKind.FOLD);
        assertThat(alone.damage().kinds(0)).containsExactly(DamageKind.FOLD);
        assertThat(alone.doubts()).isEmpty();
    }
}
