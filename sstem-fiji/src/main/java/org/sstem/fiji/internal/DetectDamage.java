package org.sstem.fiji.internal;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.measure.ResultsTable;
import ij.plugin.PlugIn;
import ij.process.ColorProcessor;
import org.sstem.ProgressListener;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.damage.SectionMask;
import org.sstem.method.Area;

import java.io.IOException;

/** Finds damage in the open stack: a table, masks over the sections, and a damage file if one is asked for. */
public final class DetectDamage implements PlugIn {

    private static final int COLOUR = 0xee6677;
    private static final double OPACITY = 0.4;

    @Override
    public void run(String argument) {
        ImagePlus image = IJ.getImage();
        GenericDialog dialog = new GenericDialog("Detect Damage");
        dialog.addFileField("damage_file (none: not saved)", "");
        dialog.showDialog();
        if (dialog.wasCanceled()) {
            return;
        }
        String file = dialog.getNextString().trim();
        Attempt.at("Detect Damage", () -> {
            Detection found = detect(image, IJ::showProgress);
            table(found).show("Damage of " + image.getTitle());
            image.setOverlay(overlay(found, image.getWidth(), image.getHeight()));
            save(found, file);
        });
    }

    /** How far it is, 0 to 1. */
    interface Progress {
        void show(double share);
    }

    static Detection detect(ImagePlus image, Progress progress) throws IOException {
        ProgressListener listener = (done, total, what) -> progress.show((double) done / total);
        return DamageDetector.builder().progress(listener).build().detect(OpenStack.pixels(image));
    }

    /** Sections are counted from 1, as ImageJ counts them. */
    static ResultsTable table(Detection found) {
        ResultsTable table = new ResultsTable();
        for (Detection.Finding finding : found.findings()) {
            table.incrementCounter();
            table.addValue("section", finding.z() + 1);
            table.addValue("damage", finding.kind().id());
            table.addValue("confidence", finding.confidence());
            table.addValue("why", finding.why());
        }
        return table;
    }

    static Overlay overlay(Detection found, int width, int height) {
        Overlay overlay = new Overlay();
        for (DamagedSection entry : found.damage().entries()) {
            if (entry.mask().isPresent()) {
                overlay.add(colours(entry.mask().get(), width, height, entry.z() + 1));
            }
        }
        return overlay;
    }

    private static ImageRoi colours(SectionMask mask, int width, int height, int position) {
        ColorProcessor colours = new ColorProcessor(width, height);
        boolean[] flags = mask.read(new Area(0, 0, width, height));
        for (int i = 0; i < flags.length; i++) {
            colours.set(i, flags[i] ? COLOUR : 0);
        }
        ImageRoi roi = new ImageRoi(0, 0, colours);
        roi.setZeroTransparent(true);
        roi.setOpacity(OPACITY);
        roi.setPosition(position);
        return roi;
    }

    private static void save(Detection found, String file) throws IOException {
        if (!file.isEmpty()) {
            found.damage().write(Attempt.path(file));
        }
    }
}
