package org.sstem.internal.missing;

import org.junit.jupiter.api.Test;
import org.sstem.damage.DamageKind;
import org.sstem.internal.image.Filters;
import org.sstem.internal.registration.Flows;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Three sections with the same membranes, which move, and cytoplasm that has nothing in common. */
class MembranesInRegisterTest {

    private static final int SIZE = 320;
    private static final Area MIDDLE = new Area(96, 96, 128, 128);

    private final Plane membranes = Tissue.section(SIZE, SIZE, 7);
    private final SectionSource stack = stack();
    private final SectionInterpolator interpolator =
            SectionInterpolator.of(new Task(stack, DamageKind.MISSING, 1, 1, List.of(0), List.of(2), Optional.empty()));

    private SectionSource stack() {
        Flow motion = Tissue.motion(SIZE, SIZE, 5);
        Plane below = Tissue.warped(membranes, motion);
        Plane above = Tissue.warped(membranes, Flows.scaled(motion, -1));
        return Tissue.source(List.of(clouded(below, 1), clouded(membranes, 2), clouded(above, 3)));
    }

    private static Plane clouded(Plane section, long seed) {
        Random random = new Random(seed);
        Plane clouds = new Plane(SIZE, SIZE);
        for (int i = 0; i < clouds.pixels().length; i++) {
            clouds.pixels()[i] = (float) random.nextGaussian();
        }
        clouds = Filters.gaussian(clouds, 8);
        Plane out = Tissue.grained(section, 0.05, seed);
        for (int i = 0; i < out.pixels().length; i++) {
            // a Gaussian of 8 px leaves 1 / (2 sqrt(pi) 8) of white noise: a standard deviation of 0.05
            out.pixels()[i] += (float) (0.05 * 2 * Math.sqrt(Math.PI) * 8 * clouds.pixels()[i]);
        }
        return out;
    }

    @Test
    void aMissingSectionHasTheMembranesOfItsNeighboursWhereverCytoplasmHasChanged() {
        Plane made = interpolator.interpolate(1, new Area(0, 0, SIZE, SIZE)).pixels();

        // 0.850 by grey values alone
        assertThat(agreement(made)).isGreaterThan(0.865);
    }

    @Test
    void aLostPartHasThemToo() {
        Area all = new Area(0, 0, SIZE, SIZE);
        Plane image = stack.read(1, all);
        Plane validity = Plane.filled(SIZE, SIZE, 1);
        for (int y = MIDDLE.y(); y < MIDDLE.y() + MIDDLE.height(); y++) {
            for (int x = MIDDLE.x(); x < MIDDLE.x() + MIDDLE.width(); x++) {
                validity.set(x, y, 0);
                image.set(x, y, 0);
            }
        }

        Plane made = interpolator.interpolate(1, all, all, image, validity).pixels();

        // 0.646 by grey values alone
        assertThat(agreement(made)).isGreaterThan(0.68);
    }

    /** Correlation with the membranes in the middle. */
    private double agreement(Plane made) {
        float[] a = made.crop(MIDDLE.x(), MIDDLE.y(), MIDDLE.width(), MIDDLE.height())
                .pixels();
        float[] b = membranes
                .crop(MIDDLE.x(), MIDDLE.y(), MIDDLE.width(), MIDDLE.height())
                .pixels();
        double[] sums = new double[5];
        for (int i = 0; i < a.length; i++) {
            sums[0] += a[i];
            sums[1] += b[i];
            sums[2] += (double) a[i] * a[i];
            sums[3] += (double) b[i] * b[i];
            sums[4] += (double) a[i] * b[i];
        }
        double n = a.length;
        return (sums[4] - sums[0] * sums[1] / n)
                / Math.sqrt((sums[2] - sums[0] * sums[0] / n) * (sums[3] - sums[1] * sums[1] / n));
    }
}
