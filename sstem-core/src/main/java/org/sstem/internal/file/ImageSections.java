package org.sstem.internal.file;

import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.sstem.internal.kernel.StoredSections;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Optional;

/** Sections of an imglib2 stack, copied block by block and scaled to floats. */
public final class ImageSections implements SectionSource, StoredSections {

    private final PixelType type;
    private final PrimitiveBlocks<?> blocks;
    private final int width;
    private final int height;
    private final int sections;

    private ImageSections(PixelType type, PrimitiveBlocks<?> blocks, long[] size) {
        this.type = type;
        this.blocks = blocks;
        this.width = Math.toIntExact(size[0]);
        this.height = Math.toIntExact(size[1]);
        this.sections = Math.toIntExact(size[2]);
    }

    /** Reads a stack of one of the {@linkplain PixelType types}, whatever the compiler knows of it. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static ImageSections of(RandomAccessibleInterval<? extends RealType<?>> stack) {
        if (stack.numDimensions() != 3) {
            throw new IllegalArgumentException(
                    "a stack must have the axes (x, y, z), had " + stack.numDimensions() + " dimensions");
        }
        PixelType type = PixelType.of(stack.getType());
        PrimitiveBlocks<?> blocks = PrimitiveBlocks.of(
                (RandomAccessible) Views.extendBorder((RandomAccessibleInterval) Views.zeroMin(stack)),
                OnFallback.ACCEPT);
        return new ImageSections(type, blocks.threadSafe(), stack.dimensionsAsLongArray());
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
    public int sections() {
        return sections;
    }

    @Override
    public Plane read(int z, Area area) {
        return new Plane(area.width(), area.height(), type.toFloats(raw(z, area)));
    }

    @Override
    public Optional<Stored> stored(int z, Area area) {
        return type == PixelType.FLOAT32 ? Optional.empty() : Optional.of(new Stored(raw(z, area), 0));
    }

    private Object raw(int z, Area area) {
        if (z < 0 || z >= sections) {
            throw new IllegalArgumentException("z must be 0 to " + (sections - 1) + ", was " + z);
        }
        Object raw = type.newArray(Math.multiplyExact(area.width(), area.height()));
        blocks.copy(new long[] {area.x(), area.y(), z}, raw, new int[] {area.width(), area.height(), 1});
        return raw;
    }
}
