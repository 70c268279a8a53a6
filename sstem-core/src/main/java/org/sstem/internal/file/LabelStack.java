package org.sstem.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.LongArray;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.sstem.stack.StackReader;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An open stack of labels, one number a pixel, read section by section. */
public final class LabelStack implements StackReader<UnsignedLongType> {

    private final LabelReader source;
    private final RandomAccessibleInterval<UnsignedLongType> pixels;

    private LabelStack(LabelReader source) {
        this.source = source;
        this.pixels = SectionCells.image(
                source.width(),
                source.height(),
                source.sections(),
                new UnsignedLongType(),
                z -> new LongArray(source.read(z)));
    }

    public static StackReader<UnsignedLongType> open(StackPlace place) throws IOException {
        return new LabelStack(place.openLabels());
    }

    @Override
    public RandomAccessibleInterval<UnsignedLongType> pixels() {
        return pixels;
    }

    @Override
    public UnsignedLongType type() {
        return new UnsignedLongType();
    }

    @Override
    public int width() {
        return source.width();
    }

    @Override
    public int height() {
        return source.height();
    }

    @Override
    public int sections() {
        return source.sections();
    }

    @Override
    public Optional<VoxelSize> voxelSize() {
        return source.voxelSize();
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }

    @Override
    public List<Integer> gaps() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
