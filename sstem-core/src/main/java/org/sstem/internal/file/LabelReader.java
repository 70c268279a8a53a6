package org.sstem.internal.file;

import org.sstem.stack.VoxelSize;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Open labels: one whole number a pixel, section by section. Implementations are thread-safe. */
public interface LabelReader extends Closeable {

    int width();

    int height();

    int sections();

    Optional<VoxelSize> voxelSize();

    /** Reads one section into a new array. */
    long[] read(int z) throws IOException;

    /** Reads a stack as labels; of a float stack the values have to be whole numbers. */
    static LabelReader of(StackPlace place, SectionReader stack) {
        return new LabelReader() {
            @Override
            public int width() {
                return stack.width();
            }

            @Override
            public int height() {
                return stack.height();
            }

            @Override
            public int sections() {
                return stack.sections();
            }

            @Override
            public Optional<VoxelSize> voxelSize() {
                return stack.voxelSize();
            }

            @Override
            public long[] read(int z) throws IOException {
                Object raw = stack.read(z);
                long[] out = new long[stack.width() * stack.height()];
                for (int i = 0; i < out.length; i++) {
                    if (raw instanceof float[] floats) {
                        out[i] = whole(floats[i], place, z);
                    } else {
                        out[i] = raw instanceof byte[] bytes ? bytes[i] & 0xff : ((short[]) raw)[i] & 0xffff;
                    }
                }
                return out;
            }

            @Override
            public void close() throws IOException {
                stack.close();
            }
        };
    }

    private static long whole(float value, StackPlace place, int z) throws IOException {
        if (value != (long) value) {
            throw new IOException("section " + z + " of " + place + " holds " + value + "; labels are whole numbers");
        }
        return (long) value;
    }
}
