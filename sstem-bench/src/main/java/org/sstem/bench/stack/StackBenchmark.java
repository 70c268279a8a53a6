package org.sstem.bench.stack;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter.WriteOption;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writing and reading a stack of 8-bit sections, files and all. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StackBenchmark {

    private static final int SIZE = 1024;
    private static final int SECTIONS = 4;

    /** Where a stack lives: a directory of PNG files, one multi-page TIFF, one HDF5 dataset. */
    @Param({"sections", "sections.tif", "sections.h5:/raw"})
    private String place;

    private Path folder;
    private Img<UnsignedByteType> stack;

    /**
     * Makes the stack and writes it once, for reading.
     *
     * @throws IOException if writing fails
     */
    @Setup
    public void make() throws IOException {
        folder = Files.createTempDirectory("sstem-bench");
        SyntheticTissue tissue =
                SyntheticTissue.builder().size(SIZE, SIZE, SECTIONS).seed(1).build();
        byte[] pixels = new byte[SIZE * SIZE * SECTIONS];
        for (int z = 0; z < SECTIONS; z++) {
            Plane plane = tissue.read(z, new Area(0, 0, SIZE, SIZE));
            for (int i = 0; i < SIZE * SIZE; i++) {
                pixels[z * SIZE * SIZE + i] = (byte) Math.round(255 * plane.pixels()[i]);
            }
        }
        stack = ArrayImgs.unsignedBytes(pixels, SIZE, SIZE, SECTIONS);
        Stacks.write(stack, Optional.empty(), folder.resolve(place));
    }

    /**
     * Deletes the files.
     *
     * @throws IOException if that fails
     */
    @TearDown
    public void delete() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /**
     * Writes the stack over what is there.
     *
     * @throws IOException if writing fails
     */
    @Benchmark
    public void write() throws IOException {
        Stacks.write(stack, Optional.empty(), folder.resolve(place), WriteOption.OVERWRITE);
    }

    /**
     * Opens the stack and reads every section.
     *
     * @return a value that depends on all sections
     * @throws IOException if reading fails
     */
    @Benchmark
    public float read() throws IOException {
        try (StackReader<?> reader = Stacks.open(folder.resolve(place))) {
            SectionSource source = SectionSource.of(reader.pixels());
            float sum = 0;
            for (int z = 0; z < SECTIONS; z++) {
                sum += source.read(z, new Area(0, 0, SIZE, SIZE)).pixels()[z];
            }
            return sum;
        }
    }
}
