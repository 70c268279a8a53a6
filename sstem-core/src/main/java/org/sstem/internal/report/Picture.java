package org.sstem.internal.report;

import org.sstem.method.Plane;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A picture as PNG within a data URI.
 *
 * @param width  pixels
 * @param height pixels
 * @param uri    the picture itself
 */
record Picture(int width, int height, String uri) {

    /** Grey levels of the overlay: with a colour for each code they fill a palette of 8 bits. */
    private static final int LEVELS = 51;
    /** Share of the code's colour in the overlay. */
    private static final double TINT = 0.45;

    /** The grey values that are shown as black and white. */
    record Window(float black, float white) {

        /** Takes the range that all but one per cent of the pixels lie in, a little widened. */
        static Window of(Plane plane) {
            float[] sorted = plane.pixels().clone();
            Arrays.sort(sorted);
            float low = sorted[sorted.length / 200];
            float high = sorted[sorted.length - 1 - sorted.length / 200];
            float room = (high - low) / 16;
            return new Window(low - room, high + room);
        }

        /** Maps a grey value to 0 to {@code levels - 1}; a constant or undefined one to the middle. */
        int level(float value, int levels) {
            double share = (value - black) / (white - black);
            return Double.isNaN(share) ? levels / 2 : (int) Math.round(Math.max(0, Math.min(1, share)) * (levels - 1));
        }
    }

    /** Draws grey values. */
    static Picture grey(Plane plane, Window window) {
        BufferedImage image = new BufferedImage(plane.width(), plane.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) window.level(plane.pixels()[i], 256);
        }
        return encode(image);
    }

    /** Draws grey values, tinted where the pixel is not the original. */
    static Picture overlay(Plane plane, Window window, byte[] codes) {
        BufferedImage image =
                new BufferedImage(plane.width(), plane.height(), BufferedImage.TYPE_BYTE_INDEXED, palette());
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (codes[i] * LEVELS + window.level(plane.pixels()[i], LEVELS));
        }
        return encode(image);
    }

    private static IndexColorModel palette() {
        ProvenanceCode[] codes = ProvenanceCode.values();
        byte[][] channels = new byte[3][codes.length * LEVELS];
        for (ProvenanceCode code : codes) {
            for (int level = 0; level < LEVELS; level++) {
                int grey = Math.round(level * 255f / (LEVELS - 1));
                for (int c = 0; c < 3; c++) {
                    int colour = code.rgb >> (16 - 8 * c) & 0xff;
                    double value = code == ProvenanceCode.ORIGINAL ? grey : grey * (1 - TINT) + colour * TINT;
                    channels[c][code.ordinal() * LEVELS + level] = (byte) Math.round(value);
                }
            }
        }
        return new IndexColorModel(8, codes.length * LEVELS, channels[0], channels[1], channels[2]);
    }

    static Picture encode(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // a stream of its own, because ImageIO would put a cache file into the temporary folder
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("could not encode a picture in memory", e);
        }
        return new Picture(
                image.getWidth(),
                image.getHeight(),
                "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }
}
