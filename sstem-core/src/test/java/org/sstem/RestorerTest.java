package org.sstem;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.test.ImgLib2Assert;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Repair.Findings;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How tasks are planned, chained, tiled and written back, with methods whose result is known. */
class RestorerTest {

    private static final int WIDTH = 150;
    private static final int HEIGHT = 90;
    private static final int SECTIONS = 9;

    private final Img<UnsignedShortType> stack = randomStack();

    @Test
    void undamagedSectionsAreTheOriginalsToTheBit() {
        Restoration<UnsignedShortType> result = restorer(new Inverting(DamageKind.FOLD), 1024)
                .restore(stack, damage(new DamagedSection(4, DamageKind.FOLD)));

        for (int z = 0; z < SECTIONS; z++) {
            if (z != 4) {
                ImgLib2Assert.assertImageEquals(section(stack, z), section(result.pixels(), z));
                assertThat(codes(section(result.provenance(), z))).containsOnly(Provenance.ORIGINAL);
            }
        }
    }

    @Test
    void pixelsThatAMethodCallsOriginalKeepTheirValueWhateverItWrites() {
        Restoration<UnsignedShortType> result = restorer(new Inverting(DamageKind.FOLD), 1024)
                .restore(stack, damage(new DamagedSection(4, DamageKind.FOLD)));

        RestoredSection<UnsignedShortType> restored = result.section(4);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int before = stack.getAt(x, y, 4).get();
                int after = restored.pixels().getAt(x, y).get();
                assertThat(after).isEqualTo(Inverting.touches(x, y) ? 65535 - before : before);
                assertThat(restored.provenance().getAt(x, y).get())
                        .isEqualTo(Inverting.touches(x, y) ? Provenance.CORRECTED : Provenance.ORIGINAL);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 100, 128, 1024})
    void anyTileSizeGivesTheSameStack(int tileSize) {
        Damage damage = damage(new DamagedSection(2, DamageKind.FOLD), new DamagedSection(2, DamageKind.PRECIPITATE));
        Restorer whole = Restorer.builder()
                .method(new Inverting(DamageKind.PRECIPITATE))
                .method(new Shifting(new ArrayList<>()))
                .build();
        Restorer tiled = Restorer.builder()
                .method(new Inverting(DamageKind.PRECIPITATE))
                .method(new Shifting(new ArrayList<>()))
                .tileSize(tileSize)
                .build();

        Restoration<UnsignedShortType> expected = whole.restore(stack, damage);
        Restoration<UnsignedShortType> result = tiled.restore(stack, damage);

        ImgLib2Assert.assertImageEquals(expected.pixels(), result.pixels());
        ImgLib2Assert.assertImageEquals(expected.provenance(), result.provenance());
        ImgLib2Assert.assertImageEquals(
                expected.section(2).pixels(), result.section(2).pixels());
    }

    @Test
    void precipitatesAreCorrectedBeforeTheSectionIsUnfolded() {
        Restorer restorer = Restorer.builder()
                .method(new Shifting(new ArrayList<>()))
                .method(new Inverting(DamageKind.PRECIPITATE))
                .build();

        RestoredSection<UnsignedShortType> restored = restorer.restore(
                        stack,
                        damage(new DamagedSection(3, DamageKind.FOLD), new DamagedSection(3, DamageKind.PRECIPITATE)))
                .section(3);

        assertThat(restored.repairs())
                .extracting(Repair::kind)
                .containsExactly(DamageKind.PRECIPITATE, DamageKind.FOLD);
        int x = 20;
        int y = 12;
        int corrected = stack.getAt(x + Shifting.PIXELS, y, 3).get();
        assertThat(Inverting.touches(x + Shifting.PIXELS, y)).isTrue();
        assertThat(restored.pixels().getAt(x, y).get()).isEqualTo(65535 - corrected);
    }

    @Test
    void aRunOfMissingSectionsIsOneTaskBetweenTheNearestIntactOnes() {
        Recording recording = new Recording(DamageKind.MISSING);
        Damage damage = damage(
                new DamagedSection(1, DamageKind.FOLD),
                new DamagedSection(3, DamageKind.MISSING),
                new DamagedSection(4, DamageKind.MISSING),
                new DamagedSection(5, DamageKind.MISSING));

        Restoration<UnsignedShortType> result = Restorer.builder()
                .method(recording)
                .method(new Inverting(DamageKind.FOLD))
                .build()
                .restore(stack, damage);
        result.section(5);
        result.section(3);
        result.section(4);

        assertThat(recording.tasks).hasSize(1);
        Task task = recording.tasks.get(0);
        assertThat(task.firstZ()).isEqualTo(3);
        assertThat(task.lastZ()).isEqualTo(5);
        assertThat(task.intactBelow()).containsExactly(2, 0);
        assertThat(task.intactAbove()).containsExactly(6, 7, 8);
    }

    @Test
    void whereASectionIsMissingNothingElseAboutItMatters() {
        Recording missing = new Recording(DamageKind.MISSING);
        Recording folds = new Recording(DamageKind.FOLD);

        RestoredSection<UnsignedShortType> restored = Restorer.builder()
                .method(missing)
                .method(folds)
                .build()
                .restore(
                        stack,
                        damage(new DamagedSection(3, DamageKind.FOLD), new DamagedSection(3, DamageKind.MISSING)))
                .section(3);

        assertThat(restored.repairs()).extracting(Repair::kind).containsExactly(DamageKind.MISSING);
        assertThat(missing.tasks).hasSize(1);
        assertThat(folds.tasks).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PRECIPITATE, false, true", "PRECIPITATE, true, false", "FOLD, false, true", "FOLD, true, true"})
    void outlinesOfPrecipitatesThatWereOnlyFoundAreNotTakenForExact(
            DamageKind kind, boolean found, boolean handedOver) {
        int pixels = Math.toIntExact(stack.dimension(0) * stack.dimension(1));
        SectionMask mask = SectionMask.of((int) stack.dimension(0), (int) stack.dimension(1), new boolean[pixels]);
        Recording recording = new Recording(kind);

        Restorer.builder()
                .method(recording)
                .build()
                .restore(stack, damage(new DamagedSection(3, kind, Optional.of(mask), found)))
                .section(3);

        assertThat(recording.tasks.get(0).mask().isPresent()).isEqualTo(handedOver);
    }

    @Test
    void nothingIsPreparedBeforeADamagedSectionIsRead() {
        Recording recording = new Recording(DamageKind.MISSING);

        Restoration<UnsignedShortType> result = Restorer.builder()
                .method(recording)
                .build()
                .restore(stack, damage(new DamagedSection(3, DamageKind.MISSING)));
        result.pixels().getAt(0, 0, 2);

        assertThat(recording.tasks).isEmpty();
        result.pixels().getAt(0, 0, 3);
        assertThat(recording.tasks).hasSize(1);
    }

    @Test
    void aTileIsRestoredOnceWhicheverImageIsReadAndHoweverOften() {
        List<Area> restored = new ArrayList<>();
        RestorationMethod counting = new Shifting(restored);
        Restoration<UnsignedShortType> restoration =
                restorer(counting, 64).restore(stack, damage(new DamagedSection(2, DamageKind.FOLD)));

        for (int i = 0; i < 2; i++) {
            restoration.pixels().forEach(pixel -> {});
            restoration.provenance().forEach(code -> {});
        }

        assertThat(restored).doesNotHaveDuplicates().hasSize((WIDTH + 63) / 64 * ((HEIGHT + 63) / 64));
    }

    @Test
    void badArgumentsAreNamed() {
        Restoration<UnsignedShortType> result =
                Restorer.trainingFree().restore(stack, damage(new DamagedSection(3, DamageKind.MISSING)));

        assertThatThrownBy(() -> result.section(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("section 2 is not damaged, there is nothing to restore");
        assertThatThrownBy(() -> Restorer.trainingFree().restore(Views.hyperSlice(stack, 2, 0), Damage.none()))
                .hasMessageContaining("three axes");
        assertThatThrownBy(() -> Restorer.builder().tileSize(63)).hasMessageContaining("at least 64 px, was 63");
        assertThatThrownBy(
                        () -> Restorer.trainingFree().restore(stack, damage(new DamagedSection(9, DamageKind.MISSING))))
                .hasMessageContaining("9");
    }

    private static Restorer restorer(RestorationMethod method, int tileSize) {
        return Restorer.builder().method(method).tileSize(tileSize).build();
    }

    private static Damage damage(DamagedSection... sections) {
        return Damage.of(List.of(sections));
    }

    private static Img<UnsignedShortType> randomStack() {
        Random random = new Random(7);
        Img<UnsignedShortType> stack = ArrayImgs.unsignedShorts(WIDTH, HEIGHT, SECTIONS);
        stack.forEach(pixel -> pixel.set(random.nextInt(65536)));
        return stack;
    }

    private static <T> RandomAccessibleInterval<T> section(RandomAccessibleInterval<T> stack, int z) {
        return Views.hyperSlice(stack, 2, z);
    }

    private static List<Byte> codes(RandomAccessibleInterval<UnsignedByteType> section) {
        List<Byte> codes = new ArrayList<>();
        Views.flatIterable(section).forEach(code -> codes.add(code.getByte()));
        return codes;
    }

    /** Inverts the left part of a section, and scribbles over the rest without owning up to it. */
    private record Inverting(DamageKind kind) implements RestorationMethod, SectionRestoration {

        static boolean touches(int x, int y) {
            return x < 100 && (x + y) % 3 == 0;
        }

        @Override
        public String name() {
            return "inverting";
        }

        @Override
        public SectionRestoration restoration(Task task, Survey survey) {
            return this;
        }

        @Override
        public List<Integer> sources() {
            return List.of();
        }

        @Override
        public Area sourceArea(Area target) {
            return target;
        }

        @Override
        public void restore(int z, Area target, Plane pixels, byte[] provenance) {
            for (int i = 0; i < provenance.length; i++) {
                if (touches(target.x() + i % target.width(), target.y() + i / target.width())) {
                    pixels.pixels()[i] = 1 - pixels.pixels()[i];
                    provenance[i] = Provenance.CORRECTED;
                } else {
                    pixels.pixels()[i] = 0.5f;
                }
            }
        }

        @Override
        public Findings findings(int z) {
            return new Findings(1, List.of(), List.of(), false);
        }
    }

    /** Takes every pixel from some pixels to its right. */
    private record Shifting(List<Area> restored) implements RestorationMethod {

        static final int PIXELS = 7;

        @Override
        public DamageKind kind() {
            return DamageKind.FOLD;
        }

        @Override
        public String name() {
            return "shifting";
        }

        @Override
        public SectionRestoration restoration(Task task, Survey survey) {
            return new SectionRestoration() {
                @Override
                public List<Integer> sources() {
                    return List.of();
                }

                @Override
                public Area sourceArea(Area target) {
                    return new Area(target.x() + PIXELS, target.y(), target.width(), target.height());
                }

                @Override
                public void restore(int z, Area target, Plane pixels, byte[] provenance) {
                    restored.add(target);
                    Plane moved = task.source().read(z, sourceArea(target));
                    System.arraycopy(moved.pixels(), 0, pixels.pixels(), 0, provenance.length);
                    Arrays.fill(provenance, Provenance.MOVED);
                }

                @Override
                public Findings findings(int z) {
                    return new Findings(1, List.of(), List.of(), false);
                }
            };
        }
    }

    /** Remembers its tasks. */
    private static final class Recording implements RestorationMethod {

        private final DamageKind kind;
        private final List<Task> tasks = new ArrayList<>();

        Recording(DamageKind kind) {
            this.kind = kind;
        }

        @Override
        public DamageKind kind() {
            return kind;
        }

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public SectionRestoration restoration(Task task, Survey survey) {
            tasks.add(task);
            return new Inverting(kind);
        }
    }
}
