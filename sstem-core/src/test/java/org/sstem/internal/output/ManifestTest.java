package org.sstem.internal.output;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a manifest says was made here, and what it lets be deleted. */
class ManifestTest {

    @TempDir
    private Path folder;

    private Manifest manifest() throws IOException {
        return Manifest.create(folder, Map.of("tile", "64 px"));
    }

    private Manifest again() throws IOException {
        return Manifest.read(folder).orElseThrow();
    }

    private void file(Manifest manifest, String name, String text) throws IOException {
        manifest.build(name, empty -> Files.writeString(empty, text));
    }

    @Test
    void aFileIsOursOnlyWithTheBytesThatAreListed() throws IOException {
        Manifest manifest = manifest();
        file(manifest, "a", "bytes");
        assertThat(again().has("a")).isTrue();

        Files.writeString(folder.resolve("a"), "Bytes");

        assertThat(again().has("a")).isFalse();
        assertThat(again().delete("a")).isFalse();
        assertThat(folder.resolve("a")).hasContent("Bytes");
        Files.delete(folder.resolve("a"));
        assertThat(again().has("a")).as("not there").isFalse();
        assertThat(again().has("b")).as("never listed").isFalse();
    }

    @Test
    void aLineThatWasCutOffDoesNotCountAndIsNotContinued() throws IOException {
        file(manifest(), "a", "bytes");
        Files.writeString(folder.resolve(Manifest.NAME), "{\"file\": \"b\", \"byt", StandardOpenOption.APPEND);

        Manifest manifest = again();
        assertThat(manifest.names()).containsExactly("a");
        file(manifest, "c", "more");

        assertThat(again().names()).containsExactlyInAnyOrder("a", "c");
        assertThat(again().has("c")).isTrue();
    }

    @Test
    void aWholeLineThatIsNoJsonIsDamageAndNamed() throws IOException {
        manifest();
        Files.writeString(folder.resolve(Manifest.NAME), "{\"file\": \"b\", \"byt\n", StandardOpenOption.APPEND);

        assertThatThrownBy(this::again).isInstanceOf(IOException.class).hasMessageEndingWith("is damaged in line 2");
    }

    @Test
    void whatIsNotGivenAnyMoreIsADifferenceToo() throws IOException {
        manifest();

        assertThat(again().difference(Map.of("tile", "64 px"))).isEmpty();
        assertThat(again().difference(Map.of("tile", "65 px"))).hasValue("tile was 64 px, is now 65 px");
        assertThat(again().difference(Map.of())).hasValue("tile was 64 px, is now not given");
        assertThat(again().difference(Map.of("tile", "64 px", "black", "3"))).hasValue("black was not given, is now 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"file\": \"../a\", \"bytes\": 1, \"sha256\": \"00\"}",
                "{\"file\": \"/etc/a\", \"bytes\": 1, \"sha256\": \"00\"}",
                "{\"file\": \"b/../../a\", \"bytes\": 1, \"sha256\": \"00\"}",
                "{\"file\": \"b//a\", \"bytes\": 1, \"sha256\": \"00\"}",
                "{\"file\": \"b/\", \"bytes\": 1, \"sha256\": \"00\"}",
                "{\"file\": \"b\\\\a\", \"bytes\": 1, \"sha256\": \"00\"}",
                "{\"file\": \"a\\u0000\", \"bytes\": 1, \"sha256\": \"00\"}",
                "{\"file\": \"\", \"bytes\": 1, \"sha256\": \"00\"}",
                "{\"announced\": \"..\"}",
                "{\"announced\": \"a/b\"}",
                "{\"replaced\": \"../a\"}",
            })
    void namesThatLeadOutOfTheFolderAreRefused(String line) throws IOException {
        manifest();
        Files.writeString(folder.resolve(Manifest.NAME), line + "\n", StandardOpenOption.APPEND);

        assertThatThrownBy(this::again).isInstanceOf(IOException.class).hasMessageEndingWith("is damaged in line 2");
    }

    @Test
    void whatARunThatDiedHadAnnouncedIsWrittenAnew() throws IOException {
        manifest().announce("a");
        Files.writeString(folder.resolve("a"), "hal");

        Manifest manifest = again();
        manifest.announce("a");

        assertThat(folder.resolve("a")).doesNotExist();
        Files.writeString(folder.resolve("a"), "half");
        manifest.finish();
        assertThat(again().has("a")).isTrue();
        assertThat(again().foreign()).isEmpty();
    }

    @Test
    void filesMayLieInFoldersOfTheFolderAndAreDeletedWithThem() throws IOException {
        Manifest manifest = manifest();
        manifest.buildAll(Map.of(
                "0/1/2",
                empty -> Files.writeString(empty, "bytes"),
                "0/1/3",
                empty -> Files.writeString(empty, "more")));
        manifest.done("step");

        assertThat(folder.resolve("0/1/2")).hasContent("bytes");
        assertThat(again().names()).containsExactlyInAnyOrder("0/1/2", "0/1/3");
        assertThat(again().isDone("step")).isTrue();
        assertThat(again().isDone("another")).isFalse();
        assertThat(again().foreign()).isEmpty();
        again().delete();
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatIsForeignDeepInsideKeepsAllOfIt() throws IOException {
        manifest().buildAll(Map.of("0/1/2", empty -> Files.writeString(empty, "bytes")));
        Path mine = Files.writeString(folder.resolve("0/1/thesis.txt"), "mine");

        assertThat(again().foreign()).hasValue(mine + ", which was not made by sstem");
        Files.delete(mine);
        Files.writeString(folder.resolve("0/1/2"), "Bytes");
        assertThat(again().foreign()).hasValue(folder.resolve("0/1/2") + ", which was changed since it was written");
        Files.writeString(folder.resolve("0/1/2"), "bytes");
        Files.createDirectory(folder.resolve("0/2"));
        assertThat(again().foreign()).hasValue(folder.resolve("0/2") + ", which was not made by sstem");
        assertThatThrownBy(() -> again().delete()).isInstanceOf(IOException.class);
        assertThat(folder.resolve("0/1/2")).exists();
    }

    @Test
    void whatIsForeignInAFolderInsideKeepsAllOfIt() throws IOException {
        Manifest manifest = manifest();
        file(manifest, "a", "bytes");
        manifest.announce("inner");
        Path inner = Files.createDirectory(folder.resolve("inner"));
        file(Manifest.create(inner, Map.of()), "b", "bytes");
        assertThat(again().foreign()).isEmpty();
        Files.writeString(inner.resolve("thesis.txt"), "mine");

        assertThat(again().foreign())
                .hasValueSatisfying(what -> assertThat(what).contains("thesis.txt", "not made by sstem"));
        assertThatThrownBy(() -> again().delete())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("thesis.txt");
        assertThat(folder.resolve("a")).exists();
        assertThat(inner.resolve("b")).exists();

        Files.delete(inner.resolve("thesis.txt"));
        again().delete();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFolderByTheNameOfAFileIsForeign() throws IOException {
        Manifest manifest = manifest();
        file(manifest, "a", "bytes");
        Files.delete(folder.resolve("a"));
        Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("thesis.txt"), "mine");

        assertThat(again().foreign()).isPresent();
        assertThatThrownBy(() -> again().delete()).isInstanceOf(IOException.class);
        assertThat(folder.resolve("a/thesis.txt")).exists();
    }
}
