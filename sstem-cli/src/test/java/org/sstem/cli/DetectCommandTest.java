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
import org.sstem.damage.DamagedSection;
import org.sstem.internal.image.GreyValues;
import org.sstem.method.Area;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;
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

    private StackSimulation damaged;

    @BeforeEach
    void damageAStack() throws Exception {
        damaged = DamageSimulator.builder()
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
    void aStackThatIsNotAlignedIsLaidOverEachOtherFirst() {
        Run run = Run.sstem("detect", in, "--unaligned", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonObject printed = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(printed.get("damagedSections").getAsInt()).isEqualTo(2);
        assertThat(printed.getAsJsonArray("measured").toString())
                .contains("agreement with a section before it in times of chance");
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
        assertThat(damage.found(FOLDED, DamageKind.FOLD)).isTrue();
        damage.validate(SIZE, SIZE, 6);
    }

    @Test
    void aReportExplainsAndWhatIsKnownIsComparedWith() throws Exception {
        Path known = Files.createDirectory(folder.resolve("known")).resolve("damage.json");
        damaged.damage().write(known);
        Path report = folder.resolve("report.html");

        Run run = Run.sstem("detect", in, "--report", report, "--against", known);
        Run json = Run.sstem("detect", in, "--against", known, "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("fold: 1 found, false alarms [], missed []; precision 1.000, recall 1.000")
                .contains("missing: 1 found");
        assertThat(report).content().contains("What was measured", "Section 2", "the fold as found", "Precision");
        JsonObject printed = JsonParser.parseString(json.out()).getAsJsonObject();
        JsonObject fold = printed.getAsJsonArray("agreement").get(0).getAsJsonObject();
        assertThat(fold.get("pooledOverlap").getAsDouble()).isGreaterThan(0.85);
        assertThat(printed.getAsJsonArray("measured")).hasSizeGreaterThan(18);
        assertThat(Run.sstem("detect", in, "--report", report).err())
                .contains("--overwrite")
                .hasLineCount(1);
    }

    @Test
    void damageOfAnotherStackIsNoKnowledge() throws Exception {
        Path known = folder.resolve("known.json");
        Damage.of(List.of(new DamagedSection(17, DamageKind.MISSING))).write(known);

        Run run = Run.sstem("detect", in, "--against", known);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("0 to 5").hasLineCount(1);
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
