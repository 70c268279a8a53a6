package org.sstem.internal.report;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.damage.Detection.Agreement;
import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;
import org.sstem.report.DetectionReport;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.SimulationReport;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.StatisticsReport;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.GreyLevels;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Pages about damage: what was simulated, measured and found. */
class DamageReportsTest {

    private static final int SIZE = 200;
    private static final int SECTIONS = 7;
    private static final Pattern PICTURE = Pattern.compile("data:image/png;base64,([^\"]+)");

    @TempDir
    private Path folder;

    private static StackSimulation simulation;
    private static SectionSource degraded;

    @BeforeAll
    static void damageAStack() {
        simulation = DamageSimulator.builder()
                .seed(3)
                .sections(DamageKind.FOLD, List.of(1))
                .sections(DamageKind.MISSING, List.of(3))
                .sections(DamageKind.PRECIPITATE, List.of(5))
                .build()
                .apply(held(SyntheticTissue.builder()
                        .size(SIZE, SIZE, SECTIONS)
                        .seed(5)
                        .build()));
        degraded = held(simulation.degraded());
    }

    private static SectionSource held(SectionSource source) {
        float[] pixels = new float[SIZE * SIZE * SECTIONS];
        for (int z = 0; z < SECTIONS; z++) {
            float[] section = source.read(z, new Area(0, 0, SIZE, SIZE)).pixels();
            System.arraycopy(section, 0, pixels, z * section.length, section.length);
        }
        return SectionSource.of(ArrayImgs.floats(pixels, SIZE, SIZE, SECTIONS));
    }

    /** A detection as one could come out: the page is about what it is given, not about what a detector finds. */
    private static Detection detection() {
        List<Detection.Finding> findings = new ArrayList<>();
        for (DamagedSection entry : simulation.damage().entries()) {
            findings.add(Detection.Finding.damage(
                    entry.z(), entry.kind(), 0.9, entry.mask(), "it is as the simulator's " + entry.kind()));
        }
        findings.add(Detection.Finding.doubt(2, DamageKind.FOLD, 0.3, "a band that doesn't reach far"));
        findings.add(Detection.Finding.doubt(6, DamageKind.PRECIPITATE, 0.2, "a dark place"));
        List<Detection.Measured> measured = new ArrayList<>();
        List<Detection.TissueShare> tissue = new ArrayList<>();
        for (int z = 0; z < SECTIONS; z++) {
            measured.add(new Detection.Measured(
                    z, DamageKind.MISSING, "likeness to its neighbours", z == 3 ? 1 : 30, 8, false));
            measured.add(new Detection.Measured(
                    z, DamageKind.FOLD, "evidence of the most evident dark band", z == 1 ? 40 : 3, 12, true));
            measured.add(new Detection.Measured(
                    z, DamageKind.PRECIPITATE, "evidence of the most evident blob", z == 5 ? 90 : 4, 25, true));
            tissue.add(z == 4 ? new Detection.TissueShare(z, 0.893, 0.0625) : new Detection.TissueShare(z, 1, 0));
        }
        return new Detection(SECTIONS, findings, measured, GreyLevels.of(0, 1), tissue);
    }

    @Test
    void aDetectionExplainsEverySection() throws IOException {
        Detection found = detection();
        List<Agreement> agreement = Agreement.of(found.damage(), simulation.damage(), SIZE, SIZE);
        DetectionReport report = new DetectionReport("<stack>", degraded.image(), found, agreement);

        String page = written("detection.html", report::write);

        assertThat(page)
                .contains("&lt;stack&gt;")
                .contains("likeness to its neighbours (damage below")
                .contains("evidence of the most evident dark band (damage from")
                .contains("evidence of the most evident blob (damage from")
                .contains("Agreement with the damage that is known")
                .contains("black is 0.0000 and tissue reaches to 1.0000")
                .contains("<td>89.3 %</td><td>6.3 %</td>");
        found.findings().forEach(finding -> assertThat(page)
                .contains("Section " + finding.z())
                .contains(finding.why().replace("'", "&#x27;")));
        for (int z = 0; z < SECTIONS; z++) {
            assertThat(page).contains("<th scope=\"row\">" + z + "</th>");
        }
        assertThat(page).contains("<td>intact</td>").contains("the fold as found");
        // What has a mask shows the section and its mask; the rest, and what came near to being damage, the sections
        // around it: three, or two at an end of the stack.
        int fold = 2;
        int missing = 3;
        int precipitate = 2;
        int doubtOfAFold = 3;
        int doubtAtTheEnd = 2;
        assertThat(pictures(page))
                .hasSize(fold + missing + precipitate + doubtOfAFold + doubtAtTheEnd)
                .allSatisfy(picture -> assertThat(picture.getWidth()).isEqualTo(SIZE));
        String again = written("again.html", report::write);
        assertThat(again).isEqualTo(page);
    }

