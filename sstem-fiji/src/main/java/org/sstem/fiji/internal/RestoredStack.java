package org.sstem.fiji.internal;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.Provenance;
import org.sstem.Restoration;

import java.util.Set;
import java.util.TreeSet;

/** A restored stack whose sections are restored when they are looked at; others are those of the stack that was open. */
final class RestoredStack extends VirtualStack {

    private static final double OPACITY = 0.35;

    private final ImageStack original;
    private final Restoration<?> restoration;
    private final Overlay overlay = new Overlay();
    private final Set<Integer> shown = new TreeSet<>();

    RestoredStack(ImageStack original, Restoration<?> restoration) {
        super(original.getWidth(), original.getHeight(), original.getSize());
        this.original = original;
        this.restoration = restoration;
        setBitDepth(original.getBitDepth());
    }

    /** The stack as an image, where pixels come from over it in colours. */
    ImagePlus image(ImagePlus from) {
        ImagePlus image = new ImagePlus("Restored " + from.getTitle(), this);
        image.setCalibration(from.getCalibration().copy());
        image.setDisplayRange(from.getDisplayRangeMin(), from.getDisplayRangeMax());
        image.setOverlay(overlay);
        return image;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        if (!restoration.damagedSections().contains(n - 1)) {
            return original.getProcessor(n);
        }
        synchronized (shown) {
            if (shown.add(n)) {
                overlay.add(colours(n));
            }
        }
        return processor(Views.hyperSlice(restoration.pixels(), 2, n - 1L));
    }

    @Override
    public String getSliceLabel(int n) {
        String label = original.getSliceLabel(n);
        if (!restoration.damagedSections().contains(n - 1)) {
            return label;
        }
        // ImageJ shows it in brackets.
        return label == null ? "restored" : label + ", restored";
    }

    private ImageProcessor processor(RandomAccessibleInterval<? extends RealType<?>> section) {
        int width = getWidth();
        int height = getHeight();
        ImageProcessor out =
                switch (getBitDepth()) {
                    case 8 -> new ByteProcessor(width, height);
                    case 16 -> new ShortProcessor(width, height);
                    default -> new FloatProcessor(width, height);
                };
        int i = 0;
        for (RealType<?> pixel : Views.flatIterable(section)) {
            out.setf(i++, pixel.getRealFloat());
        }
        return out;
    }

    private ImageRoi colours(int n) {
        ColorProcessor colours = new ColorProcessor(getWidth(), getHeight());
        int i = 0;
        for (UnsignedByteType code : Views.flatIterable(Views.hyperSlice(restoration.provenance(), 2, n - 1L))) {
            colours.set(i++, colour((byte) code.get()));
        }
        ImageRoi roi = new ImageRoi(0, 0, colours);
        roi.setZeroTransparent(true);
        roi.setOpacity(OPACITY);
        roi.setPosition(n);
        return roi;
    }

    /** Original pixels have none. */
    static int colour(byte provenance) {
        return switch (provenance) {
            case Provenance.MOVED -> 0x4477aa;
            case Provenance.CORRECTED -> 0x228833;
            case Provenance.INTERPOLATED -> 0xccbb44;
            case Provenance.FUSED -> 0xaa3377;
            default -> 0;
        };
    }
}
