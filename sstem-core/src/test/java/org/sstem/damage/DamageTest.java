package org.sstem.damage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.method.Area;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DamageTest {

    private static final int WIDTH = 21;
    private static final int HEIGHT = 13;
    private static final Area ALL = new Area(0, 0, WIDTH, HEIGHT);

    @TempDir
    Path folder;

    private Path json;

    @BeforeEach
    void makeMask() throws IOException {
        json = folder.resolve("damage.json");
        SectionMask.of(WIDTH, HEIGHT, flags(7)).write(folder.resolve("mask_0007.png"));
    }

    private static boolean[] flags(long seed) {
        Random random = new Random(seed);
        boolean[] out = new boolean[WIDTH * HEIGHT];
        for (int i = 0; i < out.length; i++) {
            out[i] = random.nextInt(4) == 0;
        }
        return out;
    }

    private Damage read(String text) throws IOException {
        Files.writeString(json, text.replace('\'', '"'));
        return Damage.read(json);
    }

    @Test
    void theDocumentedFileIsRead() throws Exception {
        Damage damage = read("{ 'version': 1, 'sections': [ { 'z': 7, 'kind': 'fold', 'mask': 'mask_0007.png' },"
                + " { 'z': 9, 'kind': 'missing' }, { 'z': 7, 'kind': 'precipitate' } ] }");

        assertThat(damage.damagedSections()).containsExactly(7, 9);
        assertThat(damage.kinds(7)).containsExactly(DamageKind.FOLD, DamageKind.PRECIPITATE);
        assertThat(damage.kinds(8)).isEmpty();
        assertThat(damage.isDamaged(9)).isTrue();
        assertThat(damage.isDamaged(8)).isFalse();
        assertThat(damage.mask(7, DamageKind.FOLD).orElseThrow().read(ALL)).isEqualTo(flags(7));
        assertThat(damage.mask(7, DamageKind.PRECIPITATE)).isEmpty();
        assertThat(damage.mask(9, DamageKind.FOLD)).isEmpty();
        damage.validate(WIDTH, HEIGHT, 10);
    }

    @Test
    void whatWasWrittenElsewhereReadsTheSame() throws Exception {
        Damage damage = Damage.of(List.of(
                new DamagedSection(12, DamageKind.MISSING),
                new DamagedSection(7, DamageKind.FOLD, SectionMask.open(folder.resolve("mask_0007.png"))),
                new DamagedSection(3, DamageKind.FOLD, SectionMask.of(WIDTH, HEIGHT, flags(1))),
                new DamagedSection(3, DamageKind.PRECIPITATE, SectionMask.of(WIDTH, HEIGHT, flags(2)))));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

        damage.write(elsewhere.resolve("damage.json"));

        Damage back = Damage.read(elsewhere.resolve("damage.json"));
        assertThat(back.damagedSections()).containsExactly(3, 7, 12);
        assertThat(back.mask(7, DamageKind.FOLD).orElseThrow().read(ALL)).isEqualTo(flags(7));
        assertThat(back.mask(3, DamageKind.FOLD).orElseThrow().read(ALL)).isEqualTo(flags(1));
        assertThat(back.mask(3, DamageKind.PRECIPITATE).orElseThrow().read(ALL)).isEqualTo(flags(2));
        assertThat(back.kinds(12)).containsExactly(DamageKind.MISSING);
        assertThat(Files.list(elsewhere).map(f -> f.getFileName().toString()))
                .containsExactlyInAnyOrder(
                        "damage.json", "mask_0003_fold.png", "mask_0003_precipitate.png", "mask_0007.png");
    }

    @Test
    void masksThatLieInTheFolderAreNotCopied() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        Files.move(folder.resolve("mask_0007.png"), folder.resolve("sub/m.png"));
        Damage damage = Damage.of(
                List.of(new DamagedSection(7, DamageKind.FOLD, SectionMask.open(folder.resolve("sub/m.png")))));

        damage.write(json);

        assertThat(Files.readString(json)).contains("\"sub/m.png\"");
        assertThat(Files.list(folder)).containsExactlyInAnyOrder(json, folder.resolve("sub"));
    }

    @Test
    void nothingIsDamagedOutsideTheMask() {
        boolean[] all = {true, true, true, true};

        boolean[] read = SectionMask.of(2, 2, all).read(new Area(-1, 1, 4, 2));

        assertThat(read).containsExactly(false, true, true, false, false, false, false, false);
    }

    @ParameterizedTest
    @CsvSource({"TYPE_BYTE_GRAY", "TYPE_USHORT_GRAY", "TYPE_BYTE_BINARY", "TYPE_INT_RGB", "TYPE_INT_ARGB"})
    void everyPngCanBeAMask(String type) throws Exception {
        int imageType = BufferedImage.class.getField(type).getInt(null);
        BufferedImage image = new BufferedImage(2, 1, imageType);
        image.setRGB(0, 0, 0xff000000);
        image.setRGB(1, 0, 0xffffffff);
        ImageIO.write(image, "png", folder.resolve("m.png").toFile());

        boolean[] read = SectionMask.open(folder.resolve("m.png")).read(new Area(0, 0, 2, 1));

        assertThat(read).containsExactly(false, true);
    }

    @Test
    void aMaskIsReadOnlyWhenItIsAskedFor() throws Exception {
        byte[] png = Files.readAllBytes(folder.resolve("mask_0007.png"));
        Files.write(folder.resolve("mask_0007.png"), java.util.Arrays.copyOf(png, png.length / 2));

        Damage damage = read("{'version': 1, 'sections': [{'z': 7, 'kind': 'fold', 'mask': 'mask_0007.png'}]}");

        SectionMask mask = damage.mask(7, DamageKind.FOLD).orElseThrow();
        assertThatThrownBy(() -> mask.read(ALL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("mask_0007.png cannot be read as a PNG image");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'version': 1, 'sections': [{'z': 7, 'kind': 'tear'}]"
                        + "| sections[0].kind must be fold, precipitate, missing, crack or lost, was \"tear\"",
                "'version': 1, 'sections': [{'z': -1, 'kind': 'fold'}] | sections[0]: z must be 0 or more, was -1",
                "'version': 1, 'sections': [{'z': 7.5, 'kind': 'fold'}]"
                        + "| sections[0].z must be a whole number, was 7.5",
                "'version': 1, 'sections': [{'z': 3000000000, 'kind': 'fold'}]"
                        + "| sections[0].z must be a whole number, was 3000000000",
                "'version': 1, 'sections': [{'z': '7', 'kind': 'fold'}]"
                        + "| sections[0].z must be a whole number, but there is string at $.sections[0].z",
                "'version': 1, 'sections': [{'z': 7, 'kind': 3}] | sections[0].kind must be a text, but there is number",
                "'version': 1, 'sections': [{'z': 7, 'kind': null}] | sections[0].kind must be a text, but there is null",
                "'version': 1, 'sections': [{'z': 7}] | sections[0] lacks the field \"kind\"",
                "'version': 1, 'sections': [{'kind': 'fold'}] | sections[0] lacks the field \"z\"",
                "'version': 1, 'sections': [{'z': 7, 'z': 8, 'kind': 'fold'}] | sections[0] has the field \"z\" twice",
                "'version': 1, 'sections': [{'z': 7, 'kind': 'fold', 'maks': 'x.png'}]"
                        + "| sections[0] has an unknown field \"maks\"",
                "'version': 1, 'sections': [7] | sections[0] must be an object",
                "'version': 1, 'sections': {} | sections must be a list",
                "'version': 1 | the file lacks the field \"sections\"",
                "'sections': [] | the file lacks the field \"version\"",
                "'version': 2, 'sections': [] | it has version 2, this release reads version 1: update sstem to read it",
                "'version': 0, 'sections': [] | version must be 1, was 0",
                "'version': 1, 'sections': [], 'more': 1 | the file has an unknown field \"more\"",
                "'version': 1, 'sections': [{'z': 7, 'kind': 'missing', 'mask': 'mask_0007.png'}]"
                        + "| sections[0]: section 7 is missing as a whole, so it must not have a mask",
                "'version': 1, 'sections': [{'z': 7, 'kind': 'fold', 'mask': 'none.png'}]"
                        + "| none.png does not exist",
                "'version': 1, 'sections': [{'z': 7, 'kind': 'fold', 'mask': '/etc/mask.png'}]"
                        + "| mask \"/etc/mask.png\" must be a relative path that stays in the folder",
                "'version': 1, 'sections': [{'z': 7, 'kind': 'fold', 'mask': 'a/../../mask.png'}]"
                        + "| mask \"a/../../mask.png\" must be a relative path that stays in the folder",
                "'version': 1, 'sections': [{'z': 7, 'kind': 'fold', 'mask': 'damage.json'}]"
                        + "| damage.json cannot be read as a PNG image",
                "'version': 1, 'sections': [{'z': 7, 'kind': 'fold'}, {'z': 7, 'kind': 'fold'}]"
                        + "| lists section 7 (fold) twice",
            })
    void faultsAreNamedInOneSentence(String body, String message) {
        assertThatThrownBy(() -> read("{" + body + "}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(json.toString())
                .hasMessageContaining(message.strip())
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'version': 1,",
                "``",
                "not json",
                "{'version': 1, 'sections': []} {}",
                "{version: 1, 'sections': []}"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(json.toString())
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"[", "{'sections':", "{'version': 1; 'sections': ["})
    void deepNestingIsAnErrorLikeAnyOther(String part) {
        assertThatThrownBy(() -> read(part.replace(';', ',').repeat(10_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(json.toString());
    }

    @Test
    void aLinkMustNotLeadOutOfTheFolder() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("mask.png"), folder.resolve("mask_0007.png"));
        json = inside.resolve("damage.json");

        assertThatThrownBy(() -> read("{'version': 1, 'sections': [{'z': 7, 'kind': 'fold', 'mask': 'mask.png'}]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must be a relative path that stays in the folder of the damage file");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Damage.read(json))
                .isInstanceOf(IOException.class)
                .hasMessage("damage file " + json + " does not exist");
    }

    @Test
    void damageMustFitTheStack() throws Exception {
        Damage damage = read("{'version': 1, 'sections': [{'z': 0, 'kind': 'missing'},"
                + "{'z': 1, 'kind': 'fold', 'mask': 'mask_0007.png'}]}");

        damage.validate(WIDTH, HEIGHT, 3);
        assertThatThrownBy(() -> damage.validate(WIDTH, HEIGHT, 1))
                .hasMessage(json + " lists section 1 (fold), but the stack has only the sections 0 to 0");
        assertThatThrownBy(() -> damage.validate(WIDTH, HEIGHT, 2))
                .hasMessage(json + " lists all 2 sections as damaged; at least one must be intact");
        assertThatThrownBy(() -> damage.validate(WIDTH, HEIGHT + 1, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(json + ": the mask of section 1 (fold), " + folder.resolve("mask_0007.png")
                        + ", must be 21 x 14 as the sections are, was 21 x 13");
    }

    @Test
    void aMissingSectionHasNoMask() {
        SectionMask mask = SectionMask.of(1, 1, new boolean[1]);

        assertThatThrownBy(() -> new DamagedSection(3, DamageKind.MISSING, Optional.of(mask), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("section 3 is missing as a whole");
    }

    @Test
    void whatADetectorFoundIsKeptApartFromWhatIsKnown() throws Exception {
        SectionMask mask = SectionMask.of(WIDTH, HEIGHT, flags(1));
        Damage.of(List.of(
                        new DamagedSection(2, DamageKind.FOLD, Optional.of(mask), true),
                        new DamagedSection(3, DamageKind.FOLD, Optional.of(mask), false),
                        new DamagedSection(4, DamageKind.MISSING)))
                .write(json);

        Damage back = Damage.read(json);

        assertThat(back.found(2, DamageKind.FOLD)).isTrue();
        assertThat(back.found(3, DamageKind.FOLD)).isFalse();
        assertThat(back.found(4, DamageKind.MISSING)).isFalse();
        assertThat(back.found(9, DamageKind.FOLD)).isFalse();
        assertThat(Files.readString(json)).containsOnlyOnce("\"found\"");
    }

    @Test
    void foundIsSaidOfAMaskByTrueOrFalse() {
        assertThatThrownBy(() -> read("{'version': 1, 'sections': [{'z': 1, 'kind': 'fold', 'found': true}]}"))
                .isInstanceOf(IOException.class)
                .hasMessage("damage file " + json
                        + ": sections[0]: section 1 has no mask, so it must not have a found one");
        assertThatThrownBy(() -> read(
                        "{'version': 1, 'sections': [{'z': 1, 'kind': 'fold', 'mask': 'mask_0007.png', 'found': 1}]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sections[0].found must be true or false, but there is number");
    }

    @Test
    void noDamageIsValidForEveryStack() {
        Damage.none().validate(1, 1, 1);

        assertThat(Damage.none().damagedSections()).isEmpty();
    }
}
