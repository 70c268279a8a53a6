package org.sstem.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** {@code sstem study} on synthetic tissue, segmented by its dark membranes. */
class StudyCommandTest {

    @TempDir
    private Path folder;

    private Path tissue;
    private Path labels;

    @BeforeEach
    void grow() {
        tissue = folder.resolve("tissue");
        labels = folder.resolve("labels.tif");
        assertThat(Run.sstem("phantom", tissue, "--size", "160x160x6", "--seed", "4", "--labels", labels)
                        .exitCode())
                .isZero();
    }

    @Test
    void damageCostsSegmentationAndRepairGivesSomeOfItBack() throws Exception {
        Path csv = folder.resolve("study.csv");

        Run run = study(
                "--kinds", "fold-law,missing-1,missing-2", "--margin", "32", "--no-networks", "--json", "--csv", csv);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonArray means = JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("means");
        double damaged = row(means, "fold-law", 2, "damaged").get("voiOverTrue").getAsDouble();
        assertThat(damaged).isGreaterThan(0.5);
        assertThat(row(means, "fold-law", 2, "training-free").get("voiOverTrue").getAsDouble())
                .isPositive()
                .isLessThan(damaged);
        assertThat(row(means, "fold-law", 2, "true").get("voiOverTrue").getAsDouble())
                .isZero();
        // one cell for all: nothing is split, and what is merged is all there is to know
        JsonObject masked = row(means, "missing-1", 2, "masked");
        assertThat(masked.get("voiSplit").getAsDouble()).isCloseTo(0, within(1e-12));
        assertThat(masked.get("sections").getAsInt()).isEqualTo(4);
        assertThat(row(means, "missing-2", 3, "mean").get("sections").getAsInt())
                .isEqualTo(3);
        assertThat(row(means, "missing-2", 3, "mean").get("cut").getAsDouble()).isZero();
        // and every score: 4 sections with 5 treatments, twice, and 3 pairs with 5, in 2-D and 3-D
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(1 + 2 * (4 * 5 + 4 * 5 + 3 * 5));
        assertThat(lines.get(0))
                .isEqualTo("stack,damage,seed,z,treatment,dimensions,voi_split,voi_merge,arand,arand_cremi");
        assertThat(lines.get(1)).startsWith("0,fold-law,0,1,true,2,");
    }

    @Test
    void theSameStudyComesOutTheSame() throws Exception {
        Path page = folder.resolve("report.html");
        Run first = study("--kinds", "fold-natural", "--margin", "32", "--seed", "7", "--report", page);
        Run again = study("--kinds", "fold-natural", "--margin", "32", "--seed", "7");
        Run other = study("--kinds", "fold-natural", "--margin", "32", "--seed", "8", "--no-networks");

        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("fold, natural, 2-D, 4 sections").isEqualTo(again.out());
        assertThat(Files.readString(page)).contains("fold, natural, 3-D, 4 sections", "ARAND (CREMI)", "training-free");
        // the network that comes along restores folds
        assertThat(first.out()).contains("networks");
        assertThat(other.out()).isNotEqualTo(first.out()).doesNotContain("networks");
    }

    @Test
    void thePartsOfTheRepairOfFoldsAreScoredToo() throws Exception {
        Path csv = folder.resolve("parts.csv");

        Run run = study(
                "--kinds", "fold-law,missing-1", "--margin", "32", "--no-networks", "--parts", "--json", "--csv", csv);

        assertThat(run.exitCode()).isZero();
        JsonArray means = JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("means");
        double restored = voiOverTrue(means, "training-free");
        // what is given by the truth helps, what is left out is missed
        assertThat(voiOverTrue(means, "true-flow")).isLessThan(restored);
        assertThat(voiOverTrue(means, "true-strip")).isLessThan(restored);
        assertThat(voiOverTrue(means, "patched")).isGreaterThan(voiOverTrue(means, "true-flow"));
        // alone the band filled is better than nothing done
        assertThat(voiOverTrue(means, "patched")).isLessThan(voiOverTrue(means, "damaged"));
        // a folded section as if it were missing is what a missing one is restored to
        assertThat(row(means, "fold-law", 2, "interpolated").get("voi"))
                .isEqualTo(row(means, "missing-1", 2, "training-free").get("voi"));
        // folds only: 4 sections with 9 treatments, and 4 with 5, in 2-D and 3-D
        assertThat(Files.readAllLines(csv)).hasSize(1 + 2 * (4 * 9 + 4 * 5));
    }

