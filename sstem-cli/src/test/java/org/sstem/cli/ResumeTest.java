package org.sstem.cli;

import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.cli.internal.option.Version;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.kernel.Kernels;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;
import org.sstem.stack.StackWriter;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A run goes on with another one's work only if everything that decides the result is as it was. */
class ResumeTest {

    private static final int ATTEMPTS = 10;

    @TempDir
    private Path folder;

    private Path in;
    private Path out;
    private Path damage;

    /** A restoration that was interrupted after its first section. */
    @BeforeEach
    void interrupted() throws Exception {
        in = TestStacks.write(folder.resolve("in"), 64, 48, 5);
        out = folder.resolve("out");
        damage = folder.resolve("damage.json");
        Damage.of(List.of(
                        new DamagedSection(1, DamageKind.MISSING),
                        new DamagedSection(3, DamageKind.PRECIPITATE, Optional.of(mask(100)), false)))
                .write(damage);
        interrupt(run());
    }

    /** Interrupts a run as soon as it has finished a section; one that ended before that is done again. */
    private void interrupt(List<Object> line) throws Exception {
        Run run = interrupted(line);
        for (int attempt = 1; attempt < ATTEMPTS && run.exitCode() == 0; attempt++) {
            delete(out);
            run = interrupted(line);
        }
        assertThat(run.exitCode())
                .as("interrupted before its end, in %d attempts: %s", ATTEMPTS, run.err())
                .isEqualTo(1);
        assertThat(run.err()).contains("--resume").hasLineCount(1);
        assertThat(folder.resolve("out.sstem-partial/0000.png")).exists();
    }

    /** In a thread of its own, so that an interrupt that comes too late meets nothing else. */
    private Run interrupted(List<Object> line) throws Exception {
        FutureTask<Run> run = new FutureTask<>(() -> Run.sstem(line.toArray()));
        Thread thread = new Thread(run);
        thread.start();
        while (!Files.exists(folder.resolve("out.sstem-partial/0000.png")) && thread.isAlive()) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        return run.get();
    }

    private static void delete(Path made) throws IOException {
        for (String name : TestStacks.contents(made).keySet()) {
            Files.delete(made.resolve(name));
        }
        Files.delete(made);
    }

    private static SectionMask mask(int from) {
        boolean[] pixels = new boolean[64 * 48];
        for (int i = from; i < from + 300; i++) {
            pixels[i] = true;
        }
        return SectionMask.of(64, 48, pixels);
    }

    private static void interpolation(Path model, long seed) throws IOException {
        Network network = Network.create(NetworkConfig.compact(Role.INTERPOLATION), seed);
        new ModelFile(network, new ModelDescription(seed, "untrained", "")).write(model);
    }

    private List<Object> run(Object... more) {
        List<Object> line = new ArrayList<>(List.of("restore", in, out, "--damage", damage));
        line.addAll(List.of(more));
        return line;
    }

    private void assertRefused(String said, Object... more) throws IOException {
        SortedMap<String, String> before = TestStacks.contents(folder);
        Run run = Run.sstem(run(more).toArray());
        assertThat(run.err()).contains(said).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
    }

