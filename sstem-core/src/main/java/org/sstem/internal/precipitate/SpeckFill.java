package org.sstem.internal.precipitate;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.internal.lost.LostMethod;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Undoes what darkens a section, and fills what hides it from the neighbours, in register with what is seen around it.
 * Immutable and thread-safe.
 *
 * @param stained undoes contrast loss and blobs
 * @param filled  fills the specks of the section as it is
 * @param specks  how many these are
 */
record SpeckFill(PrecipitateFill stained, RefinableRestoration filled, int specks) implements RefinableRestoration {

    @Override
    public List<Integer> sources() {
        return stained.sources();
    }

    @Override
    public Area sourceArea(Area target) {
        return filled.sourceArea(target);
    }

    @Override
    public Area evidenceArea(Area target) {
        Area a = stained.evidenceArea(target);
        Area b = filled.evidenceArea(target);
        int x = Math.min(a.x(), b.x());
        int y = Math.min(a.y(), b.y());
        return new Area(
                x,
                y,
                Math.max(a.x() + a.width(), b.x() + b.width()) - x,
                Math.max(a.y() + a.height(), b.y() + b.height()) - y);
    }

    @Override
    public boolean touches(Area target) {
        return stained.touches(target) || filled.touches(target);
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        Plane own = pixels.copy();
        byte[] hidden = new byte[provenance.length];
        filled.restore(z, target, own, hidden);
        stained.restore(z, target, pixels, provenance);
        for (int i = 0; i < hidden.length; i++) {
            if (hidden[i] != Provenance.ORIGINAL) {
                pixels.pixels()[i] = stained.clean(own.pixels()[i]);
                provenance[i] = hidden[i];
            }
        }
    }

    @Override
    public Evidence evidence(int z, Area target) {
        Evidence all = stained.evidence(z, target);
        Evidence shown = filled.evidence(z, target);
        for (int i = 0; i < shown.provenance().length; i++) {
            if (shown.provenance()[i] != Provenance.ORIGINAL) {
                float fill = stained.clean(shown.result().pixels()[i]);
                all.result().pixels()[i] = fill;
                all.own().pixels()[i] = fill;
                all.trust().pixels()[i] = 0;
                all.light().pixels()[i] = 0;
                all.below().pixels()[i] = stained.clean(shown.below().pixels()[i]);
                all.above().pixels()[i] = stained.clean(shown.above().pixels()[i]);
                all.provenance()[i] = shown.provenance()[i];
            }
        }
        return all;
    }

    @Override
    public Findings findings(int z) {
        Findings stains = stained.findings(z);
        Findings fill = filled.findings(z);
        String what = specks + (specks == 1 ? " stain hides" : " stains hide")
                + " what lies below: filled from the neighbours.";
        if (stained.changesNothing()) {
            return new Findings(
                    fill.confidence(), fill.estimates(), joined(List.of(what), fill.remarks()), fill.doubtful());
        }
        return new Findings(
                together(stains, fill),
                Stream.concat(stains.estimates().stream(), fill.estimates().stream())
                        .toList(),
                joined(stains.remarks(), joined(List.of(what), fill.remarks())),
                stains.doubtful() || fill.doubtful());
    }

    /** Confidence of both, each as much of the section as it has changed. */
    private double together(Findings stains, Findings fill) {
        double lightened = stained.changesAll() ? 1 : share(stains, Summary.COVERED);
        double filled = share(fill, LostMethod.LOST_SHARE);
        return (lightened * stains.confidence() + filled * fill.confidence()) / (lightened + filled);
    }

    private static double share(Findings findings, String name) {
        return findings.estimates().stream()
                .filter(estimate -> estimate.name().equals(name))
                .mapToDouble(Findings.Estimate::value)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> joined(List<String> first, List<String> then) {
        List<String> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
