package org.sstem.internal.report;

import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;

/**
 * Pictures of sections for a {@link ReportPage}: shrunk or a detail, with the mask of the damage over it. Sections are
 * read in strips. Grey values are stretched so that all but one per cent of those of the picture, or of another that it
 * is compared with, are told apart. Immutable and thread-safe.
 */
public final class SectionPicture {

    /** Grey levels with a mask: three shades of each fill a palette of 8 bits. */
    private static final int LEVELS = 85;

    private static final int STRIP_PIXELS = 1 << 20;

    private static final int RGB = 0xe69f00;
    /** Share of the colour inside the mask; its edge is of that colour altogether. */
    private static final double TINT = 0.25;
    /** Part of what a pixel of the picture shows that has to be damaged for it to be coloured. */
    private static final double SHARE = 0.25;

    private final SectionSource source;
    private final int z;
    private final Area area;
    private final int width;
    private final int height;
    private final Plane grey;
    private final Picture.Window window;

    private SectionPicture(SectionSource source, int z, Area area, int edge, SectionPicture like) {
        this.source = source;
        this.z = z;
        this.area = area;
        int[] size = Thumbnail.size(area.width(), area.height(), edge);
        width = size[0];
        height = size[1];
        grey = shrunk();
        window = like == null ? Picture.Window.of(grey) : like.window;
    }

