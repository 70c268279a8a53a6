package org.sstem.internal.file;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.fuzz.Fuzz;

import java.nio.file.Path;

/** Damaged files of every format that this module reads. */
class StackFuzzTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff", "hdf5", "damage", "mask", "sidecar"})
    void damagedFilesAreRefusedInWords(String format) throws Exception {
        Fuzz.fork(StackFuzz.class, format, folder);
    }
}
