package org.sstem.cuda.internal;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Values of the host on their way to a device, of one size each. */
interface HostValues {

    /** Bytes of a value. */
    int bytesEach();

    /** Copies some of them to the beginning of a buffer in native byte order. */
    void copy(int first, int count, ByteBuffer to);

    /** Floats of a buffer, from its beginning on. */
    static HostValues of(FloatBuffer values) {
        return new HostValues() {
            @Override
            public int bytesEach() {
                return Float.BYTES;
            }

            @Override
            public void copy(int first, int count, ByteBuffer to) {
                to.asFloatBuffer().put(0, values, first, count);
            }
        };
    }

    /** Values of an array of bytes, of shorts or of floats. */
    static HostValues of(Object array) {
        if (array instanceof float[] floats) {
            return of(FloatBuffer.wrap(floats));
        }
        boolean bytes = array instanceof byte[];
        return new HostValues() {
            @Override
            public int bytesEach() {
                return bytes ? Byte.BYTES : Short.BYTES;
            }

            @Override
            public void copy(int first, int count, ByteBuffer to) {
                if (bytes) {
                    to.put(0, (byte[]) array, first, count);
                } else {
                    to.asShortBuffer().put(0, (short[]) array, first, count);
                }
            }
        };
    }
}
