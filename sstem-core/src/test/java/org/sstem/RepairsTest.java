package org.sstem;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.sstem.Repair.Findings;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.plan.Judgement;
import org.sstem.internal.plan.KnownSurveys;
import org.sstem.internal.plan.RestorationPlan;
import org.sstem.internal.plan.RestoredImages;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of a repair after it was made, and what stays whatever a method makes of it. */
class RepairsTest {

    private static final int SIZE = 96;
    private static final String WORSE = "agrees less with the neighbours than before";

    /** The first two sections show the same, the others something else each. */
    private final Img<UnsignedByteType> stack = stack();

    private static Img<UnsignedByteType> stack() {
        Img<UnsignedByteType> stack = ArrayImgs.unsignedBytes(SIZE, SIZE, 5);
        for (int z = 0; z < 5; z++) {
            Random random = new Random(Math.max(z, 1));
            Views.flatIterable(Views.hyperSlice(stack, 2, z)).forEach(pixel -> pixel.set(20 + random.nextInt(200)));
        }
        return stack;
    }

    /** Makes the whole section from that one and the next. */
    @FunctionalInterface
    private interface Making {
        float from(float own, float next);
    }

    private record Method(Making making) implements RestorationMethod {

        @Override
        public DamageKind kind() {
            return DamageKind.PRECIPITATE;
        }

        @Override
        public String name() {
            return "making";
        }

        @Override
        public SectionRestoration restoration(Task task, Survey survey) {
            return new SectionRestoration() {
                @Override
                public List<Integer> sources() {
                    return List.of(task.firstZ() + 1);
                }

                @Override
                public Area sourceArea(Area target) {
                    return target;
                }

                @Override
                public void restore(int z, Area target, Plane pixels, byte[] provenance) {
                    Plane next = task.source().read(z + 1, target);
                    for (int i = 0; i < provenance.length; i++) {
                        pixels.pixels()[i] = making.from(pixels.pixels()[i], next.pixels()[i]);
                    }
                    Arrays.fill(provenance, Provenance.CORRECTED);
                }

                @Override
                public Findings findings(int z) {
                    return new Findings(0.9, List.of(), List.of(), false);
                }
            };
        }
    }

    private RestoredSection<UnsignedByteType> restored(int z, Restorer.Builder restorer, Making making) {
        return restorer.method(new Method(making))
                .build()
                .restore(stack, Damage.of(List.of(new DamagedSection(z, DamageKind.PRECIPITATE))))
                .section(z);
    }

    private Findings findings(int z, Making making) {
        return restored(z, Restorer.builder(), making).repairs().get(0).findings();
    }

    @Test
    void aRepairThatAgreesLessWithTheNearestSectionIsDoubted() {
        Findings inverted = findings(0, (own, next) -> 1 - own);

        assertThat(inverted.doubtful()).isTrue();
        assertThat(inverted.confidence()).isLessThanOrEqualTo(0.4);
        assertThat(inverted.remarks()).singleElement().asString().contains(WORSE);
    }

    @Test
    void aRepairIsComparedWithASectionThatHasNothingButSpecks() {
        SectionMask speck = SectionMask.of(SIZE, SIZE, area -> {
            boolean[] flags = new boolean[area.width() * area.height()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = area.x() + i % area.width() < 4 && area.y() + i / area.width() < 4;
            }
            return flags;
        });
        Damage damage = Damage.of(
                new DamagedSection(0, DamageKind.PRECIPITATE), new DamagedSection(1, DamageKind.PRECIPITATE, speck));

        Restoration<UnsignedByteType> restoration = Restorer.builder()
                .method(new Method((own, next) -> 1 - own))
                .build()
                .restore(stack, damage);

        assertThat(restoration.section(0).repairs().get(0).findings().remarks())
                .singleElement()
                .asString()
                .contains(WORSE);
    }

    /** As processes restore it that each have a part of the section. */
    @Test
    void aRepairIsJudgedAlikeWhoeverRestoresWhichTiles() {
        Making inverting = (own, next) -> 1 - own;
        Damage damage = Damage.of(List.of(new DamagedSection(0, DamageKind.PRECIPITATE)));
        RestorationPlan plan = new RestorationPlan(
                stack,
                damage,
                Map.of(DamageKind.PRECIPITATE, new Method(inverting)),
                new Tiles(SIZE, SIZE, 20),
                Map.of(),
                Optional.empty(),
                KnownSurveys.of(Map.of()));
        RestoredImages<UnsignedByteType, ?> images = RestoredImages.of(stack, plan);

        Judgement right = images.part(0, new Area(40, 0, SIZE - 40, SIZE), true, ProgressListener.NONE)
                .judgement()
                .orElseThrow();
        Judgement left = images.part(0, new Area(0, 0, 40, SIZE), true, ProgressListener.NONE)
                .judgement()
                .orElseThrow();

        List<Repair> whole = images.section(0, ProgressListener.NONE).repairs();
        assertThat(right.with(left).judged())
                .isEqualTo(whole)
                .isEqualTo(left.with(right).judged());
        assertThat(whole.get(0).findings().remarks()).singleElement().asString().contains(WORSE);
    }

    @Test
    void aRepairThatAgreesAsMuchIsNot() {
        Findings kept = findings(0, (own, next) -> own);

        assertThat(kept.doubtful()).isFalse();
        assertThat(kept.confidence()).isEqualTo(0.9);
        assertThat(kept.remarks()).isEmpty();
    }

    @Test
    void whereNothingAgreedBeforeNothingIsConcluded() {
        Findings opposed = findings(3, (own, next) -> 1 - next);

        assertThat(opposed.doubtful()).isFalse();
        assertThat(opposed.remarks()).isEmpty();
    }

    @Test
    void whereThereIsNoTissueEverythingStays() {
        boolean[] bare = new boolean[SIZE * SIZE];
        Arrays.fill(bare, 0, SIZE * 20, true);
        Restorer.Builder restorer = Restorer.builder().absent(Map.of(0, SectionMask.of(SIZE, SIZE, bare)));

        RestoredSection<UnsignedByteType> section = restored(0, restorer, (own, next) -> 1 - own);

        Intervals.positions(section.pixels()).forEach(place -> {
            int x = place.getIntPosition(0);
            int y = place.getIntPosition(1);
            int before = stack.getAt(x, y, 0).get();
            int code = section.provenance().getAt(x, y).get();
            if (bare[y * SIZE + x]) {
                assertThat(code).isEqualTo(Provenance.ORIGINAL);
                assertThat(section.pixels().getAt(x, y).get()).isEqualTo(before);
            } else {
                assertThat(code).isEqualTo(Provenance.CORRECTED);
            }
        });
    }
}
