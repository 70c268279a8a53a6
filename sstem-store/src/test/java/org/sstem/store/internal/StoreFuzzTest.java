package org.sstem.store.internal;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.fuzz.Fuzz;

import java.nio.file.Path;

/** Damaged metadata and chunks of every format that this module reads. */
class StoreFuzzTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zarr2",
                "zarr3",
                "shards",
                "ngff2",
                "ngff3",
                "n5",
                "pyramid",
                "info",
                "chunk-zlib",
                "chunk-zstd",
                "chunk-lz4",
                "chunk-blosc-lz4-1",
                "chunk-blosc-zstd-2",
                "block-gzip",
                "block-blosc",
                "shard",
                "sharding",
                "volume-shard",
                "volume-jpeg",
                "volume-png-uint16"
            })
    void damagedFilesAreRefusedInWords(String format) throws Exception {
        Fuzz.fork(StoreFuzz.class, format, folder);
    }
}
