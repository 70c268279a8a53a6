package org.sstem.net;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.fuzz.Fuzz;

import java.nio.file.Path;

/** Damaged models and checkpoints. */
class NetFuzzTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"model", "checkpoint"})
    void damagedFilesAreRefusedInWords(String format) throws Exception {
        Fuzz.fork(NetFuzz.class, format, folder);
    }
}
