package org.sstem.internal.output;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Outputs of many files, and what is made of those that a run has left which ended in between. */
class WholeFolderTest {

    private static final Map<String, String> RECORD = Map.of("seed", "1");
    private static final Map<String, String> OTHER = Map.of("seed", "2");
    private static final Permission OVERWRITE = new Permission(true, false, false);
    private static final Permission RESUME = new Permission(false, true, false);
    private static final Permission RESTART = new Permission(false, false, true);

    @TempDir
    private Path folder;

    private Path target() {
        return folder.resolve("out");
    }

    private Path work() {
        return folder.resolve("out" + WholeFolder.PARTIAL);
    }

    private static void add(WholeFolder whole, String name, String text) throws IOException {
        whole.add(name, empty -> Files.writeString(empty, text));
    }

    private void make(Map<String, String> record, Permission permission, String text) throws IOException {
        try (WholeFolder whole = WholeFolder.forFolder(target(), record, permission)) {
            add(whole, "a", text);
            whole.commit();
        }
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** As a run leaves it that replaces the target and is killed after the first of two renames, or the second. */
    private Path killedWhileReplacing(int renames) throws IOException {
        make(RECORD, Permission.NONE, "old");
        try (WholeFolder whole = WholeFolder.forFolder(target(), OTHER, OVERWRITE)) {
            add(whole, "a", "new");
        }
        Path old = folder.resolve(".out.0f.sstem-old");
        Manifest.read(work()).orElseThrow().replaced(old.getFileName().toString());
        Files.move(target(), old);
        if (renames == 2) {
            Files.move(work(), target());
        }
        return old;
    }

    @Test
    void whatWasMovedAwayToBeReplacedComesBack() throws IOException {
        Path old = killedWhileReplacing(1);

        assertThatThrownBy(() -> WholeFolder.forFolder(target(), OTHER, Permission.NONE))
                .isInstanceOf(IOException.class);

        assertThat(target().resolve("a")).hasContent("old");
        assertThat(old).doesNotExist();
        assertThat(work().resolve("a")).hasContent("new");
    }

    @Test
    void whatWasReplacedIsDeletedByTheNextRun() throws IOException {
        Path old = killedWhileReplacing(2);

        WholeFolder.forFolder(target(), OTHER, RESUME).close();

        assertThat(old).doesNotExist();
        assertThat(target().resolve("a")).hasContent("new");
        assertThat(left()).containsExactly("out");
    }

    @Test
    void aManifestOfAStrangerMovesAndDeletesNothing() throws IOException {
        make(RECORD, Permission.NONE, "old");
        Path victim = folder.resolve("victim");
        try (WholeFolder whole = WholeFolder.forFolder(victim, RECORD, Permission.NONE)) {
            add(whole, "b", "precious");
            whole.commit();
        }
        Manifest.read(target()).orElseThrow().replaced("victim");

        WholeFolder.forFolder(target(), RECORD, RESUME).close();

        assertThat(victim.resolve("b")).hasContent("precious");
    }

    @Test
    void ifTheNewCannotTakeItsPlaceTheOldComesBack() throws Exception {
        make(RECORD, Permission.NONE, "old");
        try (WholeFolder whole = WholeFolder.forFolder(target(), OTHER, OVERWRITE)) {
            add(whole, "a", "new");
            // A folder that something is mounted on cannot be moved.
            assumeThat(system("/bin/mount", "--bind", work().toString(), work().toString()))
                    .as("this user may mount")
                    .isTrue();
            try {
                assertThatThrownBy(whole::commit)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("cannot be written");
            } finally {
                system("/bin/umount", "-l", work().toString());
            }
        }
        assertThat(target().resolve("a")).hasContent("old");
        assertThat(left()).containsExactly("out", "out.sstem-partial");
    }

    private static boolean system(String... line) throws Exception {
        return Files.isExecutable(Path.of(line[0]))
                && new ProcessBuilder(line)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }

    @Test
    void whatHasComeMeanwhileIsNotReplaced() throws IOException {
        try (WholeFolder whole = WholeFolder.forFolder(target(), RECORD, Permission.NONE)) {
            add(whole, "a", "new");
            Files.writeString(Files.createDirectory(target()).resolve("thesis.txt"), "mine");

            assertThatThrownBy(whole::commit).isInstanceOf(IOException.class).hasMessageContaining("exists already");
        }
        assertThat(target().resolve("thesis.txt")).hasContent("mine");
        assertThat(work().resolve("a")).as("stays for a run that resumes").hasContent("new");
    }

    @Test
    void whatIsListedButNotThereIsNotTakenForDone() throws IOException {
        try (WholeFolder whole = WholeFolder.forFolder(target(), RECORD, Permission.NONE)) {
            add(whole, "a", "new");
            add(whole, "b", "new");
        }
        Files.delete(work().resolve("b"));

        try (WholeFolder whole = WholeFolder.forFolder(target(), RECORD, RESUME)) {
            assertThat(whole.names()).containsExactly("a");
        }
    }

    @Test
    void temporaryFilesOfARunThatDiedGo() throws IOException {
        try (WholeFolder whole = WholeFolder.forFolder(target(), RECORD, Permission.NONE)) {
            add(whole, "a", "new");
        }
        Path temporary = Files.writeString(work().resolve(".sstem-00000000-0000-0000-0000-000000000000.tmp"), "cut o");

        try (WholeFolder whole = WholeFolder.forFolder(target(), RECORD, RESUME)) {
            assertThat(temporary).doesNotExist();
            whole.commit();
        }
        assertThat(left()).containsExactly("out");
    }

    @Test
    void aFolderWithSomethingInItIsNoFreshOne() throws IOException {
        Files.writeString(Files.createDirectory(work()).resolve("thesis.txt"), "mine");

        for (Permission permission : List.of(Permission.NONE, OVERWRITE, RESUME, RESTART)) {
            assertThatThrownBy(() -> WholeFolder.forFolder(target(), RECORD, permission))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in the way");
        }
        assertThat(left()).containsExactly("out.sstem-partial");
        assertThat(work()).isDirectoryContaining(file -> file.endsWith("thesis.txt"));
    }

    @Test
    void aWholeThatWasMadeDifferentlyIsNotGoneOnWith() throws IOException {
        make(RECORD, Permission.NONE, "old");

        assertThatThrownBy(() -> WholeFolder.forFolder(target(), OTHER, RESUME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("made differently", "seed was 1, is now 2");
        try (WholeFolder whole = WholeFolder.forFolder(target(), RECORD, RESUME)) {
            assertThat(whole.isComplete()).isTrue();
        }
    }

    @Test
    void aWholeThatWasChangedIsNotDone() throws IOException {
        make(RECORD, Permission.NONE, "old");
        Files.writeString(target().resolve("a"), "edited");

        assertThatThrownBy(() -> WholeFolder.forFolder(target(), RECORD, RESUME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exists already");
        assertThat(target().resolve("a")).hasContent("edited");
    }

    @Test
    void anythingThatWeDidNotMakeIsNotReplaced() throws IOException {
        Files.writeString(Files.createDirectory(target()).resolve("thesis.txt"), "mine");

        assertThatThrownBy(() -> WholeFolder.forFolder(target(), RECORD, OVERWRITE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("thesis.txt, and nothing says that sstem made it");
    }

    /** As a run leaves it that is killed after the file is in its place: its folder is still there. */
    private void killedAfterPlacing() throws IOException {
        WholeFolder whole = WholeFolder.forFile(target(), RECORD, Permission.NONE);
        add(whole, "a", "part");
        whole.commit(empty -> Files.writeString(empty, "put together"));
        Path kept = Files.createDirectory(folder.resolve("kept"));
        for (String name : List.of("a", Manifest.NAME)) {
            Files.copy(work().resolve(name), kept.resolve(name));
        }
        whole.close();
        assertThat(work()).as("goes when all is done").doesNotExist();
        Files.move(kept, work());
    }

    @Test
    void aFileThatIsInItsPlaceIsDoneOnlyForTheSameRecord() throws IOException {
        killedAfterPlacing();

        assertThatThrownBy(() -> WholeFolder.forFile(target(), OTHER, RESUME)).isInstanceOf(IOException.class);
        assertThat(target()).hasContent("put together");
        try (WholeFolder whole = WholeFolder.forFile(target(), RECORD, RESUME)) {
            assertThat(whole.isComplete()).isTrue();
        }
        assertThat(left()).containsExactly("out");
    }

    @Test
    void whatIsLeftOfAnotherFileIsNotTakenIfOverwritingIsAskedForToo() throws IOException {
        killedAfterPlacing();

        try (WholeFolder whole = WholeFolder.forFile(target(), OTHER, new Permission(true, true, false))) {
            assertThat(whole.isComplete()).isFalse();
            assertThat(whole.names()).isEmpty();
        }
        assertThat(target()).hasContent("put together");
    }
}
