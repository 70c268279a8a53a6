package org.sstem.internal.missing;

import org.junit.jupiter.api.Test;
import org.sstem.damage.DamageKind;
import org.sstem.internal.image.Filters;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Missing sections for who knows better than the neighbours where their tissue lies. */
class CorrespondencesTest {

    private static final int SIZE = 200;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);

    @Test
    void aSectionThatLiesBesideTheStraightWayIsMadeWhereItLies() {
        // given neighbours 4 px apart, and a section 2 px and 1 px beside the middle between them
        Plane wide = texture();
        List<Plane> stack = List.of(cut(wide, 20, 20), cut(wide, 20, 21), cut(wide, 16, 20));
        Task task = task(stack);
        MissingSectionMethod method = new MissingSectionMethod();

        SectionRestoration told = method.restoration(task, method.survey(task), Told::new);

        assertThat(error(told, stack.get(1))).isLessThan(0.1 * error(method.prepare(task), stack.get(1)));
    }

    @Test
    void registeringToTheTrueSectionTellsTheSame() {
        Plane wide = texture();
        List<Plane> stack = List.of(cut(wide, 20, 20), cut(wide, 20, 21), cut(wide, 16, 20));
        SectionInterpolator interpolator = SectionInterpolator.of(task(stack));

        Correspondence found = interpolator.correspondence(1, ALL, stack.get(1));

        for (int i = 50; i < 150; i += 7) {
            assertThat(found.below().u().get(i, i)).isBetween(-0.3f, 0.3f);
            assertThat(found.below().v().get(i, i)).isBetween(0.7f, 1.3f);
            assertThat(found.above().u().get(i, i)).isBetween(3.7f, 4.3f);
            assertThat(found.confidence().get(i, i)).isBetween(0.8f, 1f);
        }
    }

    /** Knows by how much the section lies beside the middle. */
    private record Told(SectionInterpolator interpolator) implements Correspondences {

        @Override
        public Correspondence of(int z, Area area) {
            Flow moves = new Flow(
                    Plane.filled(area.width(), area.height(), 4), Plane.filled(area.width(), area.height(), 2));
            return interpolator.inRegister(z, area).correspondence().moved(moves, moves, 0.5f);
        }

        @Override
        public Area lookedAt(Area area) {
            return area;
        }
    }

    private static double error(SectionRestoration restoration, Plane section) {
        Plane made = new Plane(SIZE, SIZE);
        restoration.restore(1, ALL, made, new byte[SIZE * SIZE]);
        double error = 0;
        for (int y = 30; y < SIZE - 30; y++) {
            for (int x = 30; x < SIZE - 30; x++) {
                double difference = made.get(x, y) - section.get(x, y);
                error += difference * difference;
            }
        }
        return error;
    }

    private static Task task(List<Plane> stack) {
        return new Task(Tissue.source(stack), DamageKind.MISSING, 1, 1, List.of(0), List.of(2), Optional.empty());
    }

    private static Plane cut(Plane wide, int x, int y) {
        return wide.crop(x, y, SIZE, SIZE);
    }

    private static Plane texture() {
        Random random = new Random(4);
        Plane noise = new Plane(SIZE + 40, SIZE + 40);
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) (0.5 + 0.8 * random.nextGaussian());
        }
        return Filters.gaussian(noise, 2.5);
    }
}
