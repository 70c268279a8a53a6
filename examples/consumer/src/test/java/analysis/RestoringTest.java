package analysis;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.Provenance;
import org.sstem.Repair;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.SectionRestoration;
import org.sstem.method.SectionSource;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestoringTest {

    private static final Damage MISSING = Damage.of(new DamagedSection(2, DamageKind.MISSING));

    @TempDir
    Path folder;

    @Test
    void aTypedStackIsRestoredAndWrittenWithProgress() throws IOException {
        Stacks.write(Tissue.bytes(5), new VoxelSize(4, 4, 40), folder.resolve("in.tif"));
        List<String> restored = new ArrayList<>();
        List<String> written = new ArrayList<>();

        try (StackReader<UnsignedByteType> in = Stacks.open(folder.resolve("in.tif"), new UnsignedByteType())) {
            Restorer restorer = Restorer.builder()
                    .progress((done, all, what) -> restored.add(done + "/" + all + " " + what))
                    .build();
            Restoration<UnsignedByteType> result = restorer.restore(in.pixels(), MISSING);
            Restoration.RestoredSection<UnsignedByteType> section = result.section(2);
            assertThat(section.repairs().get(0).sources()).contains(1, 3);
            StackWriter.to(folder.resolve("out.tif"))
                    .voxelSize(in.voxelSize())
                    .progress((done, all, what) -> written.add(done + "/" + all + " " + what))
                    .write(result.pixels());
            Stacks.write(result.pixels(), folder.resolve("plain"));
            Stacks.write(result.provenance(), in.voxelSize(), folder.resolve("provenance.tif"));
            Stacks.write(result.pixels(), Optional.empty(), folder.resolve("v.h5") + ":/volumes/raw");
        }

        assertThat(restored).isNotEmpty();
        assertThat(written).isNotEmpty();
        try (StackReader<UnsignedByteType> out =
                Stacks.open(folder.resolve("v.h5") + ":/volumes/raw", new UnsignedByteType())) {
            assertThat(out.pixels().dimension(2)).isEqualTo(5);
        }
        assertThatThrownBy(() -> Stacks.open(folder.resolve("plain"), new FloatType()))
                .hasMessageContaining("UnsignedByteType, not of FloatType");
    }

    @Test
    void aSourceIsRestoredAsAStackIs() {
        SectionSource source = Tissue.of(5);

        RandomAccessibleInterval<FloatType> restored =
                Restorer.trainingFree().restore(source, MISSING).pixels();

        assertThat(restored.getAt(5, 5, 1).get())
                .isEqualTo(source.read(1, new Area(5, 5, 1, 1)).pixels()[0]);
    }

    @Test
    void aTranslatedViewKeepsItsOrigin() {
        var moved = Views.translate(Tissue.bytes(5), 10, 20, 30);

        assertThat(Restorer.trainingFree().restore(moved, MISSING).pixels().minAsLongArray())
                .containsExactly(10, 20, 30);
    }

    @Test
    void floatsStayWithinTheGreyValuesThatTheyAreMadeFrom() {
        Img<FloatType> stack = ArrayImgs.floats(128, 128, 5);
        Img<UnsignedByteType> bytes = Tissue.bytes(5);
        stack.forEach(FloatType::setZero);
        var from = bytes.randomAccess();
        var cursor = stack.localizingCursor();
        while (cursor.hasNext()) {
            cursor.fwd();
            cursor.get().set(from.setPositionAndGet(cursor).get() > 110 ? 65535 : 0);
        }

        var section = Restorer.trainingFree().restore(stack, MISSING).section(2).pixels();

        Views.flatIterable(section).forEach(v -> assertThat(v.get()).isBetween(0f, 65535f));
    }

    @Test
    void typesThatAreNotKnownWhenTheProgramIsWritten() throws IOException {
        RandomAccessibleInterval<? extends RealType<?>> any = Tissue.bytes(5);

        Restoration<?> restored = Restorer.trainingFree().restore(any, MISSING);
        Stacks.write(restored.pixels(), folder.resolve("any.tif"));
        Detection found = DamageDetector.builder().build().detect(any);
        SectionSource source = SectionSource.of(any);
        EvaluationResult scores = Evaluation.builder().build().compare(restored.pixels(), any, List.of(2));

        assertThat(found.damage().damagedSections()).isEmpty();
        assertThat(source.sections()).isEqualTo(5);
        assertThat(scores.restored(Measure.SSIM).mean()).isBetween(0.1, 1.0);
        try (StackReader<?> in = Stacks.open(folder.resolve("any.tif"))) {
            Restoration<?> again = Restorer.trainingFree().restore(in.pixels(), MISSING);
            Stacks.write(again.pixels(), in.voxelSize(), folder.resolve("again"));
        }
        RandomAccessibleInterval<DoubleType> doubles = ArrayImgs.doubles(64, 64, 4);
        assertThatThrownBy(() -> Restorer.trainingFree().restore(doubles, MISSING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DoubleType");
    }

    @Test
    void whatIsNotFiniteIsRefusedBeforeWorkBegins() {
        Img<FloatType> nan = ArrayImgs.floats(64, 64, 4);
        nan.getAt(5, 6, 2).set(Float.NaN);
        SectionMask mask = SectionMask.of(ArrayImgs.bits(64, 64));
        Damage damage = Damage.of(new DamagedSection(2, DamageKind.FOLD, mask));

        assertThatThrownBy(() -> DamageDetector.builder().build().detect(nan))
                .hasMessageContaining("section 2 holds NaN at (5, 6)");
        assertThatThrownBy(() -> Restorer.trainingFree().restore(nan, damage).section(2))
                .hasMessageContaining("section 2 holds NaN at (5, 6)");
        assertThatThrownBy(() -> Stacks.write(nan, folder.resolve("nan"))).hasMessageContaining("NaN at (5, 6)");
        assertThat(folder.resolve("nan")).doesNotExist();
    }

    @Test
    void masksComeFromAThresholdAndFromFiles() throws IOException {
        var section = Views.hyperSlice(Tissue.bytes(3), 2, 1);
        var dark = net.imglib2.converter.Converters.convert(
                section, (in, out) -> out.set(in.get() < 60), new net.imglib2.type.logic.NativeBoolType());

        SectionMask mask = SectionMask.of(dark);
        mask.or(SectionMask.of(ArrayImgs.bits(128, 128))).write(folder.resolve("m.png"));
        Damage damage = Damage.of(
                new DamagedSection(1, DamageKind.PRECIPITATE, mask), new DamagedSection(2, DamageKind.MISSING));
        damage.write(folder.resolve("damage.json"));

        var back = SectionMask.open(folder.resolve("m.png")).image();
        var expected = Views.flatIterable(dark).cursor();
        Views.flatIterable(back)
                .forEach(bit -> assertThat(bit.get()).isEqualTo(expected.next().get()));
        assertThat(Damage.read(folder.resolve("damage.json"))).hasToString(damage.toString());
    }

    @Test
    void aMethodOfOnesOwnRestores() {
        Img<UnsignedByteType> stack = Tissue.bytes(4);

        var restored = Restorer.builder().method(new CopyOfTheNearest()).build().restore(stack, MISSING);

        assertThat(restored.pixels().getAt(9, 9, 2)).isEqualTo(stack.getAt(9, 9, 1));
        assertThat(restored.section(2).repairs().get(0).method()).isEqualTo("copy of the nearest");
    }

    private static final class CopyOfTheNearest implements RestorationMethod {

        @Override
        public DamageKind kind() {
            return DamageKind.MISSING;
        }

        @Override
        public String name() {
            return "copy of the nearest";
        }

        @Override
        public SectionRestoration restoration(Task task, Survey survey) {
            int from = task.intactBelow().get(0);
            return new SectionRestoration() {
                @Override
                public List<Integer> sources() {
                    return List.of(from);
                }

                @Override
                public Area sourceArea(Area target) {
                    return target;
                }

                @Override
                public void restore(int z, Area target, Plane pixels, byte[] provenance) {
                    float[] copy = task.source().read(from, target).pixels();
                    System.arraycopy(copy, 0, pixels.pixels(), 0, copy.length);
                    Arrays.fill(provenance, Provenance.INTERPOLATED);
                }

                @Override
                public Repair.Findings findings(int z) {
                    return new Repair.Findings(0.1, List.of(), List.of("a copy"), true);
                }
            };
        }
    }
}