    @Test
    void withNothingChangedTheResultIsThatOfOneRun() throws Exception {
        Run resumed = Run.sstem(run("--resume").toArray());
        Path whole = folder.resolve("whole");
        Run.sstem("restore", in, whole, "--damage", damage);

        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.exitCode()).isZero();
        for (int z = 0; z < 5; z++) {
            assertThat(out.resolve("000" + z + ".png"))
                    .hasBinaryContent(Files.readAllBytes(whole.resolve("000" + z + ".png")));
        }
        assertThat(Run.sstem(run("--resume").toArray()).exitCode())
                .as("done already")
                .isZero();
    }

    @Test
    void whatIsFinishedIsNotDoneAgain() throws Exception {
        FileTime written = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(folder.resolve("out.sstem-partial/0000.png"), written);

        assertThat(Run.sstem(run("--resume").toArray()).exitCode()).isZero();

        assertThat(Files.getLastModifiedTime(out.resolve("0000.png"))).isEqualTo(written);
    }

    @Test
    void provenanceThatIsAskedForAfterwardsIsMadeWhole() throws Exception {
        Path codes = folder.resolve("codes");
        assertThat(Run.sstem(run("--resume").toArray()).exitCode()).isZero();

        Run run = Run.sstem(run("--resume", "--provenance", codes).toArray());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Path whole = folder.resolve("whole");
        Run.sstem("restore", in, folder.resolve("other"), "--damage", damage, "--provenance", whole);
        for (int z = 0; z < 5; z++) {
            assertThat(codes.resolve("000" + z + ".png"))
                    .hasBinaryContent(Files.readAllBytes(whole.resolve("000" + z + ".png")));
        }
    }

    @Test
    void codesNeverComeBeforeThePixelsThatTheyTellOf() throws Exception {
        Path done = folder.resolve("done");
        Path codes = folder.resolve("codes");
        Path unfinished = folder.resolve("codes.sstem-partial");
        Run failed;
        try (Mount immovable = Mount.folder(Files.createDirectory(unfinished), unfinished)) {
            failed = Run.sstem("restore", in, done, "--damage", damage, "--provenance", codes);
            assertThat(immovable.place().resolve("0004.png")).exists();
        }

        assertThat(failed.err()).contains("codes cannot be written").hasLineCount(1);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(codes).doesNotExist();
        assertThat(done.resolve("0004.png")).exists();
        Run resumed = Run.sstem("restore", in, done, "--damage", damage, "--provenance", codes, "--resume");
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.exitCode()).isZero();
        assertThat(codes.resolve("0004.png")).exists();
    }

    @Test
    void unaskedNothingOfItIsTakenOrDeleted() throws Exception {
        assertRefused("--restart");
        assertRefused("--restart", "--overwrite");
        assertThat(Run.sstem(run("--restart").toArray()).exitCode()).isZero();
    }

    @Test
    void otherDamageIsRefused() throws Exception {
        TestStacks.damage(folder, "{\"z\": 1, \"kind\": \"missing\"}");

        assertRefused("damage was 2 places in sections [1, 3]", "--resume");
    }

    @Test
    void anotherMaskIsRefused() throws Exception {
        Path mask = folder.resolve("mask_0003.png");
        Files.delete(mask);
        mask(900).write(mask);

        assertRefused("damage was 2 places", "--resume");
    }

    @Test
    void anotherTileIsRefused() throws Exception {
        assertRefused("tile was 1024 px, is now 64 px", "--resume", "--tile", 64);
    }

    @Test
    void anotherInputIsRefused() throws Exception {
        Files.setLastModifiedTime(in.resolve("0004.png"), FileTime.fromMillis(1_000_000));

        assertRefused("input was 6 files", "--resume");
    }

    @Test
    void anotherMethodIsRefused() throws Exception {
        Path model = folder.resolve("model.zip");
        interpolation(model, 1);

        assertRefused("method was training-free, is now network", "--resume", "--method", "network", "--model", model);
    }

    @Test
    void anotherModelOfTheSameNameIsRefused() throws Exception {
        Path model = folder.resolve("model.zip");
        interpolation(model, 1);
        delete(folder.resolve("out.sstem-partial"));
        interrupt(run("--method", "network", "--model", model));
        interpolation(model, 7);

        assertRefused("model 1 was with hash", "--resume", "--method", "network", "--model", model);
    }

    @Test
    void anotherEngineAndOtherKernelsOfNetworksAreRefused() throws Exception {
        Path model = folder.resolve("model.zip");
        interpolation(model, 1);
        Path done = folder.resolve("done");
        Object[] line = {"restore", in, done, "--damage", damage, "--method", "network", "--model", model, "--resume"};
        assertThat(Run.sstem(line).exitCode()).isZero();
        assertThat(Run.sstem(line).exitCode()).as("with the same").isZero();

        assertMadeDifferently("engine was onnx, is now dl4j", with(line, "--engine", "dl4j"));
        pretend(done, "kernels", "abacus");
        assertMadeDifferently(
                "kernels was abacus, is now " + Kernels.automatic().name(), line);
    }

    /** Changes what a manifest says that a result was made with. */
    private static void pretend(Path made, String name, String value) throws IOException {
        Path manifest = made.resolve(".sstem-manifest.jsonl");
        String text = Files.readString(manifest);
        String other = text.replaceFirst("\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":\"" + value + "\"");
        assertThat(other).isNotEqualTo(text);
        Files.writeString(manifest, other);
    }

    private static Object[] with(Object[] line, Object... more) {
        return Stream.concat(Stream.of(line), Stream.of(more)).toArray();
    }

    @Test
    void anotherVersionIsRefused() throws Exception {
        pretend(folder.resolve("out.sstem-partial"), "version of sstem", "0.0.1");

        assertRefused("version of sstem was 0.0.1, is now " + Version.current(), "--resume");
    }

    @Test
    void aFinishedSectionThatWasChangedIsRefused() throws Exception {
        Files.writeString(folder.resolve("out.sstem-partial/0000.png"), "edited");

        assertRefused("0000.png, which was changed since it was written", "--resume");
        assertRefused("0000.png, which was changed since it was written", "--restart");
    }

    @Test
    void aSecondRunOnTheSameOutputIsRefused() throws Exception {
        try (StackWriter<?> other = StackWriter.to(folder.resolve("new")).open(new UnsignedByteType(), 64, 48, 5)) {
            Run[] run = new Run[1];
            Thread second = new Thread(
                    () -> run[0] = Run.sstem("restore", in, folder.resolve("new"), "--damage", damage, "--restart"));
            second.start();
            second.join();

            assertThat(run[0].exitCode()).isEqualTo(1);
            assertThat(run[0].err()).contains("new is being written").hasLineCount(1);
        }
        assertThat(Stacks.file(folder.resolve("new"))).doesNotExist();
    }

    /** What a finished run was made with is as good as what an interrupted one was. */
    private void assertMadeDifferently(String said, Object... line) throws IOException {
        SortedMap<String, String> before = TestStacks.contents(folder);
        Run run = Run.sstem(line);
        assertThat(run.err()).contains("made differently", said).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
    }

    @Test
    void otherPlacesWithoutTissueAreRefused() throws Exception {
        Path absent = Files.createDirectory(folder.resolve("absent"));
        mask(100).write(absent.resolve("mask_0001.png"));
        Path done = folder.resolve("done");
        Object[] line = {"restore", in, done, "--damage", damage, "--no-tissue", absent, "--resume"};
        assertThat(Run.sstem(line).exitCode()).isZero();
        Files.delete(absent.resolve("mask_0001.png"));
        mask(900).write(absent.resolve("mask_0001.png"));

        assertMadeDifferently("places without tissue was", line);
    }

    @Test
    void anotherBlackIsRefused() throws Exception {
        Path done = folder.resolve("done");
        assertThat(Run.sstem("restore", in, done, "--damage", damage).exitCode())
                .isZero();

        assertMadeDifferently(
                "black was not given, is now 3.0", "restore", in, done, "--damage", damage, "--black", "3", "--resume");
    }

    @Test
    void anotherNatureOfSimulatedDamageIsRefused() throws Exception {
        Path done = folder.resolve("done");
        Object[] line = {"simulate", in, done, "--kind", "missing", "--sections", "2"};
        assertThat(Run.sstem(line).exitCode()).isZero();

        assertMadeDifferently("nature was not given, is now NATURAL", with(line, "--nature", "natural", "--resume"));
    }

    @Test
    void damageThatWasDetectedWithOtherSectionsIsNotTaken() throws Exception {
        Path stack = TestStacks.write(folder.resolve("gap"), 64, 48, 6);
        Files.delete(stack.resolve("0002.png"));
        Path done = folder.resolve("done");
        assertThat(Run.sstem("restore", stack, done).exitCode()).isZero();
        SortedMap<String, String> before = TestStacks.contents(folder);

        Run run = Run.sstem("restore", stack, folder.resolve("done"), "--gaps", "missing", "--resume");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("done").hasLineCount(1);
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
        Run anew = Run.sstem("restore", stack, folder.resolve("done"), "--gaps", "missing", "--overwrite");
        assertThat(anew.exitCode()).as(anew.err()).isZero();
        assertThat(Damage.read(folder.resolve("done.damage/damage.json")).damagedSections())
                .as("the section that is left out was looked at as one that is missing, in its place")
                .contains(2);
    }
}
