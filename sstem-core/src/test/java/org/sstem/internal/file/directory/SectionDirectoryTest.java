package org.sstem.internal.file.directory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.file.RandomStacks;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackReader.ReadOption;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Directories of sections as people have them. */
class SectionDirectoryTest {

    private final Locale before = Locale.getDefault();

    @TempDir
    Path folder;

    private Path stack;

    @BeforeEach
    void tenSections() throws IOException {
        stack = folder.resolve("stack");
        Stacks.write(RandomStacks.bytes(1, 6, 5, 10), Optional.empty(), stack);
    }

    @AfterEach
    void localeAsItWas() {
        Locale.setDefault(before);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> Stacks.open(stack))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    private static int sections(Path place, ReadOption... options) throws IOException {
        try (StackReader<?> in = Stacks.open(place, options)) {
            return in.sections();
        }
    }

    @Test
    void aLinkToNothingIsNoSectionLess() throws Exception {
        Files.delete(stack.resolve("0004.png"));
        Files.createSymbolicLink(stack.resolve("0004.png"), Path.of("elsewhere", "0004.png"));

        assertRefused(stack.resolve("0004.png") + " is a link to a file that is not there");
    }

    @Test
    void imagesOfAnotherKindAreNamed() throws Exception {
        Files.move(stack.resolve("0004.png"), stack.resolve("0004.JPG"));

        assertRefused(stack + " holds 0004.JPG among its PNG sections; save it as one, or move it away");
    }

    @Test
    void aFolderIsNoSection() throws Exception {
        Files.createDirectory(stack.resolve("0010.png"));

        assertRefused(stack.resolve("0010.png") + " has the name of a section and is no file");
    }

    @Test
    void masksAreNeverSections() throws Exception {
        Files.copy(stack.resolve("0000.png"), stack.resolve("mask_0004.png"));
        Files.copy(stack.resolve("0000.png"), stack.resolve("mask_0005_fold.png"));
        Files.copy(stack.resolve("0000.png"), stack.resolve("painted by hand.png"));
        Files.writeString(stack.resolve("flow_0004.npy"), "");
        Files.writeString(
                stack.resolve("damage.json"),
                "{\"version\": 1, \"sections\": [{\"z\": 1, \"kind\": \"fold\", \"mask\": \"painted by hand.png\"}]}");

        assertThat(sections(stack)).isEqualTo(10);
    }

    @Test
    void aGapIsSaidOrIsASection() throws Exception {
        Files.delete(stack.resolve("0003.png"));
        Files.delete(stack.resolve("0004.png"));
        Files.delete(stack.resolve("0008.png"));

        try (StackReader<?> in = Stacks.open(stack)) {
            assertThat(in.sections()).isEqualTo(7);
            assertThat(in.gaps()).isEmpty();
            assertThat(in.remarks())
                    .singleElement()
                    .asString()
                    .startsWith("its numbering leaves out 3 to 4, 8: taken as if nothing were missing there");
        }
        try (StackReader<?> whole = Stacks.open(stack, ReadOption.GAPS_ARE_MISSING)) {
            assertThat(whole.sections()).isEqualTo(10);
            assertThat(whole.gaps()).containsExactly(3, 4, 8);
            assertThat(whole.pixels().getAt(2, 2, 4).getRealFloat()).isZero();
            assertThat(whole.pixels().getAt(5, 4, 9).getRealFloat())
                    .isEqualTo(RandomStacks.bytes(1, 6, 5, 10).getAt(5, 4, 9).getRealFloat());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "z-2.png z-1.png z0.png z1.png z2.png, ''",
        "s-1.png s-2.png s-10.png, 3 to 9",
        "z0.5.png z1.0.png z1.5.png z10.0.png, ''",
        "z1.png z1.5.png z2.png, ''",
        "a0.png a10.png a20.png a40.png, 30",
        "s2.png s3.png s10.png, 4 to 9",
        "s2_a.png s10_a.png s11_a.png, 3 to 9",
        "s1_t3.png s1_t12.png s2_t4.png, ''",
        "left.png right.png, ''"
    })
    void namesAreInTheOrderOfTheirNumbers(String names, String left) throws Exception {
        List<Path> expected = Stream.of(names.split(" ")).map(Path::of).toList();
        List<Path> shuffled = Arrays.asList(expected.toArray(Path[]::new));
        Collections.shuffle(shuffled, new Random(3));

        SectionNames found = SectionNames.of(folder, shuffled);

        assertThat(found.files()).isEqualTo(expected);
        assertThat(found.said()).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({
        "z1.5.png z1.25.png, z1.5.png and z1.25.png; which can be put in order in two ways",
        "s1.png s01.png, two sections of the number 1: s01.png and s1.png"
    })
    void namesWithTwoOrdersAreRefused(String names, String message) {
        List<Path> files = Stream.of(names.split(" ")).map(Path::of).toList();

        assertThatThrownBy(() -> SectionNames.of(folder, files))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message.split("; ")[message.split("; ").length - 1]);
    }

    @Test
    void namesOfFilesHaveTheDigitsOfAsciiEverywhere() throws Exception {
        Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
        assertThat(String.format("%d", 4)).as("a locale with digits of its own").isEqualTo("\u0664");
        Path target = folder.resolve("arabic");

        Stacks.write(RandomStacks.bytes(1, 6, 5, 2), Optional.of(new VoxelSize(4, 4, 45)), target);
        Stacks.write(RandomStacks.bytes(1, 6, 5, 2), Optional.of(new VoxelSize(4, 4, 45)), folder.resolve("a.tif"));

        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("0000.png", "0001.png", "stack.json", ".sstem-manifest.jsonl");
        }
        assertThat(Files.readString(target.resolve("stack.json")))
                .matches(text -> text.chars().allMatch(c -> c < 128));
        try (StackReader<?> in = Stacks.open(folder.resolve("a.tif"))) {
            assertThat(in.voxelSize()).contains(new VoxelSize(4, 4, 45));
        }
    }

    @Test
    void aPlaceThatIsNoPathIsRefusedInWords() {
        assertThatThrownBy(() -> Stacks.open("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no path on this system");
    }
}
