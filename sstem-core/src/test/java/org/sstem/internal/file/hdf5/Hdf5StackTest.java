package org.sstem.internal.file.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableDataset;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.RandomStacks;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class Hdf5StackTest {

    @TempDir
    Path folder;

    private static short[][][] array(RandomAccessibleInterval<UnsignedShortType> stack) {
        int[] size = {(int) stack.dimension(2), (int) stack.dimension(1), (int) stack.dimension(0)};
        short[][][] out = new short[size[0]][size[1]][size[2]];
        for (int z = 0; z < size[0]; z++) {
            for (int y = 0; y < size[1]; y++) {
                for (int x = 0; x < size[2]; x++) {
                    out[z][y][x] = (short) stack.getAt(x, y, z).get();
                }
            }
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 7 5", "3 4 8", "7 16 11", "2 16 3"})
    void compressedChunksOfAnyShapeAreRead(String chunk) throws Exception {
        RandomAccessibleInterval<UnsignedShortType> stack = RandomStacks.shorts(1, 11, 16, 7);
        int[] size =
                List.of(chunk.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
        try (WritableHdfFile file = HdfFile.write(folder.resolve("v.h5"))) {
            DatasetCreationOptions options = DatasetCreationOptions.builder()
                    .chunkDimensions(size)
                    .deflate(6)
                    .unsigned()
                    .build();
            WritableDataset dataset = file.putGroup("volumes").putDataset("raw", array(stack), options);
            dataset.putAttribute("resolution", new double[] {40, 4, 5});
        }

        try (StackReader<?> in = Stacks.open(folder.resolve("v.h5") + ":/volumes/raw")) {
            assertThat(in.voxelSize()).contains(new VoxelSize(5, 4, 40));
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(stack));
            // Against the order in which layers of chunks are met.
            assertThat(in.pixels().getAt(10, 15, 0).getRealFloat())
                    .isEqualTo(stack.getAt(10, 15, 0).getRealFloat());
        }
    }

    @Test
    void labelsOfSixtyFourBitsAreRead() throws Exception {
        Random random = new Random(2);
        long[][][] labels = new long[3][5][4];
        for (long[][] section : labels) {
            for (long[] row : section) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = random.nextLong();
                }
            }
        }
        try (WritableHdfFile file = HdfFile.write(folder.resolve("v.h5"))) {
            file.putGroup("volumes")
                    .putGroup("labels")
                    .putDataset(
                            "neuron_ids",
                            labels,
                            DatasetCreationOptions.builder().unsigned().build());
        }

        try (StackReader<UnsignedLongType> in =
                Stacks.openLabels(folder.resolve("v.h5") + ":/volumes/labels/neuron_ids")) {
            assertThat(List.of(in.width(), in.height(), in.sections())).containsExactly(4, 5, 3);
            for (int z = 0; z < 3; z++) {
                assertThat(labels(in, z))
                        .isEqualTo(Arrays.stream(labels[z])
                                .flatMapToLong(LongStream::of)
                                .toArray());
            }
        }
    }

    private static long[] labels(StackReader<UnsignedLongType> in, int z) {
        return Views.flatIterable(Views.hyperSlice(in.pixels(), 2, z)).stream()
                .mapToLong(UnsignedLongType::getLong)
                .toArray();
    }

    /** Made by h5py; library.py, beside the file, tells how. */
    private static String h5py(String dataset) throws Exception {
        return Path.of(Hdf5StackTest.class.getResource("library.h5").toURI()) + ":" + dataset;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/volumes/raw", "/lzf", "/contiguous"})
    void filesOfTheHdf5LibraryAreRead(String dataset) throws Exception {
        try (StackReader<?> in = Stacks.open(h5py(dataset))) {
            assertThat(List.of(in.width(), in.height(), in.sections())).containsExactly(30, 20, 5);
            assertThat(in.voxelSize().isPresent()).isEqualTo(dataset.equals("/volumes/raw"));
            for (int z = 0; z < 5; z++) {
                for (int y = 0; y < 20; y++) {
                    for (int x = 0; x < 30; x++) {
                        int expected = 7 * z + 13 * y + 29 * x;
                        assertThat(in.pixels().getAt(x, y, z).getRealFloat())
                                .isEqualTo(dataset.equals("/volumes/raw") ? expected % 256 : expected);
                    }
                }
            }
        }
    }

    @Test
    void labelsOfTheHdf5LibraryAreRead() throws Exception {
        try (StackReader<UnsignedLongType> in = Stacks.openLabels(h5py("/volumes/labels/neuron_ids"))) {
            assertThat(labels(in, 4)[30 * 19 + 29]).isEqualTo(Long.MIN_VALUE + 4 * 19 * 29);
            assertThat(labels(in, 0)[77]).isEqualTo(Long.MIN_VALUE);
        }
    }

    @Test
    void whatWasNeverWrittenHasTheFillValue() throws Exception {
        try (StackReader<?> in = Stacks.open(h5py("/sparse"))) {
            assertThat(in.pixels().getAt(0, 0, 1).getRealDouble()).isEqualTo(3);
            assertThat(in.pixels().getAt(0, 10, 1).getRealDouble()).isEqualTo(9);
            assertThat(in.pixels().getAt(29, 19, 4).getRealDouble()).isEqualTo(9);
        }
    }

    @Test
    void imagesCanHoldLabelsToo() throws Exception {
        RandomAccessibleInterval<UnsignedShortType> labels = RandomStacks.shorts(3, 6, 5, 2);
        Stacks.write(labels, Optional.empty(), folder.resolve("labels"));
        Stacks.write(RandomStacks.floats(3, 6, 5, 2), Optional.empty(), folder.resolve("floats"));

        try (StackReader<UnsignedLongType> in =
                Stacks.openLabels(folder.resolve("labels").toString())) {
            assertThat(labels(in, 1)).hasSize(30);
            assertThat(labels(in, 1)[6 * 4 + 5]).isEqualTo(labels.getAt(5, 4, 1).get());
        }
        try (StackReader<UnsignedLongType> in =
                Stacks.openLabels(folder.resolve("floats").toString())) {
            assertThatThrownBy(() -> labels(in, 1))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("section 1 of")
                    .hasMessageContaining("floats holds")
                    .hasMessageContaining("labels are whole numbers");
        }
    }

    @Test
    void labelsAreAnImageToo() throws Exception {
        float[] numbers = {0, 7, 16_777_215, 3, 0, 1, 7, 7};
        Stacks.write(ArrayImgs.floats(numbers, 2, 2, 2), Optional.empty(), folder.resolve("cells"));

        try (StackReader<UnsignedLongType> in =
                Stacks.openLabels(folder.resolve("cells").toString())) {
            assertThat(in.pixels().getAt(0, 1, 0).getIntegerLong()).isEqualTo(16_777_215);
            assertThat(in.pixels().getAt(1, 0, 1).getIntegerLong()).isEqualTo(1);
        }
    }

    @Test
    void oneDatasetCanBeSpelledInSeveralWays() throws Exception {
        Stacks.write(RandomStacks.bytes(4, 3, 3, 2), Optional.empty(), folder.resolve("v.h5:/volumes/raw"));

        for (String dataset : List.of("/volumes/raw", "volumes/raw", "//volumes//raw/")) {
            try (StackReader<?> in = Stacks.open(folder.resolve("v.h5") + ":" + dataset)) {
                assertThat(in.sections()).as(dataset).isEqualTo(2);
            }
        }
    }
}
