package org.sstem.internal.file;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files that libtiff, tifffile and h5py have written; programs.py, beside the files, tells how. */
class ProgramFilesTest {

    @TempDir
    Path folder;

    private static String file(String name) throws Exception {
        return Path.of(ProgramFilesTest.class.getResource("programs").toURI())
                .resolve(name)
                .toString();
    }

    private static void assertIsTheStack(String place, double scale, double tolerance) throws IOException {
        try (StackReader<?> in = Stacks.open(place)) {
            assertThat(List.of(in.width(), in.height(), in.sections())).containsExactly(31, 19, 5);
            for (int z = 0; z < 5; z++) {
                for (int y = 0; y < 19; y++) {
                    for (int x = 0; x < 31; x++) {
                        double expected = (7 * z + 13 * y + 29 * x) % 256 * scale;
                        assertThat(in.pixels().getAt(x, y, z).getRealDouble())
                                .as("%s at %s %s %s", place, x, y, z)
                                .isBetween(expected - tolerance, expected + tolerance);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plain8.tif, 1",
        "lzw-predictor2-8.tif, 1",
        "lzw-predictor2-16.tif, 257",
        "zip-predictor3-float.tif, 0.0625",
        "tiled-zip-predictor2-16.tif, 257",
        "big-tiled-lzw-16.tif, 257",
        "big-endian-packbits-8.tif, 1",
        "big-endian-zip-float.tif, 0.0625",
        "fill-order-2.tif, 1",
        "thumbnails.tif, 1",
        "pyramid.ome.tif, 1",
        "shaped.tif, 1",
        "film-imagej.tif, 1",
        "units-imagej.tif, 1",
        "turned.tif, 1",
        "links.h5:/raw, 1",
        "links.h5:/soft, 1",
        "links.h5:/group/deep, 1",
        "links.h5:/external, 1",
        "links-latest.h5:/soft, 1",
        "links-latest.h5:/external, 1",
        "links-latest.h5:/many/17, 1"
    })
    void everyPixelIsRead(String name, double scale) throws Exception {
        assertIsTheStack(file(name), scale, 0);
    }

    @Test
    void jpegIsReadAsItWasLost() throws Exception {
        // libtiff's own decoder is off by 7 at most; inverse transforms may differ by one.
        assertIsTheStack(file("jpeg-8.tif"), 1, 8);
    }

    @ParameterizedTest
    @CsvSource({"zstd.tif, ZSTD", "lzma.tif, LZMA"})
    void whatIsNotSupportedIsNotCalledDamaged(String name, String compression) throws Exception {
        String place = file(name);

        assertThatThrownBy(() -> Stacks.open(place))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name + " is compressed with " + compression + ", which is not supported")
                .hasMessageNotContaining("damaged");
    }

    @Test
    void severalChannelsAreRefused() throws Exception {
        String place = file("channels-imagej.tif");

        assertThatThrownBy(() -> Stacks.open(place))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds 2 channels (ImageJ); a stack has one");
    }

    @Test
    void anArrayThatIsCutOffIsNoShorterStack() throws Exception {
        byte[] whole = Files.readAllBytes(Path.of(file("shaped.tif")));
        Path cut = folder.resolve("shaped.tif");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 100));

        assertThatThrownBy(() -> Stacks.open(cut))
                .isInstanceOf(IOException.class)
                .hasMessage(cut + " claims 5 sections (tifffile) and holds 4; it is cut off, or the others lie in other"
                        + " files");
    }

    @Test
    void everyAxisHasItsOwnUnit() throws Exception {
        try (StackReader<?> in = Stacks.open(file("units-imagej.tif"))) {
            assertThat(in.voxelSize()).contains(new VoxelSize(4, 5, 45));
        }
        try (StackReader<?> in = Stacks.open(file("pyramid.ome.tif"))) {
            assertThat(in.voxelSize()).contains(new VoxelSize(4, 5, 50));
        }
        try (StackReader<?> in = Stacks.open(file("links.h5:/raw"))) {
            assertThat(in.voxelSize()).contains(new VoxelSize(5, 4, 50));
        }
    }

    @Test
    void theOrientationIsSaid() throws Exception {
        try (StackReader<?> in = Stacks.open(file("turned.tif"))) {
            assertThat(in.remarks())
                    .singleElement()
                    .asString()
                    .isEqualTo("its orientation tag is 6 (not top left): the pixels are taken as they are stored,"
                            + " neither turned nor mirrored");
        }
    }

    @Test
    void oneDatasetThatCannotBeReadLeavesTheOthersOpen() throws Exception {
        String place = file("links.h5");

        assertThatThrownBy(() -> Stacks.open(place + ":/virtual"))
                .isInstanceOf(IOException.class)
                .hasMessage(place + ":/virtual is stored in a way that is not supported: Virtual storage is not"
                        + " supported");
        assertThatThrownBy(() -> Stacks.open(place + ":/nothing"))
                .hasMessageContaining("has no dataset /nothing; it holds")
                .hasMessageContaining("/virtual (not supported)")
                .hasMessageContaining("/raw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead", "circle"})
    void linksThatLeadNowhereAreNamed(String name) throws Exception {
        String place = file("links.h5");

        assertThatThrownBy(() -> Stacks.open(place + ":/" + name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        name.equals("dead")
                                ? place + " has a link dead to /nowhere"
                                : place + " cannot be followed from circle on");
    }

    @Test
    void everyStripHasALength() throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of(file("big-endian-packbits-8.tif")));
        ByteBuffer tiff = ByteBuffer.wrap(bytes);
        int directory = tiff.getInt(4);
        int changed = 0;
        for (int i = 0; i < tiff.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (tiff.getShort(entry) == 279) {
                tiff.putInt(entry + 4, tiff.getInt(entry + 4) - 1);
                changed++;
            }
        }
        assertThat(changed).isEqualTo(1);
        Path shorter = folder.resolve("shorter.tif");
        Files.write(shorter, bytes);

        assertThatThrownBy(() -> Stacks.open(shorter))
                .isInstanceOf(IOException.class)
                .hasMessage(shorter + " is damaged: it tells the lengths of 6 of its 7 strips");
    }
}