    /**
     * Shrinks a section.
     *
     * @param source reads the section
     * @param z      the section
     * @param edge   longer side of the picture at most, pixels; it is never enlarged
     * @return the picture
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public static SectionPicture of(SectionSource source, int z, int edge) {
        return new SectionPicture(source, z, new Area(0, 0, source.width(), source.height()), edge, null);
    }

    /**
     * Shrinks a part of a section.
     *
     * @param source reads the section
     * @param z      the section
     * @param area   the part
     * @param edge   longer side of the picture at most, pixels; it is never enlarged
     * @return the picture
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public static SectionPicture of(SectionSource source, int z, Area area, int edge) {
        return new SectionPicture(source, z, area, edge, null);
    }

    /**
     * Takes the same picture of another section, with the same grey values black and white.
     *
     * @param other reads the other section
     * @param at    the other section
     * @return the other picture
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public SectionPicture same(SectionSource other, int at) {
        return new SectionPicture(other, at, area, Math.max(width, height), this);
    }

    /**
     * Draws the section.
     *
     * @return the picture
     */
    public BufferedImage draw() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) window.level(grey.pixels()[i], 256);
        }
        return image;
    }

    /**
     * Draws the section with a mask over it.
     *
     * @param mask the mask, in pixels of the section
     * @return the picture, tinted where the mask is set, its edge drawn in full colour
     */
    public BufferedImage draw(SectionMask mask) {
        boolean[] inside = inside(mask);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette());
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                int code = !inside[i] ? 0 : onEdge(inside, x, y) ? 2 : 1;
                pixels[i] = (byte) (code * LEVELS + window.level(grey.pixels()[i], LEVELS));
            }
        }
        return image;
    }

    private boolean onEdge(boolean[] inside, int x, int y) {
        return x > 0 && !inside[y * width + x - 1]
                || x + 1 < width && !inside[y * width + x + 1]
                || y > 0 && !inside[(y - 1) * width + x]
                || y + 1 < height && !inside[(y + 1) * width + x];
    }

    private static IndexColorModel palette() {
        byte[][] channels = new byte[3][3 * LEVELS];
        double[] tints = {0, TINT, 1};
        for (int code = 0; code < 3; code++) {
            for (int level = 0; level < LEVELS; level++) {
                double grey = level * 255.0 / (LEVELS - 1);
                for (int c = 0; c < 3; c++) {
                    int colour = RGB >> (16 - 8 * c) & 0xff;
                    double value = grey * (1 - tints[code]) + colour * tints[code];
                    channels[c][code * LEVELS + level] = (byte) Math.round(value);
                }
            }
        }
        return new IndexColorModel(8, 3 * LEVELS, channels[0], channels[1], channels[2]);
    }

    private Plane shrunk() {
        Plane small = new Plane(width, height);
        for (int from = 0, to; from < height; from = to) {
            to = end(from);
            Area strip = strip(from, to);
            Plane band = source.read(z, strip);
            for (int y = from; y < to; y++) {
                int top = bound(y, area.height(), height) + area.y() - strip.y();
                int bottom = bound(y + 1, area.height(), height) + area.y() - strip.y();
                for (int x = 0; x < width; x++) {
                    int left = bound(x, area.width(), width);
                    int right = bound(x + 1, area.width(), width);
                    double sum = 0;
                    for (int row = top; row < bottom; row++) {
                        for (int i = left; i < right; i++) {
                            sum += band.get(i, row);
                        }
                    }
                    small.set(x, y, (float) (sum / ((right - left) * (double) (bottom - top))));
                }
            }
        }
        return small;
    }

    private boolean[] inside(SectionMask mask) {
        boolean[] inside = new boolean[width * height];
        for (int y = 0; y < height; y++) {
            Area strip = strip(y, y + 1);
            boolean[] flags = mask.read(strip);
            for (int x = 0; x < width; x++) {
                int left = bound(x, area.width(), width);
                int right = bound(x + 1, area.width(), width);
                int count = 0;
                for (int row = 0; row < strip.height(); row++) {
                    for (int i = left; i < right; i++) {
                        count += flags[row * strip.width() + i] ? 1 : 0;
                    }
                }
                inside[y * width + x] = count > 0 && count >= SHARE * (right - left) * strip.height();
            }
        }
        return inside;
    }

    /** So many rows of the picture at a time that what they show is about a megapixel. */
    private int end(int from) {
        long rows = Math.max(1, (long) STRIP_PIXELS * height / ((long) area.width() * area.height()));
        return (int) Math.min(height, from + rows);
    }

    private Area strip(int from, int to) {
        int top = bound(from, area.height(), height);
        return new Area(area.x(), area.y() + top, area.width(), bound(to, area.height(), height) - top);
    }

    private static int bound(int index, int full, int small) {
        return (int) ((long) index * full / small);
    }

    /**
     * Finds the square of a section that holds most of a mask, and some of what is beside it.
     *
     * @param mask   the mask
     * @param width  width of the section, pixels
     * @param height height of the section, pixels
     * @param edge   side of the square at most, pixels
     * @return the square, inside the section; that in the middle if the mask is empty
     */
    public static Area detail(SectionMask mask, int width, int height, int edge) {
        int w = Math.min(edge, width);
        int h = Math.min(edge, height);
        int step = Math.max(1, Math.max(width, height) / 256);
        int columns = (width + step - 1) / step;
        int rows = (height + step - 1) / step;
        int[][] sums = new int[rows + 1][columns + 1];
        for (int row = 0; row < rows; row++) {
            boolean[] line = mask.read(new Area(0, row * step, width, 1));
            for (int column = 0; column < columns; column++) {
                int one = line[column * step] ? 1 : 0;
                sums[row + 1][column + 1] = sums[row][column + 1] + sums[row + 1][column] - sums[row][column] + one;
            }
        }
        int across = Math.min(columns, Math.max(1, w / step));
        int down = Math.min(rows, Math.max(1, h / step));
        double best = Double.NEGATIVE_INFINITY;
        int x = 0;
        int y = 0;
        for (int row = 0; row + down <= rows; row++) {
            for (int column = 0; column + across <= columns; column++) {
                double share = (sums[row + down][column + across]
                                - sums[row][column + across]
                                - sums[row + down][column]
                                + sums[row][column])
                        / (double) (across * down);
                double off = Math.hypot(2 * column + across - columns, 2 * row + down - rows);
                // Among equals the middle of the section; a square full of mask shows nothing beside it.
                double merit = share * (1.2 - share) - 1e-6 * off;
                if (merit > best) {
                    best = merit;
                    x = column * step;
                    y = row * step;
                }
            }
        }
        return new Area(Math.min(x, width - w), Math.min(y, height - h), w, h);
    }
}
