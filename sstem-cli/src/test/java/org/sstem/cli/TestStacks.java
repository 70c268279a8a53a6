package org.sstem.cli;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Small stacks, made by formula, and what lies on the disk. */
final class TestStacks {

    static final VoxelSize VOXELS = new VoxelSize(4, 4, 45);

    private TestStacks() {}

    /** A moving pattern of blobs, 8 bit. */
    static RandomAccessibleInterval<UnsignedByteType> pattern(int width, int height, int sections) {
        byte[] pixels = new byte[width * height * sections];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int z = i / (width * height);
            double value = 128
                    + 55 * Math.sin(0.31 * x + 0.17 * y + 0.4 * z)
                    + 40 * Math.cos(0.023 * x * y / (1 + 0.01 * x) + 0.2 * z);
            pixels[i] = (byte) Math.max(1, Math.min(254, Math.round(value)));
        }
        return ArrayImgs.unsignedBytes(pixels, width, height, sections);
    }

    static Path write(Path target, int width, int height, int sections) throws IOException {
        Stacks.write(pattern(width, height, sections), Optional.of(VOXELS), target);
        return target;
    }

    static Path damage(Path folder, String sections) throws IOException {
        return Files.writeString(folder.resolve("damage.json"), "{\"version\": 1, \"sections\": [" + sections + "]}");
    }

    /** Every file below a folder with its bytes, to tell whether anything has changed. */
    static SortedMap<String, String> contents(Path folder) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    /** Pixel values of one section, row by row. */
    static double[] section(Path stack, int z) throws IOException {
        return section(stack.toString(), z);
    }

    /** The same of a stack that is named. */
    static double[] section(String stack, int z) throws IOException {
        try (StackReader<?> reader = Stacks.open(stack)) {
            assertThat(z).isLessThan(reader.sections());
            double[] values = new double[reader.width() * reader.height()];
            int[] next = {0};
            Views.flatIterable(Views.hyperSlice(reader.pixels(), 2, z))
                    .forEach(pixel -> values[next[0]++] = pixel.getRealDouble());
            return values;
        }
    }
}
