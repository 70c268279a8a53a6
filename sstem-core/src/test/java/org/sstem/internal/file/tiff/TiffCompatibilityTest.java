package org.sstem.internal.file.tiff;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RandomStacks;
import org.sstem.internal.file.RawCodec;
import org.sstem.internal.file.SectionHeader;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TIFF files of other programs are read, and other programs read what is written here; ImageIO stands for both. */
public class TiffCompatibilityTest {

    @TempDir
    Path folder;

    private static BufferedImage random(int imageType, long seed) {
        BufferedImage image = new BufferedImage(37, 23, imageType);
        Random random = new Random(seed);
        for (int y = 0; y < 23; y++) {
            for (int x = 0; x < 37; x++) {
                image.getRaster()
                        .setSample(
                                x,
                                y,
                                0,
                                random.nextInt(1 << image.getColorModel().getPixelSize()));
            }
        }
        return image;
    }

    private static List<Float> samples(BufferedImage... pages) {
        List<Float> out = new ArrayList<>();
        for (BufferedImage page : pages) {
            for (int y = 0; y < page.getHeight(); y++) {
                for (int x = 0; x < page.getWidth(); x++) {
                    out.add(page.getRaster().getSampleFloat(x, y, 0));
                }
            }
        }
        return out;
    }

    /** What the JDK brings, not the library that reads here. */
    private static <T> T jdk(Iterator<T> found) {
        while (found.hasNext()) {
            T one = found.next();
            if (one.getClass().getName().startsWith("com.sun.")) {
                return one;
            }
        }
        throw new AssertionError("the JDK has no TIFF");
    }

    public static ImageWriter jdkWriter() {
        return jdk(ImageIO.getImageWritersByFormatName("tiff"));
    }

    private static void write(Path file, ByteOrder order, String compression, boolean tiles, BufferedImage... pages)
            throws IOException {
        ImageWriter writer = jdkWriter();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            out.setByteOrder(order);
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (compression != null) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionType(compression);
            }
            if (tiles) {
                param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
                param.setTiling(16, 16, 0, 0);
            }
            writer.prepareWriteSequence(null);
            for (BufferedImage page : pages) {
                writer.writeToSequence(new IIOImage(page, null, null), param);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "little, , false",
        "big, , false",
        "little, LZW, false",
        "big, LZW, false",
        "little, Deflate, false",
        "big, ZLib, false",
        "little, PackBits, false",
        "little, , true",
        "big, Deflate, true"
    })
    void filesOfOtherProgramsAreRead(String order, String compression, boolean tiles) throws Exception {
        ByteOrder byteOrder = order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
            BufferedImage[] pages = {random(type, 1), random(type, 2), random(type, 3)};
            write(folder.resolve("stack.tif"), byteOrder, compression, tiles, pages);

            try (StackReader<?> in = Stacks.open(folder.resolve("stack.tif"))) {
                assertThat(RandomStacks.values(in.pixels())).isEqualTo(samples(pages));
                assertThat(in.voxelSize()).isEmpty();
            }
        }
    }

    @Test
    void whatIsWrittenCanBeReadByOtherPrograms() throws Exception {
        Optional<VoxelSize> voxel = Optional.of(new VoxelSize(4, 4, 50));
        // Rows of more than a block, so that there are several strips.
        RandomAccessibleInterval<UnsignedShortType> stack = RandomStacks.shorts(4, 300, 2000, 3);
        Path file = folder.resolve("stack.tif");

        Stacks.write(stack, voxel, file);

        ImageReader reader = jdk(ImageIO.getImageReadersByFormatName("tiff"));
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(3);
            assertThat(samples(reader.read(0), reader.read(1), reader.read(2))).isEqualTo(RandomStacks.values(stack));
        } finally {
            reader.dispose();
        }
    }

    @Test
    void theVoxelSizeThatImageJWritesIsUnderstood() throws Exception {
        double[] resolution = {1 / 0.004, 1 / 0.005};

        assertThat(TiffDescription.parse("f", "ImageJ=1.53t\nunit=micron\nspacing=0.05\nloop=false\n", resolution)
                        .voxelSize())
                .hasValueSatisfying(v -> {
                    assertThat(v.xNm()).isCloseTo(4, org.assertj.core.data.Offset.offset(1e-9));
                    assertThat(v.yNm()).isCloseTo(5, org.assertj.core.data.Offset.offset(1e-9));
                    assertThat(v.zNm()).isCloseTo(50, org.assertj.core.data.Offset.offset(1e-9));
                });
        assertThat(TiffDescription.parse("f", "ImageJ=1.53t\nunit=inch\n", resolution)
                        .voxelSize())
                .isEmpty();
        assertThat(TiffDescription.parse("f", "a picture of tissue", new double[2])
                        .voxelSize())
                .isEmpty();
    }

    @Test
    void stacksBeyondFourGigabytesAreBigTiff() throws Exception {
        SectionHeader large = new SectionHeader(PixelType.UINT8, 8192, 8192);
        assertThat(TiffStackWriter.needsBig(large, 63)).isFalse();
        assertThat(TiffStackWriter.needsBig(large, 64)).isTrue();

        RandomAccessibleInterval<UnsignedShortType> stack = RandomStacks.shorts(5, 300, 2000, 3);
        SectionHeader section = new SectionHeader(PixelType.UINT16, 300, 2000);
        Optional<VoxelSize> voxel = Optional.of(new VoxelSize(4, 4, 50));
        Path file = folder.resolve("big.tif");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            TiffStackWriter writer = new TiffStackWriter(out, section, 3, voxel, true);
            for (int z = 0; z < 3; z++) {
                Object raw = PixelType.UINT16.rawSection(stack, z);
                writer.write(o -> RawCodec.write(o, section, raw));
            }
        }

        assertThat(Files.readAllBytes(file)[2]).isEqualTo((byte) 43);
        try (StackReader<?> in = Stacks.open(file)) {
            assertThat(in.voxelSize()).isEqualTo(voxel);
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(stack));
        }
    }

    @Test
    void otherSampleFormatsAreRefused() throws Exception {
        write(
                folder.resolve("bits.tif"),
                ByteOrder.LITTLE_ENDIAN,
                null,
                false,
                new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_BINARY));

        assertThatThrownBy(() -> Stacks.open(folder.resolve("bits.tif")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bits.tif has pixels of 1 bits, unsigned; a section is grey, 8 or 16 bit");
    }
}
