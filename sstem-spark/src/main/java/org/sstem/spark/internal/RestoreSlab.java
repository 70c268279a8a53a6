package org.sstem.spark.internal;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Restoration;
import org.sstem.Restoration.RestoredSection;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.StackPart;
import org.sstem.internal.progress.Cancellation;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Restores the sections of a slab and makes the files that they go into.
 *
 * @param stack      opens the damaged stack
 * @param damage     the file that says what is damaged
 * @param levels     where black is; null if nothing is damaged
 * @param tile       edge of the tiles, pixels
 * @param pixels     where restored sections go
 * @param provenance where their provenance goes; null if it is not wanted
 */
public record RestoreSlab(
        StackSupplier stack, DamageFile damage, GreyLevels levels, int tile, StackPart pixels, StackPart provenance)
        implements Blocks.Work<Slab, RestoreSlab.Result> {

    /** What was made of each stack. */
    public record Result(ArrayList<StackPart.Made> pixels, ArrayList<StackPart.Made> provenance)
            implements Serializable {}

    @Override
    public Result of(Slab slab) throws IOException {
        try (StackReader<?> in = stack.open()) {
            return restored(in, slab);
        }
    }

    private <T extends NativeType<T> & RealType<T>> Result restored(StackReader<T> in, Slab slab) throws IOException {
        Restoration<T> restoration = restoration(in, damage.read(), tile, levels);
        Set<Integer> damaged = restoration.damagedSections();
        PixelType type = PixelType.of(in.type());
        try (StackPart.Block out = pixels.block(slab.first(), slab.end());
                StackPart.Block origin = provenance == null ? null : provenance.block(slab.first(), slab.end())) {
            for (int z = slab.first(); z < slab.end(); z++) {
                Cancellation.check("before section " + z);
                if (damaged.contains(z)) {
                    RestoredSection<T> section = restoration.section(z);
                    out.write(z, type.rawPixels(section.pixels()));
                    if (origin != null) {
                        origin.write(z, PixelType.UINT8.rawPixels(section.provenance()));
                    }
                } else {
                    out.write(z, type.rawSection(in.pixels(), z));
                    if (origin != null) {
                        origin.write(z, new byte[Math.multiplyExact(in.width(), in.height())]);
                    }
                }
            }
            return new Result(new ArrayList<>(out.made()), new ArrayList<>(origin == null ? List.of() : origin.made()));
        }
    }

    private static <T extends NativeType<T> & RealType<T>> Restoration<T> restoration(
            StackReader<T> in, Damage damage, int tile, GreyLevels levels) {
        Restorer.Builder restorer = Restorer.builder().tileSize(tile);
        if (levels != null) {
            restorer.levels(levels);
        }
        return restorer.build().restore(in.pixels(), damage);
    }

    /** Finds out where black is. */
    public static GreyLevels levels(StackSupplier stack, DamageFile damage) throws IOException {
        try (StackReader<?> in = stack.open()) {
            return levels(in, damage.read());
        }
    }

    private static <T extends NativeType<T> & RealType<T>> GreyLevels levels(StackReader<T> in, Damage damage) {
        return restoration(in, damage, 1024, null).levels();
    }
}
