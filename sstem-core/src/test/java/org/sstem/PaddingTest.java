package org.sstem;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.Repair.Findings;
import org.sstem.Restoration.RestoredSection;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.SectionRestoration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What lies outside the windows of aligned sections is written as it was, whatever was found there. */
class PaddingTest {

    private static final int SIZE = 192;
    private static final int SECTIONS = 5;
    private static final int Z = 2;
    private static final int TISSUE = 7;

    /** Grey values of sections, all or one of them behind a frame. */
    private static Img<UnsignedByteType> stack(int frame, int padding, boolean all) {
        Plane tissue = Tissue.section(SIZE, SIZE, TISSUE);
        Img<UnsignedByteType> stack = ArrayImgs.unsignedBytes(SIZE, SIZE, SECTIONS);
        for (int z = 0; z < SECTIONS; z++) {
            Plane grained = Tissue.grained(tissue, 0.02, z);
            int i = 0;
            for (UnsignedByteType pixel : Views.flatIterable(Views.hyperSlice(stack, 2, z))) {
                int grey = Math.round(255 * Math.min(Math.max(grained.pixels()[i], 0.02f), 0.98f));
                pixel.set(isFrame(i++, frame) && (all || z == Z) ? padding : grey);
            }
        }
        return stack;
    }

    private static boolean isFrame(int i, int frame) {
        int x = i % SIZE;
        int y = i / SIZE;
        return x < frame || y < frame || x >= SIZE - frame || y >= SIZE - frame;
    }

    @ParameterizedTest
    @CsvSource({"20, 0, 0", "20, 255, 255", "20, 255, 0", "50, 255, 0"})
    void aMissingSectionKeepsThePaddingThatItDoesNotShow(int frame, int padding, int empty) {
        Img<UnsignedByteType> stack = stack(frame, padding, true);
        int i = 0;
        for (UnsignedByteType pixel : Views.flatIterable(Views.hyperSlice(stack, 2, Z))) {
            pixel.set(isFrame(i++, frame) ? padding : empty);
        }
        Damage damage = Damage.of(List.of(new DamagedSection(Z, DamageKind.MISSING)));

        RestoredSection<UnsignedByteType> restored = Restorer.builder()
                .method(new Painting(List.of(Z - 1, Z + 1)))
                .build()
                .restore(stack, damage)
                .section(Z);

        assertThat(touched(stack, restored, frame)).isZero();
        assertThat(restored.provenance().getAt(SIZE / 2, SIZE / 2).get()).isEqualTo(Provenance.INTERPOLATED);
    }

    @Test
    void aLostPartThatWasFoundStopsAtThePadding() {
        Img<UnsignedByteType> stack = stack(20, 0, false);

        assertThat(touched(stack, withCornerLost(stack, true), 20)).isZero();
    }

    @Test
    void aLostPartThatSomebodyDrewReachesAsFarAsItWasDrawn() {
        Img<UnsignedByteType> stack = stack(20, 0, false);

        assertThat(touched(stack, withCornerLost(stack, false), 20)).isPositive();
    }

    /** A corner of the section without tissue, and with it the frame's corner, is said to be lost. */
    private static RestoredSection<UnsignedByteType> withCornerLost(Img<UnsignedByteType> stack, boolean found) {
        SectionMask corner = SectionMask.of(SIZE, SIZE, area -> {
            boolean[] flags = new boolean[area.width() * area.height()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = area.x() + i % area.width() < 70 && area.y() + i / area.width() < 80;
            }
            return flags;
        });
        Damage damage = Damage.of(List.of(new DamagedSection(Z, DamageKind.LOST, Optional.of(corner), found)));
        return Restorer.trainingFree().restore(stack, damage).section(Z);
    }

    private static int touched(
            RandomAccessibleInterval<UnsignedByteType> stack, RestoredSection<UnsignedByteType> restored, int frame) {
        int touched = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            int x = i % SIZE;
            int y = i / SIZE;
            boolean same =
                    restored.pixels().getAt(x, y).get() == stack.getAt(x, y, Z).get()
                            && restored.provenance().getAt(x, y).get() == Provenance.ORIGINAL;
            touched += isFrame(i, frame) && !same ? 1 : 0;
        }
        return touched;
    }

    /** Gives every pixel of a missing section one grey value. */
    private record Painting(List<Integer> sources) implements RestorationMethod, SectionRestoration {

        @Override
        public DamageKind kind() {
            return DamageKind.MISSING;
        }

        @Override
        public String name() {
            return "painting";
        }

        @Override
        public SectionRestoration restoration(Task task, Survey survey) {
            return this;
        }

        @Override
        public Area sourceArea(Area target) {
            return target;
        }

        @Override
        public void restore(int z, Area target, Plane pixels, byte[] provenance) {
            Arrays.fill(pixels.pixels(), 0.5f);
            Arrays.fill(provenance, Provenance.INTERPOLATED);
        }

        @Override
        public Findings findings(int z) {
            return new Findings(1, List.of(), List.of(), false);
        }
    }
}
