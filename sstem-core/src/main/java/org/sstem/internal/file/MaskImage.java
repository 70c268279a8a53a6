package org.sstem.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.BooleanType;
import net.imglib2.view.Views;
import org.sstem.damage.SectionMask;
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
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * A mask of a section: held in memory, or in a PNG file that is read when the mask is first asked for.
 *
 * <p>In a file black is intact and everything else damaged, whatever the depth; transparency says nothing. What was
 * read is kept, one bit a pixel, as long as the memory is not needed. Thread-safe.
 */
public final class MaskImage implements SectionMask {

    private static final int STRIP_PIXELS = 1 << 22;

    private final int width;
    private final int height;
    private final Path file;
    /** One set a row, so that a section may have more pixels than an index can count. */
    private final BitSet[] pixels;

    private final SoftCache<Path, BitSet[]> read = new SoftCache<>(1);

    private MaskImage(int width, int height, Path file, BitSet[] pixels) {
        this.width = width;
        this.height = height;
        this.file = file;
        this.pixels = pixels;
    }

    /** Copies flags. */
    public static MaskImage of(RandomAccessibleInterval<? extends BooleanType<?>> damaged) {
        if (damaged.numDimensions() != 2) {
            throw new IllegalArgumentException(
                    "damaged must have the axes (x, y), had " + damaged.numDimensions() + " dimensions");
        }
        int width = Math.toIntExact(damaged.dimension(0));
        int height = Math.toIntExact(damaged.dimension(1));
        BitSet[] pixels = rows(height);
        long i = 0;
        for (BooleanType<?> flag : Views.flatIterable(damaged)) {
            pixels[(int) (i / width)].set((int) (i++ % width), flag.get());
        }
        return new MaskImage(width, height, null, pixels);
    }

    /** Copies flags, row-major. */
    public static MaskImage of(int width, int height, boolean[] damaged) {
        if (width < 1 || height < 1 || damaged.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "damaged must hold " + width + " x " + height + " flags, held " + damaged.length);
        }
        BitSet[] pixels = rows(height);
        for (int i = 0; i < damaged.length; i++) {
            if (damaged[i]) {
                pixels[i / width].set(i % width);
            }
        }
        return new MaskImage(width, height, null, pixels);
    }

    private static BitSet[] rows(int height) {
        BitSet[] rows = new BitSet[height];
        Arrays.setAll(rows, y -> new BitSet());
        return rows;
    }

    /** Opens a PNG file; reads its size only. */
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

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    @Override
    public boolean[] read(Area area) {
        BitSet[] all = pixels();
        boolean[] out = new boolean[Math.multiplyExact(area.width(), area.height())];
        int right = Math.min(area.x() + area.width(), width);
        int bottom = Math.min(area.y() + area.height(), height);
        for (int y = Math.max(area.y(), 0); y < bottom; y++) {
            int row = (y - area.y()) * area.width() - area.x();
            for (int x = all[y].nextSetBit(Math.max(area.x(), 0)); x >= 0 && x < right; x = all[y].nextSetBit(x + 1)) {
                out[row + x] = true;
            }
        }
        return out;
    }

    private BitSet[] pixels() {
        return pixels != null ? pixels : read.getOnce(file, this::bits);
    }

    private BitSet[] bits(Path png) {
        try {
            return withReader(png, reader -> bits(reader.read(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private BitSet[] bits(BufferedImage image) throws IOException {
        if (image.getWidth() != width || image.getHeight() != height) {
            throw new IOException("it changed while it was open");
        }
        BitSet[] out = rows(height);
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
                        out[y].set(x);
                    }
                }
            }
        }
        return out;
    }

    /** Writes a mask as an 8-bit PNG image, 255 where damaged; aside first, then moved to its place. */
    public static void write(SectionMask mask, Path png) throws IOException {
        try {
            int width = mask.width();
            int height = mask.height();
            if ((long) width * height > PixelType.MAX_PIXELS) {
                throw new IOException("its section has " + width + " x " + height
                        + " pixels, a PNG image is written with at most " + PixelType.MAX_PIXELS);
            }
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
            int rows = Math.max(1, STRIP_PIXELS / width);
            for (int y0 = 0; y0 < height; y0 += rows) {
                boolean[] strip = mask.read(new Area(0, y0, width, Math.min(rows, height - y0)));
                for (int i = 0; i < strip.length; i++) {
                    if (strip[i]) {
                        image.getRaster().setSample(i % width, y0 + i / width, 0, 255);
                    }
                }
            }
            AtomicFile.build(png, empty -> encode(image, empty));
        } catch (IOException | UncheckedIOException e) {
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
