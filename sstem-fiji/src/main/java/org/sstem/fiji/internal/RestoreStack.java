package org.sstem.fiji.internal;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.plugin.PlugIn;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;

import java.io.IOException;

/** Restores the open stack into one that is computed as it is looked at. */
public final class RestoreStack implements PlugIn {

    @Override
    public void run(String argument) {
        ImagePlus image = IJ.getImage();
        GenericDialog dialog = new GenericDialog("Restore");
        dialog.addFileField("damage_file (none: detected)", "");
        dialog.showDialog();
        if (dialog.wasCanceled()) {
            return;
        }
        String file = dialog.getNextString().trim();
        Attempt.at("Restore", () -> restored(image, file).show());
    }

    static ImagePlus restored(ImagePlus image, String file) throws IOException {
        return new RestoredStack(image.getStack(), restoration(image, file)).image(image);
    }

    static Restoration<?> restoration(ImagePlus image, String file) throws IOException {
        Damage damage = file.isEmpty()
                ? DetectDamage.detect(image, IJ::showProgress).damage()
                : Damage.read(Attempt.path(file));
        damage.validate(image.getWidth(), image.getHeight(), image.getStackSize());
        return Restorer.trainingFree().restore(OpenStack.pixels(image), damage);
    }
}
