package org.sstem.fiji.internal;

import ij.IJ;
import net.imglib2.parallel.Parallelization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Something that may fail, said to whoever sits in front of ImageJ in one sentence. */
final class Attempt {

    private Attempt() {}

    interface Task {
        void run() throws IOException;
    }

    static void at(String what, Task task) {
        try {
            Parallelization.runMultiThreaded(() -> {
                task.run();
                return null;
            });
        } catch (RuntimeException e) {
            Throwable cause =
                    e.getClass() == RuntimeException.class || e instanceof UncheckedIOException ? e.getCause() : e;
            IJ.error(what, cause == null ? e.toString() : String.valueOf(cause.getMessage()));
        } finally {
            IJ.showProgress(1);
        }
    }

    /** The file of a name that was typed. */
    static Path path(String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException("no file can be called " + name + " here: " + e.getReason(), e);
        }
    }
}
