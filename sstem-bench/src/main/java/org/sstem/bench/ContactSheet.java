package org.sstem.bench;

import org.sstem.internal.output.AtomicFile;
import org.sstem.method.Plane;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures of one size in rows and columns, made smaller by the means of squares, with white lines between them. Grey values
 * 0 to 1 become black to white. Not thread-safe.
 */
final class ContactSheet {

    private static final int GAP_PX = 4;
    private static final int WHITE = 255;

    private final int shrink;
    private final int width;
    private final int height;
    private final BufferedImage sheet;

    /**
     * An empty sheet.
     *
     * @param shrink pixels of a picture, in x and in y, that become one
     */
    ContactSheet(int rows, int columns, int width, int height, int shrink) {
        this.shrink = shrink;
        this.width = width / shrink;
        this.height = height / shrink;
        this.sheet = new BufferedImage(
                columns * (this.width + GAP_PX) - GAP_PX,
                rows * (this.height + GAP_PX) - GAP_PX,
                BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                sheet.getRaster().setSample(x, y, 0, WHITE);
            }
        }
    }

    /** Puts pictures into a row, from its first column on. */
    void put(int row, List<Plane> pictures) {
        for (int column = 0; column < pictures.size(); column++) {
            Plane picture = pictures.get(column);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double grey = Math.min(Math.max(mean(picture, x, y), 0), 1);
                    sheet.getRaster().setSample(column * (width + GAP_PX) + x, row * (height + GAP_PX) + y, 0, (int)
                            Math.round(WHITE * grey));
                }
            }
        }
    }

    private double mean(Plane picture, int x, int y) {
        double sum = 0;
        for (int dy = 0; dy < shrink; dy++) {
            for (int dx = 0; dx < shrink; dx++) {
                sum += picture.pixels()[(y * shrink + dy) * picture.width() + x * shrink + dx];
            }
        }
        return sum / (shrink * shrink);
    }

    /** What one picture lacks of another, twice as strong: white where they are alike, black from half the range on. */
    static Plane error(Plane picture, Plane truth) {
        Plane error = new Plane(picture.width(), picture.height());
        for (int i = 0; i < error.pixels().length; i++) {
            error.pixels()[i] = 1 - 2 * Math.abs(picture.pixels()[i] - truth.pixels()[i]);
        }
        return error;
    }

    /** Writes a PNG or JPEG file, as its name ends; one that is there is not replaced. */
    void write(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file + " is there already; nothing is replaced");
        }
        String name = file.getFileName().toString();
        AtomicFile.write(file, to -> ImageIO.write(sheet, name.substring(name.lastIndexOf('.') + 1), to));
    }
}
