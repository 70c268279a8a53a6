package org.sstem.stack;

import net.imglib2.FinalInterval;
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
import org.sstem.internal.file.RandomStacks;
import org.sstem.internal.output.Obstacles;
import org.sstem.stack.StackWriter.WriteOption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

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
        assertThat(names()).containsExactly(name + ".sstem-partial");

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
    void whatAnInterruptedRunHasDoneIsNeitherTakenNorDeletedUnasked() throws Exception {
        try (StackWriter<UnsignedByteType> first = open("stack")) {
            write(first, 0, 1);
        }

        assertThatThrownBy(() -> open("stack"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stack was begun by a run that did not end")
                .hasMessageContaining("--resume")
                .hasMessageContaining("--restart");
        assertThat(folder.resolve("stack.sstem-partial/0001.png")).exists();
        try (StackWriter<UnsignedByteType> second = open("stack", WriteOption.RESTART)) {
            assertThat(second.isWritten(0)).isFalse();
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void startingAnewDeletesNothingThatIsForeignOrWasChanged() throws Exception {
        try (StackWriter<UnsignedByteType> first = open("stack")) {
            write(first, 0, 1);
        }
        Path partial = folder.resolve("stack.sstem-partial");
        Files.writeString(partial.resolve("thesis.txt"), "mine");

        assertThatThrownBy(() -> open("stack", WriteOption.RESTART))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be started anew")
                .hasMessageContaining("thesis.txt, which was not made by sstem");
        Files.delete(partial.resolve("thesis.txt"));
        Files.writeString(partial.resolve("0001.png"), "edited");
        assertThatThrownBy(() -> open("stack", WriteOption.RESTART))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0001.png, which was changed since it was written");
        assertThatThrownBy(() -> open("stack", WriteOption.RESUME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0001.png, which was changed since it was written");

        assertThat(partial.resolve("0000.png")).exists();
        assertThat(partial.resolve("0001.png")).hasContent("edited");
    }

    @Test
    void whatARunThatDiedLeftHalfWrittenIsNotTaken() throws Exception {
        try (StackWriter<UnsignedByteType> first = open("stack")) {
            write(first, 0);
        }
        String half = ".sstem-01234567-89ab-cdef-0123-456789abcdef.tmp";
        Files.writeString(folder.resolve("stack.sstem-partial").resolve(half), "half a section");

        try (StackWriter<UnsignedByteType> second = open("stack", WriteOption.RESUME)) {
            write(second, 1, 2, 3);
            second.commit();
        }

        assertStack("stack");
        assertThat(folder.resolve("stack").resolve(half)).doesNotExist();
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
                .hasMessageContaining("stack cannot be gone on with")
                .hasMessageContaining("recipe was seed 42, is now seed 43");
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

    @ParameterizedTest
    @ValueSource(strings = {"stack", "stack.tif", "stack.h5:/raw"})
    void aStackThatIsOpenIsNotWrittenOnto(String place) throws Exception {
        Stacks.write(STACK, Optional.empty(), folder.resolve(place));
        Path file = Stacks.file(folder.resolve(place));
        Path link = Files.createSymbolicLink(folder.resolve("link" + file.getFileName()), file);
        String linked = place.replace("stack", "linkstack");

        try (StackReader<?> in = Stacks.open(folder.resolve(place))) {
            for (String target : List.of(place, linked)) {
                assertThatThrownBy(() -> Stacks.write(
                                in.pixels(), in.voxelSize(), folder.resolve(target), WriteOption.OVERWRITE))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("is the same file or folder as stack that is open for reading");
            }
        }

        assertStack(place);
        Files.delete(link);
        assertThat(names()).containsExactly(file.getFileName().toString());
        Stacks.write(STACK, Optional.empty(), folder.resolve(place), WriteOption.OVERWRITE);
    }

    @Test
    void foreignFilesAreNeverTouched() throws Exception {
        Path stack = Files.createDirectory(folder.resolve("stack"));
        Files.writeString(stack.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> Stacks.write(STACK, Optional.empty(), stack, WriteOption.OVERWRITE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be replaced: it holds " + stack.resolve("notes.txt"));
        assertThat(stack.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void inAStackOfOursForeignAndChangedFilesAreNeverTouched() throws Exception {
        Path stack = folder.resolve("stack");
        Stacks.write(STACK, Optional.empty(), stack);
        Files.writeString(stack.resolve("0004.png"), "mine");

        assertThatThrownBy(() -> Stacks.write(STACK, Optional.empty(), stack, WriteOption.OVERWRITE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0004.png, which was not made by sstem");
        Files.delete(stack.resolve("0004.png"));
        byte[] section = Files.readAllBytes(stack.resolve("0002.png"));
        section[section.length - 1] ^= 1;
        Files.write(stack.resolve("0002.png"), section);
        assertThatThrownBy(() -> Stacks.write(STACK, Optional.empty(), stack, WriteOption.OVERWRITE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0002.png, which was changed since it was written");

        assertThat(stack.resolve("0002.png")).hasBinaryContent(section);
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
        Files.createDirectory(folder.resolve("stack.sstem-partial"));
        Files.writeString(folder.resolve("stack.sstem-partial/0000.png"), "mine");

        assertThatThrownBy(() -> open("stack"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stack.sstem-partial is in the way");
        assertThat(folder.resolve("stack.sstem-partial/0000.png")).hasContent("mine");
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

    @ParameterizedTest
    @ValueSource(strings = {"stack", "stack.tif", "stack.h5:/raw"})
    void anInterruptKeepsWhatIsDone(String place) throws Exception {
        RandomAccessibleInterval<UnsignedByteType> interrupting = Converters.convert(
                STACK,
                (in, out) -> {
                    out.set(in);
                    Thread.currentThread().interrupt();
                },
                new UnsignedByteType());

        assertThatThrownBy(() -> Stacks.write(interrupting, Optional.empty(), folder.resolve(place)))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("interrupted before section 1");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(names()).containsExactly(Stacks.file(Path.of(place)).getFileName() + ".sstem-partial");

        Stacks.write(STACK, Optional.empty(), folder.resolve(place), WriteOption.RESUME);
        assertStack(place);
    }

    @Test
    void anInterruptInsideASectionKeepsTheOnesBeforeItHoweverItShows() throws Exception {
        // given pixels computed by other threads: who waits for them loses the flag and throws something else
        RandomAccessibleInterval<UnsignedByteType> waiting = Converters.convert(
                Views.addDimension(Views.hyperSlice(STACK, 2, 0), 0, 3),
                (in, out) -> {
                    throw new RuntimeException(new InterruptedException());
                },
                new UnsignedByteType());
        RandomAccessibleInterval<UnsignedByteType> stack =
                Views.concatenate(2, Views.interval(STACK, FinalInterval.createMinSize(0, 0, 0, 20, 10, 2)), waiting);

        assertThatThrownBy(() -> Stacks.write(stack, Optional.empty(), folder.resolve("stack")))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("interrupted in section 2");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder.resolve("stack.sstem-partial/0000.png")).exists();
        assertThat(folder.resolve("stack.sstem-partial/0001.png")).exists();
        assertThat(folder.resolve("stack.sstem-partial/0002.png")).doesNotExist();
    }

    @Test
    void twoWritersNeverWriteOneTarget() throws Exception {
        try (StackWriter<UnsignedByteType> first = open("stack")) {
            write(first, 0);

            assertThatThrownBy(() -> open("stack", WriteOption.RESUME))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("stack is being written");
            write(first, 1, 2, 3);
            first.commit();
        }
        assertStack("stack");
        assertThat(names()).containsExactly("stack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack", "stack.tif", "stack.h5:/raw"})
    void aRunThatWasEndedAfterPuttingTheStackToItsPlaceIsFoundToBeDone(String place) throws Exception {
        // given a writer that committed and was never closed, as after the end of its process
        StackWriter<UnsignedByteType> first = open(place);
        write(first, 0, 1, 2, 3);
        first.commit();
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Path partial = folder.resolve(Stacks.file(Path.of(place)).getFileName() + ".sstem-partial");
        if (Files.exists(partial)) {
            copyFolder(partial, copy);
        }
        first.close();
        if (Files.list(copy).findAny().isPresent()) {
            Files.move(copy, partial);
        } else {
            Files.delete(copy);
        }

        // when a run resumes
        try (StackWriter<UnsignedByteType> second = open(place, WriteOption.RESUME)) {
            assertThat(second.isWritten(3)).isTrue();
            second.commit();
        }

        assertStack(place);
        assertThat(names())
                .containsExactly(Stacks.file(Path.of(place)).getFileName().toString());
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
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
    @CsvSource({"stack, 2", "stack.tif, 2", "stack.tif, 5", "stack.h5:/raw, 2", "stack.h5:/raw, 5"})
    void aFullDiskIsOneClearError(String place, int file) throws Exception {
        assumeThat(Obstacles.canFill()).isTrue();
        try (StackWriter<UnsignedByteType> writer = open(place)) {
            // The fifth file is the one that the four sections are put together to.
            try (Obstacles full = Obstacles.fullDiskFromFile(file)) {
                assertThatThrownBy(() -> {
                            write(writer, 0, 1, 2, 3);
                            writer.commit();
                        })
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(Stacks.file(folder.resolve(place)).toString())
                        .hasMessageContaining("cannot be written: No space left on device");
            }
            assertThat(writer.isWritten(0)).isTrue();
            assertThat(writer.isWritten(3)).isEqualTo(file == 5);
            assertThat(Stacks.file(folder.resolve(place))).doesNotExist();

            write(writer, 1, 2, 3);
            writer.commit();
        }
        assertStack(place);
        assertThat(names())
                .containsExactly(Stacks.file(Path.of(place)).getFileName().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack.zarr", "stack.png", "stack.jpg", "stack.h5", "stack.h5:/"})
    void aNameThatPromisesSomethingElseIsRefused(String place) {
        assertThatThrownBy(() -> Stacks.write(STACK, Optional.empty(), folder.resolve(place)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.mrc", "r.nrrd", "stack.v2.gz", "-", "s3://b/x", "ftp://b/x.tif", "gs://b/x.h5:/raw"})
    void aNameThatNoFormatKnowsIsRefusedWithThoseThatAreKnown(String place) {
        assertThatThrownBy(() -> StackWriter.to(place))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(place)
                .hasMessageContaining("a directory of PNG or TIFF sections; ")
                .hasMessageContaining("a multi-page TIFF file (.tif, .tiff)")
                .hasMessageContaining("a dataset of an HDF5 file (file.h5:/path)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack", "stack.v2", "2026.01.02", "a b.sections", "run.1"})
    void otherNamesAreDirectories(String place) throws Exception {
        Stacks.write(STACK, Optional.empty(), folder.resolve(place));

        assertThat(folder.resolve(place).resolve("0000.png")).exists();
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
