package org.sstem.internal.precipitate;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.Surveys;
import org.sstem.internal.precipitate.blob.Discs;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PrecipitateMethodTest {

    private static final int SIZE = 360;
    private static final double[][] BLOBS = {{100, 110, 48}, {250, 90, 26}, {230, 260, 80}, {60, 300, 18}};
    private static final double GAIN = 0.4;
    private static final double OFFSET = 0.44;

    private static final StainedTissue PALE = new StainedTissue(SIZE, 1, GAIN, OFFSET, BLOBS);
    private static final StainedTissue USUAL = new StainedTissue(SIZE, 2, 1, 0, BLOBS);

    private record Restored(Plane pixels, byte[] provenance, Findings findings) {}

    private static Restored restore(StainedTissue tissue, Task task) {
        SectionRestoration restoration = new PrecipitateMethod().prepare(task);
        Plane pixels = tissue.sections.get(StainedTissue.Z).copy();
        byte[] provenance = new byte[pixels.pixels().length];
        restoration.restore(StainedTissue.Z, new Area(0, 0, tissue.size, tissue.size), pixels, provenance);
        return new Restored(pixels, provenance, restoration.findings(StainedTissue.Z));
    }

    private static double estimate(Findings findings, String name) {
        return findings.estimates().stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** Root mean square difference to the clean section, in or out of the blobs, in grey values of 8 bit. */
    private static double error(StainedTissue tissue, Plane pixels, boolean inside) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < tissue.mask.length; i++) {
            if (tissue.mask[i] == inside) {
                double d = 255.0 * (pixels.pixels()[i] - tissue.clean.pixels()[i]);
                sum += d * d;
                n++;
            }
        }
        return Math.sqrt(sum / n);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gainAndOffsetAreRecovered(boolean withMask) {
        Findings findings = restore(PALE, PALE.task(withMask)).findings();

        assertThat(estimate(findings, "contrast gain")).isCloseTo(GAIN, within(0.02));
        assertThat(estimate(findings, "contrast offset")).isCloseTo(OFFSET, within(0.02));
        assertThat(estimate(findings, "blobs")).isEqualTo(BLOBS.length);
        assertThat(findings.confidence()).isBetween(0.5, 0.99);
        assertThat(findings.remarks()).anyMatch(remark -> remark.contains("contrast differed"));
    }

    @Test
    void tissueUnderGivenBlobsComesBackWithinAFewGreyValues() {
        Restored restored = restore(PALE, PALE.task(true));

        assertThat(error(PALE, PALE.sections.get(StainedTissue.Z), true)).isGreaterThan(40);
        assertThat(error(PALE, restored.pixels(), true)).isLessThan(12);
        assertThat(error(PALE, restored.pixels(), false)).isLessThan(3);
    }

    @Test
    void tissueUnderBlobsThatHaveToBeFoundComesBackNearlyAsWell() {
        Restored restored = restore(PALE, PALE.task(false));

        assertThat(error(PALE, restored.pixels(), true)).isLessThan(18);
        assertThat(error(PALE, restored.pixels(), false)).isLessThan(6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEvidenceSaysHowMuchLightComesThrough(boolean withMask) {
        Area all = new Area(0, 0, SIZE, SIZE);

        Evidence evidence = new PrecipitateMethod().prepare(PALE.task(withMask)).evidence(StainedTissue.Z, all);

        double sum = 0;
        for (int i = 0; i < PALE.mask.length; i++) {
            float light = evidence.light().pixels()[i];
            assertThat(light).isBetween(0f, 1f);
            assertThat(light == 1).isEqualTo(evidence.trust().pixels()[i] == 1);
            sum += Math.pow(light - PALE.transmission.pixels()[i], 2);
        }
        assertThat(Math.sqrt(sum / PALE.mask.length)).isLessThan(0.02);
    }

    @Test
    void theTransmissionIsRecovered() {
        Restored restored = restore(USUAL, USUAL.task(true));
        double sum = 0;
        int n = 0;
        for (int i = 0; i < USUAL.mask.length; i++) {
            float stained = USUAL.sections.get(StainedTissue.Z).pixels()[i];
            if (USUAL.mask[i] && restored.provenance()[i] == Provenance.CORRECTED && stained > 0.1) {
                double found = stained / restored.pixels().pixels()[i];
                sum += Math.pow(Math.log(found / USUAL.transmission.pixels()[i]), 2);
                n++;
            }
        }
        assertThat(n).isGreaterThan(2_000);
        assertThat(Math.sqrt(sum / n)).isLessThan(0.05);
    }

    @Test
    void whatLiesOutsideTheBlobsStaysAsItIsWhereContrastIsAsUsual() {
        Restored restored = restore(USUAL, USUAL.task(true));
        boolean[] around = Discs.dilate(USUAL.mask, SIZE, SIZE, 5);
        float[] stained = USUAL.sections.get(StainedTissue.Z).pixels();
        int untouched = 0;
        for (int i = 0; i < stained.length; i++) {
            if (restored.provenance()[i] == Provenance.ORIGINAL) {
                assertThat(restored.pixels().pixels()[i]).isEqualTo(stained[i]);
                untouched++;
            } else {
                assertThat(around[i]).isTrue();
            }
        }
        assertThat(untouched).isGreaterThan(SIZE * SIZE / 2);
        assertThat(error(USUAL, restored.pixels(), true))
                .isLessThan(0.5 * error(USUAL, USUAL.sections.get(StainedTissue.Z), true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areasOneByOneGiveTheSameAsAllAtOnce(boolean withMask) {
        Restored whole = restore(PALE, PALE.task(withMask));
        SectionRestoration restoration = new PrecipitateMethod().prepare(PALE.task(withMask));
        for (Area area : List.of(new Area(0, 0, 130, 200), new Area(130, 40, 200, 97), new Area(77, 190, 283, 170))) {
            Plane pixels = PALE.read(StainedTissue.Z, area);
            byte[] provenance = new byte[area.width() * area.height()];
            restoration.restore(StainedTissue.Z, area, pixels, provenance);
            for (int i = 0; i < provenance.length; i++) {
                int there = (area.y() + i / area.width()) * SIZE + area.x() + i % area.width();
                assertThat(pixels.pixels()[i]).isEqualTo(whole.pixels().pixels()[there]);
                assertThat(provenance[i]).isEqualTo(whole.provenance()[there]);
            }
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        Restored one = Parallelization.runSingleThreaded(() -> restore(PALE, PALE.task(false)));
        Restored three = Parallelization.runWithNumThreads(3, () -> restore(PALE, PALE.task(false)));

        assertThat(three.pixels().pixels()).isEqualTo(one.pixels().pixels());
        assertThat(three.provenance()).isEqualTo(one.provenance());
    }

    @Test
    void aStackThatUsesASmallPartOfItsRangeIsRestoredAlike() {
        float factor = 1 / 32f;
        Restored full = restore(PALE, PALE.task(false));
        Restored low = restore(PALE.scaled(factor), PALE.scaled(factor).task(false));

        for (int i = 0; i < full.provenance().length; i++) {
            assertThat(low.pixels().pixels()[i] / factor)
                    .isCloseTo(full.pixels().pixels()[i], within(1e-3f));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneNeighbourIsEnoughAndIsSaid(boolean withMask) {
        Restored restored = restore(PALE, PALE.task(withMask, List.of(0), List.of()));

        assertThat(error(PALE, restored.pixels(), true)).isLessThan(22);
        assertThat(error(PALE, restored.pixels(), false)).isLessThan(6);
        assertThat(restored.findings().remarks()).anyMatch(remark -> remark.contains("Only one neighbour"));
    }

    @Test
    void aSectionWithoutBlobsStaysAsItIsAndIsCalledDoubtful() {
        StainedTissue plain = new StainedTissue(SIZE, 3, 1, 0);
        Restored restored = restore(plain, plain.task(false));

        assertThat(restored.pixels().pixels()).isEqualTo(plain.clean.pixels());
        assertThat(restored.provenance()).containsOnly(Provenance.ORIGINAL);
        assertThat(restored.findings().doubtful()).isTrue();
        assertThat(restored.findings().remarks()).containsExactly("No blob was found; the section was left as it is.");
    }

    @Test
    void aCoreWithoutLightIsFilledFromTheNeighbours() {
        double[] big = {180, 180, 150};
        StainedTissue dark = new StainedTissue(SIZE, 4, GAIN, OFFSET, big);
        Restored restored = restore(dark, dark.task(true));

        assertThat(restored.provenance()[180 * SIZE + 180]).isEqualTo(Provenance.INTERPOLATED);
        assertThat(restored.pixels().get(180, 180))
                .isCloseTo(
                        (dark.sections.get(0).get(180, 180)
                                        + dark.sections.get(2).get(180, 180))
                                / 2,
                        within(1e-5f));
        assertThat(restored.provenance()[180 * SIZE + 60]).isIn(Provenance.CORRECTED, Provenance.FUSED);
        assertThat(estimate(restored.findings(), "irrecoverable fraction of the damage"))
                .isBetween(0.0005, 0.05);
    }

    @Test
    void aSectionWithoutLightIsLeftAlone() {
        StainedTissue black = new StainedTissue(64, 5, 0, 0);
        Restored restored = restore(black, black.task(false));

        assertThat(restored.provenance()).containsOnly(Provenance.ORIGINAL);
        assertThat(restored.findings().doubtful()).isTrue();
        assertThat(restored.findings().confidence()).isZero();
    }

    /** The stained section with something black in it, which alone is marked. */
    private static Task withSpeck(StainedTissue tissue, double radius) {
        Task task = tissue.task(false);
        Plane section = tissue.sections.get(StainedTissue.Z);
        boolean[] speck = new boolean[SIZE * SIZE];
        List<Plane> sections = new ArrayList<>(tissue.sections);
        Plane specked = section.copy();
        for (int i = 0; i < speck.length; i++) {
            speck[i] = Math.hypot(i % SIZE - 330.0, i / SIZE - 180.0) < radius;
            specked.pixels()[i] = speck[i] ? 0.02f : specked.pixels()[i];
        }
        sections.set(StainedTissue.Z, specked);
        return new Task(
                Tissue.source(sections),
                DamageKind.PRECIPITATE,
                StainedTissue.Z,
                StainedTissue.Z,
                task.intactBelow(),
                task.intactAbove(),
                Optional.of(SectionMask.of(SIZE, SIZE, speck)));
    }

    @Test
    void whatIsHiddenCountsForConfidenceAsMuchAsItIsOfTheSection() {
        double small = new PrecipitateMethod()
                .prepare(withSpeck(PALE, 7))
                .findings(StainedTissue.Z)
                .confidence();
        double large = new PrecipitateMethod()
                .prepare(withSpeck(PALE, 90))
                .findings(StainedTissue.Z)
                .confidence();

        assertThat(small).isGreaterThan(0.8);
        assertThat(large).isGreaterThan(0.7).isLessThan(small);
    }

    @Test
    void parametersOfAHiddenSpeckThatWereSentElsewhereGiveTheSameBits() {
        Task hidden = withSpeck(USUAL, 7);
        Plane specked = hidden.source().read(StainedTissue.Z, new Area(0, 0, SIZE, SIZE));
        PrecipitateMethod method = new PrecipitateMethod();
        Survey sent = Surveys.sent(method.survey(hidden));

        SectionRestoration elsewhere = method.restoration(hidden, sent);

        SectionRestoration here = method.prepare(hidden);
        Plane expected = specked.copy();
        Plane pixels = specked.copy();
        byte[] provenance = new byte[SIZE * SIZE];
        here.restore(StainedTissue.Z, new Area(0, 0, SIZE, SIZE), expected, new byte[SIZE * SIZE]);
        elsewhere.restore(StainedTissue.Z, new Area(0, 0, SIZE, SIZE), pixels, provenance);
        assertThat(provenance).contains(Provenance.INTERPOLATED);
        assertThat(pixels.pixels()).isEqualTo(expected.pixels());
        assertThat(elsewhere.findings(StainedTissue.Z)).isEqualTo(here.findings(StainedTissue.Z));
        assertThat(elsewhere.findings(StainedTissue.Z).remarks().toString()).contains("1 stain hides");
    }

    @Test
    void aTaskOfAnotherKindIsRefused() {
        Task missing = new Task(PALE, DamageKind.MISSING, 1, 1, List.of(0), List.of(2), Optional.empty());

        assertThatThrownBy(() -> new PrecipitateMethod().prepare(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("task must be one section with precipitates, was MISSING in 1 to 1");
    }
}
