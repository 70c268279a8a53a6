package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.ProgressListener;
import org.sstem.spark.SparkJobs.Restore;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.StackWriter.WriteOption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SparkRestoreTest {

    /** How often a stack was opened by a task; tasks of a local cluster run in this process. */
    private static final AtomicInteger OPENED = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static DamagedTissue tissue;
    private static JavaSparkContext spark;

    @BeforeAll
    static void damage() throws IOException {
        tissue = DamagedTissue.in(folder);
        tissue.restore(tissue.little(), tissue.name("one.zarr"), tissue.name("one-codes.zarr"));
        tissue.restore(tissue.none(), tissue.name("copy.zarr"), tissue.name("copy-codes.zarr"));
        spark = Clusters.inThisProcess();
    }

    private static Restore job(StackSupplier stack, String out, WriteOption... options) {
        return job(stack, tissue.little(), out, "", options);
    }

    private static Restore job(
            StackSupplier stack, Path damage, String out, String provenance, WriteOption... options) {
        return new Restore(
                stack,
                damage,
                tissue.name(out),
                provenance.isEmpty() ? "" : tissue.name(provenance),
                false,
                1024,
                1,
                Set.of(options),
                Map.of());
    }

    private static StackSupplier stack() {
        return StackSupplier.of(tissue.name(DamagedTissue.IN));
    }

    @ParameterizedTest
    @CsvSource({
        "damage/damage.json, a.zarr, a-codes.precomputed, false",
        "little.json, b.n5, b-codes.zarr, true",
        "little.json, c, c-codes.zarr, false",
        "little.json, d.tif, d-codes, false",
        "little.json, zarr3://e.zarr, e-codes.n5, true",
        "little.json, f.precomputed, f-codes, true"
    })
    void aClusterMakesTheSameFilesAsOneProcess(String damage, String out, String provenance, boolean layers)
            throws IOException {
        // given
        String scheme = out.contains("://") ? out.substring(0, out.indexOf("://") + 3) : "";
        String name = out.substring(scheme.length());
        tissue.restore(
                tissue.path(damage),
                1024,
                scheme + tissue.name("by-one-" + name),
                tissue.name("by-one-" + provenance),
                layers);
        List<String> told = new ArrayList<>();
        // when
        Restore job = new Restore(
                stack(),
                tissue.path(damage),
                scheme + tissue.name(name),
                tissue.name(provenance),
                layers,
                1024,
                1,
                Set.of(),
                Map.of());
        SparkJobs.restore(spark, job, (done, all, what) -> told.add(what));
        // then
        assertThat(Tree.of(tissue.path(name))).isNotEmpty().isEqualTo(Tree.of(tissue.path("by-one-" + name)));
        assertThat(Tree.of(tissue.path(provenance))).isEqualTo(Tree.of(tissue.path("by-one-" + provenance)));
        assertThat(told).anyMatch(what -> what.startsWith("restored section"));
        assertThat(tissue.path(name + ".sstem-partial")).doesNotExist();
    }

    @Test
    void aSectionIsRestoredInPiecesByManyTasks() throws IOException {
        tissue.restore(tissue.damage(), 64, tissue.name("tiles.zarr"), tissue.name("tiles-codes.zarr"), true);
        Restore job = new Restore(
                stack(),
                tissue.damage(),
                tissue.name("pieces.zarr"),
                tissue.name("pieces-codes.zarr"),
                true,
                64,
                1,
                Set.of(),
                Map.of());
        List<String> told = new ArrayList<>();

        SparkJobs.restore(spark, job, (done, all, what) -> told.add(what));

        assertThat(told)
                .contains("surveyed section 3", "surveyed sections 15 to 16", "surveyed section 20")
                .contains(
                        "filled section 3 from 0, 0", "filled section 3 from 128, 0", "filled section 3 from 256, 128")
                .filteredOn(what -> what.startsWith("filled"))
                .hasSize(4 * 6);
        assertThat(Tree.of(tissue.path("tiles.zarr")))
                .containsKeys("0/0/0/0", "labels/provenance/0/0/0/0", "confidence/0/0/0/0", "labels/damage/1/0/0/0");
        assertThat(Tree.of(tissue.path("pieces.zarr"))).isEqualTo(Tree.of(tissue.path("tiles.zarr")));
        assertThat(Tree.of(tissue.path("pieces-codes.zarr"))).isEqualTo(Tree.of(tissue.path("tiles-codes.zarr")));
    }

    @Test
    void aTaskThatFailsTwiceIsDoneInTheEnd() throws IOException {
        StackSupplier stack = stack();
        OPENED.set(0);
        // once by the driver, once to look for black; then twice to restore and to put together, in vain
        List<Integer> inVain = List.of(3, 4, 6, 7);
        StackSupplier failing = () -> {
            int time = OPENED.incrementAndGet();
            if (inVain.contains(time)) {
                throw new IOException("opened for the " + time + "th time");
            }
            return stack.open();
        };

        SparkJobs.restore(spark, job(failing, "twice.zarr"), ProgressListener.NONE);

        assertThat(OPENED.get()).isEqualTo(2 + 3 + 3 + 2);
        assertThat(Tree.of(tissue.path("twice.zarr"))).isEqualTo(Tree.of(tissue.path("one.zarr")));
    }

    @Test
    void aBrokenChunkIsNamedAndTheOthersAreDone() throws IOException {
        // given
        Path chunk = tissue.path(DamagedTissue.IN).resolve("0/2/0/1");
        byte[] whole = Files.readAllBytes(chunk);
        Files.write(chunk, new byte[] {1, 2, 3});
        List<String> told = new ArrayList<>();
        // when
        assertThatThrownBy(() -> SparkJobs.restore(
                        spark,
                        job(stack(), tissue.none(), "broken.zarr", "broken-codes.zarr"),
                        (done, all, what) -> told.add(what)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 of 3 blocks failed 3 times (restored): sections 32 to 35")
                .hasMessageContaining("2/0/1");
        // then
        assertThat(told).contains("restored sections 0 to 15", "restored sections 16 to 31");
        assertThat(tissue.path("broken.zarr")).doesNotExist();
        // and when
        Files.write(chunk, whole);
        told.clear();
        SparkJobs.restore(
                spark,
                job(stack(), tissue.none(), "broken.zarr", "broken-codes.zarr", WriteOption.RESUME),
                (done, all, what) -> told.add(what));
        // then
        assertThat(told).filteredOn(what -> what.startsWith("restored")).containsExactly("restored sections 32 to 35");
        assertThat(Tree.of(tissue.path("broken.zarr"))).isEqualTo(Tree.of(tissue.path("copy.zarr")));
        assertThat(Tree.of(tissue.path("broken-codes.zarr"))).isEqualTo(Tree.of(tissue.path("copy-codes.zarr")));
    }

    @Test
    void aJobThatEndsAnywhereGoesOnToTheSameBytes() throws IOException {
        SortedMap<String, Integer> expected = Tree.of(tissue.path("one.zarr"));
        for (int end = 1; end <= 7; end++) {
            String out = "killed" + end + ".zarr";
            int last = end;
            AtomicInteger told = new AtomicInteger();
            assertThatThrownBy(() -> SparkJobs.restore(spark, job(stack(), out), (done, all, what) -> {
                        if (told.incrementAndGet() == last) {
                            throw new IllegalStateException("the driver ends after " + what);
                        }
                    }))
                    .hasMessageContaining("the driver ends");
            assertThat(tissue.path(out)).doesNotExist();

            SparkJobs.restore(spark, job(stack(), out, WriteOption.RESUME), ProgressListener.NONE);

            assertThat(Tree.of(tissue.path(out)))
                    .as("ended after %d blocks", end)
                    .isEqualTo(expected);
        }
    }

    @Test
    void aJobIsNotGoneOnWithFromOtherSettings() throws IOException {
        Restore other =
                new Restore(stack(), tissue.little(), tissue.name("other.zarr"), "", false, 512, 1, Set.of(), Map.of());
        assertThatThrownBy(() -> SparkJobs.restore(spark, other, (done, all, what) -> {
                    if (what.startsWith("restored")) {
                        throw new IllegalStateException("ended");
                    }
                }))
                .hasMessage("ended");

        assertThatThrownBy(() ->
                        SparkJobs.restore(spark, job(stack(), "other.zarr", WriteOption.RESUME), ProgressListener.NONE))
                .hasMessageContaining("tile was 512 px, is now 1024 px");
    }

    @Test
    void whatIsNoStoreHasNoRoomForLayers() {
        Restore job =
                new Restore(stack(), tissue.little(), tissue.name("no.tif"), "", true, 1024, 1, Set.of(), Map.of());

        assertThatThrownBy(() -> SparkJobs.restore(spark, job, ProgressListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target " + tissue.name("no.tif") + " has no room for the layer provenance; a store has");
    }

    @Test
    void theProgramSaysWhatItWouldDo() throws IOException {
        String[] args = {
            "restore",
            "-i",
            tissue.name(DamagedTissue.IN),
            "-d",
            tissue.little().toString(),
            "-o",
            tissue.name("program.zarr")
        };
        String said = Said.by(() -> SparkJobs.main(
                Stream.concat(Stream.of(args), Stream.of("--dryRun")).toArray(String[]::new)));
        assertThat(said).contains("would restore 1 of 36 sections of 264 x 136 pixels", "5 tasks");
        assertThat(tissue.path("program.zarr")).doesNotExist();
        assertThatThrownBy(() -> SparkJobs.main("restore", "-i", "x")).hasMessage("wrong usage: restore -i x");
    }
}
