package org.sstem.internal.missing;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Missing sections whose tiles a device makes: how many it is asked for at once, and for what of them. */
class SectionOnDeviceTest {

    /** Three tiles. */
    private static final int WIDTH = 2100;

    private static final int HEIGHT = 40;
    private static final Area WHOLE = new Area(0, 0, WIDTH, HEIGHT);

    private final Img<UnsignedByteType> stack = ArrayImgs.unsignedBytes(WIDTH, HEIGHT, 3);

    /** Makes grey tiles, and notes which planes of them were wanted. */
    private static class Grey implements TileInterpolation {

        final List<Boolean> inRegister = Collections.synchronizedList(new ArrayList<>());

        @Override
        public String name() {
            return "abacus";
        }

        @Override
        public Interpolated interpolate(
                Neighbour below, Neighbour above, double fraction, Windows windows, Area target, boolean inRegister) {
            this.inRegister.add(inRegister);
            Plane grey = Plane.filled(target.width(), target.height(), 0.4f);
            Plane neighbour = inRegister ? Plane.filled(target.width(), target.height(), 0.2f) : grey;
            return new Interpolated(grey, Plane.filled(target.width(), target.height(), 0.9f), neighbour, neighbour);
        }
    }

    private SectionOnDeviceTest() {
        int i = 0;
        for (UnsignedByteType pixel : stack) {
            pixel.set(60 + i++ * 31 % 97);
        }
    }

    private RefinableRestoration restoration(TileInterpolation device, List<Integer> above) {
        Task task = new Task(SectionSource.of(stack), DamageKind.MISSING, 1, 1, List.of(0), above, Optional.empty());
        return new MissingSectionMethod(() -> Optional.ofNullable(device)).prepare(task);
    }

    @Test
    void theNeighboursInRegisterAreAskedForByThoseAloneWhoRefineWhatIsMade() {
        // given
        Grey device = new Grey();
        RefinableRestoration restoration = restoration(device, List.of(2));
        Plane pixels = new Plane(WIDTH, HEIGHT);

        // when a section is restored and judged
        restoration.restore(1, WHOLE, pixels, new byte[WIDTH * HEIGHT]);
        double agreement = restoration.findings(1).confidence();

        // then
        assertThat(pixels.pixels()).containsOnly(0.4f);
        assertThat(agreement).isEqualTo((double) 0.9f);
        assertThat(device.inRegister).containsExactly(false, false, false);

        // when it is refined
        Evidence evidence = restoration.evidence(1, WHOLE);
        restoration.restore(1, WHOLE, pixels, new byte[WIDTH * HEIGHT]);
        restoration.findings(1);

        // then all is made once
        assertThat(evidence.result().pixels()).containsOnly(0.4f);
        assertThat(evidence.below().pixels()).containsOnly(0.2f);
        assertThat(device.inRegister).containsExactly(false, false, false, true, true, true);
    }

    @Test
    void tilesAreAskedForAtOnceOnADeviceAlone() {
        assertThat(restoration(new Grey(), List.of(2)).tilesAtOnce()).isGreaterThan(3);
        assertThat(restoration(null, List.of(2)).tilesAtOnce()).isEqualTo(1);
        // with one neighbour there is nothing to compute
        assertThat(restoration(new Grey(), List.of()).tilesAtOnce()).isEqualTo(1);
    }

    @Test
    void aSectionIsRestoredSeveralTilesAtATime() {
        // given a device that makes the tile in the middle, for the findings, and no other before it is asked for both
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(2);
        Grey device = new Grey() {
            @Override
            public Interpolated interpolate(
                    Neighbour below,
                    Neighbour above,
                    double fraction,
                    Windows windows,
                    Area target,
                    boolean inRegister) {
                try {
                    if (calls.getAndIncrement() > 0) {
                        asked.countDown();
                        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.interpolate(below, above, fraction, windows, target, inRegister);
            }
        };
        Restorer restorer = Restorer.builder()
                .method(new MissingSectionMethod(() -> Optional.of(device)))
                .build();

        // when
        RandomAccessibleInterval<UnsignedByteType> restored = Parallelization.runWithNumThreads(
                4, () -> restorer.restore(stack, Damage.of(new DamagedSection(1, DamageKind.MISSING)))
                        .section(1)
                        .pixels());

        // then
        Views.flatIterable(restored).forEach(pixel -> assertThat(pixel.get()).isEqualTo(102));
    }
}
