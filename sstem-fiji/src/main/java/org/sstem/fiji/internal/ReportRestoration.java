package org.sstem.fiji.internal;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.plugin.PlugIn;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.Restoration;
import org.sstem.report.RestorationReport;

import java.io.IOException;
import java.nio.file.Path;

/** Restores the open stack and writes the report: a page and a JSON beside it. */
public final class ReportRestoration implements PlugIn {

    @Override
    public void run(String argument) {
        ImagePlus image = IJ.getImage();
        GenericDialog dialog = new GenericDialog("Restoration Report");
        dialog.addFileField("report", "report.html");
        dialog.addFileField("damage_file (none: detected)", "");
        dialog.showDialog();
        if (dialog.wasCanceled()) {
            return;
        }
        String report = dialog.getNextString().trim();
        String file = dialog.getNextString().trim();
        Attempt.at("Restoration Report", () -> write(image, file, Attempt.path(report)));
    }

    static void write(ImagePlus image, String file, Path html) throws IOException {
        RandomAccessibleInterval<? extends RealType<?>> pixels = OpenStack.pixels(image);
        Restoration<?> restoration = RestoreStack.restoration(image, file);
        RestorationReport report = new RestorationReport(image.getTitle(), pixels, OpenStack.voxelSize(image));
        report.levels(restoration.levels());
        int done = 0;
        for (int z : restoration.damagedSections()) {
            Restoration.RestoredSection<? extends RealType<?>> section = restoration.section(z);
            RandomAccessibleInterval<UnsignedByteType> provenance = section.provenance();
            report.tissue(restoration.tissue(z));
            report.add(z, section.repairs(), Views.hyperSlice(pixels, 2, z), section.pixels(), provenance);
            IJ.showProgress(++done, restoration.damagedSections().size());
        }
        report.write(html);
    }
}
