package org.sstem.cli.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.internal.output.AtomicFile;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Sections of several stacks side by side in one picture: a row a section, a column a stack. */
public final class BeforeAfter {

    private static final int GAP_PX = 8;
    private static final int WHITE = 255;

    private BeforeAfter() {}

    public static void write(
            Path png, List<Integer> sections, List<? extends RandomAccessibleInterval<UnsignedByteType>> stacks)
            throws IOException {
        int width = (int) stacks.get(0).dimension(0);
        int height = (int) stacks.get(0).dimension(1);
        BufferedImage sheet = new BufferedImage(
                stacks.size() * (width + GAP_PX) - GAP_PX,
                sections.size() * (height + GAP_PX) - GAP_PX,
                BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                sheet.getRaster().setSample(x, y, 0, WHITE);
            }
        }
        for (int row = 0; row < sections.size(); row++) {
            for (int column = 0; column < stacks.size(); column++) {
                int[] pixels = new int[width * height];
                int[] next = {0};
                Views.flatIterable(Views.hyperSlice(stacks.get(column), 2, sections.get(row)))
                        .forEach(pixel -> pixels[next[0]++] = pixel.get());
                sheet.getRaster().setPixels(column * (width + GAP_PX), row * (height + GAP_PX), width, height, pixels);
            }
        }
        AtomicFile.build(png, empty -> ImageIO.write(sheet, "png", empty.toFile()));
    }
}
