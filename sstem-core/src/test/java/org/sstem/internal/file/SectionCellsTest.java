package org.sstem.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.cell.AbstractCellImg;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SectionCellsTest {

    private static final int SECTIONS = 8;

    @TempDir
    Path folder;

    /** A file that counts how often each of its sections is read. */
    private static final class CountingReader implements SectionReader {

        private final AtomicIntegerArray reads = new AtomicIntegerArray(SECTIONS);

        @Override
        public PixelType type() {
            return PixelType.UINT8;
        }

        @Override
        public int width() {
            return 64;
        }

        @Override
        public int height() {
            return 32;
        }

        @Override
        public int sections() {
            return SECTIONS;
        }

        @Override
        public Optional<VoxelSize> voxelSize() {
            return Optional.empty();
        }

        @Override
        public Object read(int z) throws IOException {
            if (z == 5) {
                throw new IOException("section 5 is broken");
            }
            reads.incrementAndGet(z);
            byte[] raw = new byte[64 * 32];
            Arrays.fill(raw, (byte) z);
            return raw;
        }

        @Override
        public void close() {
            // Nothing to close.
        }

        List<Integer> counts() {
            return IntStream.range(0, SECTIONS).mapToObj(reads::get).toList();
        }
    }

    @Test
    void onlySectionsThatAreTouchedAreRead() throws Exception {
        CountingReader file = new CountingReader();
        try (StackReader<?> in = OpenStack.of(file)) {
            assertThat(file.counts()).containsOnly(0);

            assertThat(in.pixels().getAt(3, 4, 6).getRealDouble()).isEqualTo(6);
            assertThat(in.pixels().getAt(60, 31, 6).getRealDouble()).isEqualTo(6);

            assertThat(file.counts()).containsExactly(0, 0, 0, 0, 0, 0, 1, 0);
        }
    }

    @Test
    void aSectionIsReadOnceHoweverManyThreadsTouchIt() throws Exception {
        CountingReader file = new CountingReader();
        try (StackReader<?> in = OpenStack.of(file)) {
            List<Integer> everyTwice =
                    IntStream.range(0, 64).mapToObj(i -> i % 5).toList();

            Parallelization.runWithNumThreads(
                    8, () -> Parallelization.getTaskExecutor().forEach(everyTwice, z -> assertAll(in.pixels(), z)));

            assertThat(file.counts()).containsExactly(1, 1, 1, 1, 1, 0, 0, 0);
        }
    }

    @Test
    void partsOfLargeSectionsAreTheSamePixelsAndASectionIsReadOnce() throws Exception {
        RandomAccessibleInterval<FloatType> whole = RandomStacks.floats(1, 1100, 1000, 3);
        Stacks.write(whole, Optional.empty(), folder.resolve("stack.tif"));
        try (SectionReader file = StackPlace.parse(folder + "/stack.tif").open();
                StackReader<?> in = OpenStack.of(file, 1100 * 1000 * 4 - 1)) {
            assertThat(((AbstractCellImg<?, ?, ?, ?>) in.pixels()).getCellGrid().gridDimension(1))
                    .isEqualTo(2);
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(whole));
            assertThat(PixelType.FLOAT32.rawSection(in.pixels(), 2)).isEqualTo(PixelType.FLOAT32.rawSection(whole, 2));
        }
        CountingReader counting = new CountingReader();
        try (StackReader<?> in = OpenStack.of(counting, 64 * 32 - 1)) {
            for (int z = 0; z < 5; z++) {
                assertAll(in.pixels(), z);
            }
            assertThat(counting.counts()).containsExactly(1, 1, 1, 1, 1, 0, 0, 0);
        }
    }

    private static <T extends NativeType<T> & RealType<T>> void assertAll(RandomAccessibleInterval<T> stack, int z) {
        assertThat(RandomStacks.values(Views.hyperSlice(stack, 2, z)))
                .isEqualTo(Collections.nCopies(64 * 32, (float) z));
    }

    @Test
    void aSectionThatCannotBeReadFailsWhenItIsTouched() throws Exception {
        try (StackReader<?> in = OpenStack.of(new CountingReader())) {
            assertThatThrownBy(() -> in.pixels().getAt(0, 0, 5))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("section 5 is broken");
            assertThat(in.pixels().getAt(0, 0, 4).getRealDouble()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack", "stack.h5:/raw"})
    void openingReadsNoPixels(String place) throws Exception {
        Stacks.write(RandomStacks.bytes(1, 200, 100, 3), Optional.empty(), folder.resolve(place));
        Path damaged = folder.resolve(place.equals("stack") ? "stack/0002.png" : "stack.h5");
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.setLength(file.length() - 5000);
        }

        try (StackReader<?> in = Stacks.open(folder.resolve(place))) {
            assertThat(in.pixels().getAt(1, 1, 1)).isNotNull();
            assertThatThrownBy(() -> in.pixels().getAt(1, 1, 2))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(damaged.toString())
                    .hasMessageContaining("damaged or cut off");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stack, stack/0002.tif, stack/0002.tif holds NaN",
        "stack.tif, stack.tif, page 2 of",
        "stack.h5:/raw, stack.h5, section 2 of"
    })
    void floatsThatAreNoNumbersAreFoundWhenTheirSectionIsTouched(String place, String changed, String message)
            throws Exception {
        RandomAccessibleInterval<FloatType> stack = RandomStacks.floats(1, 20, 10, 3);
        stack.getAt(7, 4, 2).set(12345.678f);
        Stacks.write(stack, Optional.empty(), folder.resolve(place));
        replace(folder.resolve(changed), 12345.678f, Float.NaN);

        try (StackReader<?> in = Stacks.open(folder.resolve(place))) {
            assertThat(in.pixels().getAt(7, 4, 1)).isEqualTo(stack.getAt(7, 4, 1));
            assertThatThrownBy(() -> in.pixels().getAt(0, 0, 2))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(message)
                    .hasMessageContaining("holds NaN at (7, 4); the pixels of a section must be finite");
        }
    }

    private static void replace(Path file, float from, float to) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        int found = 0;
        for (int i = 0; i <= bytes.capacity() - 4; i++) {
            if (bytes.getFloat(i) == from) {
                bytes.putFloat(i, to);
                found++;
            }
        }
        assertThat(found).isEqualTo(1);
        Files.write(file, bytes.array());
    }
}
