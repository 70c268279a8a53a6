package org.sstem.cli.internal.file;

import org.sstem.internal.output.AtomicFile;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes training pairs as NumPy's archives: one array for each thing that is known of a pair. */
public final class PairFile {

    private PairFile() {}

    public static String name(long number) {
        return String.format(Locale.ROOT, "pair_%06d.npz", number);
    }

    /** Writes a pair as a whole; equal pairs make equal files. */
    public static void write(TrainingPair pair, Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(1);
            for (Map.Entry<String, List<Plane>> array : PairArrays.of(pair).entrySet()) {
                List<Plane> planes = array.getValue();
                ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(planes.size() == 1 ? Npy.of(planes.get(0)) : Npy.of(planes));
                zip.closeEntry();
            }
        }
        AtomicFile.write(file, bytes.toByteArray());
    }
}
