package org.sstem.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.image.Area;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.tissue.SyntheticTissue;
import org.sstem.stack.GreyValues;
import org.sstem.stack.Stacks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code sstem detect}, and {@code sstem restore} of a stack of which nothing is known. */
class DetectCommandTest {

    private static final int SIZE = 256;
    private static final int FOLDED = 2;
    private static final int BLACK = 4;

    @TempDir
    private Path folder;

    private Path in;

    @BeforeEach
    void damageAStack() throws Exception {
        StackSimulation damaged = DamageSimulator.builder()
                .seed(3)
                .sections(DamageKind.FOLD, List.of(FOLDED))
                .sections(DamageKind.MISSING, List.of(BLACK))
                .sections(DamageKind.PRECIPITATE, List.of())
                .build()
                .apply(SyntheticTissue.builder().size(SIZE, SIZE, 6).seed(5).build());
        ArrayImg<UnsignedByteType, ByteArray> pixels = ArrayImgs.unsignedBytes(SIZE, SIZE, 6);
        for (int z = 0; z < 6; z++) {
            GreyValues.store(
                    damaged.degraded().read(z, new Area(0, 0, SIZE, SIZE)), 0, 0, Views.hyperSlice(pixels, 2, z));
        }
        in = folder.resolve("in");
        Stacks.write(pixels, Optional.of(TestStacks.VOXELS), in);
    }

    @Test
    void whatIsFoundIsPrintedAndWrittenWithItsMasks() throws Exception {
        Path json = Files.createDirectory(folder.resolve("found")).resolve("damage.json");

        Run run = Run.sstem("detect", in, "-o", json, "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonObject printed = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(printed.get("damagedSections").getAsInt()).isEqualTo(2);
        assertThat(printed.getAsJsonArray("findings")
                        .get(0)
                        .getAsJsonObject()
                        .get("why")
                        .getAsString())
                .contains("band");
        Damage damage = Damage.read(json);
        assertThat(damage.damagedSections()).containsExactly(FOLDED, BLACK);
        assertThat(damage.mask(FOLDED, DamageKind.FOLD)).isPresent();
        damage.validate(SIZE, SIZE, 6);
    }

    @Test
    void whatIsThereAlreadyIsKeptUnlessToldOtherwise() throws Exception {
        Path json = Files.writeString(folder.resolve("damage.json"), "mine");

        Run refused = Run.sstem("detect", in, "-o", json);
        String kept = Files.readString(json);
        Run replaced = Run.sstem("detect", in, "-o", json, "--overwrite");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("damage.json")
                .contains("--overwrite")
                .hasLineCount(1);
        assertThat(kept).isEqualTo("mine");
        assertThat(replaced.exitCode()).isZero();
        assertThat(replaced.out()).contains("section 4  missing").contains("2 of 6 sections are damaged");
        assertThat(Damage.read(json).damagedSections()).containsExactly(FOLDED, BLACK);
    }

    @Test
    void masksOfAnotherDamageFileAreNotReplacedUnasked() throws Exception {
        Files.writeString(folder.resolve("mask_0002.png"), "mine");

        Run refused = Run.sstem("detect", in, "-o", folder.resolve("damage.json"));

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("masks").contains("--overwrite");
        assertThat(folder.resolve("damage.json")).doesNotExist();
    }

    @Test
    void aStackIsRestoredWithoutADamageFile() throws Exception {
        Path out = folder.resolve("out");

        Run run = Run.sstem("restore", in, out);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("section 2  fold").contains("section 4  missing");
        for (int z = 0; z < 6; z++) {
            if (z == FOLDED || z == BLACK) {
                assertThat(TestStacks.section(out, z)).isNotEqualTo(TestStacks.section(in, z));
            } else {
                assertThat(TestStacks.section(out, z)).isEqualTo(TestStacks.section(in, z));
            }
        }
    }
}
