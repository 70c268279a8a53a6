package org.sstem.internal.file.spool;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionReader;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SectionSpoolTest {

    private static final int SECTIONS = 20;
    private static final int BROKEN = 19;
    /** More pixels than are brought from the disk at a time, and no multiple of that. */
    private static final int WIDTH = 1213;

    private static final int HEIGHT = 911;

    @TempDir
    Path folder;

    /** Noise of any type that counts how often each of its sections is read. */
    private record Noise(PixelType type, AtomicIntegerArray reads) implements SectionReader {

        Noise(PixelType type) {
            this(type, new AtomicIntegerArray(SECTIONS));
        }

        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public int height() {
            return HEIGHT;
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
            if (z == BROKEN) {
                throw new IOException("section " + z + " is broken");
            }
            reads.incrementAndGet(z);
            return pixels(z);
        }

        Object pixels(int z) {
            Random random = new Random(z);
            Object raw = type.newArray(WIDTH * HEIGHT);
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                switch (type) {
                    case UINT8 -> Array.setByte(raw, i, (byte) random.nextInt());
                    case UINT16 -> Array.setShort(raw, i, (short) random.nextInt());
                    default -> Array.setFloat(raw, i, random.nextFloat());
                }
            }
            return raw;
        }

        int count(int z) {
            return reads.get(z);
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    private SectionSpool spool(Noise noise) {
        return new SectionSpool(noise, () -> Files.createTempFile(folder, "sections", ".raw"));
    }

    private static void assertRows(SectionSpool spool, Noise noise, int z, int from, int rows) throws IOException {
        Object read = spool.rows(z, from, rows);
        Object expected = noise.type.newArray(WIDTH * rows);
        System.arraycopy(noise.pixels(z), WIDTH * from, expected, 0, WIDTH * rows);
        assertThat(read).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(value = PixelType.class, mode = Mode.EXCLUDE, names = "UINT64")
    void everyRowIsAsItWasReadAndIsReadOnce(PixelType type) throws Exception {
        Noise noise = new Noise(type);
        try (SectionSpool spool = spool(noise)) {
            for (int z = 2; z < 5; z++) {
                assertRows(spool, noise, z, 0, HEIGHT);
                assertRows(spool, noise, z, 0, 1);
                assertRows(spool, noise, z, HEIGHT - 1, 1);
                assertRows(spool, noise, z, 300, 500);
                assertRows(spool, noise, 2, 7, 13);
                assertThat(noise.count(z)).isEqualTo(1);
            }
            assertThat(noise.count(2)).isEqualTo(1);
        }
        assertNoFileIsLeft();
    }

    private void assertNoFileIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void theSectionThatWasNotAskedForLongestGoesFirstAndTheFileDoesNotGrow() throws Exception {
        Noise noise = new Noise(PixelType.UINT8);
        try (SectionSpool spool = spool(noise)) {
            for (int z = 0; z < 8; z++) {
                spool.rows(z, 0, 1);
            }
            spool.rows(0, 0, 1);
            assertRows(spool, noise, 8, 100, 50);
            assertRows(spool, noise, 0, 100, 50);
            assertRows(spool, noise, 2, 100, 50);

            assertThat(noise.count(0)).isEqualTo(1);
            assertThat(noise.count(2)).isEqualTo(1);
            assertRows(spool, noise, 1, 100, 50);
            assertThat(noise.count(1)).isEqualTo(2);
            for (int z = 0; z < BROKEN; z++) {
                assertRows(spool, noise, z, HEIGHT - 3, 3);
            }
        }
    }

    @Test
    void aSectionThatCannotBeReadFailsAndHarmsNoOther() throws Exception {
        Noise noise = new Noise(PixelType.UINT16);
        try (SectionSpool spool = spool(noise)) {
            assertRows(spool, noise, 1, 0, 2);
            assertThatThrownBy(() -> spool.rows(BROKEN, 0, 1)).hasMessage("section 19 is broken");
            assertThatThrownBy(() -> spool.rows(BROKEN, 0, 1)).hasMessage("section 19 is broken");
            assertRows(spool, noise, 1, 5, 2);
            assertThat(noise.count(1)).isEqualTo(1);
        }
    }

    @Test
    void withoutRoomForAFileEverythingIsRight() throws Exception {
        Noise noise = new Noise(PixelType.FLOAT32);
        try (SectionSpool spool = new SectionSpool(noise, () -> {
            throw new IOException("no room");
        })) {
            for (int z : new int[] {3, 3, 3, 4, 3}) {
                assertRows(spool, noise, z, 10, 20);
            }
            assertThat(noise.count(3)).as("kept softly until another one comes").isEqualTo(2);
        }
    }

    @Test
    void anInterruptIsKeptAndWhoComesNextHasAFileAgain() throws Exception {
        Noise noise = new Noise(PixelType.UINT8);
        try (SectionSpool spool = spool(noise)) {
            assertRows(spool, noise, 1, 0, 10);
            Thread.currentThread().interrupt();
            assertRows(spool, noise, 1, 0, 10);
            assertRows(spool, noise, 2, 0, 10);
            assertThat(Thread.interrupted()).isTrue();

            assertRows(spool, noise, 1, 5, 10);
            assertRows(spool, noise, 2, 5, 10);
            int reads = noise.count(1) + noise.count(2);
            assertRows(spool, noise, 1, 20, 10);
            assertRows(spool, noise, 2, 40, 10);
            assertThat(noise.count(1) + noise.count(2)).isEqualTo(reads);
        }
        assertNoFileIsLeft();
    }

    @Test
    void manyThreadsReadEverySectionOnce() throws Exception {
        Noise noise = new Noise(PixelType.UINT8);
        List<Object> whole = IntStream.range(0, 6).mapToObj(noise::pixels).toList();
        List<Integer> parts =
                new ArrayList<>(IntStream.range(0, 6 * (HEIGHT / 90)).boxed().toList());
        Collections.shuffle(parts, new Random(1));
        try (SectionSpool spool = spool(noise)) {
            Parallelization.runWithNumThreads(
                    8, () -> Parallelization.getTaskExecutor().forEach(parts, part -> {
                        int z = part % 6;
                        int from = part / 6 * 90;
                        byte[] expected = new byte[WIDTH * 90];
                        System.arraycopy(whole.get(z), WIDTH * from, expected, 0, expected.length);
                        try {
                            assertThat(spool.rows(z, from, 90)).isEqualTo(expected);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }));
        }
        assertThat(IntStream.range(0, 6).map(noise::count)).containsOnly(1);
    }
}
