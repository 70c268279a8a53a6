package org.sstem.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.Provenance;
import org.sstem.cli.internal.file.FlowFile;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.file.StackSidecar;
import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code sstem detect --for} writes is what the programs that align ask of their files. */
class AlignersTest {

    private static final int SIZE = 256;

    @TempDir
    static Path folder;

    private static Path in;
    private static Damage damage;

    /** Sections with names of their own: 3 is folded, 5 to 7 are missing, 10 is stained. */
    @BeforeAll
    static void inputs() throws IOException {
        run("phantom", folder.resolve("clean"), "--size", SIZE + "x" + SIZE + "x12");
        run("simulate", folder.resolve("clean"), folder.resolve("a"), "--kind", "fold", "--sections", 3);
        Path once = folder.resolve("a/degraded");
        run("simulate", once, folder.resolve("b"), "--kind", "precipitate", "--sections", 10, "--seed", 11);
        in = Files.createDirectory(folder.resolve("in"));
        Path twice = folder.resolve("b/degraded");
        Files.copy(twice.resolve(StackSidecar.NAME), in.resolve(StackSidecar.NAME));
        try (Stream<Path> files = Files.list(twice)) {
            List<Path> sections = files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .toList();
            for (int z = 0; z < sections.size(); z++) {
                Path section = in.resolve("W07_s" + (100 + z) + ".png");
                if (z >= 5 && z <= 7) {
                    ImageIO.write(new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY), "png", section.toFile());
                } else {
                    Files.copy(sections.get(z), section);
                }
            }
        }
        run("detect", in, "-o", folder.resolve("damage.json"));
        damage = Damage.read(folder.resolve("damage.json"));
        assertThat(damage.kinds(3)).containsExactly(DamageKind.FOLD);
        assertThat(damage.kinds(6)).containsExactly(DamageKind.MISSING);
        assertThat(damage.kinds(10)).contains(DamageKind.PRECIPITATE);
    }

    private static void run(Object... arguments) {
        Run run = Run.sstem(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static JsonElement json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file));
    }

    private static boolean[] mask(int z, DamageKind kind) {
        SectionMask mask = damage.mask(z, kind).orElseThrow();
        return mask.read(new Area(0, 0, SIZE, SIZE));
    }

    private static List<Integer> numbers(JsonElement array) {
        List<Integer> numbers = new ArrayList<>();
        array.getAsJsonArray().forEach(number -> numbers.add(number.getAsInt()));
        return numbers;
    }

    /** Grey PNG files of the size of the sections, named as they are, whose values are labels of the material table. */
    @Test
    void feabasGetsMaterialMasks() throws IOException {
        Path out = folder.resolve("feabas");

        run("detect", in, "--for", "feabas", "--to", out);

        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(out.resolve("material_masks"))) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        assertThat(names)
                .hasSize(9)
                .contains("W07_s100.png", "W07_s103.png", "W07_s111.png")
                .doesNotContain("W07_s105.png");
        assertThat(out.resolve("missing.txt")).hasContent("W07_s105\nW07_s106\nW07_s107\n");
        BufferedImage folded =
                ImageIO.read(out.resolve("material_masks/W07_s103.png").toFile());
        BufferedImage stained =
                ImageIO.read(out.resolve("material_masks/W07_s110.png").toFile());
        BufferedImage intact =
                ImageIO.read(out.resolve("material_masks/W07_s100.png").toFile());
        assertThat(folded.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        assertThat(folded.getWidth()).isEqualTo(SIZE);
        assertThat(folded.getHeight()).isEqualTo(SIZE);
        assertThat(labels(folded)).containsExactly(0, 50);
        assertThat(labels(stained)).containsExactly(0, 100);
        assertThat(labels(intact)).containsExactly(0);
        boolean[] fold = mask(3, DamageKind.FOLD);
        for (int i = 0; i < fold.length; i++) {
            assertThat(folded.getRaster().getSample(i % SIZE, i / SIZE, 0)).isEqualTo(fold[i] ? 50 : 0);
        }
    }

    private static Set<Integer> labels(BufferedImage image) {
        Set<Integer> labels = new TreeSet<>();
        for (int sample : image.getRaster().getSamples(0, 0, SIZE, SIZE, 0, (int[]) null)) {
            labels.add(sample);
        }
        return labels;
    }

    /** Lists of section numbers, ranges with both ends included, and a volume that is not 0 where pixels are bad. */
    @Test
    void sofimaGetsSectionsToSkipAndAMask() throws IOException {
        Path out = folder.resolve("sofima");

        run("detect", in, "--for", "sofima", "--to", out);

        JsonObject skip = json(out.resolve("skip.json")).getAsJsonObject();
        assertThat(numbers(skip.get("sections_to_skip"))).isEmpty();
        JsonObject range = skip.getAsJsonArray("ranges_to_skip").get(0).getAsJsonObject();
        assertThat(range.get("start").getAsInt()).isEqualTo(5);
        assertThat(range.get("end").getAsInt()).isEqualTo(7);
        volume(out.resolve("mask.zarr"));
        JsonObject array = json(out.resolve("mask.zarr/0/.zarray")).getAsJsonObject();
        assertThat(numbers(array.get("shape"))).containsExactly(12, SIZE, SIZE);
        assertThat(array.get("dtype").getAsString()).isEqualTo("|u1");
    }

    /** A precomputed volume of one channel of bytes, and a layer that is asked whether it is not 0. */
    @Test
    void corgieGetsAMaskLayer() throws IOException {
        Path out = folder.resolve("corgie");

        run("detect", in, "--for", "corgie", "--to", out);

        volume(out.resolve("mask.precomputed"));
        JsonObject info = json(out.resolve("mask.precomputed/info")).getAsJsonObject();
        assertThat(info.get("data_type").getAsString()).isEqualTo("uint8");
        assertThat(info.get("num_channels").getAsInt()).isEqualTo(1);
        JsonObject layer = json(out.resolve("layer.json")).getAsJsonObject();
        assertThat(layer.get("type").getAsString()).isEqualTo("mask");
        assertThat(layer.get("path").getAsString()).isEqualTo("file://" + out.resolve("mask.precomputed"));
        JsonArray rule = layer.getAsJsonObject("args").getAsJsonArray("binarization");
        assertThat(rule.get(0).getAsString()).isEqualTo("neq");
        assertThat(rule.get(1).getAsInt()).isZero();
    }

    private static void volume(Path volume) throws IOException {
        double[] folded = TestStacks.section(volume, 3);
        boolean[] fold = mask(3, DamageKind.FOLD);
        for (int i = 0; i < fold.length; i++) {
            assertThat(folded[i] != 0).isEqualTo(fold[i]);
        }
        assertThat(TestStacks.section(volume, 0)).containsOnly(0);
        assertThat(TestStacks.section(volume, 6)).doesNotContain(0);
    }

    /** Projects as they are imported, each stack with title, dimension and resolution, and its broken sections. */
    @Test
    void catmaidGetsBrokenSections() throws IOException {
        Path out = folder.resolve("catmaid");

        run("detect", in, "--for", "catmaid", "--to", out);

        JsonObject project = json(out.resolve("projects.json"))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("project");
        JsonObject stack = project.getAsJsonArray("stacks").get(0).getAsJsonObject();
        assertThat(project.get("title").getAsString()).isNotEmpty();
        assertThat(stack.get("title").getAsString()).isNotEmpty();
        assertThat(stack.get("dimension").getAsString()).isEqualTo("(" + SIZE + "," + SIZE + ",12)");
        assertThat(stack.get("resolution").getAsString()).matches("\\([\\d.]+,[\\d.]+,[\\d.]+\\)");
        assertThat(numbers(stack.get("broken_sections"))).containsExactly(5, 6, 7);
        assertThat(stack.getAsJsonArray("mirrors")).isEmpty();
    }

    @Test
    void aProgramAndAFolderGoTogether() {
        assertThat(Run.sstem("detect", in, "--for", "feabas").exitCode()).isEqualTo(2);
        assertThat(Run.sstem("detect", in, "--to", folder.resolve("x")).exitCode())
                .isEqualTo(2);
        assertThat(Run.sstem("detect", in, "--for", "abacus", "--to", folder.resolve("x"))
                        .err())
                .contains("FEABAS, SOFIMA, CORGIE, CATMAID");
    }

    /** What was moved is found in the damaged section where the flow says; elsewhere nothing moves. */
    @Test
    void restoreWritesTheFlowThatUnfolds() throws IOException {
        int size = 320;
        Path damaged = folder.resolve("natural");
        run("phantom", folder.resolve("tissue"), "--size", size + "x" + size + "x7");
        run(
                "simulate",
                folder.resolve("tissue"),
                damaged,
                "--kind",
                "fold",
                "--sections",
                3,
                "--seed",
                3,
                "--nature",
                "natural");
        Path flows = folder.resolve("flows");
        Path restored = folder.resolve("restored");
        Path provenance = folder.resolve("provenance");

        run(
                "restore",
                damaged.resolve("degraded"),
                restored,
                "--damage",
                damaged.resolve("damage.json"),
                "--provenance",
                provenance,
                "--flow",
                flows);

        Flow flow = FlowFile.read(flows.resolve("flow_0003.npy"));
        double[] before = TestStacks.section(damaged.resolve("degraded"), 3);
        double[] after = TestStacks.section(restored, 3);
        double[] codes = TestStacks.section(provenance, 3);
        Plane source = new Plane(size, size);
        for (int i = 0; i < before.length; i++) {
            source.pixels()[i] = (float) before[i];
        }
        Plane moved = Resampler.warp(source, flow, Resampler.Interpolation.SPLINE);
        double error = 0;
        int count = 0;
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == Provenance.MOVED) {
                error += Math.abs(moved.pixels()[i] - after[i]);
                count++;
            } else if (codes[i] == Provenance.ORIGINAL) {
                assertThat(Math.hypot(flow.u().pixels()[i], flow.v().pixels()[i]))
                        .isLessThan(0.01);
            }
        }
        assertThat(count).isGreaterThan(size * size / 4);
        assertThat(error / count).isLessThan(1);
        Run judged = Run.sstem(
                "evaluate", restored, damaged.resolve("truth"), "--flow", flows, "--true-flow", damaged, "--json");
        assertThat(judged.out()).contains("\"flows\"", "\"medianPx\"");
    }
}
