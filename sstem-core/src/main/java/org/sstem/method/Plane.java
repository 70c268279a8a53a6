package org.sstem.method;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import java.util.Arrays;

/**
 * A rectangle of float values in row-major order: the working form of a section, of a part of one, or of anything
 * that has one value a pixel (a weight, a transmission, one component of a flow).
 *
 * <p>Grey values of sections are scaled to [0, 1]: 8 bit by 1/255, 16 bit by 1/65535, float stacks as they are.
 * The value of pixel (x, y) is {@code pixels[y * width + x]}; pixel centres have integer coordinates.
 *
 * <p>The array is not copied: who makes a plane shares its pixels. A plane is as thread-safe as an array: concurrent
 * reads are fine, concurrent writes to different pixels too.
 *
 * @param width  pixels in x, at least 1
 * @param height pixels in y, at least 1
 * @param pixels the values, {@code width * height} of them
 */
public record Plane(int width, int height, float[] pixels) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if width or height is below 1 or the array has another length
     */
    public Plane {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a plane is at least 1 x 1, was " + width + " x " + height);
        }
        if (pixels.length != Math.multiplyExact(width, height)) {
            throw new IllegalArgumentException(
                    "pixels must hold " + width + " x " + height + " values, held " + pixels.length);
        }
    }

    /**
     * Makes a plane of zeros.
     *
     * @param width  pixels in x
     * @param height pixels in y
     */
    public Plane(int width, int height) {
        this(width, height, new float[Math.multiplyExact(width, height)]);
    }

    /**
     * Makes a plane of one value.
     *
     * @param width  pixels in x
     * @param height pixels in y
     * @param value  the value of every pixel
     * @return the plane
     */
    public static Plane filled(int width, int height, float value) {
        Plane plane = new Plane(width, height);
        Arrays.fill(plane.pixels, value);
        return plane;
    }

    /**
     * Makes a plane of a section of an ImgLib2 image.
     *
     * @param section axes (x, y), 8 or 16 bit unsigned, or float; scaled and copied, its origin does not matter
     * @return the plane
     * @throws IllegalArgumentException if the image is not two-dimensional or of another pixel type
     */
    public static Plane of(RandomAccessibleInterval<? extends RealType<?>> section) {
        if (section.numDimensions() != 2) {
            throw new IllegalArgumentException(
                    "section must have the axes (x, y), had " + section.numDimensions() + " dimensions");
        }
        SectionSource alone = SectionSource.of(Views.addDimension(section, 0, 0));
        return alone.read(0, new Area(0, 0, alone.width(), alone.height()));
    }

    /**
     * Shows the plane as an ImgLib2 image.
     *
     * @return an image over the same array, axes (x, y)
     */
    public Img<FloatType> image() {
        return ArrayImgs.floats(pixels, width, height);
    }

    /**
     * Returns one value.
     *
     * @param x column, 0 to width - 1
     * @param y row, 0 to height - 1
     * @return the value there
     */
    public float get(int x, int y) {
        return pixels[y * width + x];
    }

    /**
     * Sets one value.
     *
     * @param x     column, 0 to width - 1
     * @param y     row, 0 to height - 1
     * @param value the new value
     */
    public void set(int x, int y, float value) {
        pixels[y * width + x] = value;
    }

    /**
     * Returns a plane with a copy of the values.
     *
     * @return an independent plane
     */
    public Plane copy() {
        return new Plane(width, height, pixels.clone());
    }

    /**
     * Copies a rectangle out of this plane; what lies outside repeats the nearest pixel of the border.
     *
     * @param x0     first column, may be negative
     * @param y0     first row, may be negative
     * @param width  columns to copy
     * @param height rows to copy
     * @return a new plane of {@code width x height}
     */
    public Plane crop(int x0, int y0, int width, int height) {
        Plane out = new Plane(width, height);
        for (int y = 0; y < height; y++) {
            int row = Math.min(Math.max(y0 + y, 0), this.height - 1) * this.width;
            for (int x = 0; x < width; x++) {
                out.pixels[y * width + x] = pixels[row + Math.min(Math.max(x0 + x, 0), this.width - 1)];
            }
        }
        return out;
    }

    /**
     * Tells whether another plane has the same size.
     *
     * @param other the plane to compare with
     * @return true if width and height are equal
     */
    public boolean sameSize(Plane other) {
        return width == other.width && height == other.height;
    }
}
