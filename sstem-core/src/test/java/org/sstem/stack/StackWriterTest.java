package org.sstem.stack;

import org.sstem.internal.file.RandomStacks;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class StackWriterTest {

    private static final RandomAccessibleInterval<UnsignedByteType> STACK = RandomStacks.bytes(1, 20, 10, 4);

    @TempDir
    Path folder;

    private StackWriter<UnsignedByteType> open(String place, WriteOption... options) throws IOException {
        return StackWriter.to(folder.resolve(place))
                .options(options)
                .recipe("seed 42")
                .open(new UnsignedByteType(), 20, 10, 4);
    }

    private static void write(StackWriter<UnsignedByteType> writer, int... sections) throws IOException {
        for (int z : sections) {
            writer.write(z, Views.hyperSlice(STACK, 2, z));
        }
    }

    private void assertStack(String place) throws IOException {
        try (StackReader<?> in = Stacks.open(folder.resolve(place))) {
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(STACK));
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack", "stack.tif", "stack.h5:/a/b"})
    void anInterruptedRunIsGoneOnWith(String place) throws Exception {
        try (StackWriter<UnsignedByteType> first = open(place)) {
            write(first, 2, 0);
        }
        String name = place.replace(":/a/b", "");
        assertThat(names()).containsExactly(name + ".partial");

        try (StackWriter<UnsignedByteType> second = open(place, WriteOption.RESUME)) {
            assertThat(second.isWritten(0)).isTrue();
            assertThat(second.isWritten(1)).isFalse();
            assertThat(second.isWritten(2)).isTrue();
            write(second, 1, 3);
            second.commit();
        }

        assertThat(names()).containsExactly(name);
        assertStack(place);
    }

    @Test
    void withoutResumingARunStartsAnew() throws Exception {
        try (StackWriter<UnsignedByteType> first = open("stack")) {
            write(first, 0, 1);
        }

        try (StackWriter<UnsignedByteType> second = open("stack")) {
            assertThat(second.isWritten(0)).isFalse();
        }
    }

    @Test
    void whatARunThatDiedLeftHalfWrittenIsNotTaken() throws Exception {
        try (StackWriter<UnsignedByteType> first = open("stack")) {
            write(first, 0);
        }
        Files.writeString(folder.resolve("stack.partial/0001.png.unfinished"), "half a section");

        try (StackWriter<UnsignedByteType> second = open("stack", WriteOption.RESUME)) {
            write(second, 1, 2, 3);
            second.commit();
        }

        assertStack("stack");
        assertThat(folder.resolve("stack")).isDirectoryNotContaining("glob:**unfinished");
    }

    @Test
    void sectionsMadeInAnotherWayAreNotGoneOnWith() throws Exception {
        try (StackWriter<UnsignedByteType> first = open("stack")) {
            write(first, 0);
        }

        assertThatThrownBy(() -> StackWriter.to(folder.resolve("stack"))
                        .options(WriteOption.RESUME)
                        .recipe("seed 43")
                        .open(new UnsignedByteType(), 20, 10, 4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stack.partial was begun with other sizes, pixels or parameters");
    }

    @Test
    void discardingLeavesNothing() throws Exception {
        try (StackWriter<UnsignedByteType> writer = open("stack")) {
            write(writer, 0, 1);
            writer.discard();
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void aStackThatIsNotCompleteIsNotCommitted() throws Exception {
        try (StackWriter<UnsignedByteType> writer = open("stack")) {
            write(writer, 0, 1, 3);

            assertThatThrownBy(writer::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("section 2")
                    .hasMessageContaining("is not written yet");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack", "stack.tif", "stack.h5:/raw"})
    void anExistingStackIsReplacedOnlyIfThatIsAskedFor(String place) throws Exception {
        Stacks.write(RandomStacks.bytes(9, 5, 5, 6), Optional.empty(), folder.resolve(place));

        assertThatThrownBy(() -> Stacks.write(STACK, Optional.empty(), folder.resolve(place)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("replaced only if overwriting is asked for");
        Stacks.write(STACK, Optional.empty(), folder.resolve(place), WriteOption.OVERWRITE);

        assertStack(place);
        assertThat(names()).containsExactly(place.replace(":/raw", ""));
    }

    @Test
    void aStackCanBeWrittenOverItself() throws Exception {
        Stacks.write(STACK, Optional.empty(), folder.resolve("stack.tif"));

        try (StackReader<?> in = Stacks.open(folder.resolve("stack.tif"))) {
            Stacks.write(in.pixels(), in.voxelSize(), folder.resolve("stack.tif"), WriteOption.OVERWRITE);
        }

        assertStack("stack.tif");
    }

    @Test
    void foreignFilesAreNeverTouched() throws Exception {
        Path stack = Files.createDirectory(folder.resolve("stack"));
        Files.writeString(stack.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> Stacks.write(STACK, Optional.empty(), stack, WriteOption.OVERWRITE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be replaced, because it holds something that is no section: notes.txt");
        assertThat(stack.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void anEmptyDirectoryIsFilled() throws Exception {
        Files.createDirectory(folder.resolve("stack"));

        Stacks.write(STACK, Optional.empty(), folder.resolve("stack"));

        assertStack("stack");
        assertThat(names()).containsExactly("stack");
    }

    @Test
    void otherDatasetsOfAFileAreNeverLost() throws Exception {
        Stacks.write(STACK, Optional.empty(), folder.resolve("v.h5:/volumes/raw"));

        assertThatThrownBy(() -> Stacks.write(
                        STACK, Optional.empty(), folder.resolve("v.h5:/volumes/new"), WriteOption.OVERWRITE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be replaced, because it holds something else too: /volumes/raw");
        assertStack("v.h5:/volumes/raw");
    }

    @Test
    void aDirectoryThatIsInTheWayIsLeftAlone() throws Exception {
        Files.createDirectory(folder.resolve("stack.partial"));
        Files.writeString(folder.resolve("stack.partial/0000.png"), "mine");

        assertThatThrownBy(() -> open("stack"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stack.partial is in the way");
        assertThat(folder.resolve("stack.partial/0000.png")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack", "stack.tif", "stack.h5:/raw"})
    void ifASectionCannotBeMadeNothingRemains(String place) throws Exception {
        RandomAccessibleInterval<UnsignedByteType> broken = Converters.convert(
                STACK,
                (in, out) -> {
                    throw new UncheckedIOException(new IOException("section cannot be read"));
                },
                new UnsignedByteType());

        assertThatThrownBy(() -> Stacks.write(broken, Optional.empty(), folder.resolve(place)))
                .isInstanceOf(IOException.class)
                .hasMessage("section cannot be read");
        assertThat(names()).isEmpty();
    }

    @Test
    void anInterruptKeepsWhatIsDone() throws Exception {
        RandomAccessibleInterval<UnsignedByteType> interrupting = Converters.convert(
                STACK,
                (in, out) -> {
                    out.set(in);
                    Thread.currentThread().interrupt();
                },
                new UnsignedByteType());

        assertThatThrownBy(() -> Stacks.write(interrupting, Optional.empty(), folder.resolve("stack")))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("was interrupted before section 1");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder.resolve("stack.partial/0000.png")).exists();

        Stacks.write(STACK, Optional.empty(), folder.resolve("stack"), WriteOption.RESUME);
        assertStack("stack");
    }

    @Test
    void floatsThatAreNoNumbersAreNotWritten() throws Exception {
        RandomAccessibleInterval<FloatType> stack = ArrayImgs.floats(new float[] {1, 2, Float.NaN, 4}, 2, 2, 1);

        assertThatThrownBy(() -> Stacks.write(stack, Optional.empty(), folder.resolve("stack")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("section 0 for " + folder.resolve("stack") + " holds NaN at (0, 1)");
        assertThat(names()).isEmpty();
    }

    @Test
    void aTargetThatCannotBeMadeIsNamed() throws Exception {
        Files.writeString(folder.resolve("file"), "a file");

        assertThatThrownBy(() -> Stacks.write(STACK, Optional.empty(), folder.resolve("file/stack")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("file/stack") + " cannot be written");
        assertThatThrownBy(() -> Stacks.write(STACK, Optional.empty(), folder.resolve("file"), WriteOption.OVERWRITE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("file") + " cannot be written: it is a file");
        assertThat(folder.resolve("file")).hasContent("a file");
    }

    @ParameterizedTest
    @CsvSource({
        "stack, 0001.png",
        "stack.tif, 0001.raw",
        "stack.tif, whole",
        "stack.h5:/raw, 0001.raw",
        "stack.h5:/raw, whole"
    })
    void aFullDiskIsOneClearError(String place, String file) throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(Files.isWritable(full)).isTrue();
        try (StackWriter<UnsignedByteType> writer = open(place)) {
            Path partial = folder.resolve(place.replace(":/raw", "") + ".partial");
            Files.createSymbolicLink(partial.resolve(file + ".unfinished"), full);

            assertThatThrownBy(() -> {
                        write(writer, 0, 1, 2, 3);
                        writer.commit();
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            folder.resolve(place.replace(":/raw", "")).toString())
                    .hasMessageContaining("cannot be written: No space left on device");
            assertThat(writer.isWritten(0)).isTrue();
            writer.discard();
        }
        assertThat(names()).isEmpty();
        assertThat(full).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack.zarr", "stack.png", "stack.jpg", "stack.h5", "stack.h5:/"})
    void aNameThatPromisesSomethingElseIsRefused(String place) {
        assertThatThrownBy(() -> Stacks.write(STACK, Optional.empty(), folder.resolve(place)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target");
    }

    @Test
    void sectionsOfAnotherSizeAreRefused() throws Exception {
        try (StackWriter<UnsignedByteType> writer = open("stack")) {
            assertThatThrownBy(() -> writer.write(0, ArrayImgs.unsignedBytes(20, 11)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("section 0 must be 20 x 10");
            assertThatThrownBy(() -> writer.write(4, ArrayImgs.unsignedBytes(20, 10)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("z must be 0 to 3, was 4");
        }
    }
}
