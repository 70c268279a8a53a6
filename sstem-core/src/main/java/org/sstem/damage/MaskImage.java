package org.sstem.damage;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.BooleanType;
import net.imglib2.view.Views;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.tile.SoftCache;
import org.sstem.method.Area;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;

/**
 * A mask of a section: held in memory, or in a PNG file that is read when the mask is first asked for.
 *
 * <p>In a file black is intact and everything else damaged, whatever the depth; transparency says nothing. What was
 * read is kept, one bit a pixel, as long as the memory is not needed. Thread-safe.
 */
public final class MaskImage implements SectionMask {

    private final int width;
    private final int height;
    private final Path file;
    private final BitSet pixels;
    private final SoftCache<Path, BitSet> read = new SoftCache<>(1);

    private MaskImage(int width, int height, Path file, BitSet pixels) {
        this.width = width;
        this.height = height;
        this.file = file;
        this.pixels = pixels;
    }

    /**
     * Makes a mask from an ImgLib2 image of flags, as thresholds and comparisons give them.
     *
     * @param damaged axes (x, y), true where damaged; copied, its origin does not matter
     * @return the mask
     * @throws IllegalArgumentException if the image is not two-dimensional
     */
    public static MaskImage of(RandomAccessibleInterval<? extends BooleanType<?>> damaged) {
        if (damaged.numDimensions() != 2) {
            throw new IllegalArgumentException(
                    "damaged must have the axes (x, y), had " + damaged.numDimensions() + " dimensions");
        }
        int width = Math.toIntExact(damaged.dimension(0));
        int height = Math.toIntExact(damaged.dimension(1));
        BitSet pixels = new BitSet(Math.multiplyExact(width, height));
        int i = 0;
        for (BooleanType<?> flag : Views.flatIterable(damaged)) {
            pixels.set(i++, flag.get());
        }
        return new MaskImage(width, height, null, pixels);
    }

    /**
     * Makes a mask from flags.
     *
     * @param width   pixels in x
     * @param height  pixels in y
     * @param damaged one flag a pixel, row-major, true where damaged; copied
     * @return the mask
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public static MaskImage of(int width, int height, boolean[] damaged) {
        if (width < 1 || height < 1 || damaged.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "damaged must hold " + width + " x " + height + " flags, held " + damaged.length);
        }
        BitSet pixels = new BitSet(damaged.length);
        for (int i = 0; i < damaged.length; i++) {
            if (damaged[i]) {
                pixels.set(i);
            }
        }
        return new MaskImage(width, height, null, pixels);
    }

    /**
     * Opens a mask in a PNG file; reads its size only.
     *
     * @param file a PNG image of the size of the section, black where the section is intact
     * @return the mask
     * @throws IOException if there is no such file or it is no PNG image; the message names it
     */
    public static MaskImage open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("mask " + file + " does not exist");
        }
        return withReader(file, reader -> {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height
                    > Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory())) {
                throw new IOException("it claims " + width + " x " + height + " pixels, more than fits into memory");
            }
            return new MaskImage(width, height, file, null);
        });
    }

    /**
     * Returns the size in x.
     *
     * @return pixels in x
     */
    public int width() {
        return width;
    }

    /**
     * Returns the size in y.
     *
     * @return pixels in y
     */
    public int height() {
        return height;
    }

    /**
     * Returns where the mask is kept.
     *
     * @return the file, or empty if the mask is in memory
     */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    @Override
    public boolean[] read(Area area) {
        BitSet all = pixels();
        boolean[] out = new boolean[Math.multiplyExact(area.width(), area.height())];
        int right = Math.min(area.x() + area.width(), width);
        int bottom = Math.min(area.y() + area.height(), height);
        for (int y = Math.max(area.y(), 0); y < bottom; y++) {
            int row = (y - area.y()) * area.width();
            for (int x = Math.max(area.x(), 0); x < right; x++) {
                out[row + x - area.x()] = all.get(y * width + x);
            }
        }
        return out;
    }

    private BitSet pixels() {
        return pixels != null ? pixels : read.getOnce(file, this::bits);
    }

    private BitSet bits(Path png) {
        try {
            return withReader(png, reader -> bits(reader.read(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private BitSet bits(BufferedImage image) throws IOException {
        if (image.getWidth() != width || image.getHeight() != height) {
            throw new IOException("it changed while it was open");
        }
        BitSet out = new BitSet(width * height);
        int bands = image.getColorModel().getNumColorComponents();
        boolean indexed = image.getColorModel() instanceof IndexColorModel;
        Raster raster = image.getRaster();
        int[] line = new int[width];
        for (int y = 0; y < height; y++) {
            for (int band = 0; band < (indexed ? 1 : bands); band++) {
                if (indexed) {
                    image.getRGB(0, y, width, 1, line, 0, width);
                } else {
                    raster.getSamples(0, y, width, 1, band, line);
                }
                for (int x = 0; x < width; x++) {
                    // getRGB sets the alpha byte, the samples of a band have 16 bits at most.
                    if ((line[x] & 0xffffff) != 0) {
                        out.set(y * width + x);
                    }
                }
            }
        }
        return out;
    }

    /**
     * Writes the mask as an 8-bit PNG image, 255 where damaged; aside first, then moved to its place, where it replaces
     * what was there.
     *
     * @param png the file to write
     * @throws IOException if that fails; the message names the file
     */
    public void write(Path png) throws IOException {
        try {
            BitSet all = pixels();
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
            for (int i = all.nextSetBit(0); i >= 0; i = all.nextSetBit(i + 1)) {
                image.getRaster().setSample(i % width, i / width, 0, 255);
            }
            AtomicFile.build(png, empty -> encode(image, empty));
        } catch (IOException e) {
            throw new IOException("mask " + png + " cannot be written: " + reason(e), e);
        }
    }

    private static void encode(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (FileImageOutputStream out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), null);
        } finally {
            writer.dispose();
        }
    }

    private interface Reading<R> {
        R from(ImageReader reader) throws IOException;
    }

    private static <R> R withReader(Path file, Reading<R> reading) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            return reading.from(reader);
        } catch (IOException | RuntimeException e) {
            throw new IOException("mask " + file + " cannot be read as a PNG image: " + reason(e), e);
        } finally {
            reader.dispose();
        }
    }

    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
