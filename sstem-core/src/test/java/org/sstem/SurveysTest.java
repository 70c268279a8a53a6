package org.sstem;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.sstem.Repair.Findings;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.method.DamagedTissue;
import org.sstem.internal.method.Surveys;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What was estimated of a section is kept, sent elsewhere, and edited. */
class SurveysTest {

    private static final int SIZE = 200;
    private final DamagedTissue stained = new DamagedTissue(DamageKind.PRECIPITATE, SIZE, SIZE, 1, 4);
    private final Img<UnsignedByteType> stack = stained.stack();

    private Damage everyKind() {
        boolean[] lost = new boolean[SIZE * SIZE];
        boolean[] band = new boolean[SIZE * SIZE];
        for (int i = 0; i < lost.length; i++) {
            lost[i] = i / SIZE < 50 && i % SIZE < 60;
            band[i] = Math.abs(i / SIZE - 120) < 4;
        }
        return Damage.of(List.of(
                new DamagedSection(2, DamageKind.PRECIPITATE, stained.mask()),
                new DamagedSection(2, DamageKind.FOLD, SectionMask.of(SIZE, SIZE, band)),
                new DamagedSection(2, DamageKind.LOST, SectionMask.of(SIZE, SIZE, lost)),
                new DamagedSection(3, DamageKind.MISSING)));
    }

    private static List<Integer> values(RandomAccessibleInterval<UnsignedByteType> section) {
        List<Integer> values = new ArrayList<>();
        Views.flatIterable(section).forEach(pixel -> values.add(pixel.get()));
        return values;
    }

    @Test
    void aSectionIsRestoredFromWhatAnotherProcessEstimated() {
        Restoration<UnsignedByteType> here = Restorer.trainingFree().restore(stack, everyKind());
        Map<Integer, List<Survey>> sent = new HashMap<>();
        for (int z : here.damagedSections()) {
            sent.put(z, here.surveys(z).stream().map(Surveys::sent).toList());
        }

        Restoration<UnsignedByteType> elsewhere =
                Restorer.builder().surveys(sent).levels(here.levels()).build().restore(stack.copy(), everyKind());

        for (int z : here.damagedSections()) {
            RestoredSection<UnsignedByteType> expected = here.section(z);
            RestoredSection<UnsignedByteType> section = elsewhere.section(z);
            assertThat(values(section.pixels())).isEqualTo(values(expected.pixels()));
            assertThat(values(section.provenance())).isEqualTo(values(expected.provenance()));
            assertThat(section.repairs()).isEqualTo(expected.repairs());
        }
        assertThat(here.surveys(2)).hasSize(3);
    }

    @Test
    void whatIsKnownIsNotEstimatedAgain() {
        Damage damage =
                Damage.of(List.of(new DamagedSection(1, DamageKind.FOLD), new DamagedSection(2, DamageKind.FOLD)));
        Counting method = new Counting();
        Restorer restorer = Restorer.builder()
                .method(method)
                .surveys(Map.of(1, List.of(new Survey("counting", "{\"given\": 1}"))))
                .build();

        Restoration<UnsignedByteType> restoration = restorer.restore(stack, damage);
        restoration.section(1);
        restoration.section(2);
        restoration.section(2);

        assertThat(method.surveyed).hasValue(1);
        assertThat(method.used).contains("{\"given\": 1}", "{\"own\": 2}");
        assertThat(restoration.surveys(2)).containsExactly(new Survey("counting", "{\"own\": 2}"));
    }

    @Test
    void manySectionsMayBeAskedForAgainAndAreNotEstimatedAgain() {
        Img<UnsignedByteType> many = ArrayImgs.unsignedBytes(64, 64, 60);
        Damage damage = Damage.of(IntStream.range(1, 60)
                .mapToObj(z -> new DamagedSection(z, DamageKind.FOLD))
                .toList());
        Counting method = new Counting();
        Restoration<UnsignedByteType> restoration =
                Restorer.builder().method(method).build().restore(many, damage);

        for (int round = 0; round < 2; round++) {
            restoration.damagedSections().forEach(restoration::repairs);
        }

        assertThat(method.surveyed).hasValue(59);
    }

    @Test
    void estimatesOfManySectionsTakeNoMoreThanTheHeap() {
        int bytes = 1 << 23;
        int sections = (int) (3 * Runtime.getRuntime().maxMemory() / 2 / bytes) + 2;
        Img<UnsignedByteType> many = ArrayImgs.unsignedBytes(16, 16, sections);
        Damage damage = Damage.of(IntStream.range(1, sections)
                .mapToObj(z -> new DamagedSection(z, DamageKind.FOLD))
                .toList());
        Counting method = new Counting(" ".repeat(bytes));
        Restoration<UnsignedByteType> restoration =
                Restorer.builder().method(method).build().restore(many, damage);

        restoration.damagedSections().forEach(restoration::repairs);

        assertThat(method.surveyed).hasValue(sections - 1);
        assertThat(restoration.surveys(1)).singleElement().satisfies(survey -> assertThat(survey.parameters())
                .startsWith("{\"own\": 1}"));
    }

