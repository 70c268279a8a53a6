package org.sstem.internal.file.hdf5;

import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.exceptions.UnsupportedHdfException;
import org.sstem.internal.file.ImageFiles;

import java.io.IOException;

/** What went wrong with an HDF5 file: that it is damaged is one thing, that something in it cannot be read another. */
final class Hdf5Failure {

    /** Something that jhdf does. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    private Hdf5Failure() {}

    /**
     * Lets jhdf read. It throws whatever comes on damaged files, and takes the memory that a length in one claims.
     *
     * @param where begins the message: the file, or the section of it
     */
    static <T> T guard(Object where, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw of(where, e);
        }
    }

    static IOException of(Object where, Throwable e) {
        return isUnsupported(e)
                ? new IOException(where + " is stored in a way that is not supported: " + ImageFiles.reason(e), e)
                : ImageFiles.failure(where, "", e);
    }

    static boolean isUnsupported(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            boolean filter = cause instanceof HdfFilterException
                    && String.valueOf(cause.getMessage()).startsWith("A required filter is not available");
            if (cause instanceof UnsupportedHdfException || filter) {
                return true;
            }
        }
        return false;
    }
}
