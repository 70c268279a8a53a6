package org.sstem.internal.lost;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;
import org.sstem.Restoration.RestoredSection;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LostMethodTest {

    private static final int WIDTH = 256;
    private static final int HEIGHT = 224;
    private static final int Z = 1;

    private final List<Plane> sections = new ArrayList<>();
    private final boolean[] lost = new boolean[WIDTH * HEIGHT];
    private final boolean[] padding = new boolean[WIDTH * HEIGHT];

    LostMethodTest() {
        Plane tissue = Tissue.section(WIDTH, HEIGHT, 5);
        for (int z = 0; z < 3; z++) {
            sections.add(Tissue.grained(Tissue.warped(tissue, Tissue.motion(WIDTH, HEIGHT, 2.0 * z)), 0.02, z));
        }
        for (int i = 0; i < lost.length; i++) {
            padding[i] = i / WIDTH < 6;
            lost[i] = i / WIDTH >= 10 && i % WIDTH < 90 && i / WIDTH < 110;
        }
    }

    @Test
    void aLostPartIsFilledFromTheNeighboursAndAllElseStays() {
        byte[] stack = stack();
        RestoredSection<UnsignedByteType> section =
                Restorer.trainingFree().restore(image(stack.clone()), damage()).section(Z);

        int[] restored = values(section.pixels());
        int[] provenance = values(section.provenance());
        double error = 0;
        int n = 0;
        for (int i = 0; i < lost.length; i++) {
            int before = stack[Z * WIDTH * HEIGHT + i] & 0xff;
            if (lost[i]) {
                assertThat(provenance[i]).isEqualTo(3);
                error += Math.abs(restored[i] / 255.0 - sections.get(Z).pixels()[i]);
                n++;
            } else {
                assertThat(provenance[i]).isZero();
                assertThat(restored[i]).isEqualTo(before);
            }
        }
        // the tissue of the neighbours without moving it misses by more than twice as much
        assertThat(error / n).isLessThan(0.06);
        assertThat(section.repairs().get(0).kind()).isEqualTo(DamageKind.LOST);
    }

    @Test
    void aTaskWithoutAMaskIsRefused() {
        Task task = new Task(Tissue.source(sections), DamageKind.LOST, Z, Z, List.of(0), List.of(2), Optional.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LostMethod().prepare(task))
                .withMessageContaining("mask of its lost parts");
    }

    private Damage damage() {
        return Damage.of(List.of(new DamagedSection(Z, DamageKind.LOST, SectionMask.of(WIDTH, HEIGHT, lost))));
    }

    private byte[] stack() {
        byte[] pixels = new byte[3 * WIDTH * HEIGHT];
        for (int z = 0; z < 3; z++) {
            for (int i = 0; i < lost.length; i++) {
                float grey = Math.min(Math.max(sections.get(z).pixels()[i], 0.02f), 0.98f);
                boolean gone = padding[i] || z == Z && lost[i];
                pixels[z * lost.length + i] = (byte) (gone ? 0 : Math.round(255 * grey));
            }
        }
        return pixels;
    }

    private static ArrayImg<UnsignedByteType, ByteArray> image(byte[] pixels) {
        return ArrayImgs.unsignedBytes(pixels, WIDTH, HEIGHT, 3);
    }

    private static int[] values(net.imglib2.RandomAccessibleInterval<UnsignedByteType> section) {
        int[] values = new int[WIDTH * HEIGHT];
        int i = 0;
        for (UnsignedByteType value : net.imglib2.view.Views.flatIterable(section)) {
            values[i++] = value.get();
        }
        return values;
    }
}
