package org.sstem.internal.file;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.tiff.TiffCompatibilityTest;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bad input: one sentence that names the file and the rule. */
class StackFaultsTest {

    @TempDir
    Path folder;

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String place) {
        return assertThatThrownBy(() -> Stacks.open(folder.resolve(place)).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private Path stack(String place, int width, int sections) throws IOException {
        Stacks.write(RandomStacks.bytes(1, width, 30, sections), Optional.empty(), folder.resolve(place));
        return folder.resolve(place);
    }

    private void image(String name, int type) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        String format = name.substring(name.lastIndexOf('.') + 1);
        assertThat(ImageIO.write(
                        new BufferedImage(20, 30, type),
                        format,
                        folder.resolve(name).toFile()))
                .isTrue();
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertRefused("nowhere").hasMessage(folder.resolve("nowhere") + " does not exist");
        assertRefused("nowhere.tif").hasMessageContaining("does not exist");
        assertRefused("nowhere.h5:/raw").hasMessage(folder.resolve("nowhere.h5") + " does not exist");
    }

    @Test
    void anEmptyDirectoryIsNoStack() throws Exception {
        Files.createDirectory(folder.resolve("empty"));

        assertRefused("empty").hasMessageContaining("holds no sections: a stack is a directory of PNG or TIFF files");
    }

    @Test
    void anyOtherFileIsNoStack() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "notes");
        image("one.png", BufferedImage.TYPE_BYTE_GRAY);

        assertRefused("notes.txt").hasMessageContaining("is no stack: a stack is a directory");
        assertRefused("one.png").hasMessageContaining("is no stack: a stack is a directory");
    }

    @Test
    void mixedKindsAreRefused() throws Exception {
        stack("mixed", 20, 1);
        image("mixed/a.tif", BufferedImage.TYPE_BYTE_GRAY);

        assertRefused("mixed").hasMessageContaining("holds both PNG and TIFF files (0000.png, a.tif)");
    }

    @Test
    void sectionsOfDifferentSizesAreRefused() throws Exception {
        Path stack = stack("sizes", 20, 2);
        Files.copy(stack("other", 21, 1).resolve("0000.png"), stack.resolve("0002.png"));

        assertRefused("sizes")
                .hasMessage(stack.resolve("0002.png") + " is 21 x 30, 8-bit where 0000.png is 20 x 30, 8-bit; the"
                        + " sections of a stack have one size and one bit depth");
    }

    @Test
    void sectionsOfDifferentDepthAreRefused() throws Exception {
        stack("depths", 20, 2);
        image("depths/0002.png", BufferedImage.TYPE_USHORT_GRAY);

        assertRefused("depths").hasMessageContaining("0002.png is 20 x 30, 16-bit where 0000.png is 20 x 30, 8-bit");
    }

    @ParameterizedTest
    @CsvSource({
        "TYPE_INT_RGB, is RGB;",
        "TYPE_INT_ARGB, is RGB with transparency;",
        "TYPE_BYTE_INDEXED, is a palette image;",
        "TYPE_BYTE_BINARY, has 1 bit a pixel;"
    })
    void onlyGreyPngIsASection(String type, String message) throws Exception {
        image("colour/0.png", BufferedImage.class.getField(type).getInt(null));

        assertRefused("colour")
                .hasMessage(folder.resolve("colour/0.png") + " " + message
                        + " a section is grey, 8 or 16 bit, without palette or transparency");
    }

    @Test
    void aFileThatOnlyLooksLikePngIsRefused() throws Exception {
        Files.createDirectory(folder.resolve("fake"));
        Files.writeString(folder.resolve("fake/0.png"), "not a picture at all, but some text");

        assertRefused("fake").hasMessageContaining("0.png is not a PNG file, or is cut off in its header");
    }

    @Test
    void aPngCutOffAnywhereIsRefused() throws Exception {
        Path file = stack("cut", 20, 1).resolve("0000.png");
        byte[] whole = Files.readAllBytes(file);
        // The last chunk of pixels ends 12 bytes (IEND) and 4 (its checksum) before the end of the file.
        for (int length = 0; length < whole.length - 20; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> {
                        try (StackReader<?> in = Stacks.open(folder.resolve("cut"))) {
                            in.pixels().getAt(0, 0, 0);
                        }
                    })
                    .as("%s of %s bytes", length, whole.length)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void aHeaderThatClaimsTooMuchIsRefusedBeforeAnythingIsAllocated() throws Exception {
        Path file = stack("huge", 20, 1).resolve("0000.png");

        claim(file, 100_000, 100_000);
        assertRefused("huge")
                .hasMessage(
                        file + " claims a section of 100000 x 100000 pixels; a section can hold at most 2147483639");
        claim(file, 46_341, 46_341);
        assertRefused("huge").hasMessageContaining("46341 x 46341 pixels");
        claim(file, -1, -1);
        assertRefused("huge").hasMessageContaining("4294967295 x 4294967295 pixels; a section can hold at most");
        claim(file, 0, 7);
        assertRefused("huge").hasMessageContaining("0 x 7 pixels, which is empty");
    }

    private static void claim(Path png, int width, int height) throws IOException {
        byte[] bytes = Files.readAllBytes(png);
        ByteBuffer.wrap(bytes).putInt(16, width).putInt(20, height);
        Files.write(png, bytes);
    }

    @Test
    void aSectionThatChangesWhileTheStackIsOpenIsRefused() throws Exception {
        Path file = stack("changing", 20, 1).resolve("0000.png");
        try (StackReader<?> in = Stacks.open(folder.resolve("changing"))) {
            Files.copy(
                    stack("changed", 21, 1).resolve("0000.png"),
                    file,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertThatThrownBy(() -> in.pixels().getAt(0, 0, 0))
                    .hasMessageContaining("changed since the stack was opened: it was 20 x 30, 8-bit, is 21 x 30");
        }
    }

    @ParameterizedTest
    @CsvSource({"TYPE_INT_RGB, is RGB;", "TYPE_BYTE_INDEXED, is a palette image;"})
    void onlyGreyTiffIsASection(String type, String message) throws Exception {
        image("colour.tif", BufferedImage.class.getField(type).getInt(null));

        assertRefused("colour.tif")
                .hasMessageContaining(message + " a section is grey, 8 or 16 bit unsigned or 32-bit float");
    }

    @Test
    void aTiffCutOffAnywhereIsRefused() throws Exception {
        Path file = stack("cut.tif", 20, 2);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 30; length += 13) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("cut.tif");
        }
    }

    @Test
    void pagesOfDifferentSizesAreRefused() throws Exception {
        Path file = folder.resolve("pages.tif");
        javax.imageio.ImageWriter writer = TiffCompatibilityTest.jdkWriter();
        try (var out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int width : new int[] {8, 8, 9}) {
                BufferedImage page = new BufferedImage(width, 5, BufferedImage.TYPE_BYTE_GRAY);
                writer.writeToSequence(new javax.imageio.IIOImage(page, null, null), null);
            }
            writer.endWriteSequence();
        }

        assertRefused("pages.tif").hasMessageContaining("page 2 of " + file + " is 9 x 5, 8-bit where page 0 is 8 x 5");
    }

    @Test
    void aFileOfSeveralPagesIsNoSectionOfADirectory() throws Exception {
        Files.createDirectory(folder.resolve("pages"));
        Files.move(stack("pages.tif", 20, 2), folder.resolve("pages/0.tif"));

        assertRefused("pages").hasMessageContaining("0.tif holds several pages; in a directory of sections each");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text.tif", "text.h5:/raw"})
    void textIsNeitherTiffNorHdf5(String place) throws Exception {
        Path file = folder.resolve(place.replace(":/raw", ""));
        Files.writeString(file, "This is text, and long enough to be taken for a header of something.");

        assertRefused(place).hasMessageContaining(file + " is not a");
    }

    private void hdf5() {
        try (WritableHdfFile file = HdfFile.write(folder.resolve("v.h5"))) {
            file.putGroup("volumes").putDataset("signed", new byte[2][3][4]);
            file.putDataset("flat", new int[3][4]);
            file.putDataset("double", new double[2][3][4]);
        }
    }

    @Test
    void aMissingDatasetIsAnsweredWithThoseThatAreThere() {
        hdf5();

        assertRefused("v.h5:/volumes/raw")
                .hasMessageStartingWith(folder.resolve("v.h5") + " has no dataset /volumes/raw; it holds ")
                .hasMessageContaining("/volumes/signed")
                .hasMessageContaining("/flat")
                .hasMessageContaining("/double");
        assertRefused("v.h5:/volumes").hasMessageContaining("has no dataset /volumes; it holds");
        assertRefused("v.h5:/flat/deeper").hasMessageContaining("has no dataset /flat/deeper; it holds");
        assertRefused("v.h5").hasMessageContaining("is an HDF5 file, name one of its datasets; it holds");
    }

    @Test
    void aDatasetOfAnotherKindIsRefused() {
        hdf5();

        assertRefused("v.h5:/flat")
                .hasMessageContaining("v.h5:/flat has the size [3, 4]; a stack has three dimensions");
        assertRefused("v.h5:/volumes/signed")
                .hasMessageContaining("holds int8; the pixels of a stack are uint8, uint16 or float32");
        assertRefused("v.h5:/double")
                .hasMessageContaining("holds float64; the pixels of a stack are uint8, uint16 or float32");
    }

    @Test
    void anHdf5FileCutOffAnywhereIsRefused() throws Exception {
        Path file = folder.resolve("v.h5");
        stack("v.h5:/volumes/raw", 20, 2);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 1200; length += 17) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> {
                        try (StackReader<?> in = Stacks.open(folder.resolve("v.h5:/volumes/raw"))) {
                            in.pixels().getAt(0, 0, 1);
                        }
                    })
                    .as("%s of %s bytes", length, whole.length)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aBrokenSidecarIsNamed() throws Exception {
        Path stack = stack("sidecar", 20, 1);

        for (String text :
                new String[] {"", "[]", "{\"version\": 1}", "[".repeat(10_000), "{\"version\": 1, \"size\": 3}"}) {
            Files.writeString(stack.resolve("stack.json"), text);
            assertRefused("sidecar").hasMessageContaining("stack.json is not a description of a stack");
        }
        Files.writeString(stack.resolve("stack.json"), "{\"version\": 2}");
        assertRefused("sidecar").hasMessageContaining("stack.json has version 2, this release reads version 1");
    }

    @Test
    void aStackOfOneSectionIsAStack() throws Exception {
        stack("one", 20, 1);

        try (StackReader<?> in = Stacks.open(folder.resolve("one"))) {
            assertThat(in.sections()).isEqualTo(1);
        }
    }
}
