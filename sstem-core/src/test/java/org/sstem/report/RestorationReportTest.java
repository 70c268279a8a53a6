package org.sstem.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.Provenance;
import org.sstem.Repair;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.internal.report.StackSummary;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.VoxelSize;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RestorationReportTest {

    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;
    private static final Findings SURE = new Findings(0.9, List.of(), List.of(), false);
    private static final Findings UNSURE = new Findings(
            0.2, List.of(new Findings.Estimate("decay", 0.0141, "px/px", 0.5)), List.of("The seam is seen."), true);

    @TempDir
    Path folder;

    @Test
    void thePageSaysWhatWasFoundAndDone() throws IOException {
        // given
        RestorationReport report = report(WIDTH, HEIGHT, 20);
        report.remark("The last section has one neighbour.");
        add(report, 7, List.of(new Repair(DamageKind.FOLD, "training-free fold", List.of(6, 8), UNSURE)));

        // when
        String page = write(report);

        // then
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("stack.tif", "40 × 30 px, 20 sections", "4 × 4 × 45 nm", "1 of 20")
                .contains("The last section has one neighbour.")
                .contains("Section 7", "training-free fold", "6, 8", "decay", "0.0141", "px/px", "The seam is seen.")
                .contains("doubtful: look at this");
    }

    @Test
    void onlyDoubtfulSectionsAreMarked() throws IOException {
        // given
        RestorationReport report = report(WIDTH, HEIGHT, 20);
        add(report, 3, List.of(new Repair(DamageKind.MISSING, "blend", List.of(2, 4), SURE)));

        // then
        assertThat(write(report)).doesNotContain("look at this").doesNotContain("⚠");
    }

    @Test
    void thePageNeedsNothingElseAndRunsItsOwnScriptOnly() throws IOException {
        // given
        RestorationReport report = report(WIDTH, HEIGHT, 20);
        add(report, 3, List.of(new Repair(DamageKind.MISSING, "blend", List.of(2, 4), SURE)));

        // when
        String page = write(report);

        // then
        assertThat(page).containsOnlyOnce("<script>").containsOnlyOnce("<script");
        assertThat(page).doesNotContain("<link", "http://", "https://", "@import", "url(");
        assertThat(Pattern.compile("src=\"(?!data:image/png;base64,)")
                        .matcher(page)
                        .find())
                .isFalse();
    }

    @Test
    void namesAreTextWhateverTheyHold() throws IOException {
        // given
        String evil = "\"'><script>alert(1)</script>&";
        RestorationReport report =
                new RestorationReport(new StackSummary(evil, WIDTH, HEIGHT, 4, evil, Optional.empty()));
        report.remark(evil);
        add(
                report,
                1,
                List.of(new Repair(
                        DamageKind.FOLD,
                        evil,
                        List.of(0),
                        new Findings(
                                1, List.of(new Findings.Estimate(evil, Double.NaN, evil, 1)), List.of(evil), false))));

        // when
        String page = write(report);

        // then
        assertThat(page).containsOnlyOnce("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;");
        JsonObject json = json();
        assertThat(json.getAsJsonObject("stack").get("name").getAsString()).isEqualTo(evil);
        assertThat(json.getAsJsonArray("remarks").get(0).getAsString()).isEqualTo(evil);
    }

    @Test
    void theJsonHoldsTheSameFacts() throws IOException {
        // given two repairs of one section
        RestorationReport report = report(WIDTH, HEIGHT, 20);
        add(
                report,
                7,
                List.of(
                        new Repair(DamageKind.PRECIPITATE, "blobs", List.of(6), SURE),
                        new Repair(DamageKind.FOLD, "fold", List.of(6, 8), UNSURE)));
        add(report, 2, List.of(new Repair(DamageKind.MISSING, "blend", List.of(1, 3), SURE)));

        // when
        write(report);
        JsonObject json = json();

        // then
        assertThat(json.get("version").getAsInt()).isEqualTo(1);
        assertThat(json.getAsJsonArray("sections")).hasSize(2);
        assertThat(json.getAsJsonObject("stack")
                        .getAsJsonArray("voxelSizeNm")
                        .get(2)
                        .getAsDouble())
                .isEqualTo(45);
        JsonObject section = json.getAsJsonArray("sections").get(1).getAsJsonObject();
        assertThat(section.get("z").getAsInt()).isEqualTo(7);
        assertThat(section.get("doubtful").getAsBoolean()).isTrue();
        JsonObject fold = section.getAsJsonArray("repairs").get(1).getAsJsonObject();
        assertThat(fold.get("kind").getAsString()).isEqualTo("fold");
        assertThat(fold.get("confidence").getAsDouble()).isEqualTo(0.2);
        assertThat(fold.getAsJsonArray("sources").get(1).getAsInt()).isEqualTo(8);
        assertThat(fold.getAsJsonArray("estimates")
                        .get(0)
                        .getAsJsonObject()
                        .get("value")
                        .getAsDouble())
                .isEqualTo(0.0141);
        assertThat(fold.getAsJsonArray("remarks").get(0).getAsString()).isEqualTo("The seam is seen.");
    }

    @Test
    void levelsAndTissueAreInBothFiles() throws IOException {
        // given
        RestorationReport report = report(WIDTH, HEIGHT, 20);
        add(report, 7, List.of(new Repair(DamageKind.FOLD, "training-free fold", List.of(6, 8), SURE)));
        report.levels(GreyLevels.of(0.125, 0.75));
        report.tissue(new Detection.TissueShare(7, 0.6875, 0.25));

        // when
        String page = write(report);

        // then
        JsonObject levels = json().getAsJsonObject("greyLevels");
        assertThat(levels.get("black").getAsDouble()).isEqualTo(0.125);
        assertThat(levels.get("white").getAsDouble()).isEqualTo(0.75);
        assertThat(levels.get("given").getAsBoolean()).isTrue();
        assertThat(levels.get("inverted").getAsBoolean()).isFalse();
        JsonObject section = json().getAsJsonArray("sections").get(0).getAsJsonObject();
        assertThat(section.get("tissueShare").getAsDouble()).isEqualTo(0.6875);
        assertThat(section.get("paddingShare").getAsDouble()).isEqualTo(0.25);
        assertThat(page)
                .contains("black is 0.12500 and tissue reaches to 0.75000 of the scale")
                .contains("Tissue in 68.8 % of the section; padding of its alignment: 25.0 %.");
    }

    @Test
    void pixelsAreCountedByWhereTheyComeFrom() throws IOException {
        // given a third of the columns moved and one column fused
        RestorationReport report = report(WIDTH, HEIGHT, 20);
        report.add(
                7,
                List.of(new Repair(DamageKind.FOLD, "fold", List.of(6), SURE)),
                image(WIDTH, HEIGHT, (x, y) -> x),
                image(WIDTH, HEIGHT, (x, y) -> y),
                image(WIDTH, HEIGHT, (x, y) -> x < 10 ? Provenance.MOVED : x == 10 ? Provenance.FUSED : 0));

        // when
        String page = write(report);

        // then
        JsonObject counts = json().getAsJsonObject("provenancePixels");
        assertThat(counts.get("moved").getAsLong()).isEqualTo(10 * HEIGHT);
        assertThat(counts.get("fused").getAsLong()).isEqualTo(HEIGHT);
        assertThat(counts.get("original").getAsLong()).isEqualTo(29 * HEIGHT);
        assertThat(counts.get("interpolated").getAsLong()).isZero();
        assertThat(page).contains("25.0 % moved back (unfolded)", "2.5 % fused", "27.5 %");
    }

    @Test
    void picturesShowTheSectionBeforeAndAfterAndWherePixelsComeFrom() throws IOException {
        // given a 16-bit section that uses a small part of its range and starts anywhere
        RandomAccessibleInterval<UnsignedShortType> after = ArrayImgs.unsignedShorts(WIDTH, HEIGHT);
        for (int x = 0; x < WIDTH; x++) {
            for (int y = 0; y < HEIGHT; y++) {
                after.getAt(x, y).set(1000 + 10 * y);
            }
        }
        RestorationReport report = report(WIDTH, HEIGHT, 20);
        report.add(
                7,
                List.of(new Repair(DamageKind.FOLD, "fold", List.of(6), SURE)),
                Views.translate(ArrayImgs.unsignedShorts(WIDTH, HEIGHT), 5, 6),
                Views.translate(after, 5, 6),
                image(WIDTH, HEIGHT, (x, y) -> x < 20 ? Provenance.MOVED : Provenance.ORIGINAL));

        // when
        List<BufferedImage> pictures = pictures(write(report));

        // then
        assertThat(pictures).hasSize(3).allMatch(p -> p.getWidth() == WIDTH && p.getHeight() == HEIGHT);
        assertThat(pictures.get(0).getRaster().getSample(20, 15, 0)).isZero();
        assertThat(pictures.get(1).getRaster().getSample(20, 0, 0)).isLessThan(40);
        assertThat(pictures.get(1).getRaster().getSample(20, 29, 0)).isGreaterThan(215);
        int tinted = pictures.get(2).getRGB(5, 15);
        int plain = pictures.get(2).getRGB(30, 15);
        assertThat((tinted & 0xff) - (tinted >> 16 & 0xff)).isGreaterThan(50);
        assertThat(plain & 0xff).isEqualTo(plain >> 16 & 0xff);
    }

    @Test
    void largeSectionsAreShrunkAndShownInPartAtFullSize() throws IOException {
        // given a section of 1200 x 700 with a blob far from the middle
        RestorationReport report = report(1200, 700, 20);
        report.add(
                7,
                List.of(new Repair(DamageKind.PRECIPITATE, "blobs", List.of(6), SURE)),
                image(1200, 700, (x, y) -> x % 256),
                image(1200, 700, (x, y) -> y % 256),
                image(1200, 700, (x, y) -> Math.hypot(x - 1000, y - 150) < 40 ? Provenance.FUSED : 0));

        // when
        String page = write(report);
        List<BufferedImage> pictures = pictures(page);

        // then
        assertThat(pictures).hasSize(6);
        assertThat(pictures.get(0).getWidth()).isEqualTo(400);
        assertThat(pictures.get(0).getHeight()).isEqualTo(233);
        assertThat(pictures.get(3).getWidth()).isEqualTo(400);
        assertThat(pictures.get(3).getHeight()).isEqualTo(400);
        Matcher from = Pattern.compile("from \\((\\d+), (\\d+)\\)").matcher(page);
        assertThat(from.find()).isTrue();
        assertThat(Integer.parseInt(from.group(1))).isBetween(735, 865);
        assertThat(Integer.parseInt(from.group(2))).isBetween(0, 13);
    }

    @Test
    void onlySomeSectionsHavePicturesDoubtfulOnesAlways() throws IOException {
        // given
        RestorationReport report = report(4, 4, 1000);
        for (int z = 0; z < 100; z++) {
            Findings findings = z == 95 ? UNSURE : SURE;
            report.add(
                    z,
                    List.of(new Repair(DamageKind.MISSING, "blend", List.of(100), findings)),
                    image(4, 4, (x, y) -> x),
                    image(4, 4, (x, y) -> y),
                    image(4, 4, (x, y) -> Provenance.INTERPOLATED));
        }

        // then
        assertThat(pictures(write(report))).hasSize(3 * 81);
    }

    @Test
    void theOrderOfAddingDoesNotMatter() throws IOException {
        // given
        RestorationReport forth = report(WIDTH, HEIGHT, 20);
        RestorationReport back = report(WIDTH, HEIGHT, 20);
        List<Repair> repairs = List.of(new Repair(DamageKind.MISSING, "blend", List.of(2, 4), SURE));
        for (int z = 5; z < 9; z++) {
            add(forth, z, repairs);
            add(back, 13 - z, repairs);
        }

        // then
        assertThat(write(forth)).isEqualTo(write(back));
    }

    @Test
    void aReportWithoutRestoredSectionsSaysSo() throws IOException {
        assertThat(write(report(WIDTH, HEIGHT, 20))).contains("0 of 20", "No section was restored.");
        assertThat(json().getAsJsonArray("sections")).isEmpty();
    }

    @Test
    void refusesSectionsThatDoNotFit() {
        RestorationReport report = report(WIDTH, HEIGHT, 20);
        List<Repair> repairs = List.of(new Repair(DamageKind.FOLD, "fold", List.of(6), SURE));
        var image = image(WIDTH, HEIGHT, (x, y) -> 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report.add(20, repairs, image, image, image))
                .withMessage("section must be within 0 to 19, was 20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report.add(1, List.of(), image, image, image))
                .withMessageContaining("at least one repair");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report.add(1, repairs, image, image(30, 40, (x, y) -> 0), image))
                .withMessageContaining("after must be 40 x 30 like the stack, was [30, 40]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report.add(1, repairs, image, image, image(WIDTH, HEIGHT, (x, y) -> 9)))
                .withMessageContaining("within 0 to 4, was 9");
        report.add(1, repairs, image, image, image);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report.add(1, repairs, image, image, image))
                .withMessageContaining("already");
    }

    @Test
    void aReportThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        // given a folder where the page should go, with something in it
        Path place = Files.createDirectories(folder.resolve("report.html"));
        Files.createFile(place.resolve("something"));

        // then
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> report(WIDTH, HEIGHT, 20).write(place))
                .withMessageContaining("report.html");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> report(WIDTH, HEIGHT, 20).write(folder.resolve("none/report.html")))
                .withMessageContaining("none");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    private static RestorationReport report(int width, int height, int sections) {
        return new RestorationReport(
                new StackSummary("stack.tif", width, height, sections, "8 bit", Optional.of(new VoxelSize(4, 4, 45))));
    }

    private static void add(RestorationReport report, int z, List<Repair> repairs) {
        report.add(
                z,
                repairs,
                image(WIDTH, HEIGHT, (x, y) -> 3 * x + z),
                image(WIDTH, HEIGHT, (x, y) -> 2 * y + 5 * (x % 7)),
                image(WIDTH, HEIGHT, (x, y) -> x > y ? Provenance.INTERPOLATED : Provenance.ORIGINAL));
    }

    private static RandomAccessibleInterval<UnsignedByteType> image(int width, int height, IntBinaryOperator value) {
        byte[] pixels = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = (byte) value.applyAsInt(x, y);
            }
        }
        return ArrayImgs.unsignedBytes(pixels, width, height);
    }

    private String write(RestorationReport report) throws IOException {
        Path page = folder.resolve("report.html");
        report.write(page);
        return Files.readString(page);
    }

    private JsonObject json() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("report.json")))
                .getAsJsonObject();
    }

    private static List<BufferedImage> pictures(String page) throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        Matcher matcher = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(page);
        while (matcher.find()) {
            pictures.add(
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(matcher.group(1)))));
        }
        return pictures;
    }
}