    /** Tile after tile is asked for of one section, whatever memory is left. */
    @Test
    void theSectionThatIsRestoredIsEstimatedOnceThoughMemoryRunsOut() {
        Damage damage = Damage.of(List.of(new DamagedSection(1, DamageKind.FOLD)));
        Counting method = new Counting();
        Restoration<UnsignedByteType> restoration =
                Restorer.builder().method(method).build().restore(stack, damage);
        restoration.surveys(1);
        SoftReference<Object> canary = new SoftReference<>(new Object());

        assertThatThrownBy(() -> IntStream.range(0, 1 << 16)
                        .mapToObj(i -> new long[1 << 24])
                        .toList())
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(canary.get()).as("what is held softly is gone").isNull();
        restoration.surveys(1);
        assertThat(method.surveyed).hasValue(1);
    }

    @Test
    void estimatesThatAreLookedUpAreNotKept() {
        int bytes = 1 << 23;
        int sections = (int) (3 * Runtime.getRuntime().maxMemory() / 2 / bytes) + 2;
        Img<UnsignedByteType> many = ArrayImgs.unsignedBytes(16, 16, sections);
        Damage damage = Damage.of(IntStream.range(1, sections)
                .mapToObj(z -> new DamagedSection(z, DamageKind.FOLD))
                .toList());
        Counting method = new Counting();
        Restorer restorer = Restorer.builder()
                .method(method)
                .surveys(
                        damage.damagedSections(),
                        z -> List.of(new Survey("counting", "{\"own\": " + z + "}" + " ".repeat(bytes))))
                .build();
        Restoration<UnsignedByteType> restoration = restorer.restore(many, damage);

        restoration.damagedSections().forEach(restoration::repairs);

        assertThat(method.surveyed).hasValue(0);
        assertThat(restoration.surveys(1)).singleElement().satisfies(survey -> assertThat(survey.parameters())
                .startsWith("{\"own\": 1}"));
    }

    @Test
    void parametersOfAnotherMethodOrOfAnIntactSectionAreRefused() {
        Damage damage = Damage.of(List.of(new DamagedSection(1, DamageKind.FOLD)));
        Restorer other = Restorer.builder()
                .surveys(Map.of(1, List.of(new Survey("another", "{}"))))
                .build();
        Restorer intact = Restorer.builder()
                .surveys(Map.of(3, List.of(new Survey("another", "{}"))))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.restore(stack, damage))
                .withMessage(
                        "section 1 is restored by [training-free fold], the parameters that were given for it are of"
                                + " [another]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> intact.restore(stack, damage))
                .withMessage("section 3 is restored by [], the parameters that were given for it are of [another]");
    }

    @Test
    void parametersThatCannotBeUsedAreSaidWithTheirSection() {
        Damage damage = Damage.of(List.of(new DamagedSection(1, DamageKind.MISSING)));
        Restoration<UnsignedByteType> restoration = Restorer.builder()
                .surveys(Map.of(1, List.of(new Survey("training-free missing section", "{}"))))
                .build()
                .restore(stack, damage);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> restoration.section(1))
                .withMessage(
                        "section 1 cannot be restored from its parameters: training-free missing section: the field"
                                + " \"statistics\" is missing");
    }

    /** Estimates the number of the section, and may say it at length. */
    private static final class Counting implements RestorationMethod {

        private final AtomicInteger surveyed = new AtomicInteger();
        private final String tail;
        private final List<String> used = new ArrayList<>();

        Counting() {
            this("");
        }

        Counting(String tail) {
            this.tail = tail;
        }

        @Override
        public DamageKind kind() {
            return DamageKind.FOLD;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Survey survey(Task task) {
            surveyed.incrementAndGet();
            return new Survey(name(), "{\"own\": " + task.firstZ() + "}" + tail);
        }

        @Override
        public SectionRestoration restoration(Task task, Survey survey) {
            used.add(survey.parameters().strip());
            return new Nothing();
        }
    }

    private static final class Nothing implements SectionRestoration {

        @Override
        public List<Integer> sources() {
            return List.of();
        }

        @Override
        public Area sourceArea(Area target) {
            return target;
        }

        @Override
        public void restore(int z, Area target, Plane pixels, byte[] provenance) {
            // leaves all as it is
        }

        @Override
        public Findings findings(int z) {
            return new Findings(1, List.of(), List.of(), false);
        }
    }
}
