package org.sstem;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.SectionRestoration;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A section that has nothing but specks still tells what the one beside it shows. */
class SpeckledNeighboursTest {

    private static final int SIZE = 192;
    private static final int X = 100;
    private static final int Y = 80;
    private static final int RADIUS = 6;

    private static boolean within(int x, int y, double radius) {
        return Math.hypot(x - X, y - Y) <= radius;
    }

    /** Sections 1 to 3 show the same tissue, 0 and 4 another; a speck lies on section 1, section 2 is missing. */
    private static Img<UnsignedByteType> stack() {
        Plane same = Tissue.section(SIZE, SIZE, 1);
        Img<UnsignedByteType> stack = ArrayImgs.unsignedBytes(SIZE, SIZE, 5);
        for (int z = 0; z < 5; z++) {
            boolean beside = z == 1 || z == 3;
            Plane plane = Tissue.grained(beside ? same : Tissue.section(SIZE, SIZE, 7 + z), 0.02, z);
            int i = 0;
            for (UnsignedByteType pixel : Views.flatIterable(Views.hyperSlice(stack, 2, z))) {
                boolean speck = z == 1 && within(i % SIZE, i / SIZE, RADIUS);
                float grey = plane.pixels()[i++];
                pixel.set(z == 2 ? 0 : speck ? 3 : Math.round(255 * Math.min(Math.max(grey, 0.02f), 1)));
            }
        }
        return stack;
    }

    private static Damage damage(double radius) {
        SectionMask specks = SectionMask.of(SIZE, SIZE, area -> {
            boolean[] flags = new boolean[area.width() * area.height()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = within(area.x() + i % area.width(), area.y() + i / area.width(), radius);
            }
            return flags;
        });
        return Damage.of(List.of(
                new DamagedSection(1, DamageKind.PRECIPITATE, specks), new DamagedSection(2, DamageKind.MISSING)));
    }

    @Test
    void aMissingSectionIsMadeOfTheSpeckledOneBesideItWithoutTheSpeck() {
        Img<UnsignedByteType> stack = stack();

        RestoredSection<UnsignedByteType> restored =
                Restorer.trainingFree().restore(stack, damage(RADIUS + 1)).section(2);

        assertThat(restored.repairs()).singleElement().satisfies(repair -> assertThat(repair.sources())
                .containsExactly(1, 3));
        double difference = 0;
        int pixels = 0;
        for (int y = Y - RADIUS; y <= Y + RADIUS; y++) {
            for (int x = X - RADIUS; x <= X + RADIUS; x++) {
                difference += Math.abs(restored.pixels().getAt(x, y).get()
                        - stack.getAt(x, y, 3).get());
                pixels++;
            }
        }
        // What only one neighbour shows is taken from it.
        assertThat(difference / pixels).isLessThan(6);
    }

    @Test
    void whatIsCoveredByMoreThanSpecksIsNoNeighbour() {
        Restoration<UnsignedByteType> restoration = Restorer.trainingFree().restore(stack(), damage(20));

        assertThat(restoration.section(2).repairs().get(0).sources()).containsExactly(0, 3);
    }

    @Test
    void aMethodThatDoesNotHeedTissueSeesIntactSectionsOnly() {
        RestorationMethod careful = new MissingSectionMethod();
        RestorationMethod careless = new RestorationMethod() {
            @Override
            public DamageKind kind() {
                return DamageKind.MISSING;
            }

            @Override
            public String name() {
                return "careless";
            }

            @Override
            public SectionRestoration restoration(Task task, Survey survey) {
                return careful.restoration(task, careful.survey(task));
            }
        };

        assertThat(careful.heedsTissue()).isTrue();
        assertThat(Restorer.builder()
                        .method(careless)
                        .build()
                        .restore(stack(), damage(RADIUS + 1))
                        .section(2)
                        .repairs()
                        .get(0)
                        .sources())
                .containsExactly(0, 3);
    }
}
