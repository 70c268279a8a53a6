package org.sstem.store.internal;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.RandomStacks;
import org.sstem.internal.output.Obstacles;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.StackWriter.WriteOption;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/** A store is there as a whole or not at all, and a run goes on wherever another one was ended. */
class StoreWriterTest {

    private static final int WIDTH = 270;
    private static final int SECTIONS = 17;
    private static final RandomAccessibleInterval<UnsignedByteType> STACK = RandomStacks.bytes(1, WIDTH, 20, SECTIONS);

    @TempDir
    Path folder;

    private static SortedMap<String, String> contents(Path store) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(".sstem-manifest.jsonl")) {
                    contents.put(
                            store.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void write(String target, WriteOption... options) throws IOException {
        try (StackWriter<UnsignedByteType> writer =
                StackWriter.to(target).options(options).open(new UnsignedByteType(), WIDTH, 20, SECTIONS)) {
            for (int z = SECTIONS - 1; z >= 0; z--) {
                if (!writer.isWritten(z)) {
                    writer.write(z, Views.hyperSlice(STACK, 2, z));
                }
            }
            writer.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zarr3://"})
    void aRunThatEndsAtAnyFileIsGoneOnWithToTheSameBytes(String scheme) throws Exception {
        assumeThat(Obstacles.canFill()).isTrue();
        write(scheme + folder.resolve("whole.zarr"));
        SortedMap<String, String> whole = contents(folder.resolve("whole.zarr"));
        boolean ended = false;

        // Files before these are sections, which wait as those of every other format do.
        for (int file = SECTIONS + 1; !ended; file += 3) {
            Path target = folder.resolve("stack" + file + ".zarr");
            try (Obstacles full = Obstacles.fullDiskFromFile(file)) {
                write(scheme + target);
                ended = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(target.toString()).hasMessageContaining("No space left on device");
                assertThat(target).doesNotExist();
            }
            if (!ended) {
                write(scheme + target, WriteOption.RESUME);
            }
            assertThat(contents(target)).as("ended at file %d", file).isEqualTo(whole);
        }

        assertThat(names()).hasSizeGreaterThan(8).allMatch(name -> name.endsWith(".zarr"));
    }

    @Test
    void aStoreThatIsDoneIsFoundToBeDoneOrReplaced() throws Exception {
        Path target = folder.resolve("stack.zarr");
        write(target.toString());
        SortedMap<String, String> whole = contents(target);

        write(target.toString(), WriteOption.RESUME);
        assertThat(contents(target)).isEqualTo(whole);
        Stacks.write(RandomStacks.bytes(2, 9, 9, 1), Optional.empty(), target, WriteOption.OVERWRITE);
        assertThat(contents(target).keySet()).containsExactly(".zattrs", ".zgroup", "0/.zarray", "0/0/0/0");
        assertThat(names()).containsExactly("stack.zarr");
    }

    @Test
    void nothingButTheStackIsLeftInTheStore() throws Exception {
        write(folder.resolve("stack.zarr").toString());

        assertThat(contents(folder.resolve("stack.zarr")).keySet())
                .containsExactly(
                        ".zattrs",
                        ".zgroup",
                        "0/.zarray",
                        "0/0/0/0",
                        "0/0/0/1",
                        "0/1/0/0",
                        "0/1/0/1",
                        "1/.zarray",
                        "1/0/0/0",
                        "1/1/0/0");
        assertThat(names()).containsExactly("stack.zarr");
    }

    @Test
    void whatIsForeignInAStoreIsNeverReplaced() throws Exception {
        Path target = folder.resolve("stack.zarr");
        write(target.toString());
        Path mine = Files.writeString(target.resolve("0/0/thesis.txt"), "mine");

        assertThatThrownBy(() -> write(target.toString(), WriteOption.OVERWRITE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(mine + ", which was not made by sstem");

        assertThat(mine).hasContent("mine");
    }

    @Test
    void everyPixelOfAPyramidIsTheMeanOfThoseItStandsFor() throws Exception {
        // given voxels so flat that the second level has fewer sections
        RandomAccessibleInterval<UnsignedByteType> stack = RandomStacks.bytes(3, 530, 20, 18);
        Stacks.write(stack, Optional.of(new VoxelSize(4, 4, 12)), folder + "/stack.zarr");

        try (StackReader<?> first = Stacks.open(folder + "/stack.zarr/1");
                StackReader<?> second = Stacks.open(folder + "/stack.zarr/2")) {
            assertThat(new int[] {first.width(), first.height(), first.sections()})
                    .isEqualTo(new int[] {265, 10, 18});
            assertThat(new int[] {second.width(), second.height(), second.sections()})
                    .isEqualTo(new int[] {133, 5, 9});
            assertThat(first.voxelSize()).hasValue(new VoxelSize(8, 8, 12));
            assertThat(second.voxelSize()).hasValue(new VoxelSize(16, 16, 24));
            for (int z = 0; z < 18; z++) {
                for (int x = 0; x < 265; x++) {
                    int sum = 0;
                    for (int i = 0; i < 4; i++) {
                        sum += stack.getAt(2 * x + i % 2, 6 + i / 2, z).get();
                    }
                    assertThat(first.pixels().getAt(x, 3, z).getRealDouble()).isEqualTo(Math.floor(sum / 4.0 + 0.5));
                }
            }
            // The last pixel of an odd width stands for one column only.
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += first.pixels().getAt(264, 2 + i % 2, 6 + i / 2).getRealDouble();
            }
            assertThat(second.pixels().getAt(132, 1, 3).getRealDouble()).isEqualTo(Math.floor(sum / 4 + 0.5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s/l.zarr", "zarr3://%s/l.zarr", "%s/l.n5", "%s/l.precomputed", "%s/l.h5:/labels"})
    void labelsOf64BitsSurviveAndAPyramidKeepsThemAsTheyAre(String name) throws Exception {
        long[] values = new Random(1).longs(530L * 20 * 3).toArray();
        RandomAccessibleInterval<UnsignedLongType> labels = ArrayImgs.unsignedLongs(values, 530, 20, 3);
        String target = name.formatted(folder);

        StackWriter.to(target).voxelSize(new VoxelSize(4, 4, 40)).write(labels);

        try (StackReader<UnsignedLongType> in = Stacks.openLabels(target)) {
            for (int i = 0; i < values.length; i++) {
                assertThat(in.pixels().getAt(i % 530, i / 530 % 20, i / 10600).get())
                        .isEqualTo(values[i]);
            }
        }
        if (name.endsWith("zarr")) {
            try (StackReader<UnsignedLongType> half = Stacks.openLabels(target + "/1")) {
                assertThat(half.pixels().getAt(100, 7, 2).get())
                        .isEqualTo(labels.getAt(200, 14, 2).get());
            }
        }
    }

    @Test
    void codesAreNotAveraged() throws Exception {
        StackWriter.to(folder + "/codes.zarr").labels().write(STACK);

        try (StackReader<?> half = Stacks.open(folder + "/codes.zarr/1")) {
            for (int x = 0; x < WIDTH / 2; x++) {
                assertThat(half.pixels().getAt(x, 4, 16).getRealDouble())
                        .isEqualTo(STACK.getAt(2 * x, 8, 16).get());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"labels", "labels.tif"})
    void whatCannotHoldLabelsOf64BitsSaysSo(String name) {
        assertThatThrownBy(() -> Stacks.write(ArrayImgs.unsignedLongs(5, 5, 2), folder.resolve(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can hold no labels of 64 bits");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPlaceInAStoreOrOnAnotherComputerIsNotWritten() {
        assertThatThrownBy(() -> StackWriter.to("a.zarr/raw"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target a.zarr/raw lies in a store; stores are written as a whole, as a.zarr");
        assertThatThrownBy(() -> StackWriter.to("https://localhost/a.zarr"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can only be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/x.zarr", "n5://s3://bucket/x", "S3://bucket/x.precomputed"})
    void objectStorageTakesAModuleThatIsNotHere(String place) {
        assertThatThrownBy(() -> Stacks.open(place))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(place + " lies in object storage: that takes sstem-s3, which is not on the class path");
    }
}
