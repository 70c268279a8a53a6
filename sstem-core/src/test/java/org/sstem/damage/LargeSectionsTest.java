package org.sstem.damage;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Detection.Finding;
import org.sstem.method.Area;

import java.util.Optional;
import java.util.function.BiPredicate;

import static org.assertj.core.api.Assertions.assertThat;

/** Sections that nobody holds in memory: more pixels in a row than 46,340, and more of them than an array has places for. */
class LargeSectionsTest {

    @Test
    void aFoldAndBlobsAreFoundInWideSections() {
        found(46_400, 160);
    }

    @Test
    @EnabledIfSystemProperty(named = "sstem.nightly", matches = "true")
    void aFoldAndBlobsAreFoundInHighSections() {
        found(160, 46_400);
    }

    private static void found(int width, int height) {
        ProceduralStack stack = new ProceduralStack(width, height, 40, 10);

        Detection found = DamageDetector.builder().build().detect(stack.image());

        assertThat(found.damage().damagedSections()).containsExactly(ProceduralStack.DAMAGED);
        assertThat(agreement(found, DamageKind.FOLD, width, height, stack::isFold))
                .isGreaterThan(0.6);
        assertThat(agreement(found, DamageKind.PRECIPITATE, width, height, stack::isBlob))
                .isGreaterThan(0.5);
        assertThat(found.findings().stream().map(Finding::why))
                .allMatch(why -> why.contains(" px from ("), "says where the part lies");
    }

    @Test
    @EnabledIfSystemProperty(named = "sstem.nightly", matches = "true")
    void aFoldAndBlobsAreFoundAndRestoredInSectionsOfMorePixelsThanAnIndexCounts() {
        int width = 60_000;
        int height = 40_000;
        ProceduralStack stack = new ProceduralStack(width, height, 160, 60);
        RandomAccessibleInterval<UnsignedByteType> image = stack.image();

        Detection found = foundWell(stack, width, height);

        Restoration<UnsignedByteType> restoration =
                Restorer.builder().levels(found.levels()).build().restore(image, found.damage());
        for (double[] blob : stack.blobs()) {
            assertThat(gained(image, restoration.pixels(), (long) blob[0], (long) blob[1]))
                    .isGreaterThan(2);
        }
        for (int part = 1; part < 4; part++) {
            long y = height * part / 4;
            long x = 0;
            while (stack.distance(x, y) < 0) {
                x++;
            }
            assertThat(gained(image, restoration.pixels(), x, y)).isGreaterThan(2);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "sstem.nightly", matches = "true")
    void aFoldAndBlobsAreFoundInSectionsOfAHundredThousandPixelsASide() {
        foundWell(new ProceduralStack(100_000, 100_000, 160, 100), 100_000, 100_000);
    }

    private static Detection foundWell(ProceduralStack stack, int width, int height) {
        Detection found = DamageDetector.builder().build().detect(stack.image());

        assertThat(found.damage().damagedSections()).containsExactly(ProceduralStack.DAMAGED);
        assertThat(agreement(found, DamageKind.FOLD, width, height, stack::isFold))
                .isGreaterThan(0.9);
        assertThat(agreement(found, DamageKind.PRECIPITATE, width, height, stack::isBlob))
                .isGreaterThan(0.6);
        return found;
    }

    /** Intersection over union of what was found and what there is, of some rows. */
    private static double agreement(
            Detection found, DamageKind kind, int width, int height, BiPredicate<Integer, Integer> there) {
        Optional<SectionMask> mask = found.damage().mask(ProceduralStack.DAMAGED, kind);
        assertThat(mask).as("mask of " + kind).isPresent();
        int both = 0;
        int either = 0;
        for (int y = 7; y < height; y += Math.max(1, height / 1000)) {
            boolean[] row = mask.get().read(new Area(0, y, width, 1));
            for (int x = 0; x < width; x++) {
                boolean is = there.test(x, y);
                both += is && row[x] ? 1 : 0;
                either += is || row[x] ? 1 : 0;
            }
        }
        return (double) both / either;
    }

    /** How many times nearer to the mean of its neighbours a place is than before, in root mean squares. */
    private static double gained(
            RandomAccessibleInterval<UnsignedByteType> before,
            RandomAccessibleInterval<UnsignedByteType> after,
            long cx,
            long cy) {
        RandomAccess<UnsignedByteType> was = before.randomAccess();
        RandomAccess<UnsignedByteType> is = after.randomAccess();
        double damaged = 0;
        double restored = 0;
        for (long y = cy - 60; y < cy + 60; y++) {
            for (long x = cx - 60; x < cx + 60; x++) {
                double mean = 0.5 * (at(was, x, y, 0) + at(was, x, y, 2));
                damaged += Math.pow(at(was, x, y, ProceduralStack.DAMAGED) - mean, 2);
                restored += Math.pow(at(is, x, y, ProceduralStack.DAMAGED) - mean, 2);
            }
        }
        return Math.sqrt(damaged / restored);
    }

    private static double at(RandomAccess<UnsignedByteType> image, long x, long y, long z) {
        return image.setPositionAndGet(x, y, z).getRealDouble();
    }
}
