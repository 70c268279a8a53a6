package org.sstem.examples;

import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Path;

/** The main job in a few lines: a damaged stack goes in, a restored stack comes out. */
public final class RestoreAStack {

    private RestoreAStack() {}

    /**
     * Restores a stack from file to file.
     *
     * @param stack      a directory of sections, a multi-page TIFF, or {@code file.h5:/dataset}
     * @param damageFile what is damaged
     * @param restored   what to write
     * @throws IOException if reading or writing fails
     */
    public static void restore(Path stack, Path damageFile, Path restored) throws IOException {
        try (StackReader<?> in = Stacks.open(stack)) {
            Damage damage = Damage.read(damageFile);
            Restoration<?> result = Restorer.trainingFree().restore(in.pixels(), damage);
            Stacks.write(result.pixels(), in.voxelSize(), restored);
        }
    }
}
