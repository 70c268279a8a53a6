package org.sstem.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Makes damaged files out of whole ones. */
@FunctionalInterface
public interface Mutator {

    /**
     * Makes one damaged file.
     *
     * @param random decides how
     * @return its bytes
     */
    byte[] next(Random random);

    /**
     * Damages bytes: bits, numbers of every size at the edges of their ranges, ranges lost, doubled, moved.
     *
     * @param seeds whole files
     * @return the mutator
     */
    static Mutator bytes(List<byte[]> seeds) {
        return random -> {
            byte[] file = seeds.get(random.nextInt(seeds.size())).clone();
            for (int i = 1 + (int) Math.abs(2 * random.nextGaussian()); i > 0; i--) {
                file = damage(file, random);
            }
            return file;
        };
    }

    /**
     * Damages texts: as bytes, and by words that belong elsewhere.
     *
     * @param seeds whole texts
     * @return the mutator
     */
    static Mutator text(List<String> seeds) {
        String[] words = {
            "1e999",
            "-1",
            "null",
            "{}",
            "[]",
            "\"\"",
            "99999999999",
            "2147483647",
            "NaN",
            "true",
            "0.5",
            "[[[[[[",
            "{\"a\":",
            ",",
            ":",
            "\"z\":",
            "\"\\u0000\"",
            "\u0661"
        };
        List<byte[]> bytes =
                seeds.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList();
        Mutator plain = bytes(bytes);
        return random -> {
            if (random.nextBoolean()) {
                return plain.next(random);
            }
            String text = seeds.get(random.nextInt(seeds.size()));
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int from = random.nextInt(text.length() + 1);
                int to = Math.min(text.length(), from + random.nextInt(9));
                String word = words[random.nextInt(words.length)];
                if (random.nextInt(20) == 0) {
                    word = word.repeat(1 + random.nextInt(20_000));
                }
                text = text.substring(0, from) + word + text.substring(to);
            }
            return text.getBytes(StandardCharsets.UTF_8);
        };
    }

    /**
     * Damages zip files: as bytes, and inside one of their entries, with the right checksum around it.
     *
     * @param seeds whole files
     * @return the mutator
     */
    static Mutator zip(List<byte[]> seeds) {
        Mutator plain = bytes(seeds);
        return random -> {
            if (random.nextInt(4) == 0) {
                return plain.next(random);
            }
            Map<String, byte[]> entries = entries(seeds.get(random.nextInt(seeds.size())));
            List<String> names = new ArrayList<>(entries.keySet());
            String name = names.get(random.nextInt(names.size()));
            boolean text = name.endsWith(".json");
            byte[] content = entries.get(name);
            Mutator inside =
                    text ? text(List.of(new String(content, StandardCharsets.UTF_8))) : bytes(List.of(content));
            entries.put(name, inside.next(random));
            return zip(entries);
        };
    }

    private static Map<String, byte[]> entries(byte[] file) {
        Map<String, byte[]> out = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                out.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    private static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] damage(byte[] file, Random random) {
        if (file.length < 2) {
            return new byte[] {(byte) random.nextInt()};
        }
        // Headers lie in front, and there the numbers are that decide.
        int reach = random.nextInt(3) == 0 ? file.length : Math.min(file.length, 512);
        int at = random.nextInt(reach);
        int length = 1 + random.nextInt(Math.min(64, file.length - at));
        switch (random.nextInt(9)) {
            case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> file[at] = (byte) random.nextInt();
            case 2, 3, 4 -> number(file, at, random);
            case 5 -> Arrays.fill(file, at, at + length, (byte) (random.nextBoolean() ? 0 : -1));
            case 6 -> {
                return Arrays.copyOf(file, random.nextInt(4) == 0 ? at : file.length - length);
            }
            case 7 -> {
                byte[] shorter = Arrays.copyOf(file, file.length - length);
                System.arraycopy(file, at + length, shorter, at, file.length - at - length);
                return shorter;
            }
            default -> {
                int from = random.nextInt(file.length - length + 1);
                System.arraycopy(file.clone(), from, file, at, Math.min(length, file.length - at));
            }
        }
        return file;
    }

    private static void number(byte[] file, int at, Random random) {
        long[] edges = {
            0,
            1,
            2,
            3,
            255,
            256,
            4096,
            65535,
            65536,
            46341,
            1 << 24,
            1 << 30,
            Integer.MAX_VALUE,
            -1,
            -2,
            Integer.MIN_VALUE,
            0xffffffffL,
            1L << 40,
            Long.MAX_VALUE,
            Long.MIN_VALUE
        };
        ByteBuffer buffer =
                ByteBuffer.wrap(file).order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long value = edges[random.nextInt(edges.length)] + random.nextInt(3) - 1;
        int size = 1 << random.nextInt(4);
        if (at + size > file.length) {
            return;
        }
        switch (size) {
            case 1 -> buffer.put(at, (byte) value);
            case 2 -> buffer.putShort(at, (short) value);
            case 4 -> buffer.putInt(at, (int) value);
            default -> buffer.putLong(at, value);
        }
    }
}
