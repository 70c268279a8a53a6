package org.sstem.cli.internal.file;

import org.sstem.internal.output.AtomicFile;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
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
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("neighbours", Npy.of(pair.neighbours()));
        pair.degraded().ifPresent(plane -> arrays.put("damaged", Npy.of(plane)));
        arrays.put("target", Npy.of(pair.target()));
        if (pair instanceof TrainingPair.Folded folded) {
            arrays.put("band", Npy.of(folded.band()));
            arrays.put("swallowed", Npy.of(folded.swallowed()));
            arrays.put("flow", flow(folded.flow()));
        } else if (pair instanceof TrainingPair.Cracked cracked) {
            arrays.put("flow", flow(cracked.flow()));
        } else if (pair instanceof TrainingPair.Stained stained) {
            arrays.put("transmission", Npy.of(stained.transmission()));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(1);
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(array.getValue());
                zip.closeEntry();
            }
        }
        AtomicFile.write(file, bytes.toByteArray());
    }

    private static byte[] flow(Flow flow) {
        List<Plane> both = List.of(flow.u(), flow.v());
        return Npy.of(both);
    }
}
