package org.sstem.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Provenance;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code sstem restore} from file to file. */
class RestoreCommandTest {

    private static final String MISSING_2_AND_3 =
            "{\"z\": 2, \"kind\": \"missing\"}, {\"z\": 3, \"kind\": \"missing\"}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"stack", "stack.tif", "stack.h5:/volumes/raw", "stack.zarr", "stack.n5", "stack.precomputed"})
    void undamagedSectionsComeOutBitIdenticalInEveryFormat(String name) throws Exception {
        Path in = TestStacks.write(folder.resolve(name), 96, 80, 6);
        Path out = folder.resolve(name.replace("stack", "restored"));
        Path provenance = folder.resolve(name.replace("stack", "provenance"));

        Run run = Run.sstem(
                "restore", in, out, "--damage", TestStacks.damage(folder, MISSING_2_AND_3), "--provenance", provenance);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        for (int z = 0; z < 6; z++) {
            boolean missing = z == 2 || z == 3;
            assertThat(TestStacks.section(provenance, z))
                    .containsOnly(missing ? Provenance.INTERPOLATED : Provenance.ORIGINAL);
            if (missing) {
                assertThat(TestStacks.section(out, z)).isNotEqualTo(TestStacks.section(in, z));
            } else {
                assertThat(TestStacks.section(out, z)).isEqualTo(TestStacks.section(in, z));
            }
        }
        try (StackReader<?> restored = Stacks.open(out)) {
            assertThat(restored.voxelSize()).contains(TestStacks.VOXELS);
        }
    }

    @Test
    void everyFormatGivesTheSamePixels() throws Exception {
        Path damage = TestStacks.damage(folder, MISSING_2_AND_3);
        Path png = TestStacks.write(folder.resolve("png"), 96, 80, 6);
        Path tiff = TestStacks.write(folder.resolve("stack.tif"), 96, 80, 6);
        Path hdf5 = TestStacks.write(folder.resolve("stack.h5:/raw"), 96, 80, 6);

        for (Path in : new Path[] {png, tiff, hdf5}) {
            Path out = folder.resolve("from-" + in.getFileName().toString().replaceAll("\\W", "-"));
            assertThat(Run.sstem("restore", in, out, "--damage", damage).exitCode())
                    .isZero();
            assertThat(TestStacks.section(out, 2)).isEqualTo(TestStacks.section(folder.resolve("from-png"), 2));
        }
    }

    @Test
    void anInterruptedRunIsResumedToTheSameResult() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 96, 80, 6);
        Path damage = TestStacks.damage(folder, MISSING_2_AND_3);
        Path whole = folder.resolve("whole");
        Path resumed = folder.resolve("resumed");
        Run.sstem("restore", in, whole, "--damage", damage);

        Thread.currentThread().interrupt();
        Run interrupted = Run.sstem("restore", in, resumed, "--damage", damage);
        assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
        boolean left = Files.exists(resumed);
        Run second = Run.sstem("restore", in, resumed, "--damage", damage, "--resume");

        assertThat(interrupted.exitCode()).isEqualTo(1);
        assertThat(interrupted.err()).contains("--resume").hasLineCount(1);
        assertThat(left).isFalse();
        assertThat(second.exitCode()).isZero();
        assertThat(TestStacks.contents(resumed)).isEqualTo(TestStacks.contents(whole));
    }

    @Test
    void anExistingTargetIsRefusedUnlessToldOtherwise() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 96, 80, 6);
        Path out = TestStacks.write(folder.resolve("out"), 32, 32, 2);
        Path damage = TestStacks.damage(folder, MISSING_2_AND_3);
        SortedMap<String, String> before = TestStacks.contents(out);

        Run refused = Run.sstem("restore", in, out, "--damage", damage);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains(out.toString()).hasLineCount(1);
        assertThat(TestStacks.contents(out)).isEqualTo(before);
        assertThat(Run.sstem("restore", in, out, "--damage", damage, "--overwrite")
                        .exitCode())
                .isZero();
        assertThat(TestStacks.section(out, 5)).isEqualTo(TestStacks.section(in, 5));
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 96, 80, 6);
        Path damage = TestStacks.damage(folder, MISSING_2_AND_3);

        Run.sstem("restore", in, folder.resolve("one"), "--damage", damage, "--threads", 1);
        Run.sstem("restore", in, folder.resolve("three"), "--damage", damage, "--threads", 3);

        assertThat(TestStacks.contents(folder.resolve("three")))
                .isNotEmpty()
                .isEqualTo(TestStacks.contents(folder.resolve("one")));
    }
}
