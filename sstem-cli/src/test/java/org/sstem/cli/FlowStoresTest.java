package org.sstem.cli;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.cli.internal.file.FlowFile;
import org.sstem.cli.internal.file.FlowPlace;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.method.Flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.SortedMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The flow that unfolds is the same in whatever it is written. */
class FlowStoresTest {

    @TempDir
    static Path folder;

    private static Path damaged;

    /** Wider than a tile of a store; section 1 is missing, 3 is folded. */
    @BeforeAll
    static void folded() throws IOException {
        run("phantom", folder.resolve("tissue"), "--size", "540x200x6");
        damaged = folder.resolve("damaged");
        run("simulate", folder.resolve("tissue"), damaged, "--kind", "fold", "--sections", 3, "--seed", 3);
        String known = Files.readString(damaged.resolve("damage.json"));
        Files.writeString(
                damaged.resolve("damage.json"),
                known.replaceFirst("\"sections\": *\\[", "\"sections\": [{\"z\": 1, \"kind\": \"missing\"},"));
        run("convert", damaged.resolve("degraded"), folder.resolve("in.zarr"));
        restore("degraded", "flows");
    }

    private static void run(Object... arguments) {
        Run run = Run.sstem(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static Run restore(String out, String flows, Object... more) {
        Object[] line = {
            "restore",
            damaged.resolve("degraded"),
            folder.resolve("restored-" + out),
            "--damage",
            damaged.resolve("damage.json"),
            "--flow",
            named(flows)
        };
        Object[] all = Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        Run run = Run.sstem(all);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static String named(String flows) {
        int scheme = flows.indexOf("://");
        return scheme < 0
                ? folder.resolve(flows).toString()
                : flows.substring(0, scheme + 3) + folder.resolve(flows.substring(scheme + 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zarr", "zarr3://b.zarr", "c.n5"})
    void aStoreHoldsTheNumbersOfTheFiles(String name) throws IOException {
        restore(name.replaceAll("\\W", ""), name);

        FieldReader field = FlowPlace.of(named(name)).open();
        Flow expected = FlowFile.read(folder.resolve("flows/flow_0003.npy"));
        assertThat(greatest(expected)).as("px that something moves").isGreaterThan(5);
        assertThat(field.sections()).containsExactly(3);
        assertSame(field.read(3), expected);
    }

    private static double greatest(Flow flow) {
        double greatest = 0;
        for (int i = 0; i < flow.u().pixels().length; i++) {
            greatest =
                    Math.max(greatest, Math.hypot(flow.u().pixels()[i], flow.v().pixels()[i]));
        }
        return greatest;
    }

    /** Where a voxel has a size, displacements are in nanometres: to a rounding of float the same pixels. */
    private static void assertSame(Flow flow, Flow expected) throws IOException {
        assertThat(flow.width()).isEqualTo(expected.width());
        for (int i = 0; i < expected.u().pixels().length; i++) {
            float u = expected.u().pixels()[i];
            float v = expected.v().pixels()[i];
            assertThat(flow.u().pixels()[i]).isCloseTo(u, within(2 * Math.ulp(u)));
            assertThat(flow.v().pixels()[i]).isCloseTo(v, within(2 * Math.ulp(v)));
        }
    }

    @Test
    void evaluateReadsFieldsAsItReadsFiles() {
        restore("e", "e.n5");
        Run files = Run.sstem(evaluate("flows"));
        Run field = Run.sstem(evaluate("e.n5"));

        assertThat(files.out()).contains("\"flows\"");
        assertThat(field.exitCode()).as(field.err()).isZero();
        assertThat(field.out()).isEqualTo(files.out());
    }

    private static Object[] evaluate(String flows) {
        return new Object[] {
            "evaluate",
            folder.resolve("restored-degraded"),
            damaged.resolve("truth"),
            "--damage",
            damaged.resolve("damage.json"),
            "--flow",
            folder.resolve(flows),
            "--true-flow",
            damaged,
            "--no-drift-free",
            "--json"
        };
    }

    @Test
    void aFieldThatIsThereIsGoneOnWithOrRefused() throws IOException {
        restore("r", "r.zarr");
        Path tile = folder.resolve("r.zarr/0/0/3/0/0");
        Files.setLastModifiedTime(tile, FileTime.fromMillis(1_000_000));
        SortedMap<String, String> before = TestStacks.contents(folder.resolve("r.zarr"));

        Run again = Run.sstem(
                "restore",
                damaged.resolve("degraded"),
                folder.resolve("restored-other"),
                "--damage",
                damaged.resolve("damage.json"),
                "--flow",
                folder.resolve("r.zarr"));
        restore("r", "r.zarr", "--resume");

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("r.zarr").hasLineCount(1);
        assertThat(folder.resolve("restored-other")).doesNotExist();
        assertThat(TestStacks.contents(folder.resolve("r.zarr"))).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(tile).toMillis()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "flows.tif, holds no flows",
        "flows.npy, must be",
        "flows.precomputed, holds no flows",
        "https://host/flows.zarr, on this computer",
        "store.zarr/inside, lies in a store"
    })
    void whatIsNoPlaceForFlowsIsRefused(String name, String said) {
        Run run = Run.sstem("restore", damaged.resolve("degraded"), folder.resolve("none"), "--flow", name);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--flow").contains(said);
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
