package org.sstem.cli;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sstem.stack.Stacks;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is wrong with the input: exit code 1, one sentence, nothing written, nothing changed. */
class BadInputTest {

    @TempDir
    private Path folder;

    private Path in;
    private Path damage;

    /** Breaks something about a good input. */
    @FunctionalInterface
    interface Fault {
        void apply(BadInputTest test) throws IOException;
    }

    @BeforeEach
    void goodInput() throws IOException {
        in = TestStacks.write(folder.resolve("in"), 64, 48, 5);
        damage = TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}");
    }

    @Test
    void theInputIsGoodBeforeItIsBroken() {
        assertThat(Run.sstem("restore", in, folder.resolve("out"), "--damage", damage)
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isRefusedInOneSentence(String name, Fault fault, String[] said) throws IOException {
        fault.apply(this);
        SortedMap<String, String> before = TestStacks.contents(folder);

        Run run = Run.sstem("restore", in, folder.resolve("out"), "--damage", damage);

        assertThat(run.err())
                .as(name)
                .hasLineCount(1)
                .startsWith("sstem restore: ")
                .contains(said);
        assertThat(run.err()).doesNotContain("unexpected");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("out")).doesNotExist();
        SortedMap<String, String> after = TestStacks.contents(folder);
        after.keySet().removeIf(file -> file.startsWith("out.sstem-partial"));
        assertThat(after).isEqualTo(before);
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                fault("truncated PNG", test -> truncate(test.in.resolve("0001.png")), "0001.png"),
                fault(
                        "RGB PNG",
                        test -> image(test.in.resolve("0001.png"), 64, 48, BufferedImage.TYPE_INT_RGB),
                        "0001"),
                fault("another size", test -> image(test.in.resolve("0001.png"), 64, 40), "0001.png", "64 x 40"),
                fault(
                        "another depth",
                        test -> image(test.in.resolve("0001.png"), 64, 48, BufferedImage.TYPE_USHORT_GRAY),
                        "0001.png",
                        "16"),
                fault(
                        "empty directory",
                        test -> test.in = Files.createDirectory(test.folder.resolve("empty")),
                        "empty"),
                fault("no such stack", test -> test.in = test.folder.resolve("nowhere"), "nowhere", "does not exist"),
                fault(
                        "no such dataset",
                        test -> {
                            TestStacks.write(test.folder.resolve("a.h5:/raw"), 16, 16, 2);
                            test.in = test.folder.resolve("a.h5:/labels");
                        },
                        "labels",
                        "raw"),
                fault("one section", test -> test.in = TestStacks.write(test.folder.resolve("one"), 64, 48, 1), "2"),
                fault("a PNG that claims to be huge", test -> huge(test.in.resolve("0001.png")), "0001.png", "100000"),
                fault("no such damage file", test -> test.damage = test.folder.resolve("none.json"), "none.json"),
                damage("not JSON", "{\"version\": 1, \"sections\": [", "damage.json"),
                damage("unknown kind", entry(2, "scratch", null), "scratch"),
                damage("z out of range", entry(5, "missing", null), "5"),
                damage("negative z", entry(-1, "missing", null), "-1"),
                damage("listed twice", entry(2, "fold", null) + "," + entry(2, "fold", null), "2"),
                damage("missing with a mask", entry(2, "missing", "mask.png"), "mask"),
                damage("mask leaves the folder", entry(2, "fold", "../mask.png"), "../mask.png"),
                damage("absolute mask", entry(2, "fold", "/mask.png"), "/mask.png"),
                damage("no such mask", entry(2, "fold", "mask.png"), "mask.png"),
                fault(
                        "mask of another size",
                        test -> {
                            image(test.folder.resolve("mask.png"), 64, 40);
                            TestStacks.damage(test.folder, entry(2, "fold", "mask.png"));
                        },
                        "mask.png",
                        "64 x 40"),
                damage("every section damaged", everySection(), "intact"),
                fault(
                        "newer version",
                        test -> Files.writeString(test.damage, "{\"version\": 99, \"sections\": []}"),
                        "99"),
                fault(
                        "JSON nested ten thousand deep",
                        test -> Files.writeString(test.damage, "[".repeat(10_000) + "]".repeat(10_000)),
                        "damage.json"));
    }

    @Test
    void aFloatStackWithNanIsRefusedWhenTheSectionIsRead() throws IOException {
        float[] pixels = new float[64 * 48 * 3];
        Path raw = folder.resolve("floats");
        Stacks.write(ArrayImgs.floats(pixels, 64, 48, 3), Optional.empty(), raw);
        Path tiff;
        try (Stream<Path> files = Files.list(raw)) {
            tiff = files.filter(file -> file.toString().endsWith("2.tif"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(tiff);
        byte[] nan = {0x7f, (byte) 0xc0, (byte) 0xc0, 0x7f}; // in either byte order
        int zeros = indexOfZeros(bytes, 64 * 48 * 2);
        System.arraycopy(nan, 0, bytes, zeros + (4 - zeros % 4) % 4, 4);
        Files.write(tiff, bytes);
        damage = TestStacks.damage(folder, entry(1, "missing", null));

        Run run = Run.sstem("restore", raw, folder.resolve("out"), "--damage", damage);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("2.tif");
    }

    @Test
    void anUnwritableTargetIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a directory");

        Run run = Run.sstem("restore", in, file.resolve("out"), "--damage", damage);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains(file.toString());
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertThat(Run.sstem("restore").exitCode()).isEqualTo(2);
        assertThat(Run.sstem("mend").exitCode()).isEqualTo(2);
        assertThat(Run.sstem().exitCode()).isEqualTo(2);
        assertThat(Run.sstem("restore", in, "out", "--damage", damage, "--tile", "many")
                        .exitCode())
                .isEqualTo(2);
    }

    private static Arguments fault(String name, Fault fault, String... said) {
        return Arguments.of(name, fault, said);
    }

    private static Arguments damage(String name, String content, String said) {
        return fault(
                name,
                test -> {
                    if (content.startsWith("{\"version")) {
                        Files.writeString(test.damage, content);
                    } else {
                        TestStacks.damage(test.folder, content);
                    }
                },
                said);
    }

    private static String entry(int z, String kind, String mask) {
        return "{\"z\": " + z + ", \"kind\": \"" + kind + "\"" + (mask == null ? "" : ", \"mask\": \"" + mask + "\"")
                + "}";
    }

    private static String everySection() {
        return String.join(
                ",",
                Stream.of(0, 1, 2, 3, 4).map(z -> entry(z, "missing", null)).toList());
    }

    private static void truncate(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static void image(Path file, int width, int height) throws IOException {
        image(file, width, height, BufferedImage.TYPE_BYTE_GRAY);
    }

    private static void image(Path file, int width, int height, int type) throws IOException {
        ImageIO.write(new BufferedImage(width, height, type), "png", file.toFile());
    }

    /** A PNG whose header claims 100,000 x 100,000 pixels. */
    private static void huge(Path file) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream chunk = new DataOutputStream(header);
        chunk.write("IHDR".getBytes(StandardCharsets.US_ASCII));
        chunk.writeInt(100_000);
        chunk.writeInt(100_000);
        chunk.write(new byte[] {8, 0, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.toByteArray());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(png);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        out.writeInt(13);
        out.write(header.toByteArray());
        out.writeInt((int) crc.getValue());
        Files.write(file, png.toByteArray());
    }

    private static int indexOfZeros(byte[] bytes, int length) {
        int run = 0;
        for (int i = 0; i < bytes.length; i++) {
            run = bytes[i] == 0 ? run + 1 : 0;
            if (run == length) {
                return i - length + 1;
            }
        }
        throw new IllegalStateException("the pixels are compressed");
    }
}
