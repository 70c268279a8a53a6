package org.sstem.cli.internal.file;

import org.sstem.internal.output.AtomicFile;
import org.sstem.method.Flow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes and reads flows as NumPy files: float32, little-endian, shape [2, height, width], u before v. */
public final class FlowFile {

    private static final Pattern NAME = Pattern.compile("flow_(\\d{4,9})\\.npy");
    private static final Pattern SHAPE = Pattern.compile("\\(2, (\\d{1,6}), (\\d{1,6})\\)");

    private FlowFile() {}

    public static void write(Flow flow, Path file) throws IOException {
        AtomicFile.write(file, Npy.of(List.of(flow.u(), flow.v())));
    }

    /** The file of a section. */
    public static Path of(Path folder, int z) {
        return folder.resolve(name(z));
    }

    public static String name(int z) {
        return String.format(Locale.ROOT, "flow_%04d.npy", z);
    }

    /** The sections that have a flow in a folder, in order. */
    public static List<Integer> sections(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Integer.parseInt(name.group(1)))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new IOException(folder + " is no folder of flows", e);
        }
    }

    public static Flow read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("flow " + file + " does not exist");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int start =
                bytes.limit() < Npy.PREAMBLE ? 0 : Npy.PREAMBLE + Short.toUnsignedInt(bytes.getShort(Npy.PREAMBLE - 2));
        String head = new String(bytes.array(), 0, Math.min(start, bytes.limit()), StandardCharsets.ISO_8859_1);
        Matcher shape = SHAPE.matcher(head);
        if (!head.startsWith("\u0093NUMPY\u0001")
                || !head.contains("'<f4'")
                || !head.contains("False")
                || !shape.find()) {
            throw new IOException(file + " must hold float32 of the shape (2, height, width) in C order");
        }
        int height = Integer.parseInt(shape.group(1));
        int width = Integer.parseInt(shape.group(2));
        if (width < 1 || height < 1 || bytes.limit() - start != 8L * width * height) {
            throw new IOException(file + " is cut off: it must hold 2 x " + height + " x " + width + " float32");
        }
        Flow flow = new Flow(width, height);
        bytes.position(start);
        bytes.asFloatBuffer().get(flow.u().pixels()).get(flow.v().pixels());
        return flow;
    }
}
