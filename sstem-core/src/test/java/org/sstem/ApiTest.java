package org.sstem;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.test.ImgLib2Assert;
import net.imglib2.type.logic.BitType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.method.DamagedTissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.metric.Evaluation;
import org.sstem.metric.EvaluationResult;
import org.sstem.metric.EvaluationResult.Measure;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What programs for analysis type. */
class ApiTest {

    private static final DamagedTissue TISSUE = new DamagedTissue(DamageKind.MISSING, 128, 128, 1, 3);
    private static final int Z = 2;

    @TempDir
    private Path folder;

    @Test
    void aStackIsWrittenWithoutAndWithItsVoxelSizeAndOpenedWithItsType() throws IOException {
        Img<UnsignedByteType> pixels = ArrayImgs.unsignedBytes(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        VoxelSize size = new VoxelSize(4, 4, 45);
        Stacks.write(pixels, folder.resolve("plain.tif"));
        Stacks.write(pixels, size, folder.resolve("sized.tif"));

        try (StackReader<UnsignedByteType> in = Stacks.open(folder.resolve("sized.tif"), new UnsignedByteType())) {
            assertThat(in.voxelSize()).contains(size);
            assertThat(in.pixels().getAt(1, 0, 1).get()).isEqualTo(6);
        }
        String plain = folder.resolve("plain.tif").toString();
        try (StackReader<?> in = Stacks.open(plain)) {
            assertThat(in.voxelSize()).isEmpty();
        }
        assertThatThrownBy(() -> Stacks.open(plain, new UnsignedShortType()))
                .isInstanceOf(IOException.class)
                .hasMessage(plain + " has pixels of UnsignedByteType, not of UnsignedShortType");
    }

    @Test
    void damageIsMadeOfSectionsAndMasksOfImages() {
        Img<BitType> flags = ArrayImgs.bits(3, 2);
        flags.getAt(2, 1).set(true);

        SectionMask mask = SectionMask.of(flags);
        Damage damage =
                Damage.of(new DamagedSection(1, DamageKind.FOLD, mask), new DamagedSection(3, DamageKind.MISSING));

        assertThat(mask.read(new Area(0, 0, 3, 2))).containsExactly(false, false, false, false, false, true);
        assertThat(damage.damagedSections()).containsExactly(1, 3);
    }

    @Test
    void masksAndPlanesAreImagesToo() {
        Img<BitType> flags = ArrayImgs.bits(3, 2);
        flags.getAt(2, 1).set(true);
        Img<UnsignedByteType> section = ArrayImgs.unsignedBytes(new byte[] {0, 51, (byte) 255, 0, 0, 0}, 3, 2);

        ImgLib2Assert.assertImageEquals(flags, SectionMask.of(flags).image());
        assertThat(Plane.of(Views.translate(section, 5, 7)).pixels()).containsExactly(0, 0.2f, 1, 0, 0, 0);
        assertThat(Plane.of(section).image().getAt(1, 0).get()).isEqualTo(0.2f);
    }

    @Test
    void aStackOfUnknownTypeGoesAllTheWay() throws IOException {
        RandomAccessibleInterval<? extends RealType<?>> stack = TISSUE.stack();
        Damage damage = Damage.of(TISSUE.damage(Z));

        Detection detection = DamageDetector.builder()
                .kinds(List.of(DamageKind.MISSING))
                .build()
                .detect(stack);
        Restoration<?> restoration = Restorer.trainingFree().restore(stack, damage);
        Stacks.write(restoration.pixels(), folder.resolve("restored.tif"));
        EvaluationResult scores =
                Evaluation.builder().build().compare(restoration.pixels(), stack, stack, List.of(Z + 1));

        assertThat(detection.damage().damagedSections()).containsExactly(Z);
        assertThat(scores.restored(Measure.SSIM).mean()).isEqualTo(1);
        try (StackReader<UnsignedByteType> in = Stacks.open(folder.resolve("restored.tif"), new UnsignedByteType())) {
            ImgLib2Assert.assertImageEquals(
                    Restorer.trainingFree().restore(TISSUE.stack(), damage).pixels(), in.pixels());
        }
    }

    @Test
    void sectionsThatAreNoImageAreRestoredAsFloats() {
        Damage damage = Damage.of(TISSUE.damage(Z));

        RandomAccessibleInterval<FloatType> floats =
                Restorer.trainingFree().restore(TISSUE.source(), damage).pixels();

        RandomAccessibleInterval<UnsignedByteType> bytes =
                Restorer.trainingFree().restore(TISSUE.stack(), damage).pixels();
        LoopBuilder.setImages(floats, bytes)
                .forEachPixel((a, b) -> assertThat(255 * a.get()).isCloseTo(b.get(), within(0.51f)));
    }

    @Test
    void listenersHearOfTilesThatAreRestoredAndOfSectionsThatAreWritten() throws IOException {
        List<String> heard = new ArrayList<>();
        ProgressListener listener = (done, total, what) -> heard.add(done + "/" + total + " " + what);

        Restoration<UnsignedByteType> restoration = Restorer.builder()
                .tileSize(64)
                .progress(listener)
                .build()
                .restore(TISSUE.stack(), Damage.of(TISSUE.damage(Z)));
        restoration.section(Z);
        StackWriter.to(folder.resolve("out")).progress(listener).write(TISSUE.stack());

        assertThat(heard)
                .containsExactly(
                        "1/4 section 2",
                        "2/4 section 2",
                        "3/4 section 2",
                        "4/4 section 2",
                        "1/5 section 0",
                        "2/5 section 1",
                        "3/5 section 2",
                        "4/5 section 3",
                        "5/5 section 4");
    }

    @Test
    void aViewIsRestoredWhereItLies() {
        Damage damage = Damage.of(TISSUE.damage(Z));
        RandomAccessibleInterval<UnsignedByteType> moved = Views.translate(TISSUE.stack(), -7, 30, 100);

        Restoration<UnsignedByteType> restoration = Restorer.trainingFree().restore(moved, damage);

        Restoration<UnsignedByteType> there = Restorer.trainingFree().restore(TISSUE.stack(), damage);
        assertThat(restoration.pixels().minAsLongArray()).containsExactly(-7, 30, 100);
        ImgLib2Assert.assertImageEquals(there.pixels(), Views.zeroMin(restoration.pixels()));
        ImgLib2Assert.assertImageEquals(there.provenance(), Views.translate(restoration.provenance(), 7, -30, -100));
        assertThat(restoration.section(Z).pixels().minAsLongArray()).containsExactly(-7, 30);
        ImgLib2Assert.assertImageEquals(
                there.section(Z).pixels(), Views.zeroMin(restoration.section(Z).pixels()));
    }

    /** Sharp interpolation of black and white tissue would: without a limit this one reaches from below 0 to above 65535. */
    @ParameterizedTest
    @EnumSource(
            value = DamageKind.class,
            names = {"FOLD", "PRECIPITATE", "MISSING"})
    void floatsStayWithinTheGreyValuesTheyAreMadeFrom(DamageKind kind) {
        DamagedTissue tissue = new DamagedTissue(kind, 128, 128, 1, 5);
        Img<FloatType> stack = ArrayImgs.floats(128, 128, 5);
        LoopBuilder.setImages(tissue.stack(), stack).forEachPixel((from, to) -> to.set(from.get() > 140 ? 65535 : 0));

        for (FloatType pixel : Restorer.trainingFree()
                .restore(stack, Damage.of(tissue.damage(Z)))
                .pixels()) {
            assertThat(pixel.get()).isBetween(0f, 65535f);
        }
    }

    @Test
    void whatIsNoNumberIsNamedBeforeAnythingIsDone() {
        Img<FloatType> stack = ArrayImgs.floats(128, 128, 5);
        stack.getAt(70, 9, 3).set(Float.NaN);
        stack.getAt(71, 9, 3).set(Float.NaN);

        assertThatThrownBy(() -> DamageDetector.builder().build().detect(stack))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("section 3 holds NaN at (70, 9)");
        Damage damage = Damage.of(new DamagedSection(3, DamageKind.FOLD));
        assertThatThrownBy(() -> Restorer.trainingFree().restore(stack, damage).section(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("section 3 holds NaN at (70, 9)");
        assertThatThrownBy(() -> Stacks.write(stack, folder.resolve("out")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds NaN at (70, 9)");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder.resolve("out.sstem-partial")).doesNotExist();
    }

    private interface Work {
        void run() throws IOException;
    }

    private Stream<Work> everyLongWork() {
        Img<UnsignedByteType> stack = TISSUE.stack();
        Damage damage = Damage.of(TISSUE.damage(Z));
        Restoration<UnsignedByteType> restoration = Restorer.trainingFree().restore(stack, damage);
        return Stream.of(
                () -> restoration.section(Z),
                () -> restoration.repairs(Z),
                () -> restoration.pixels().getAt(0, 0, Z),
                () -> DamageDetector.builder().build().detect(stack),
                () -> Evaluation.builder().build().compare(stack, stack, List.of(0)),
                () -> Stacks.write(stack, folder.resolve("never")));
    }

    @Test
    void allThatIsInterruptedEndsInOneException() {
        everyLongWork().forEach(work -> {
            Thread.currentThread().interrupt();

            assertThatThrownBy(work::run)
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("interrupted");

            assertThat(Thread.interrupted()).isTrue();
        });
    }
}
