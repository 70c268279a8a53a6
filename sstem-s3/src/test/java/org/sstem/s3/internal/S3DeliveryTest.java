package org.sstem.s3.internal;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.RandomStacks;
import org.sstem.internal.output.Manifest;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter.WriteOption;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Stores are built here and brought to a server of somebody else, and nothing there is ever replaced. */
class S3DeliveryTest {

    private static final VoxelSize VOXEL = new VoxelSize(4, 4, 40);
    private static final Buckets BUCKETS = Buckets.LOCAL;

    @TempDir
    Path folder;

    private final String bucket = BUCKETS.bucket();
    /** Stores are built in the current directory, so that every test takes a name of its own. */
    private final String name = bucket + ".zarr";

    private final String target = "s3://" + bucket + "/deep/" + name;
    private final Path built = Path.of(name + ".sstem-upload");
    private final RandomAccessibleInterval<UnsignedByteType> pixels = RandomStacks.bytes(1, 300, 40, 18);

    @AfterEach
    void nothingIsLeft() throws IOException {
        if (Files.exists(built)) {
            Manifest.read(built).orElseThrow().delete();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zarr://", "zarr3://", "n5://", "precomputed://"})
    void aStoreThereHasTheSameFilesAsOneHere(String format) throws Exception {
        Stacks.write(pixels, Optional.of(VOXEL), format + folder + "/" + name);
        Stacks.write(pixels, Optional.of(VOXEL), format + target);

        BUCKETS.assertHolds(bucket, "deep/" + name, folder.resolve(name));
        assertThat(built).doesNotExist();
        try (StackReader<?> stack = Stacks.open(format + target)) {
            assertThat(RandomStacks.values(stack.pixels())).isEqualTo(RandomStacks.values(pixels));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "OVERWRITE", "RESTART"})
    void whatIsThereIsNeverReplaced(String option) {
        BUCKETS.put(bucket, "deep/" + name + "/notes.txt", new byte[] {1});
        WriteOption[] options =
                option.equals("NONE") ? new WriteOption[0] : new WriteOption[] {WriteOption.valueOf(option)};

        assertThatThrownBy(() -> Stacks.write(pixels, Optional.of(VOXEL), target, options))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(target + " exists already; what lies in object storage is never replaced");

        assertThat(BUCKETS.all(bucket)).hasSize(1);
        assertThat(built).doesNotExist();
    }

    @Test
    void whatLiesBesideUnderALongerNameIsNotInTheWay() throws Exception {
        BUCKETS.put(bucket, "deep/" + name + "ray/notes.txt", new byte[] {1});

        Stacks.write(pixels, Optional.of(VOXEL), target);

        assertThat(BUCKETS.all(bucket)).hasSizeGreaterThan(3);
    }

    @Test
    void theFilesThatSayWhatAllIsComeLast() throws Exception {
        List<String> order = new ArrayList<>();
        S3Delivery recording = delivery(Fault.NONE);
        Stacks.write(pixels, Optional.of(VOXEL), folder + "/" + name);
        Path store = folder.resolve(name);
        for (String file : Manifest.read(store).orElseThrow().names()) {
            if (Files.exists(store.resolve(file))) {
                recording.bring(file, store.resolve(file));
                order.add(file);
            }
        }

        int chunks = (int) order.stream()
                .filter(file -> file.matches("\\d+/\\d+/\\d+/\\d+"))
                .count();
        assertThat(order.subList(0, chunks)).allMatch(file -> file.matches("\\d+/\\d+/\\d+/\\d+"));
        assertThat(order.subList(chunks, order.size())).isNotEmpty().allMatch(file -> file.matches("(.*/)?\\.z.*"));
    }

    @Test
    void aRunThatIsResumedBringsTheRest() throws Exception {
        // As a run leaves it whose connection was lost: the store is whole here, and there is a part of it there.
        Stacks.write(pixels, Optional.of(VOXEL), target);
        Map<String, byte[]> whole = BUCKETS.all(bucket);
        for (String key : whole.keySet()) {
            if (!key.matches(".*/0/0/0/[01]")) {
                BUCKETS.delete(bucket, key);
            }
        }

        assertThatThrownBy(() -> Stacks.write(pixels, Optional.of(VOXEL), target))
                .hasMessageContaining("exists already")
                .hasMessageContaining("--resume");
        Stacks.write(pixels, Optional.of(VOXEL), target, WriteOption.RESUME);

        Buckets.assertSame(BUCKETS.all(bucket), whole);
        assertThat(built).doesNotExist();
    }

    @Test
    void somethingElseUnderTheNameOfAFileStopsARunAndStays() throws Exception {
        byte[] other = {1, 2, 3};
        BUCKETS.put(bucket, "deep/" + name + "/0/1/0/0", other);

        assertThatThrownBy(() -> Stacks.write(pixels, Optional.of(VOXEL), target, WriteOption.RESUME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(target + "/0/1/0/0 cannot be written: something else has this name");

        assertThat(BUCKETS.all(bucket).get("deep/" + name + "/0/1/0/0")).isEqualTo(other);
        assertThat(BUCKETS.all(bucket)).doesNotContainKey("deep/" + name + "/.zattrs");
        assertThat(built).as("waits for a run that resumes").isDirectory();
        BUCKETS.delete(bucket, "deep/" + name + "/0/1/0/0");
        Stacks.write(pixels, Optional.of(VOXEL), target, WriteOption.RESUME);
        try (StackReader<?> stack = Stacks.open(target)) {
            assertThat(RandomStacks.values(stack.pixels())).isEqualTo(RandomStacks.values(pixels));
        }
        assertThat(built).doesNotExist();
    }

    @Test
    void theServerItselfRefusesASecondObjectOfOneName() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
        Path other = Files.write(folder.resolve("other"), new byte[] {4, 5, 6});
        delivery(Fault.NONE).bring("0/0", file);

        delivery(Fault.NOT_THERE).bring("0/0", file);
        assertThatThrownBy(() -> delivery(Fault.NOT_THERE).bring("0/0", other))
                .hasMessageContaining("something else has this name");
        assertThat(BUCKETS.all(bucket).get("deep/" + name + "/0/0")).isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void aBucketThatIsNotThereIsNamedBeforeAnyWork() {
        assertThatThrownBy(() -> Stacks.write(pixels, Optional.of(VOXEL), "s3://no-such-bucket/" + name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://no-such-bucket/" + name + " cannot be written: its server answers 404");
        assertThat(built).doesNotExist();
    }

    @Test
    void storesAreWrittenAsAWhole() {
        assertThatThrownBy(() -> Stacks.write(pixels, Optional.of(VOXEL), target + "/raw"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stores are written as a whole");
    }

    private S3Delivery delivery(Fault first) {
        return new S3Delivery(
                BUCKETS.client(new FailingConnection(first, 1)), S3Place.of("s3://" + bucket + "/deep/" + name));
    }
}
