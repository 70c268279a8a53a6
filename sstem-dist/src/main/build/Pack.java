import com.github.luben.zstd.ZstdOutputStream;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Packs as no plugin of Maven does: {@code store IN OUT} makes a jar that is not compressed of one that is, since a package
 * that is compressed as a whole becomes smaller then; {@code compress IN OUT} compresses by Zstandard, with a window that
 * reaches from one library to the next, and deletes what it has compressed.
 */
final class Pack {

    private static final int LEVEL = 9;
    /** 128 MB, the most that is unpacked without being asked for. */
    private static final int WINDOW_LOG = 27;

    private Pack() {}

    public static void main(String... args) throws IOException {
        Path in = Path.of(args[1]);
        Path to = Path.of(args[2]);
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
            if (args[0].equals("store")) {
                store(in, out);
            } else {
                compress(in, out);
            }
        }
    }

    private static void store(Path in, OutputStream out) throws IOException {
        try (ZipFile from = new ZipFile(in.toFile());
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                ZipEntry stored = new ZipEntry(entry.getName());
                stored.setTime(entry.getTime());
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(entry.getSize());
                stored.setCrc(entry.getCrc());
                to.putNextEntry(stored);
                from.getInputStream(entry).transferTo(to);
            }
        }
    }

    private static void compress(Path in, OutputStream out) throws IOException {
        try (ZstdOutputStream to = new ZstdOutputStream(out, LEVEL)) {
            to.setLong(WINDOW_LOG).setChecksum(true);
            Files.copy(in, to);
        }
        Files.delete(in);
    }
}
