package org.sstem.simulate.internal.statistics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.fuzz.Fuzz;

import java.nio.file.Path;

/** Damaged statistics. */
class StatisticsFuzzTest {

    @TempDir
    Path folder;

    @Test
    void damagedFilesAreRefusedInWords() throws Exception {
        Fuzz.fork(StatisticsFuzz.class, "statistics", folder);
    }
}
