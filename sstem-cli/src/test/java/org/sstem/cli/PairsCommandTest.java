package org.sstem.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Training pairs as files of NumPy. */
class PairsCommandTest {

    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    private Path folder;

    private Path in;

    @BeforeEach
    void cleanSections() throws IOException {
        in = TestStacks.write(folder.resolve("in"), 128, 128, 8);
    }

    @Test
    void everyKindHasItsArrays() throws IOException {
        assertThat(arrays("fold")).containsExactly("neighbours", "damaged", "target", "band", "swallowed", "flow");
        assertThat(arrays("crack")).containsExactly("neighbours", "damaged", "target", "flow");
        assertThat(arrays("precipitate")).containsExactly("neighbours", "damaged", "target", "transmission");
        assertThat(arrays("missing")).containsExactly("neighbours", "target");
    }

    private List<String> arrays(String kind) throws IOException {
        Path out = folder.resolve(kind);
        Run run = pairs(out, "--kind", kind, "--nature", "natural");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(out.resolve("pair_000002.npz")).exists();
        assertThat(out.resolve("pair_000003.npz")).doesNotExist();
        try (ZipFile zip = new ZipFile(out.resolve("pair_000000.npz").toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .map(name -> name.replace(".npy", ""))
                    .toList();
        }
    }

    @Test
    void theSameSeedMakesTheSameFiles() throws IOException {
        pairs(folder.resolve("one"), "--kind", "fold");
        pairs(folder.resolve("two"), "--kind", "fold");
        pairs(folder.resolve("other"), "--kind", "fold", "--seed", 1);

        Path first = Path.of("pair_000001.npz");
        assertThat(folder.resolve("two").resolve(first))
                .hasSameBinaryContentAs(folder.resolve("one").resolve(first));
        assertThat(Files.mismatch(
                        folder.resolve("other").resolve(first),
                        folder.resolve("one").resolve(first)))
                .isNotEqualTo(-1);
    }

    @Test
    void numPyReadsThemAndTheFlowUndoesTheFold() throws Exception {
        assumeTrue(imports("numpy"), "NumPy is not there");
        pairs(folder.resolve("out"), "--kind", "fold");

        String said = python(
                """
                import numpy as np
                p = np.load('out/pair_000000.npz')
                assert p['neighbours'].shape == (2, 64, 64) and p['flow'].shape == (2, 64, 64)
                assert p['damaged'].dtype == np.float32 and p['target'].shape == p['damaged'].shape == (64, 64)
                assert 0 <= p['target'].min() < p['target'].max() <= 1
                y, x = np.mgrid[:64, :64] + 0.0
                u, v = p['flow']
                i, j = np.rint(y + v), np.rint(x + u)
                seen = (p['swallowed'] == 0) & (i >= 0) & (i < 64) & (j >= 0) & (j < 64)
                moved = p['damaged'][i[seen].astype(int), j[seen].astype(int)]
                print('apart', np.abs(moved - p['target'][seen]).mean() < 0.5 * np.abs(p['damaged'] - p['target']).mean() + 0.05)
                """);
        assertThat(said.strip()).isEqualTo("apart True");
    }

    /** The loaders in the documentation, as they are there. */
    @Test
    void pyTorchLoadsThemByTheTenLinesOfTheDocumentation() throws Exception {
        assumeTrue(imports("torch"), "PyTorch is not there");
        pairs(folder.resolve("pairs"), "--kind", "fold");
        assertThat(loaded(loaders().get(0))).isEqualTo("[3, 3, 64, 64] [3, 1, 64, 64]");
    }

    @Test
    void pyTorchLoadsAGroupOfZarrByTheTenLinesOfTheDocumentation() throws Exception {
        assumeTrue(imports("torch, zarr"), "PyTorch or Zarr is not there");
        pairs(folder.resolve("pairs.zarr"), "--kind", "fold");
        assertThat(loaded(loaders().get(1))).isEqualTo("[3, 3, 64, 64] [3, 1, 64, 64]");
    }

    private static List<String> loaders() throws IOException {
        List<String> blocks = Pattern.compile("```python\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/networks.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(2).allSatisfy(block -> assertThat(block.lines())
                .hasSizeLessThanOrEqualTo(12));
        return blocks;
    }

    private String loaded(String loader) throws Exception {
        return python(loader + "\nfor x, y in loader: print(list(x.shape), list(y.shape)); break\n")
                .strip();
    }

    @Test
    void aGroupOfZarrHoldsTheSameNumbersAsTheFilesOfNumPy() throws Exception {
        for (String kind : List.of("fold", "missing")) {
            Path store = folder.resolve(kind + ".zarr");
            Run run = pairs(store, "--kind", kind);
            pairs(folder.resolve(kind), "--kind", kind);

            assertThat(run.err()).isEmpty();
            assertThat(store.resolve(".zgroup")).content().contains("\"zarr_format\": 2");
            try (ZipFile zip =
                    new ZipFile(folder.resolve(kind).resolve("pair_000002.npz").toFile())) {
                for (ZipEntry entry : zip.stream().toList()) {
                    Path array = store.resolve(entry.getName().replace(".npy", ""));
                    boolean two = List.of("neighbours.npy", "flow.npy").contains(entry.getName());
                    assertThat(shape(array)).isEqualTo(two ? List.of(3, 2, 64, 64) : List.of(3, 64, 64));
                    byte[] numPy = zip.getInputStream(entry).readAllBytes();
                    try (InputStream chunk =
                            new InflaterInputStream(Files.newInputStream(array.resolve(two ? "2.0.0.0" : "2.0.0")))) {
                        assertThat(chunk.readAllBytes()).isEqualTo(Arrays.copyOfRange(numPy, 128, numPy.length));
                    }
                }
            }
        }
    }

    private static List<Integer> shape(Path array) throws IOException {
        return JsonParser.parseString(Files.readString(array.resolve(".zarray")))
                .getAsJsonObject()
                .getAsJsonArray("shape")
                .asList()
                .stream()
                .map(JsonElement::getAsInt)
                .toList();
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertThat(pairs(folder.resolve("out"), "--kind", "lost").err())
                .contains("--kind must be fold, crack, precipitate or missing, was lost");
        assertThat(pairs(folder.resolve("out"), "--kind", "fold", "--hold-out", "1")
                        .err())
                .contains("--hold-out must be 0 to below 1, was 1.0");
        assertThat(pairs(folder.resolve("out"), "--kind", "fold", "--nature", "natural", "--statistics", in)
                        .err())
                .contains("--nature and --statistics cannot both be given");
    }

    private Run pairs(Path out, Object... more) {
        Object[] all = new Object[more.length + 8];
        System.arraycopy(new Object[] {"pairs", out, "--data", in, "--count", 3, "--size", 64}, 0, all, 0, 8);
        System.arraycopy(more, 0, all, 8, more.length);
        return Run.sstem(all);
    }

    private boolean imports(String library) throws Exception {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            return false;
        }
        Process process = new ProcessBuilder(PYTHON, "-c", "import " + library)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private String python(String program) throws Exception {
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(PYTHON, "-c", program)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said);
    }
}
