package org.sstem.simulate;

import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Repair;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamageKind;
import org.sstem.internal.detect.Held;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.DamageDistribution.MissingDistribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stacks as alignment leaves them: each section seen through a window of its own, moved up to 14 px and turned up to 3 or 30
 * degrees, or through one frame; outside is black, white or grey. What is found and restored is compared with the same stack
 * without borders, and with what all windows show of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlignedStacksTest {

    private static final int WIDTH = 384;
    private static final int HEIGHT = 352;
    private static final int SECTIONS = 10;
    private static final int FOLDED = 2;
    private static final int STAINED = 5;
    private static final int MISSING = 7;
    /** Stacks that share their tissue and damage. */
    private static final int A_TISSUE = AlignedWindows.KINDS;

    private static final float[] PADDING = {0, 1, 128 / 255f};

    private final Map<Integer, Whole> whole = new HashMap<>();

    /** A damaged stack without borders, and what becomes of it. */
    private record Whole(Held damaged, Held truth, List<String> found, Map<Integer, Plane> restored) {}

    /** What borders change: findings, decibels that each section loses in what all sections show, and more. */
    private record Outcome(
            List<String> found,
            Map<Integer, Double> loss,
            int paddingTouched,
            List<Integer> silentlyWorse,
            Held made,
            Held truth) {

        double decibels(int z, Area area) {
            boolean[] everywhere = new boolean[area.width() * area.height()];
            Arrays.fill(everywhere, true);
            return psnr(
                    AlignedWindows.cut(made.planes().get(z), area),
                    AlignedWindows.cut(truth.planes().get(z), area),
                    everywhere);
        }
    }

    /** What all windows show, without borders. */
    private record Inside(Area area, List<String> found, Map<Integer, Double> decibels) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 6, 14})
    void bordersChangeNeitherFindingsNorWhatIsRestoredInside(int number) {
        Outcome outcome = outcome(number);

        assertThat(outcome.found).isEqualTo(whole.get(number / A_TISSUE).found);
        assertThat(outcome.loss).allSatisfy((z, loss) -> assertThat(loss).isLessThan(0.5));
        assertThat(outcome.loss.get(MISSING)).isLessThan(0.3);
        assertThat(outcome.paddingTouched).isZero();
        assertThat(outcome.silentlyWorse).isEmpty();
    }

    @Test
    void aBlackFoldThatRunsIntoBlackPaddingIsAFold() {
        Outcome outcome = outcome(21);

        assertThat(outcome.found).isEqualTo(whole.get(21 / A_TISSUE).found);
        assertThat(outcome.paddingTouched).isZero();
        assertThat(outcome.silentlyWorse).isEmpty();
    }

    /** A section beside a missing one that is hardly like its only neighbour; a dark place that its neighbour's window leaves out. */
    @ParameterizedTest
    @ValueSource(ints = {10, 26, 32})
    void whatAWindowLeavesOutSpeaksAgainstNoSection(int number) {
        assertThat(foundIn(number)).containsExactly("2 fold", "5 precipitate", "7 missing");
    }

    @Test
    void theEndOfAFoldThatRunsOutOfTheWindowIsNoSpeck() {
        assertThat(foundIn(47)).containsExactly("5 precipitate", "7 missing");
    }

    @Test
    void chanceMovesNoMissingSection() {
        assertThat(outcome(8).loss.get(MISSING)).isLessThan(0.3);
    }

    @Test
    @EnabledIfSystemProperty(named = "sstem.nightly", matches = "true")
    void ofFiftyStacksMostAreFoundAndRestoredAsWithoutBorders() {
        int same = 0;
        int agreed = 0;
        int close = 0;
        int sections = 0;
        Map<Integer, Integer> asInside = new HashMap<>();
        for (int number = 0; number < 50; number++) {
            Outcome outcome = outcome(number);
            Inside inside = inside(number);
            assertThat(outcome.paddingTouched).as("padding of %d", number).isZero();
            assertThat(outcome.silentlyWorse).as("silently worse in %d", number).isEmpty();
            List<String> usual = whole.get(number / A_TISSUE).found;
            same += outcome.found.equals(usual) ? 1 : 0;
            agreed += agrees(outcome.found, usual, inside.found) ? 1 : 0;
            close += (int)
                    outcome.loss.values().stream().filter(loss -> loss < 0.5).count();
            sections += outcome.loss.size();
            inside.decibels.forEach((z, decibels) ->
                    asInside.merge(z, decibels - outcome.decibels(z, inside.area) < 0.3 ? 1 : 0, Integer::sum));
        }
        assertThat(same).as("stacks with the findings of the whole").isGreaterThanOrEqualTo(43);
        assertThat(agreed)
                .as("stacks with all findings that whole and inside agree on")
                .isGreaterThanOrEqualTo(48);
        assertThat(close / (double) sections)
                .as("share of sections within 0.5 dB")
                .isGreaterThan(0.6);
        assertThat(asInside.get(FOLDED)).as("folds as inside").isGreaterThanOrEqualTo(35);
        assertThat(asInside.get(STAINED)).as("stains as inside").isGreaterThanOrEqualTo(35);
        assertThat(asInside.get(MISSING)).as("missing sections as inside").isGreaterThanOrEqualTo(48);
    }

    /** Whether something is found where both others find it, and not where neither does. */
    private static boolean agrees(List<String> found, List<String> one, List<String> other) {
        List<String> both = one.stream().filter(other::contains).toList();
        return found.containsAll(both) && found.stream().allMatch(f -> one.contains(f) || other.contains(f));
    }

    /** The largest rectangle that all windows show, cut out of the same damaged stack: what is found and restored in it. */
    private Inside inside(int number) {
        Whole all = whole.get(number / A_TISSUE);
        Area area = AlignedWindows.inside(AlignedWindows.of(number, WIDTH, HEIGHT, SECTIONS), WIDTH, HEIGHT);
        Held cut = new Held(all.damaged.planes().stream()
                .map(plane -> AlignedWindows.cut(plane, area))
                .toList());
        Damage damage = DamageDetector.builder().build().detect(cut).damage();
        Map<Integer, Plane> restored = restored(Restorer.trainingFree().restore(cut, damage));
        Map<Integer, Double> decibels = new HashMap<>();
        boolean[] everywhere = new boolean[area.width() * area.height()];
        Arrays.fill(everywhere, true);
        for (int z : List.of(FOLDED, STAINED, MISSING)) {
            Plane made = restored.getOrDefault(z, cut.planes().get(z));
            decibels.put(z, psnr(made, AlignedWindows.cut(all.truth.planes().get(z), area), everywhere));
        }
        return new Inside(area, found(damage), decibels);
    }

    private Outcome outcome(int number) {
        Whole all = whole.computeIfAbsent(number / A_TISSUE, AlignedStacksTest::whole);
        List<boolean[]> outside = AlignedWindows.of(number, WIDTH, HEIGHT, SECTIONS);
        float grey = PADDING[number % PADDING.length];
        boolean[] common = new boolean[WIDTH * HEIGHT];
        for (int i = 0; i < common.length; i++) {
            int at = i;
            common[i] = outside.stream().noneMatch(o -> o[at]);
        }
        Held bordered = bordered(number, all.damaged);
        Damage damage = DamageDetector.builder().build().detect(bordered).damage();
        Restoration<FloatType> restoration = Restorer.trainingFree().restore(bordered, damage);
        Map<Integer, Plane> restored = restored(restoration);
        Map<Integer, Double> loss = new HashMap<>();
        List<Integer> worse = new ArrayList<>();
        for (int z : List.of(FOLDED, STAINED, MISSING)) {
            Plane truth = all.truth.planes().get(z);
            Plane made = restored.getOrDefault(z, bordered.planes().get(z));
            double now = psnr(made, truth, common);
            double usual =
                    psnr(all.restored.getOrDefault(z, all.damaged.planes().get(z)), truth, common);
            loss.put(z, usual - now);
            boolean doubtful = damage.isDamaged(z)
                    && restoration.section(z).repairs().stream()
                            .map(Repair::findings)
                            .anyMatch(Repair.Findings::doubtful);
            if (now < psnr(bordered.planes().get(z), truth, common) - 0.05 && !doubtful) {
                worse.add(z);
            }
        }
        int touched = 0;
        for (Map.Entry<Integer, Plane> section : restored.entrySet()) {
            int z = section.getKey();
            for (int i = 0; i < common.length; i++) {
                int at = i;
                // A missing section of the padding's grey value shows no window, but has no other than all the others.
                boolean padding = z == MISSING && grey == 0 ? outside.stream().allMatch(o -> o[at]) : outside.get(z)[i];
                touched += padding && section.getValue().pixels()[i] != grey ? 1 : 0;
            }
        }
        Held made = bordered.map((section, z) -> restored.getOrDefault(z, section));
        return new Outcome(found(damage), loss, touched, worse, made, all.truth);
    }

    private static List<String> foundIn(int number) {
        Held damaged = Held.of8Bit(simulation(number / A_TISSUE).degraded());
        return found(DamageDetector.builder()
                .build()
                .detect(bordered(number, damaged))
                .damage());
    }

    /** A stack as seen through windows. */
    private static Held bordered(int number, Held stack) {
        List<boolean[]> outside = AlignedWindows.of(number, WIDTH, HEIGHT, SECTIONS);
        float grey = PADDING[number % PADDING.length];
        return stack.map((section, z) -> {
            for (int i = 0; i < section.pixels().length; i++) {
                section.pixels()[i] = outside.get(z)[i] ? grey : section.pixels()[i];
            }
            return section;
        });
    }

    private static StackSimulation simulation(int tissue) {
        Held clean = Held.of8Bit(SyntheticTissue.builder()
                .size(WIDTH, HEIGHT, SECTIONS)
                .seed(11 + tissue)
                .build());
        return simulator(4 + tissue).apply(clean);
    }

    private static Whole whole(int tissue) {
        StackSimulation simulation = simulation(tissue);
        Held damaged = Held.of8Bit(simulation.degraded());
        Damage damage = DamageDetector.builder().build().detect(damaged).damage();
        return new Whole(
                damaged,
                Held.of(simulation.truth()),
                found(damage),
                restored(Restorer.trainingFree().restore(damaged, damage)));
    }

    private static DamageSimulator simulator(long seed) {
        FoldDistribution f = FoldDistribution.published();
        FoldDistribution.Geometry g = f.geometry();
        FoldDistribution.Geometry folds = new FoldDistribution.Geometry(
                g.count(),
                Distribution.uniform(4, 10),
                Distribution.uniform(12, 30),
                g.decay(),
                g.normalAngle(),
                g.curvature(),
                g.waviness());
        PrecipitateDistribution p = PrecipitateDistribution.published();
        PrecipitateDistribution stains = new PrecipitateDistribution(
                List.of(new PrecipitateDistribution.AreaClass(2000, 6000, Distribution.constant(80))),
                p.outline(),
                p.contrast(),
                p.ring());
        return DamageSimulator.builder()
                .seed(seed)
                .distribution(new DamageDistribution(
                        0, new FoldDistribution(folds, f.band(), f.box()), 0, stains, MissingDistribution.published()))
                .sections(DamageKind.FOLD, List.of(FOLDED))
                .sections(DamageKind.MISSING, List.of(MISSING))
                .sections(DamageKind.PRECIPITATE, List.of(STAINED))
                .build();
    }

    private static List<String> found(Damage damage) {
        return damage.entries().stream().map(e -> e.z() + " " + e.kind().id()).toList();
    }

    private static Map<Integer, Plane> restored(Restoration<FloatType> restoration) {
        Map<Integer, Plane> planes = new HashMap<>();
        for (int z : restoration.damagedSections()) {
            Plane plane = new Plane(WIDTH, HEIGHT);
            int i = 0;
            for (FloatType pixel : Views.flatIterable(restoration.section(z).pixels())) {
                plane.pixels()[i++] = pixel.get();
            }
            planes.put(z, plane);
        }
        return planes;
    }

    private static double psnr(Plane made, Plane truth, boolean[] where) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < where.length; i++) {
            if (where[i]) {
                double d = made.pixels()[i] - truth.pixels()[i];
                sum += d * d;
                n++;
            }
        }
        return -10 * Math.log10(sum / n);
    }
}
