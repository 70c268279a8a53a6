package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.ProgressListener;
import org.sstem.spark.SparkJobs.Restore;
import org.sstem.spark.SparkJobs.StackSupplier;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A master, two workers and their executors, each a process of its own: all that travels has to be serialisable. */
class LocalClusterTest {

    @Test
    void processesOfTheirOwnMakeTheSameFiles(@TempDir Path folder) throws IOException {
        // given
        DamagedTissue tissue = DamagedTissue.in(folder);
        tissue.restore(tissue.little(), 64, tissue.name("one.zarr"), tissue.name("one-codes.zarr"));
        // when
        try (JavaSparkContext spark = Clusters.ofProcesses()) {
            StackSupplier stack = StackSupplier.of(tissue.name(DamagedTissue.IN));
            Restore job = new Restore(
                    stack,
                    tissue.little(),
                    tissue.name("cluster.zarr"),
                    tissue.name("cluster-codes.zarr"),
                    false,
                    64,
                    1,
                    Set.of(),
                    Map.of());
            SparkJobs.restore(spark, job, ProgressListener.NONE);
        }
        // then
        assertThat(Tree.of(tissue.path("cluster.zarr"))).isEqualTo(Tree.of(tissue.path("one.zarr")));
        assertThat(Tree.of(tissue.path("cluster-codes.zarr"))).isEqualTo(Tree.of(tissue.path("one-codes.zarr")));
    }
}