    @Test
    void theNetworkThatComesAlongIsScoredWithoutUnfoldingAndWithoutNeighbours() throws Exception {
        Run run = study("--kinds", "fold-law", "--margin", "32", "--parts", "--json");

        assertThat(run.exitCode()).isZero();
        JsonArray means = JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("means");
        // sections so small are not unfolded, so that there is nothing of it to leave out; nor is anything made of no
        // neighbours
        double whole = voiOverTrue(means, "networks");
        assertThat(voiOverTrue(means, "fused-in-place")).isEqualTo(whole);
        assertThat(voiOverTrue(means, "fused-alone")).isNotEqualTo(whole);
    }

    @Test
    void publishedNetworksThatWereGivenAreStudied() throws Exception {
        Path interpolation = model(Role.INTERPOLATION, 2, 3, 4, 5, 6);
        Path unfolding = model(Role.UNFOLDING, 2, 2, 2, 2, 2);
        Path fusion = model(Role.FOLD_FUSION, 2, 2, 2, 2);

        Run run = study(
                "--kinds",
                "fold-law,missing-1",
                "--margin",
                "32",
                "--parts",
                "--json", //
                "--model",
                interpolation,
                "--model",
                unfolding,
                "--model",
                fusion);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonArray means = JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("means");
        for (String damage : List.of("fold-law", "missing-1")) {
            // they were not trained, so that what they make is no tissue
            assertThat(row(means, damage, 2, "networks").get("voi").getAsDouble())
                    .isNotEqualTo(
                            row(means, damage, 2, "training-free").get("voi").getAsDouble());
        }
        // what only the network that comes along can be asked
        assertThat(run.out()).doesNotContain("fused-");
    }

    private Path model(Role role, int... widths) throws Exception {
        Path file = folder.resolve(role.option() + ".zip");
        Network network = Network.create(NetworkConfig.published(role).withWidths(widths), 1);
        new ModelFile(network, ModelDescription.untrained(1)).write(file);
        return file;
    }

    private static double voiOverTrue(JsonArray means, String treatment) {
        return row(means, "fold-law", 2, treatment).get("voiOverTrue").getAsDouble();
    }

    @Test
    void whatCannotBeStudiedIsRefused() throws Exception {
        Path shallow = TestStacks.write(folder.resolve("shallow"), 96, 96, 3);

        assertRefused(study("--kinds", "fold-law,hole"), 2, "--kinds must be of fold-law", "was hole");
        assertRefused(study("--margin", "40"), 1, "must be at least 96 px wide and high within a margin of 40 px");
        assertRefused(study("--no-networks", "--model", labels), 2, "--no-networks and --model cannot both be given");
        assertRefused(study("--seeds", "0"), 2, "--seeds must be at least 1, was 0");
        assertRefused(
                Run.sstem("study", "--data", tissue, "--data", tissue, "--labels", labels),
                2,
                "--labels must be given once for each --data, were 1 for 2");
        assertRefused(
                Run.sstem("study", "--data", shallow, "--labels", shallow, "--margin", "0"),
                1,
                "must have at least 4 sections, has 3");
        assertRefused(Run.sstem("study", "--data", tissue, "--labels", shallow), 1, "must be as large as");
        Path csv = Files.writeString(folder.resolve("study.csv"), "precious");
        assertRefused(study("--kinds", "missing-1", "--margin", "32", "--csv", csv), 1, "exists already");
        assertThat(Files.readString(csv)).isEqualTo("precious");
    }

    private Run study(Object... options) {
        Object[] all = new Object[options.length + 6];
        all[0] = "study";
        all[1] = "--data";
        all[2] = tissue;
        all[3] = "--labels";
        all[4] = labels;
        all[5] = "--quiet";
        System.arraycopy(options, 0, all, 6, options.length);
        return Run.sstem(all);
    }

    private static void assertRefused(Run run, int code, String... words) {
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(words);
    }

    private static JsonObject row(JsonArray means, String damage, int dimensions, String treatment) {
        for (JsonElement element : means) {
            JsonObject row = element.getAsJsonObject();
            if (row.get("damage").getAsString().equals(damage)
                    && row.get("dimensions").getAsInt() == dimensions
                    && row.get("treatment").getAsString().equals(treatment)) {
                return row;
            }
        }
        throw new AssertionError("no row for " + damage + ", " + dimensions + "-D, " + treatment);
    }
}
