package org.sstem.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Full disks, races, no memory, no standard output: one sentence, nothing lost, nothing half-written. */
class ReliabilityTest {

    @TempDir
    private Path folder;

    private Path in;
    private Path damage;

    @BeforeEach
    void input() throws IOException {
        in = TestStacks.write(folder.resolve("in"), 96, 96, 6);
        damage = TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "out.tif", "out.h5:/raw"})
    void aDiskThatIsFullHalfwayIsSaidAndWhatIsThereStays(String name) throws Exception {
        try (Mount disk = Mount.memory(folder.resolve("mounted"), "size=32k")) {
            Path out = disk.place().resolve(name);

            Run full = Run.sstem("restore", in, out, "--damage", damage);

            assertThat(full.exitCode()).isEqualTo(1);
            assertThat(full.err()).contains("No space left on device").hasLineCount(1);
            assertThat(disk.place().resolve(name.replace(":/raw", ""))).doesNotExist();
            assertThat(disk.place().resolve(name.replace(":/raw", "") + ".sstem-partial"))
                    .as("what is finished stays")
                    .isDirectoryContaining("glob:**/0000.*");
            disk.change("size=8m");
            Run resumed = Run.sstem("restore", in, out, "--damage", damage, "--resume");
            assertThat(resumed.err()).isEmpty();
            assertThat(resumed.exitCode()).isZero();
            Run.sstem("restore", in, folder.resolve("whole"), "--damage", damage);
            for (int z = 0; z < 6; z++) {
                assertThat(TestStacks.section(out, z)).isEqualTo(TestStacks.section(folder.resolve("whole"), z));
            }
        }
    }

    @Test
    void ofTwoRunsThatRaceOneStopsAndTheOtherIsWhole() throws Exception {
        Path out = folder.resolve("out");
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        SortedMap<String, String> before = TestStacks.contents(in);

        Child first = Child.start(scratch, "400m", "restore", in, out, "--damage", damage, "--restart");
        Child second = Child.start(scratch, "400m", "restore", in, out, "--damage", damage, "--restart");
        int one = first.await();
        int two = second.await();

        // Either they met, or the slower one found the work done.
        assertThat(one + two).as(first.err() + second.err()).isEqualTo(1);
        assertThat(first.err() + second.err()).containsAnyOf("is being written by another run", "exists already");
        Run whole = Run.sstem("restore", in, folder.resolve("whole"), "--damage", damage);
        assertThat(whole.exitCode()).isZero();
        for (int z = 0; z < 6; z++) {
            assertThat(TestStacks.section(out, z)).isEqualTo(TestStacks.section(folder.resolve("whole"), z));
        }
        assertThat(TestStacks.contents(in)).isEqualTo(before);
        assertThat(folder.resolve("out.sstem-partial")).doesNotExist();
    }

    @Test
    void theLockOfARunThatWasKilledIsNoObstacle() throws Exception {
        Path out = folder.resolve("out");
        Child child = Child.start(
                Files.createDirectory(folder.resolve("scratch")), "400m", "restore", in, out, "--damage", damage);
        child.awaitLock(folder);
        child.killAfter(0);

        assertThat(folder.resolve(".out.sstem-lock")).exists();
        assertThat(Run.sstem("restore", in, out, "--damage", damage, "--restart")
                        .err())
                .isEmpty();
        assertThat(folder.resolve(".out.sstem-lock")).doesNotExist();
    }

    @Test
    void aMemoryThatIsTooSmallIsOneSentenceThatSaysWhatHelps() throws Exception {
        Path large = folder.resolve("large.tif");
        TestStacks.write(large, 3000, 3000, 2);
        Path one = TestStacks.damage(folder, "{\"z\": 1, \"kind\": \"missing\"}");

        Child child = Child.start(
                Files.createDirectory(folder.resolve("scratch")),
                "24m",
                "restore",
                large,
                folder.resolve("out"),
                "--damage",
                one);

        assertThat(child.await()).isEqualTo(1);
        assertThat(child.err())
                .contains("the memory of Java, 24 MiB, is not enough")
                .contains("--tile", "-Xmx")
                .doesNotContain("damaged", "\tat ")
                .hasLineCount(1);
    }

    @Test
    void memoryIsRecognisedWhateverIsWrappedAroundIt() {
        Throwable wrapped =
                new RuntimeException(new java.util.concurrent.ExecutionException(new OutOfMemoryError("x")));

        assertThat(Memory.isShort(wrapped)).isTrue();
        assertThat(Memory.isShort(new IOException("it is damaged or cut off"))).isFalse();
        assertThat(Memory.sentence(wrapped)).contains("-Xmx").contains("--tile");
    }

    /** A program whose memory runs out in a thread that nobody waits for. */
    static final class Forgotten {

        public static void main(String[] arguments) throws InterruptedException {
            Memory.watch(new PrintWriter(System.err, true));
            new Thread(() -> {
                        throw new OutOfMemoryError("Java heap space");
                    })
                    .start();
            TimeUnit.HOURS.sleep(1);
        }
    }

    @Test
    void aThreadThatNobodyWaitsForEndsTheProgramWithTheSameSentence() throws Exception {
        Path err = folder.resolve("forgotten.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Forgotten.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();

        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(err))
                .startsWith("sstem: the memory of Java, ")
                .contains("-Xmx", "--tile")
                .hasLineCount(1);
    }

    @Test
    void resultsThatCannotBeWrittenAreAFailure() {
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {
                // Nothing is kept.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        StringWriter err = new StringWriter();

        int code = Sstem.run(new PrintWriter(full, true), new PrintWriter(err, true), "info", in.toString(), "--json");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .contains("could not be written to standard output")
                .hasLineCount(1);
    }

    @Test
    void digitsAreAsciiWhereverTheProgramRuns() throws Exception {
        Path err = folder.resolve("digits.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sstem.class.getName(),
                        "detect",
                        in.toString(),
                        "-o",
                        folder.resolve("found.json").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(err).content().containsPattern("[0-9] of [0-9]").doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
    }

    @Test
    void standardOutputOnAFullDiskIsAFailureOfTheProgram() throws Exception {
        assumeThat(Files.isWritable(Path.of("/dev/full"))).isTrue();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sstem.class.getName(),
                        "info",
                        in.toString(),
                        "--json")
                .redirectOutput(Path.of("/dev/full").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(folder.resolve("err.txt")).content().contains("standard output");
    }

    @Test
    void theTraceIsThereIfAskedFor() {
        Run plain = Run.sstem("info", folder.resolve("nowhere"));
        Run debug = Run.sstem("info", folder.resolve("nowhere"), "--debug");

        assertThat(plain.exitCode()).isEqualTo(1);
        assertThat(plain.err()).hasLineCount(1);
        assertThat(debug.exitCode()).isEqualTo(1);
        assertThat(debug.err()).startsWith(plain.err().strip()).contains("\tat org.sstem");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restore IN out --tile 63",
                "restore IN out --tile many",
                "restore IN out --threads 0",
                "restore IN out --engine steam",
                "restore IN out --model model.zip",
                "restore IN out.png",
                "restore IN out.h5",
                "restore IN out --resume --restart",
                "evaluate IN IN --margin -1",
                "evaluate IN IN --data-range 0",
                "evaluate IN IN --flow out",
                "demo out --size 10x10x10",
                "phantom out --size 0x10x10",
                "phantom out --size 10x10",
                "simulate IN out --kind missing --rate 2",
                "simulate IN out --kind missing --sections -1",
                "simulate IN out --kind fold --nature natural --law reference",
                "simulate IN out --kind fold --nature both",
                "train --data IN --module interpolation -o m.zip --steps 0",
                "train --data IN --module interpolation -o m.zip --batch 0",
                "train --data IN --module interpolation -o m.zip --rate -1",
                "train --data IN --module interpolation -o m.zip --hold-out 1",
                "train --data IN --module interpolation -o m.zip --patience -1",
                "train --data IN --module fusion --kind missing -o m.zip",
                "mend IN",
            })
    void everyBadValueIsWrongUsage(String line) throws Exception {
        SortedMap<String, String> before = TestStacks.contents(folder);
        Object[] words = Stream.of(line.split(" "))
                .map(word -> word.equals("IN") ? in : word.matches("(out|m\\.).*") ? folder.resolve(word) : word)
                .toArray();

        Run run = Run.sstem(words);

        assertThat(run.err()).hasLineCount(2).startsWith("sstem");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
    }

    @Test
    void detectedDamageStaysIfTheRestorationFailsAndIsNotLookedForAgain() throws Exception {
        Path tissue = folder.resolve("tissue");
        Run.sstem("phantom", tissue, "--size", "96x96x6");
        Path out = folder.resolve("out");
        Thread thread = Thread.currentThread();
        Thread watcher = new Thread(() -> {
            while (!Files.exists(folder.resolve("out.damage/damage.json")) && thread.isAlive()) {
                Thread.onSpinWait();
            }
            thread.interrupt();
        });
        watcher.start();
        Run interrupted = Run.sstem("restore", tissue, out);
        watcher.join();
        Thread.interrupted();
        byte[] detected = Files.readAllBytes(folder.resolve("out.damage/damage.json"));

        Run resumed = Run.sstem("restore", tissue, out, "--resume");

        assertThat(interrupted.exitCode()).isEqualTo(1);
        assertThat(resumed.exitCode()).isZero();
        assertThat(resumed.out()).contains("the detected damage is in").doesNotContain("confidence");
        assertThat(folder.resolve("out.damage/damage.json")).hasBinaryContent(detected);
    }
}
