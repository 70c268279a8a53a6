package org.sstem.cli;

import org.sstem.net.Network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A checkpoint as {@code torch.save(network.state_dict())} of PyTorch writes it, without PyTorch. */
final class CheckpointFile {

    private static final String DICTIONARY = "ccollections\nOrderedDict\n)R";

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

    private CheckpointFile() {}

    static Path write(Network network, Path file) throws IOException {
        CheckpointFile checkpoint = new CheckpointFile();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            int key = 0;
            checkpoint.put("\u0080\u0002" + DICTIONARY + "(");
            for (Map.Entry<String, long[]> parameter : network.parameters().entrySet()) {
                float[] values = network.parameter(parameter.getKey());
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                store(zip, "archive/data/" + key, bytes.array());
                checkpoint.tensor(parameter.getKey(), parameter.getValue(), key++, values.length);
            }
            checkpoint.put("u.");
            store(zip, "archive/data.pkl", checkpoint.pickle.toByteArray());
        }
        return file;
    }

    private void tensor(String name, long[] shape, int key, int count) {
        text(name);
        put("ctorch._utils\n_rebuild_tensor_v2\n((");
        text("storage");
        put("ctorch\nFloatStorage\n");
        text(Integer.toString(key));
        text("cpu");
        number(count);
        put("tQ");
        number(0);
        put("(");
        for (long size : shape) {
            number(size);
        }
        put("t(");
        long stride = count;
        for (long size : shape) {
            stride /= size;
            number(stride);
        }
        put("t\u0089" + DICTIONARY + "tR");
    }

    private void text(String text) {
        put("X");
        littleEndian(text.length());
        put(text);
    }

    private void number(long number) {
        put("J");
        littleEndian(Math.toIntExact(number));
    }

    private void littleEndian(int number) {
        pickle.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }

    private void put(String opcodes) {
        pickle.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
    }
}
