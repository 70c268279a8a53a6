package org.sstem.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.damage.SectionMask;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code sstem restore --layers}: a restored volume carries what is known of its pixels. */
class LayersTest {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 80;
    private static final int SECTIONS = 6;

    @TempDir
    static Path folder;

    private static Path in;
    private static Path damage;

    /** One section with a precipitate whose place is known, one that is missing. */
    @BeforeAll
    static void stack() throws IOException {
        in = folder.resolve("in.zarr");
        Stacks.write(TestStacks.pattern(WIDTH, HEIGHT, SECTIONS), Optional.of(TestStacks.VOXELS), in);
        boolean[] blob = new boolean[WIDTH * HEIGHT];
        for (int y = 30; y < 40; y++) {
            Arrays.fill(blob, y * WIDTH + 100, y * WIDTH + 112, true);
        }
        SectionMask.of(WIDTH, HEIGHT, blob).write(folder.resolve("mask_0001.png"));
        damage = TestStacks.damage(
                folder,
                "{\"z\": 1, \"kind\": \"precipitate\", \"mask\": \"mask_0001.png\"}, {\"z\": 3, \"kind\": \"missing\"}");
    }

    private static double[] section(String stack, int z) throws IOException {
        return TestStacks.section(stack, z);
    }

    @ParameterizedTest
    @CsvSource({
        "%s/a/out.ome.zarr, labels/",
        "zarr3://%s/b/out.ome.zarr, labels/",
        "%s/c/out.n5, ''",
        "%s/d/out.precomputed, ''"
    })
    void everyFormatOfStoresCarriesThem(String name, String labels) throws Exception {
        String out = name.formatted(folder);
        Path codes = Stacks.file(out).resolveSibling("codes");

        Run run = Run.sstem("restore", in, out, "--layers", "--damage", damage, "--provenance", codes);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        for (int z = 0; z < SECTIONS; z++) {
            double[] origin = section(out + "/" + labels + "provenance", z);
            double[] sure = section(out + "/confidence", z);
            double[] damaged = section(out + "/" + labels + "damage", z);
            assertThat(origin).isEqualTo(section(codes.toString(), z));
            for (int i = 0; i < origin.length; i++) {
                assertThat(sure[i] == 255).isEqualTo(origin[i] == 0);
            }
            if (z == 3) {
                assertThat(origin).containsOnly(3);
                assertThat(damaged).containsOnly(4);
                assertThat(Arrays.stream(sure).distinct().count()).isEqualTo(1);
            } else if (z == 1) {
                assertThat(damaged).containsOnly(0, 2);
                assertThat(Arrays.stream(damaged).sum()).isEqualTo(2 * 120);
                assertThat(origin[35 * WIDTH + 105]).isNotZero();
            } else {
                assertThat(origin).containsOnly(0);
                assertThat(damaged).containsOnly(0);
                assertThat(section(out, z)).isEqualTo(section(in.toString(), z));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "out.tif", "out.h5:/raw"})
    void whatHasNoRoomIsWrongUsage(String name) {
        Run run = Run.sstem("restore", in, folder + "/" + name, "--layers", "--damage", damage);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--layers: target " + folder + "/" + name + " has no room for the layer provenance");
    }

    @Test
    void partsBecomeWhatOneRunMakes() throws Exception {
        Path once = folder.resolve("once.zarr");
        Path all = folder.resolve("all.zarr");
        Run.sstem("restore", in, once, "--layers", "--damage", damage);
        Run.sstem("restore", in, folder.resolve("part1"), "--damage", damage, "--chunk", "1/2");
        Run.sstem("restore", in, folder.resolve("part2"), "--damage", damage, "--chunk", "2/2");
        Path other = Files.writeString(
                folder.resolve("other.json"), "{\"version\": 1, \"sections\": [{\"z\": 1, \"kind\": \"missing\"}]}");

        Object[] assemble = {"assemble", in, all, folder.resolve("part1"), folder.resolve("part2"), "--layers"};
        Run unsaid = Run.sstem(assemble);
        Run wrong = Run.sstem(with(assemble, "--damage", other));
        Run run = Run.sstem(with(assemble, "--damage", damage));

        assertThat(unsaid.exitCode()).isEqualTo(2);
        assertThat(unsaid.err()).contains("--layers and --damage belong together");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("other.json is not the damage that the parts were restored from");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(contents(all)).isEqualTo(contents(once));
    }

    private static Object[] with(Object[] words, Object... more) {
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private static SortedMap<String, String> contents(Path store) throws IOException {
        SortedMap<String, String> contents = TestStacks.contents(store);
        contents.remove(".sstem-manifest.jsonl");
        assertThat(contents).containsKey("labels/damage/1/0/0/0");
        return contents;
    }

    @Test
    void theStateOfNeuroglancerShowsAllBesideEachOther() throws Exception {
        Path state = folder.resolve("state.json");

        Run run = Run.sstem(
                "restore",
                in,
                folder.resolve("shown/out.ome.zarr"),
                "--layers",
                "--damage",
                damage,
                "--neuroglancer",
                state,
                "--served",
                "http://localhost:8000");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonObject json = JsonParser.parseString(Files.readString(state)).getAsJsonObject();
        String out = "zarr://http://localhost:8000/shown/out.ome.zarr";
        assertThat(json.getAsJsonArray("layers").asList())
                .extracting(JsonElement::getAsJsonObject)
                .extracting(layer -> List.of(
                        layer.get("name").getAsString(),
                        layer.get("type").getAsString(),
                        layer.get("source").getAsString()))
                .containsExactly(
                        List.of("original", "image", "zarr://http://localhost:8000/in.zarr"),
                        List.of("restored", "image", out),
                        List.of("provenance", "segmentation", out + "/labels/provenance"),
                        List.of("confidence", "image", out + "/confidence"),
                        List.of("damage", "segmentation", out + "/labels/damage"));
        JsonArray sides = json.getAsJsonObject("layout").getAsJsonArray("children");
        assertThat(sides.get(0).getAsJsonObject().get("layers").toString()).isEqualTo("[\"original\",\"damage\"]");
        assertThat(sides.get(1).getAsJsonObject().get("layers").toString())
                .isEqualTo("[\"restored\",\"provenance\",\"confidence\"]");
    }
}
