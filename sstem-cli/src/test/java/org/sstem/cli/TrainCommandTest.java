package org.sstem.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code sstem train}: small networks learn from small synthetic tissue. */
class TrainCommandTest {

    @TempDir
    private Path folder;

    @Test
    void aCompactNetworkLearnsToInterpolateSyntheticTissueAndRestoresWithIt() throws Exception {
        Path tissue = folder.resolve("tissue");
        assertThat(Run.sstem("phantom", tissue, "--size", "160x160x9", "--seed", "3")
                        .exitCode())
                .isZero();
        Path model = folder.resolve("model.zip");

        Run train = Run.sstem(
                "train",
                "--data",
                tissue,
                "--module",
                "interpolation",
                "--steps",
                "160",
                "--validate",
                "20",
                "--pool",
                "4",
                "--size",
                "64",
                "--rate",
                "3e-3",
                "--hold-out",
                "0.34",
                "--licence",
                "none",
                "--json",
                "-o",
                model);

        assertThat(train.err()).isEmpty();
        assertThat(train.exitCode()).isZero();
        JsonObject facts = JsonParser.parseString(train.out()).getAsJsonObject();
        // Before the first step the network is the training-free result: what is better was learnt.
        assertThat(facts.get("best step").getAsLong()).isPositive();
        assertThat(ModelFile.read(model).description().training()).contains("compact interpolation");
        assertThat(ModelFile.read(model).description().trainingDataLicence()).isEqualTo("none");

        Path damage = TestStacks.damage(folder, "{\"z\": 4, \"kind\": \"missing\"}");
        Path restored = folder.resolve("restored");
        Path free = folder.resolve("free");
        Run withNetwork =
                Run.sstem("restore", tissue, restored, "--damage", damage, "--method", "network", "--model", model);
        Run without = Run.sstem("restore", tissue, free, "--damage", damage);
        assertThat(withNetwork.exitCode()).isZero();
        assertThat(without.exitCode()).isZero();
        assertThat(TestStacks.section(restored, 4)).isNotEqualTo(TestStacks.section(free, 4));
        assertThat(TestStacks.section(restored, 3)).isEqualTo(TestStacks.section(tissue, 3));
    }

    @Test
    void aNetworkGoesOnFromWhatItHasLearnt() throws Exception {
        Path tissue = folder.resolve("tissue");
        Run.sstem("phantom", tissue, "--size", "128x128x9", "--seed", "3");
        Path begun = folder.resolve("begun.zip");
        Path further = folder.resolve("further.zip");
        Path anew = folder.resolve("anew.zip");
        assertThat(motion(tissue, begun, "--hold-out", "0").err()).isEmpty();
        assertThat(motion(tissue, further, "--hold-out", "0.34", "--start", begun)
                        .err())
                .isEmpty();
        assertThat(motion(tissue, anew, "--hold-out", "0.34").err()).isEmpty();

        // a new network moves nothing, the other does before its first step, and its rate is lower
        List<String> first = Files.readAllLines(Path.of(anew + ".csv"));
        List<String> second = Files.readAllLines(Path.of(further + ".csv"));
        assertThat(first.get(2)).contains(",0.00100000,");
        assertThat(second.get(2)).contains(",0.000400000,");
        assertThat(first.get(1).split(",", -1)[10]).isNotEqualTo(second.get(1).split(",", -1)[10]);
    }

    @Test
    void aNetworkOfAnotherKindIsNoStart() throws Exception {
        Path tissue = folder.resolve("tissue");
        Run.sstem("phantom", tissue, "--size", "128x128x9", "--seed", "3");
        Path other = folder.resolve("other.zip");
        Network network = Network.create(NetworkConfig.compact(Role.INTERPOLATION), 1);
        new ModelFile(network, ModelDescription.untrained(1)).write(other);
        Path model = folder.resolve("model.zip");

        Run train = motion(tissue, model, "--start", other);

        assertThat(train.exitCode()).isEqualTo(2);
        assertThat(train.err()).contains("--start must be a network of the kind that is trained, ");
        assertThat(model).doesNotExist();
    }