    @Test
    void theMaskIsDrawnOverTheSection() {
        SectionPicture picture = SectionPicture.of(degraded, 1, SIZE);
        BufferedImage plain = picture.draw();
        BufferedImage masked =
                picture.draw(simulation.damage().mask(1, DamageKind.FOLD).orElseThrow());
        boolean[] band =
                simulation.damage().mask(1, DamageKind.FOLD).orElseThrow().read(new Area(0, 0, SIZE, SIZE));

        int coloured = 0;
        for (int i = 0; i < band.length; i++) {
            int rgb = masked.getRGB(i % SIZE, i / SIZE);
            boolean grey = (rgb >> 16 & 255) == (rgb & 255);
            assertThat(grey).isEqualTo(!band[i]);
            coloured += grey ? 0 : 1;
            if (grey) {
                assertThat(rgb & 255).isCloseTo(plain.getRaster().getSample(i % SIZE, i / SIZE, 0), within(4));
            }
        }
        assertThat(coloured).isGreaterThan(SIZE);
    }

    @Test
    void theDetailLiesOnTheMaskAndInsideTheSection() {
        boolean[] flags = new boolean[900 * 500];
        for (int y = 400; y < 480; y++) {
            for (int x = 780; x < 860; x++) {
                flags[y * 900 + x] = true;
            }
        }
        Area detail = SectionPicture.detail(SectionMask.of(900, 500, flags), 900, 500, 200);

        assertThat(detail.width()).isEqualTo(200);
        assertThat(detail.x()).isBetween(660, 700);
        assertThat(detail.y()).isBetween(280, 300);
    }

    @Test
    void statisticsArePlottedWithTheirSamplesAndIntervals() throws IOException {
        ArtifactStatistics statistics = ArtifactStatistics.measure(degraded, simulation.damage());

        String page =
                written("stats.html", new StatisticsReport(statistics).examples(degraded, simulation.damage())::write);

        assertThat(page)
                .contains("half-width of the band")
                .contains("fold width")
                .contains("decay")
                .contains("contrast over the neighbours")
                .contains("Blobs by class of area")
                .contains("one point a blob")
                .contains("sections lost at a time")
                .contains("1 of 7, 2.6 to 51.3 %")
                .contains("Examples at full size");
        assertThat(pictures(page)).hasSizeGreaterThan(4);
    }

    @Test
    void publishedStatisticsHavePlotsToo() throws IOException {
        String page = written("published.html", new StatisticsReport(ArtifactStatistics.published())::write);

        assertThat(page)
                .contains("published distribution")
                .contains("the published cubic")
                .contains("displacement against distance")
                .contains("Deng et al.");
        assertThat(pictures(page)).hasSizeGreaterThan(10).allSatisfy(picture -> {
            // Something is drawn in colour.
            int coloured = 0;
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < picture.getWidth(); x++) {
                    int rgb = picture.getRGB(x, y);
                    coloured += Math.abs((rgb >> 16 & 255) - (rgb & 255)) > 40 ? 1 : 0;
                }
            }
            assertThat(coloured).isGreaterThan(100);
        });
    }

    @Test
    void aSimulationShowsWhatWasDrawn() throws IOException {
        String page = written("simulation.html", new SimulationReport("tissue", simulation)::write);

        assertThat(page)
                .contains("Folds as drawn")
                .contains("Half-width of the band, px")
                .contains("Blobs as drawn")
                .contains("Section 3");
        // Clean, damaged and mask of the fold and the stain; clean and damaged of the missing section.
        assertThat(pictures(page)).hasSize(8);
    }

    private interface Writing {
        void to(Path html) throws IOException;
    }

    private String written(String name, Writing writing) throws IOException {
        Path html = folder.resolve(name);
        writing.to(html);
        String page = Files.readString(html);
        assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(page.replaceAll(PICTURE.pattern(), ""))
                .doesNotContain("<script")
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("src=\"/")
                .doesNotContain("NaN");
        return page;
    }

    private static List<BufferedImage> pictures(String page) {
        List<BufferedImage> pictures = new ArrayList<>();
        Matcher matcher = PICTURE.matcher(page);
        while (matcher.find()) {
            try {
                pictures.add(ImageIO.read(
                        new ByteArrayInputStream(Base64.getDecoder().decode(matcher.group(1)))));
            } catch (IOException e) {
                throw new AssertionError("a picture cannot be read", e);
            }
        }
        return pictures;
    }
}
