package org.sstem.bench;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.method.Area;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class NetworksCommandTest {

    private static final int SIZE = 128;
    private static final int SECTIONS = 5;

    @TempDir
    Path folder;

    @Test
    void aNetworkThatHasLearntNothingChangesNothing() throws IOException {
        Path model = folder.resolve("missing.zip");
        Network untrained = Network.create(NetworkConfig.compact(Role.INTERPOLATION), 1);
        new ModelFile(untrained, ModelDescription.untrained(1)).write(model);
        StringWriter said = new StringWriter();

        int exit = Benchmarks.commandLine()
                .setOut(new PrintWriter(said))
                .execute("networks", "--truth", tissue().toString(), "--model", model.toString());

        assertThat(exit).isZero();
        assertThat(said.toString().lines().skip(2))
                .singleElement()
                .asString()
                .matches("\\| missing \\| 2 \\| [0-9.]+, \\+0\\.000 ± 0\\.000 \\| [0-9.]+, \\+0\\.0000 ± 0\\.0000"
                        + " \\| ([0-9.]+), \\1 \\| 1\\.000 \\| 0 / 0 \\|");
    }

    private Path tissue() throws IOException {
        SyntheticTissue tissue =
                SyntheticTissue.builder().size(SIZE, SIZE, SECTIONS).seed(4).build();
        float[] pixels = new float[SIZE * SIZE * SECTIONS];
        for (int z = 0; z < SECTIONS; z++) {
            float[] section = tissue.read(z, new Area(0, 0, SIZE, SIZE)).pixels();
            System.arraycopy(section, 0, pixels, z * section.length, section.length);
        }
        Path file = folder.resolve("tissue.tif");
        Stacks.write(ArrayImgs.floats(pixels, SIZE, SIZE, SECTIONS), Optional.empty(), file);
        return file;
    }
}
