package org.sstem.fiji.internal;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.DataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.stack.VoxelSize;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The stack of an image of ImageJ as the library sees it: read section by section when that is touched, kept softly. */
final class OpenStack {

    private static final Map<String, Double> NANOMETRES =
            Map.of("nm", 1.0, "micron", 1e3, "µm", 1e3, "μm", 1e3, "um", 1e3, "mm", 1e6);

    private OpenStack() {}

    /**
     * Wraps a stack; its pixels are not copied.
     *
     * @throws IllegalArgumentException if it is no stack of grey sections
     */
    static RandomAccessibleInterval<? extends RealType<?>> pixels(ImagePlus image) {
        if (image.getNChannels() > 1 || image.getNFrames() > 1 || image.getStackSize() < 3) {
            throw new IllegalArgumentException(
                    image.getTitle() + " must be a stack of at least 3 sections, without channels or frames, was "
                            + image.getNChannels() + " channels, " + image.getNSlices() + " sections, "
                            + image.getNFrames() + " frames");
        }
        ImageStack stack = image.getStack();
        return switch (image.getBitDepth()) {
            case 8 -> image(stack, new UnsignedByteType(), pixels -> new ByteArray((byte[]) pixels));
            case 16 -> image(stack, new UnsignedShortType(), pixels -> new ShortArray((short[]) pixels));
            case 32 -> image(stack, new FloatType(), pixels -> new FloatArray((float[]) pixels));
            default ->
                throw new IllegalArgumentException(image.getTitle() + " must be grey, 8, 16 or 32 bit, was "
                        + image.getBitDepth() + " bit colour");
        };
    }

    private static <T extends NativeType<T> & RealType<T>, A extends DataAccess> RandomAccessibleInterval<T> image(
            ImageStack stack, T type, Function<Object, A> access) {
        long[] size = {stack.getWidth(), stack.getHeight(), stack.getSize()};
        int[] section = {stack.getWidth(), stack.getHeight(), 1};
        Map<Long, SoftReference<Cell<A>>> cells = new ConcurrentHashMap<>();
        return new LazyCellImg<>(new CellGrid(size, section), type, index -> {
            SoftReference<Cell<A>> kept = cells.get(index);
            Cell<A> cell = kept == null ? null : kept.get();
            if (cell == null) {
                Object pixels;
                synchronized (stack) { // a virtual stack reads one section at a time
                    pixels = stack.getProcessor((int) (index + 1)).getPixels();
                }
                cell = new Cell<>(section, new long[] {0, 0, index}, access.apply(pixels));
                cells.put(index, new SoftReference<>(cell));
            }
            return cell;
        });
    }

    /** The size of a voxel, where the image is calibrated in a length. */
    static Optional<VoxelSize> voxelSize(ImagePlus image) {
        Calibration calibration = image.getCalibration();
        return Optional.ofNullable(NANOMETRES.get(calibration.getUnit()))
                .map(nm -> new VoxelSize(
                        nm * calibration.pixelWidth, nm * calibration.pixelHeight, nm * calibration.pixelDepth));
    }
}