    private static Run motion(Path tissue, Path model, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "train",
                "--data",
                tissue,
                "--module",
                "motion",
                "--steps",
                "2",
                "--batch",
                "2",
                "--pool",
                "2",
                "--size",
                "64",
                "--validate",
                "2",
                "--seed",
                "2",
                "--quiet",
                "-o",
                model));
        arguments.addAll(List.of(more));
        return Run.sstem(arguments.toArray());
    }

    @Test
    void theSameSeedAndThreadsMakeTheSameBytes() throws Exception {
        Path tissue = folder.resolve("tissue");
        Run.sstem("phantom", tissue, "--size", "128x128x12", "--seed", "11");

        byte[] first = Files.readAllBytes(trained(tissue, "first.zip", 5));

        assertThat(Files.readAllBytes(trained(tissue, "again.zip", 5))).isEqualTo(first);
        assertThat(Files.readAllBytes(trained(tissue, "other.zip", 6))).isNotEqualTo(first);
    }

    /** As the networks that come along are trained, in short. */
    private Path trained(Path tissue, String name, int seed) {
        Path model = folder.resolve(name);
        Run run = Run.sstem(
                "train",
                "--data",
                tissue,
                "--module",
                "fold-fusion",
                "--nature",
                "both",
                "--steps",
                "4",
                "--validate",
                "2",
                "--pool",
                "2",
                "--size",
                "64",
                "--hold-out",
                "0.34",
                "--seed",
                seed,
                "--threads",
                "1",
                "-o",
                model);
        assertThat(run.exitCode()).isZero();
        return model;
    }

    @Test
    void tooFewIntactSectionsToLearnFromAreNamed() throws Exception {
        Path stack = TestStacks.write(folder.resolve("stack"), 96, 96, 4);
        Path damage = TestStacks.damage(folder, "{\"z\": 1, \"kind\": \"missing\"}, {\"z\": 2, \"kind\": \"missing\"}");
        Path model = folder.resolve("model.zip");

        Run run = Run.sstem(
                "train",
                "--data",
                stack,
                "--damage",
                damage,
                "--module",
                "interpolation",
                "--hold-out",
                "0",
                "-o",
                model);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip().lines()).hasSize(1);
        assertThat(run.err()).contains("no three consecutive undamaged sections");
        assertThat(Files.exists(model)).isFalse();
    }

    @Test
    void anExistingModelIsNotReplacedUnasked() throws Exception {
        Path stack = TestStacks.write(folder.resolve("stack"), 96, 96, 4);
        Path model = Files.writeString(folder.resolve("model.zip"), "precious");

        Run run = Run.sstem("train", "--data", stack, "--module", "fusion", "-o", model);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("exists already");
        assertThat(Files.readString(model)).isEqualTo("precious");
    }

    @Test
    void noCompactNetworkLearnsToUnfold() throws Exception {
        Path stack = TestStacks.write(folder.resolve("stack"), 96, 96, 4);
        Path model = folder.resolve("model.zip");

        Run run = Run.sstem("train", "--data", stack, "--module", "unfolding", "-o", model);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--preset must be published for unfolding");
        assertThat(model).doesNotExist();
    }

    @Test
    void aNetworkLearnsToMoveThinlyCutTissue() throws Exception {
        Path tissue = folder.resolve("tissue");
        assertThat(Run.sstem("phantom", tissue, "--size", "160x160x9", "--seed", "3", "--voxel", "4.6x4.6x30")
                        .exitCode())
                .isZero();
        Path model = folder.resolve("model.zip");

        Run train = Run.sstem(
                "train",
                "--data",
                tissue,
                "--module",
                "motion",
                "--steps",
                "40",
                "--validate",
                "10",
                "--pool",
                "4",
                "--size",
                "96",
                "--batch",
                "2",
                "--hold-out",
                "0.34",
                "--patience",
                "0",
                "--json",
                "-o",
                model);

        assertThat(train.err()).isEmpty();
        assertThat(train.exitCode()).isZero();
        JsonObject facts = JsonParser.parseString(train.out()).getAsJsonObject();
        // Before the first step the network moves nothing: what errs less was learnt.
        assertThat(facts.get("best step").getAsLong()).isPositive();
        assertThat(facts.has("validation endpoint error")).isTrue();
        assertThat(facts.has("validation PSNR")).isFalse();
        assertThat(ModelFile.read(model).network().config().role()).isEqualTo(Role.MOTION);
        assertThat(Run.sstem("train", "--data", tissue, "--module", "motion", "--preset", "published", "-o", model)
                        .err())
                .contains("--preset must be compact for motion: no such network is published");
    }

    @Test
    void aVoxelThatIsNoneIsWrongUsage() {
        for (String voxel : List.of("4x4", "4x4x-1", "0x4x45", "4x4x45nm")) {
            Run run = Run.sstem("phantom", folder.resolve("none"), "--voxel", voxel);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--voxel").contains("'" + voxel + "'");
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void noiseIsForTissueThatIsLessOrMoreNoisy() throws Exception {
        for (String noise : List.of("-1", "5")) {
            Run wrong = Run.sstem("phantom", folder.resolve("none"), "--noise", noise);

            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.err()).contains("--noise must be 0 to 4, was " + noise);
        }
        assertThat(folder.resolve("none")).doesNotExist();
        for (String noise : List.of("0", "1")) {
            Run run = Run.sstem("phantom", folder.resolve(noise), "--size", "64x48x1", "--noise", noise);

            assertThat(run.exitCode()).isZero();
        }
        assertThat(Run.sstem("phantom", folder.resolve("usual"), "--size", "64x48x1")
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("usual/0000.png")).hasSameBinaryContentAs(folder.resolve("1/0000.png"));
        assertThat(Files.mismatch(folder.resolve("usual/0000.png"), folder.resolve("0/0000.png")))
                .isNotNegative();
    }

    @Test
    void aNetworkLearnsMembranesFromLabelledTissue() throws Exception {
        Path tissue = folder.resolve("tissue");
        Path labels = folder.resolve("labels.tif");
        assertThat(Run.sstem("phantom", tissue, "--size", "96x96x5", "--seed", "3", "--labels", labels)
                        .exitCode())
                .isZero();
        Path model = folder.resolve("model.zip");

        Run train = Run.sstem(
                "train",
                "--data",
                tissue,
                "--labels",
                labels,
                "--module",
                "membrane",
                "--steps",
                "40",
                "--validate",
                "20",
                "--size",
                "64",
                "--batch",
                "2",
                "--json",
                "-o",
                model);

        assertThat(train.err()).isEmpty();
        assertThat(train.exitCode()).isZero();
        JsonObject facts = JsonParser.parseString(train.out()).getAsJsonObject();
        // without an opinion the loss is ln 2, less what labels have themselves, which is nothing
        assertThat(facts.get("validation loss").getAsDouble()).isLessThan(0.6);
        assertThat(ModelFile.read(model).network().config().role()).isEqualTo(Role.MEMBRANE);
        // and the sections are segmented with it
        Run plain = Run.sstem("evaluate", tissue, tissue, "--labels", labels, "--no-drift-free", "--json");
        Run learnt = Run.sstem(
                "evaluate", tissue, tissue, "--labels", labels, "--membranes", model, "--no-drift-free", "--json");
        assertThat(learnt.exitCode()).isZero();
        assertThat(learnt.out()).isNotEqualTo(plain.out());
        assertThat(Run.sstem("evaluate", tissue, tissue, "--membranes", model).err())
                .contains("--membranes goes with --labels");
    }

    @Test
    void labelsThatAreNotThereNotAskedForOrOfAnotherSizeAreRefused() throws Exception {
        Path stack = TestStacks.write(folder.resolve("stack"), 96, 96, 4);
        Path shallow = TestStacks.write(folder.resolve("shallow"), 96, 96, 3);
        Path model = folder.resolve("model.zip");

        Run without = Run.sstem("train", "--data", stack, "--module", "membrane", "-o", model);
        Run needless = Run.sstem("train", "--data", stack, "--labels", stack, "--module", "fusion", "-o", model);
        Run published = Run.sstem(
                "train",
                "--data",
                stack,
                "--labels",
                stack,
                "--module",
                "membrane",
                "--preset",
                "published",
                "-o",
                model);
        Run other = Run.sstem("train", "--data", stack, "--labels", shallow, "--module", "membrane", "-o", model);

        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("--labels must be given once for each --data, were 0 for 1");
        assertThat(needless.exitCode()).isEqualTo(2);
        assertThat(needless.err()).contains("--labels is for --module membrane only");
        assertThat(published.exitCode()).isEqualTo(2);
        assertThat(published.err()).contains("--preset must be compact for membranes: none is published");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("must be as large as").contains("96 x 96 x 4, is 96 x 96 x 3");
        assertThat(Files.exists(model)).isFalse();
    }
}
