package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageDetector;
import org.sstem.spark.SparkJobs.Detect;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter.WriteOption;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SparkDetectTest {

    @TempDir
    private static Path folder;

    private static DamagedTissue tissue;
    private static SortedMap<String, Integer> byOne;
    private static JavaSparkContext spark;
    /** What a cluster has found, and what was told meanwhile. */
    private static Damage found;

    private static final List<String> TOLD = new ArrayList<>();

    @BeforeAll
    static void damage() throws IOException {
        tissue = DamagedTissue.in(folder);
        try (StackReader<?> in = Stacks.open(tissue.name(DamagedTissue.IN))) {
            Damage found = DamageDetector.builder().build().detect(in.pixels()).damage();
            Files.createDirectories(tissue.path("one"));
            found.write(tissue.path("one").resolve("damage.json"));
        }
        byOne = Tree.of(tissue.path("one"));
        spark = Clusters.inThisProcess();
        found = SparkJobs.detect(spark, job("found"), (done, all, what) -> TOLD.add(what));
    }

    private static Detect job(String out, WriteOption... options) {
        return new Detect(StackSupplier.of(tissue.name(DamagedTissue.IN)), tissue.path(out), Set.of(options), Map.of());
    }

    @Test
    void aClusterFindsWhatOneProcessFinds() throws IOException {
        assertThat(found.damagedSections()).contains(DamagedTissue.BAND, 15, 16, 20);
        assertThat(byOne).containsKey("damage.json");
        assertThat(Tree.of(tissue.path("found"))).isEqualTo(byOne);
    }

    @Test
    void aJobThatIsEndedGoesOnWithoutLookingAgain() throws IOException {
        // given
        List<String> before = new ArrayList<>();
        assertThatThrownBy(() -> SparkJobs.detect(spark, job("ended"), (done, all, what) -> {
                    before.add(what);
                    if (before.size() == 12) {
                        throw new IllegalStateException("the driver ends");
                    }
                }))
                .hasMessage("the driver ends");
        assertThat(tissue.path("ended")).doesNotExist();
        // when
        List<String> after = new ArrayList<>();
        SparkJobs.detect(spark, job("ended", WriteOption.RESUME), (done, all, what) -> after.add(what));
        // then
        assertThat(before).hasSize(12);
        assertThat(after).hasSize(TOLD.size() - 12);
        assertThat(Tree.of(tissue.path("ended"))).isEqualTo(byOne);
    }
}
