package org.sstem.store.internal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.RandomStacks;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Stores that claim what is not so: an error that names the thing, and no more memory than a chunk may have. */
@Timeout(60)
class HostileStoreTest {

    @TempDir
    Path folder;

    private Path second;
    private Path third;

    @BeforeEach
    void stores() throws IOException {
        Optional<VoxelSize> voxel = Optional.of(new VoxelSize(4, 4, 40));
        second = folder.resolve("v2.zarr");
        third = folder.resolve("v3.zarr");
        Stacks.write(RandomStacks.bytes(1, 40, 30, 3), voxel, second);
        Stacks.write(RandomStacks.bytes(1, 40, 30, 3), voxel, "zarr3://" + third);
    }

    private static void replace(Path file, String part, String other) throws IOException {
        // What is written is indented; what is compared is not.
        String text = Files.readString(file).replaceAll("\\s+", "");
        assumeThat(text).contains(part);
        Files.writeString(file, text.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(other)));
    }

    private static void assertRefused(Path store, String message) {
        assertThatThrownBy(() -> Stacks.open(store))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private static void assertUnreadable(Path store, String... message) throws IOException {
        try (StackReader<?> stack = Stacks.open(store)) {
            assertThatThrownBy(() -> stack.pixels().getAt(0, 0, 0))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContainingAll(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"shape\":[3,30,40] | \"shape\":[1000000000000,30,40] | 1000000000000 along the axis z",
                "\"shape\":[3,30,40] | \"shape\":[3,1000000,1000000] | give it more with -Xmx",
                "\"shape\":[3,30,40] | \"shape\":[3,2147483647,2147483647] | give it more with -Xmx",
                "\"shape\":[3,30,40] | \"shape\":[3,30] | it has 2 axes and chunks of [16,256,256]",
                "\"shape\":[3,30,40] | \"shape\":[3,-30,40] | it has the size",
                "\"shape\":[3,30,40] | \"shape\":[3,1.5,40] | it has the size",
                "\"shape\":[3,30,40] | \"shape\":[1e99,30,40] | it has the size",
                "\"chunks\":[16,256,256] | \"chunks\":[2048,1024,1024] | which no array can hold",
                "\"chunks\":[16,256,256] | \"chunks\":[2047,1024,1024] | give it more with -Xmx",
                "\"chunks\":[16,256,256] | \"chunks\":[0,256,256] | chunks of [0,256,256]",
                "\"fill_value\":0 | \"fill_value\":\"x\" | its fill_value is \"x\"",
                "\"fill_value\":0 | \"fill_value\":[0 | Unterminated array at line 1 column",
                "\"id\":\"zstd\" | \"id\":\"lzma\" | it is packed by lzma, which is not supported",
                "\"fill_value\":0 | \"fill_value\":256 | 256 is no number of type uint8",
            })
    void whatMetadataClaimIsChecked(String part, String other, String message) throws Exception {
        Path metadata = second.resolve("0/.zarray");
        String[] parts = {part.replaceAll("\\s+", ""), other.replaceAll("\\s+", "")};

        replace(metadata, parts[0], parts[1]);

        assertThatThrownBy(() -> Stacks.open(second))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(second.resolve("0").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../v3.zarr/0", "/etc", "0/../../x", "", ".", "a\\\\b", "C:/x"})
    void noMetadataLeadOutOfTheStore(String path) throws Exception {
        replace(second.resolve(".zattrs"), "\"path\":\"0\"", "\"path\":\"" + path + "\"");

        assertRefused(second, "which is no place in the store");
    }

    @Test
    void noNameLeadsOutOfTheStore() {
        assertThatThrownBy(() -> Stacks.open(second + "/../v3.zarr/0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("which is no place in the store");
    }

    @Test
    void linksThatGoRoundInACircleAreNamed() throws Exception {
        Path chunk = second.resolve("0/0/0/0");
        Files.delete(chunk);
        Files.createSymbolicLink(chunk, Path.of("other"));
        Files.createSymbolicLink(chunk.resolveSibling("other"), chunk);
        assertUnreadable(second, "chunk 0/0/0 of " + second.resolve("0"), "cannot be read");

        Path metadata = third.resolve("0/zarr.json");
        Files.delete(metadata);
        Files.createSymbolicLink(metadata, metadata);
        assertRefused(third, metadata.toString());

        Files.delete(chunk.resolveSibling("other"));
        Files.delete(chunk);
        Files.createSymbolicLink(chunk, Path.of("nowhere"));
        assertUnreadable(second, "chunk 0/0/0", "is a link to a file that is not there");
    }

    @Test
    void whatIsNoFileIsNotWaitedFor() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/mkfifo"))).isTrue();
        Path chunk = second.resolve("0/0/0/0");
        Files.delete(chunk);
        new ProcessBuilder("/usr/bin/mkfifo", chunk.toString()).start().waitFor();

        assertUnreadable(second, "chunk 0/0/0", "is no regular file");
    }

    @Test
    void aChunkThatUnpacksToMoreThanAChunkIsNotUnpacked() throws Exception {
        replace(second.resolve("0/.zarray"), "\"id\":\"zstd\"", "\"id\":\"gzip\"");
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 512; i++) {
                out.write(zeros);
            }
        }
        Files.write(second.resolve("0/0/0/0"), bomb.toByteArray());

        assertUnreadable(second, "chunk 0/0/0", "it unpacks to more than 1048576 bytes");
    }

    @Test
    void aChunkFileThatIsLargerThanAnyChunkIsNotRead() throws Exception {
        Files.write(second.resolve("0/0/0/0"), new byte[3 << 20]);

        assertUnreadable(second, "chunk 0/0/0", "3145728 bytes; it can have at most");
    }

    @ParameterizedTest
    @CsvSource({
        "4, 2147483647, 'it unpacks to 2147483647 bytes, more than 1048576'",
        "4, -1, 'it unpacks to 4294967295 bytes'",
        "8, 0, 'packed in blocks of 0 bytes'",
        "8, -5, 'packed in blocks of'",
        "12, 15, 'it has 64 bytes where it says 15'",
        "0, 77, 'not what Blosc 1 has packed'"
    })
    void headsOfBloscThatLieAreNotBelieved(int at, int value, String message) throws Exception {
        replace(second.resolve("0/.zarray"), "\"id\":\"zstd\"", "\"id\":\"blosc\"");
        ByteBuffer chunk = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(0, (byte) 2)
                .put(1, (byte) 1)
                .put(3, (byte) 1)
                .putInt(4, 1 << 20)
                .putInt(8, 1 << 16)
                .putInt(12, 64);
        Files.write(second.resolve("0/0/0/0"), chunk.putInt(at, value).array());

        assertUnreadable(second, "chunk 0/0/0", message);
    }

    @Test
    void anIndexOfAShardThatLiesIsNotBelieved() throws Exception {
        Path shard = third.resolve("0/c/0/0/0");
        byte[] whole = Files.readAllBytes(shard);
        whole[whole.length - 40]++;
        Files.write(shard, whole);
        assertUnreadable(third, "the index of " + shard, "its checksum is wrong");

        Files.write(shard, new byte[10]);
        assertUnreadable(third, "the index of " + shard, "cut off");
    }

    @Test
    void shardsThatAreNoWholeChunksAreRefused() throws Exception {
        replace(third.resolve("0/zarr.json"), "\"chunk_shape\":[16,128,128]", "\"chunk_shape\":[16,127,128]");

        assertRefused(third, "are not made of whole chunks");
    }
}
