package org.sstem;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Repair.Findings;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** A section that is restored in two steps, of which the second looks at what the first has left beside its tile. */
class TwoStepsTest {

    private static final int WIDTH = 150;
    private static final int HEIGHT = 90;

    private final Img<UnsignedShortType> stack = ArrayImgs.unsignedShorts(WIDTH, HEIGHT, 3);

    @ParameterizedTest
    @ValueSource(ints = {64, 1024})
    void theSecondReadsTheResultOfTheFirstAcrossTilesAndBeyondTheBorder(int tileSize) {
        // given a first step that inverts some pixels, and a second that takes all but a rim from below to the left
        Random random = new Random(7);
        stack.forEach(pixel -> pixel.set(random.nextInt(65536)));
        Restorer restorer = Restorer.builder()
                .tileSize(tileSize)
                .method(new Step(DamageKind.PRECIPITATE))
                .method(new Step(DamageKind.FOLD))
                .build();

        RestoredSection<UnsignedShortType> restored = restorer.restore(
                        stack,
                        Damage.of(List.of(
                                new DamagedSection(1, DamageKind.FOLD), new DamagedSection(1, DamageKind.PRECIPITATE))))
                .section(1);

        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean moved = Step.moves(x);
                int from = moved ? first(Math.max(x - Step.DX, 0), Math.min(y + Step.DY, HEIGHT - 1)) : first(x, y);
                assertThat(restored.pixels().getAt(x, y).get())
                        .as("pixel (%d, %d)", x, y)
                        .isEqualTo(from);
                byte code = Provenance.ORIGINAL;
                if (moved) {
                    code = Step.inverts(x, y) ? Provenance.FUSED : Provenance.MOVED;
                } else if (Step.inverts(x, y)) {
                    code = Provenance.CORRECTED;
                }
                assertThat(restored.provenance().getAt(x, y).get())
                        .as("provenance of (%d, %d)", x, y)
                        .isEqualTo(code);
            }
        }
    }

    private int first(int x, int y) {
        int value = stack.getAt(x, y, 1).get();
        return Step.inverts(x, y) ? 65535 - value : value;
    }

    /** Inverts for precipitates, moves for folds; spoils what it calls original. */
    private record Step(DamageKind kind) implements RestorationMethod {

        static final int DX = 5;
        static final int DY = 4;

        static boolean inverts(int x, int y) {
            return (x + y) % 3 == 0;
        }

        static boolean moves(int x) {
            return x >= 10;
        }

        @Override
        public String name() {
            return "step";
        }

        @Override
        public SectionRestoration restoration(Task task, Survey survey) {
            return new SectionRestoration() {
                @Override
                public List<Integer> sources() {
                    return List.of();
                }

                @Override
                public Area sourceArea(Area target) {
                    return target.grow(DX);
                }

                @Override
                public void restore(int z, Area target, Plane pixels, byte[] provenance) {
                    Plane source = task.source()
                            .read(z, new Area(target.x() - DX, target.y() + DY, target.width(), target.height()));
                    for (int i = 0; i < provenance.length; i++) {
                        int x = target.x() + i % target.width();
                        int y = target.y() + i / target.width();
                        if (kind == DamageKind.PRECIPITATE && inverts(x, y)) {
                            pixels.pixels()[i] = 1 - pixels.pixels()[i];
                            provenance[i] = Provenance.CORRECTED;
                        } else if (kind == DamageKind.FOLD && moves(x)) {
                            pixels.pixels()[i] = source.pixels()[i];
                            provenance[i] = Provenance.MOVED;
                        } else {
                            pixels.pixels()[i] = 0.123f; // called original, so nobody sees it
                        }
                    }
                }

                @Override
                public Findings findings(int z) {
                    return new Findings(1, List.of(), List.of(), false);
                }
            };
        }
    }
}
