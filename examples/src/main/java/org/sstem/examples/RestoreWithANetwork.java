package org.sstem.examples;

import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.net.Engine;
import org.sstem.net.RestorationModel;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Path;

/** As {@link RestoreAStack}, with trained networks. */
public final class RestoreWithANetwork {

    private RestoreWithANetwork() {}

    /**
     * Restores a stack from file to file.
     *
     * @param stack      a directory of sections, a multi-page TIFF, or {@code file.h5:/dataset}
     * @param damageFile what is damaged
     * @param restored   what to write
     * @param models     the networks; what they do not suffice for is restored without training
     * @return the methods that were used on the first damaged section
     * @throws IOException if reading or writing fails
     */
    public static String restore(Path stack, Path damageFile, Path restored, Path... models) throws IOException {
        try (StackReader<?> in = Stacks.open(stack);
                RestorationModel model = RestorationModel.load(models)) {
            Damage damage = Damage.read(damageFile);
            Restorer restorer =
                    Restorer.builder().methods(model.methods(Engine.ONNX)).build();
            Restoration<?> result = restorer.restore(in.pixels(), damage);
            Stacks.write(result.pixels(), in.voxelSize(), restored);
            return result.repairs(result.damagedSections().first()).get(0).method();
        }
    }
}
