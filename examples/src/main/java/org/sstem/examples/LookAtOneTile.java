package org.sstem.examples;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Repair;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;

import java.util.List;

/** A restoration is lazy: what is not looked at is not computed, and the caller chooses the threads. */
public final class LookAtOneTile {

    private LookAtOneTile() {}

    /**
     * Reads one pixel of a missing section, on two threads.
     *
     * @param <T>   pixel type
     * @param stack axes (x, y, z)
     * @param z     the missing section
     * @param x     column
     * @param y     row
     * @return what the pixel is restored to, with how it was done
     */
    public static <T extends NativeType<T> & RealType<T>> String pixel(
            RandomAccessibleInterval<T> stack, int z, int x, int y) {
        Damage damage = Damage.of(List.of(new DamagedSection(z, DamageKind.MISSING)));
        Restoration<T> restoration = Restorer.builder().tileSize(256).build().restore(stack, damage);

        double grey = Parallelization.runWithNumThreads(
                2, () -> restoration.pixels().getAt(x, y, z).getRealDouble());
        Repair repair = restoration.repairs(z).get(0);
        return grey + " by the " + repair.method() + " method from sections " + repair.sources();
    }
}
