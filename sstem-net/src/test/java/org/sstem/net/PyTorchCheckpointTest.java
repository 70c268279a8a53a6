package org.sstem.net;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyTorchCheckpointTest {

    private static final NetworkConfig CONFIG =
            NetworkConfig.published(Role.FOLD_FUSION).withWidths(2, 2, 2, 2);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "training", "half", "double", "views"})
    void whatPyTorchSavedIsRead(String name) throws Exception {
        Network network = Network.fromPyTorch(golden(name), CONFIG);

        int p = 0;
        for (String parameter : network.parameters().keySet()) {
            float[] expected = new float[network.parameter(parameter).length];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = ((31 * p + 7 * i) % 64 - 32) / 64f;
            }
            assertThat(network.parameter(parameter)).as(parameter).isEqualTo(expected);
            p++;
        }
    }

    @Test
    void aWholeModuleNamesWhatIsNotCalled() throws Exception {
        assertRefused(
                golden("module"), "its pickle names __main__.FoldFusion: only tensors are read, and nothing is called");
    }

    @Test
    void theFormatBeforePyTorch16IsRefused() throws Exception {
        assertRefused(golden("legacy"), "it is truncated or no zip file, which PyTorch writes since version 1.6");
    }

    @Test
    void anotherNetworkIsRefused() throws Exception {
        Path plain = golden("plain");
        assertThatThrownBy(() -> Network.fromPyTorch(plain, NetworkConfig.published(Role.UNFOLDING)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read checkpoint " + plain + ": it lacks ")
                .hasMessageContaining(" parameters of the network, such as ");
        assertThatThrownBy(() -> Network.fromPyTorch(plain, NetworkConfig.published(Role.FOLD_FUSION)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read checkpoint " + plain
                        + ": parameter conv_encode1.0.weight must have shape [32, 6, 3, 3], has [2, 6, 3, 3]");
        assertThatThrownBy(() -> Network.fromPyTorch(folder.resolve("none.pth"), CONFIG))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("none.pth") + " does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                // what is run by those who trust it: os.system("true"), by both ways to name it and by instances
                "(cposix\\nsystem\\nX\\x04\\x00\\x00\\x00true\\x85R.; its pickle names posix.system: only tensors are read",
                "(\\x8c\\x02os\\x8c\\x06system\\x93X\\x04\\x00\\x00\\x00true\\x85R.; its pickle names os.system: only",
                "(c__builtin__\\neval\\nX\\x01\\x00\\x00\\x001\\x85R.; its pickle names __builtin__.eval: only tensors",
                "(S'true'\\nios\\nsystem\\n.; has the opcode 0x53 at byte 1, which tensors do not need",
                "(X\\x04\\x00\\x00\\x00trueios\\nsystem\\n.; has the opcode 0x69 at byte 10",
                "ccollections\\nOrderedDict\\n)\\x81.; has the opcode 0x81 at byte 26",
                "\\x80\\x09N.; its pickle has the protocol 9, the last that is known is 5",
                // known functions with other arguments
                "ccollections\\nOrderedDict\\nK\\x01\\x85R.; its pickle calls collections.OrderedDict in a way that makes no",
                "ctorch._utils\\n_rebuild_tensor_v2\\n)R.; its pickle calls torch._utils._rebuild_tensor_v2 in a way",
                "K\\x01K\\x01R.; its pickle calls something in a way that makes no tensor",
                "K\\x01Q.; its pickle points at values in a way that is not PyTorch's",
                // damaged
                ".; its pickle is damaged: it takes what it did not put",
                "(.; its pickle is damaged: it takes what it did not put",
                "t.; its pickle is damaged: it takes what it did not put",
                "h\\x07.; its pickle is damaged: it remembers no value 7",
                "}K\\x01a.; its pickle is damaged: it appends to what is no list",
                "]K\\x01K\\x02s.; its pickle is damaged: it puts entries into what is no dictionary",
                "}]K\\x02s.; its pickle has a dictionary whose keys are no texts or numbers",
                "X\\xff\\xff\\xff\\x7fa.; its pickle is cut off",
                "K; its pickle is cut off",
                "`''`; its pickle is cut off",
                "\\x8a\\xffa.; its pickle has a whole number of 255 bytes, the most are 8",
                "}.; it holds no parameters of a network",
                "K\\x01.; it holds no parameters of a network"
            })
    void hostilePicklesAreRefused(String pickle, String message) throws IOException {
        assertRefused(zip("x/data.pkl", unescaped("''".equals(pickle) ? "" : pickle)), message);
    }

    @Test
    void manyValuesAndListsInThemselvesDoNoHarm() throws IOException {
        byte[] many = new byte[(1 << 22) + 2];
        Arrays.fill(many, (byte) 'N');
        assertRefused(zip("x/data.pkl", many), "its pickle has more than 4194304 values");
        // a list that holds itself, in a dictionary
        assertRefused(
                zip("x/data.pkl", unescaped("}X\\x01\\x00\\x00\\x00a]q\\x00h\\x00as.")),
                "it holds no parameters of a network");
        // a dictionary that holds itself
        assertRefused(
                zip("x/data.pkl", unescaped("}q\\x00X\\x01\\x00\\x00\\x00ah\\x00s.")),
                "it holds no parameters of a network");
    }

    @Test
    void tensorsBeyondWhatIsStoredAreRefused() throws Exception {
        byte[] pickle = entry(golden("plain"), "plain/data.pkl");
        String text = new String(pickle, StandardCharsets.ISO_8859_1);
        // offset 0 of the first tensor: 108 values of shape 2 x 6 x 3 x 3
        String begin = "QK\u0000(K\u0002K\u0006K\u0003K\u0003t";
        assertThat(text).contains(begin);
        assertRefused(
                rewritten("plain", "plain/data.pkl", bytes(text.replace(begin, begin.replace("QK\u0000", "QK\u0001")))),
                "its pickle has a tensor of shape [2, 6, 3, 3] that reaches beyond the 108 values that it views");
        assertRefused(
                rewritten("plain", "plain/data.pkl", bytes(text.replace(begin, begin.replace("K\u0006", "K\u0007")))),
                "its pickle has a tensor of shape [2, 7, 3, 3] that reaches beyond the 108 values that it views");
    }

    @Test
    void valuesThatAreNotThereAreRefused() throws Exception {
        assertRefused(rewritten("plain", "plain/data/0", null), "it has no data/0");
        assertRefused(rewritten("plain", "plain/data/0", new byte[431]), "its data/0 must be 432 bytes, is 431");
        assertRefused(rewritten("plain", "plain/data/0", new byte[433]), "its data/0 must be 432 bytes, is 433");
        assertRefused(
                rewritten("plain", "plain/data.pkl", null),
                "it has 0 entries data.pkl, a checkpoint of PyTorch has one");
    }

    @Test
    void damagedCheckpointsAreRefusedAndNothingElseHappens() throws Exception {
        byte[] whole = Files.readAllBytes(golden("training"));
        byte[] pickle = entry(golden("training"), "training/data.pkl");
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = (i % 2 == 0 ? whole : pickle).clone();
            for (int k = 0; k <= random.nextInt(4); k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = i % 2 == 0
                    ? Files.write(folder.resolve("damaged.pth"), damaged)
                    : rewritten("training", "training/data.pkl", damaged);
            try {
                Network.fromPyTorch(file, CONFIG);
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("cannot read checkpoint " + file + ": ");
            }
        }
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> Network.fromPyTorch(file, CONFIG))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read checkpoint " + file + ": ")
                .hasMessageContaining(message);
    }

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(PyTorchCheckpointTest.class
                .getResource("/org/sstem/net/checkpoint/" + name + ".pth")
                .toURI());
    }

    private static byte[] entry(Path file, String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        }
    }

    /** A golden file with another content of one entry, or without it. */
    private Path rewritten(String golden, String entry, byte[] content) throws Exception {
        Path file = folder.resolve("rewritten.pth");
        try (ZipFile zip = new ZipFile(golden(golden).toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry each : List.copyOf(java.util.Collections.list(zip.entries()))) {
                byte[] bytes = zip.getInputStream(each).readAllBytes();
                if (each.getName().equals(entry)) {
                    bytes = content;
                }
                if (bytes != null) {
                    out.putNextEntry(new ZipEntry(each.getName()));
                    out.write(bytes);
                }
            }
        }
        return file;
    }

    private Path zip(String name, byte[] content) throws IOException {
        Path file = folder.resolve("hostile.pth");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry(name));
            out.write(content);
        }
        return file;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] unescaped(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                out.writeBytes(HexFormat.of().parseHex(text.substring(i + 2, i + 4)));
                i += 3;
            } else if (text.startsWith("\\n", i)) {
                out.write('\n');
                i++;
            } else {
                out.write(text.charAt(i));
            }
        }
        return out.toByteArray();
    }
}
