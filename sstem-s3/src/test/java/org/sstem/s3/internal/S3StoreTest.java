package org.sstem.s3.internal;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.RandomStacks;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Stores in object storage, as a server of somebody else keeps them, and connections that fail. */
class S3StoreTest {

    private static final VoxelSize VOXEL = new VoxelSize(4, 4, 40);
    private static final Buckets BUCKETS = Buckets.LOCAL;

    @TempDir
    Path folder;

    private final String bucket = BUCKETS.bucket();

    @ParameterizedTest
    @CsvSource({
        "stack.zarr, stack.zarr",
        "zarr3://stack.zarr, stack.zarr",
        "stack.n5, stack.n5",
        "stack.precomputed, stack.precomputed"
    })
    void everyFormatIsRead(String written, String read) throws Exception {
        RandomAccessibleInterval<UnsignedByteType> pixels = RandomStacks.bytes(1, 300, 40, 3);
        Stacks.write(pixels, Optional.of(VOXEL), written.replace("stack", folder + "/deep/stack"));
        BUCKETS.putAll(bucket, folder);

        try (StackReader<?> stack = Stacks.open("s3://" + bucket + "/deep/" + read)) {
            assertThat(RandomStacks.values(stack.pixels())).isEqualTo(RandomStacks.values(pixels));
            assertThat(stack.voxelSize()).hasValue(VOXEL);
        }
    }

    @Test
    void aStoreWithoutAnEndingIsNamedByItsFormatAndMayBeTheWholeBucket() throws Exception {
        RandomAccessibleInterval<UnsignedByteType> pixels = RandomStacks.bytes(1, 20, 10, 3);
        Stacks.write(pixels, Optional.of(VOXEL), "zarr://" + folder + "/plain");
        BUCKETS.putAll(bucket, folder.resolve("plain"));

        for (String name : new String[] {"zarr://s3://" + bucket, "zarr://S3://" + bucket + "/"}) {
            try (StackReader<?> stack = Stacks.open(name)) {
                assertThat(RandomStacks.values(stack.pixels())).isEqualTo(RandomStacks.values(pixels));
            }
        }
    }

    @Test
    void valuesAreReadAsAWholeAndInParts() throws Exception {
        byte[] bytes = bytes(100);
        BUCKETS.put(bucket, "x.zarr/0/1", bytes);
        BUCKETS.put(bucket, "x.zarr/0/2", bytes);
        BUCKETS.put(bucket, "x.zarr/zarr.json", bytes);
        BUCKETS.put(bucket, "x.zarray/other", bytes);
        S3Store store = store(Fault.NONE, 0);

        assertThat(store.read("0/1", 100)).isEqualTo(bytes);
        assertThat(store.read("0/1", 10, 20)).isEqualTo(Arrays.copyOfRange(bytes, 10, 30));
        assertThat(store.read("0/1", 10, 0)).isEmpty();
        assertThat(store.size("0/1")).isEqualTo(100);
        assertThat(store.children("")).containsExactly("0", "zarr.json");
        assertThat(store.children("0")).containsExactly("1", "2");
        assertThat(store.children("none")).isEmpty();
    }

    @Test
    void whatIsNotThereIsOneThingAndWhatIsWrongAnother() throws Exception {
        BUCKETS.put(bucket, "x.zarr/value", new byte[100]);
        S3Store store = store(Fault.NONE, 0);
        String name = "s3://" + bucket + "/x.zarr/value";

        assertThat(store.read("none", 10)).isNull();
        assertThat(store.read("none", 0, 10)).isNull();
        assertThat(store.size("none")).isEqualTo(-1);
        assertThatThrownBy(() -> store.read("value", 99)).hasMessage(name + " has more than 99 bytes");
        assertThatThrownBy(() -> store.read("value", 90, 20))
                .hasMessage(name + " is cut off: 20 bytes from 90 on are missing");
        assertThatThrownBy(() -> store.read("value", 200, 20)).hasMessageContaining(name + " is cut off");
        assertThatThrownBy(() -> store.read("value", -1, 20)).hasMessageContaining("no 20 bytes from -1 on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zarr://s3:///x", "s3:///x.zarr"})
    void aNameWithoutABucketIsRefused(String name) {
        assertThatThrownBy(() -> Stacks.open(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no bucket")
                .hasMessageContaining("s3://bucket/volume.zarr");
    }

    @Test
    void aStoreThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Stacks.open("s3://" + bucket + "/none.zarr"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://" + bucket + "/none.zarr");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BUSY", "BROKEN_OFF", "CUT_SHORT"})
    void whatFailsOnceIsReadAndWhatGoesOnFailingIsNamed(Fault fault) throws Exception {
        byte[] bytes = bytes(100_000);
        BUCKETS.put(bucket, "x.zarr/value", bytes);

        assertThat(store(fault, 1).read("value", 100_000)).isEqualTo(bytes);
        assertThat(store(fault, 1).read("value", 5, 60_000)).isEqualTo(Arrays.copyOfRange(bytes, 5, 60_005));
        assertThatThrownBy(() -> store(fault, Integer.MAX_VALUE).read("value", 100_000))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://" + bucket + "/x.zarr/value cannot be read: ");
    }

    @Test
    void aRefusalIsNoMissingValueAndIsNotAskedForAgain() {
        BUCKETS.put(bucket, "x.zarr/value", new byte[10]);
        FailingConnection connection = new FailingConnection(Fault.FORBIDDEN, Integer.MAX_VALUE);
        S3Store store = new S3Store(BUCKETS.client(connection), S3Place.of("s3://" + bucket + "/x.zarr"));

        assertThatThrownBy(() -> store.read("value", 10))
                .hasMessageContaining("cannot be read: its server answers 403");
        assertThat(connection.asked()).isEqualTo(1);
        assertThatThrownBy(() -> store.size("none")).hasMessageContaining("its server answers 403");
    }

    @Test
    void aChunkThatCannotBeHadIsNamedAndNeverZeros() throws Exception {
        Stacks.write(RandomStacks.bytes(1, 20, 10, 3), Optional.of(VOXEL), folder + "/stack.zarr");
        BUCKETS.putAll(bucket, folder);
        BUCKETS.put(bucket, "stack.zarr/0/0/0/0", new byte[] {1, 2, 3});

        try (StackReader<?> stack = Stacks.open("s3://" + bucket + "/stack.zarr")) {
            assertThatThrownBy(() -> stack.pixels().getAt(0, 0, 0))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("chunk 0/0/0 of s3://" + bucket + "/stack.zarr/0 cannot be read");
        }
    }

    @Test
    void aChunkThatIsNotThereIsFilled() throws Exception {
        Stacks.write(RandomStacks.bytes(1, 300, 10, 3), Optional.of(VOXEL), folder + "/stack.zarr");
        BUCKETS.putAll(bucket, folder);
        BUCKETS.delete(bucket, "stack.zarr/0/0/0/1");

        try (StackReader<?> stack = Stacks.open("s3://" + bucket + "/stack.zarr")) {
            assertThat(stack.pixels().getAt(280, 0, 0).getRealDouble()).isZero();
        }
    }

    @Test
    void anInterruptIsHonoured() {
        BUCKETS.put(bucket, "x.zarr/value", new byte[10]);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> store(Fault.NONE, 0).read("value", 10)).hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private S3Store store(Fault fault, int times) {
        return new S3Store(
                BUCKETS.client(new FailingConnection(fault, times)), S3Place.of("s3://" + bucket + "/x.zarr"));
    }
}
