package org.sstem.s3.internal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.cli.Sstem;
import org.sstem.internal.output.Manifest;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line takes stores in object storage wherever it takes stores; everything is as with folders. */
class S3CommandsTest {

    private static final Buckets BUCKETS = Buckets.LOCAL;

    @TempDir
    Path folder;

    private final String bucket = BUCKETS.bucket();
    private final String out = bucket + ".zarr";

    @AfterEach
    void nothingIsLeft() throws IOException {
        for (String left : new String[] {".sstem-upload", ".sstem-upload.damage"}) {
            if (Files.exists(Path.of(out + left))) {
                Manifest.read(Path.of(out + left)).orElseThrow().delete();
            }
        }
    }

    @Test
    void aStackIsDetectedRestoredAndToldOfAsInFolders() throws Exception {
        Path damage = Files.writeString(
                folder.resolve("damage.json"), "{\"version\": 1, \"sections\": [{\"z\": 2, \"kind\": \"missing\"}]}");
        run("phantom", folder.resolve("in.zarr"), "--size", "256x256x5");
        BUCKETS.putAll(bucket, folder);
        String in = "s3://" + bucket + "/in.zarr";

        assertThat(run("info", in)).contains("256").contains("voxel size nm  [4.0, 4.0, 45.0]");
        run("detect", in, "-o", folder.resolve("found.json"));
        assertThat(folder.resolve("found.json")).exists();
        run("restore", folder.resolve("in.zarr"), folder.resolve("out.zarr"), "--damage", damage, "--layers");
        run(
                "restore",
                in,
                "s3://" + bucket + "/" + out,
                "--damage",
                damage,
                "--layers",
                "--neuroglancer",
                folder.resolve("state.json"));

        BUCKETS.assertHolds(bucket, out, folder.resolve("out.zarr"));
        assertThat(Path.of(out + ".sstem-upload")).doesNotExist();
        assertThat(folder.resolve("state.json")).content().contains("zarr://s3://" + bucket + "/" + out);
    }

    @Test
    void anOutputThatIsThereIsRefusedBeforeAnyWork() throws Exception {
        run("phantom", folder.resolve("in.zarr"), "--size", "64x64x3");
        BUCKETS.put(bucket, out + "/0/0", new byte[1]);

        StringWriter said = new StringWriter();
        int code = Sstem.run(
                new PrintWriter(said),
                new PrintWriter(said),
                "convert",
                folder.resolve("in.zarr").toString(),
                "s3://" + bucket + "/" + out,
                "--overwrite");

        assertThat(code).isNotZero();
        assertThat(said.toString())
                .contains("s3://" + bucket + "/" + out
                        + " exists already; what lies in object storage is never replaced");
        assertThat(BUCKETS.all(bucket)).hasSize(1);
    }

    private static String run(Object... arguments) {
        StringWriter said = new StringWriter();
        int code = Sstem.run(
                new PrintWriter(said, true),
                new PrintWriter(said, true),
                Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        assertThat(code).as(said.toString()).isZero();
        return said.toString();
    }
}
