package org.sstem;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.parallel.Parallelization;
import net.imglib2.test.ImgLib2Assert;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.StainedTissue;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole sections as a user gets them, with all that is told of them. */
class RestorationThreadsTest {

    private static final int SIZE = 320;

    private final StainedTissue tissue = new StainedTissue(
            SIZE, 7, 0.6, 0.2, new double[] {90, 110, 40}, new double[] {230, 60, 25}, new double[] {200, 240, 14});

    @ParameterizedTest
    @EnumSource(names = {"PRECIPITATE", "LOST", "MISSING"})
    void aRestoredSectionIsTheSameOnAnyNumberOfThreads(DamageKind kind) {
        RestoredSection<UnsignedByteType> one = Parallelization.runSingleThreaded(() -> restored(kind));

        for (int threads : new int[] {2, 5}) {
            RestoredSection<UnsignedByteType> several =
                    Parallelization.runWithNumThreads(threads, () -> restored(kind));

            ImgLib2Assert.assertImageEquals(one.pixels(), several.pixels());
            ImgLib2Assert.assertImageEquals(one.provenance(), several.provenance());
            assertThat(several.repairs()).isEqualTo(one.repairs());
        }
    }

    /** From the stack on: nothing is kept from one call to the next. */
    private RestoredSection<UnsignedByteType> restored(DamageKind kind) {
        SectionMask mask = SectionMask.of(SIZE, SIZE, marked());
        DamagedSection damaged =
                kind == DamageKind.MISSING ? new DamagedSection(1, kind) : new DamagedSection(1, kind, mask);
        return Restorer.builder()
                .tileSize(128)
                .build()
                .restore(stack(), Damage.of(damaged))
                .section(1);
    }

    private boolean[] marked() {
        boolean[] marked = tissue.mask.clone();
        for (int i = 0; i < marked.length; i++) {
            marked[i] |= opaque(i);
        }
        return marked;
    }

    /** The blobs' section has a black speck, too. */
    private Img<UnsignedByteType> stack() {
        byte[] pixels = new byte[3 * SIZE * SIZE];
        for (int i = 0; i < pixels.length; i++) {
            int z = i / (SIZE * SIZE);
            int k = i % (SIZE * SIZE);
            float grey = tissue.sections.get(z).pixels()[k];
            pixels[i] = (byte) (z == 1 && opaque(k) ? 4 : Math.round(255 * grey));
        }
        return ArrayImgs.unsignedBytes(pixels, SIZE, SIZE, 3);
    }

    private static boolean opaque(int i) {
        return Math.hypot(i % SIZE - 100, i / SIZE - 250) <= 12;
    }
}
