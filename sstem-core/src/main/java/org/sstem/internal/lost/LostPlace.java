package org.sstem.internal.lost;

import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Boxes;
import org.sstem.internal.image.Filters;
import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.tissue.RecordedSections;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.Optional;

/** What a section and its neighbours show around a target in which something is lost. Not thread-safe. */
final class LostPlace {

    /** How far the section's own brightness is carried into the part. */
    private static final double BRIGHTNESS_SIGMA = 24;
    /** Contrast of a section over that of its neighbours: stains have been seen to take up to 0.7 of it. */
    private static final double FAINTEST = 0.2;

    private static final double STRONGEST = 2;

    private final SectionSource source;
    private final SectionMask mask;
    private final SectionInterpolator interpolator;
    private final int z;
    private final Area kept;
    private final Area target;
    private final Area area;
    /** What brightness is compared in, and agreement is asked for. */
    private final Area near;

    private final Plane section;
    private final Plane tissue;
    private final Plane own;
    private final Plane valid;
    private Interpolated made;

    /**
     * Looks.
     *
     * @param task         the section and the mask of its lost parts
     * @param interpolator makes it of its neighbours
     * @param kept         what grey values are wanted of, inside the target
     * @param target       what is wanted, inside the section
     */
    LostPlace(Task task, SectionInterpolator interpolator, Area kept, Area target) {
        this.source = task.source();
        this.mask = task.mask().orElseThrow();
        this.interpolator = interpolator;
        this.z = task.firstZ();
        this.kept = kept;
        this.target = target;
        this.area = target.grow(interpolator.margin()).intersect(new Area(0, 0, source.width(), source.height()));
        this.near =
                kept.grow(Filters.gaussianReach(BRIGHTNESS_SIGMA)).union(target).intersect(area);
        this.section = source.read(z, area);
        this.tissue = source.tissue(z, area);
        this.own = Boxes.crop(section, area, near);
        this.valid = Boxes.crop(tissue, area, near);
        this.made = interpolator.interpolate(z, kept, near, area, section, tissue);
    }

    /** What is shown by the neighbours, like the section. */
    Plane matched(Plane shown) {
        return matched(own, valid, shown);
    }

    /** The target, of what is known around it. */
    Plane wanted(Plane plane) {
        return Boxes.crop(plane, near, target);
    }

    /**
     * The neighbours with what the part itself still shows. Where it shows anything they are registered once more, to that
     * too.
     */
    Remnant together() {
        Optional<Plane> recorded = RecordedSections.read(source, z, near);
        if (recorded.isEmpty() || interpolator.oneSided()) {
            return Remnant.nothing(matched(made.pixels()));
        }
        Plane lost = lost(recorded.get());
        Interpolated plain = made;
        Plane shown = matched(made.pixels());
        Optional<Plane> supposed = Remnant.supposed(recorded.get(), lost, shown);
        if (supposed.isEmpty()) {
            return Remnant.nothing(shown);
        }
        made = registered(supposed.get(), lost);
        Remnant remnant = remnant(recorded.get(), lost);
        if (remnant.any()) {
            made = registered(remnant.alone(), within(lost, remnant.share()));
            remnant = remnant(recorded.get(), lost);
        }
        if (!remnant.any()) {
            made = plain;
            return Remnant.nothing(shown);
        }
        return remnant;
    }

    /** The neighbours in register with the section and with what it shows of a lost part. */
    private Interpolated registered(Plane shows, Plane part) {
        Plane seen = section.copy();
        Plane trusted = tissue.copy();
        Plane inside = own.copy();
        Plane trust = valid.copy();
        for (int i = 0; i < part.pixels().length; i++) {
            if (part.pixels()[i] > 0) {
                inside.pixels()[i] = shows.pixels()[i];
                trust.pixels()[i] = 1;
            }
        }
        Boxes.paste(inside, near, seen, area);
        Boxes.paste(trust, near, trusted, area);
        return interpolator.interpolate(z, kept, near, area, seen, trusted);
    }

    private Plane within(Plane lost, Plane share) {
        Plane part = lost.copy();
        for (int i = 0; i < part.pixels().length; i++) {
            part.pixels()[i] = share.pixels()[i] > 0 ? part.pixels()[i] : 0;
        }
        return part;
    }

    private Remnant remnant(Plane recorded, Plane lost) {
        return Remnant.of(recorded, valid, lost, matched(made.pixels()), matched(made.below()), matched(made.above()));
    }

    /** 1 where the section is lost and holds grey values nevertheless. */
    private Plane lost(Plane recorded) {
        boolean[] flags = mask.read(near);
        Plane lost = new Plane(near.width(), near.height());
        for (int i = 0; i < flags.length; i++) {
            boolean finite = Float.isFinite(recorded.pixels()[i]);
            lost.pixels()[i] = flags[i] && finite ? 1 : 0;
            recorded.pixels()[i] = finite ? recorded.pixels()[i] : 0;
        }
        return lost;
    }

    /** The neighbours in register: with what {@link #together} has used of the part, if it was asked for. */
    Interpolated made() {
        return made;
    }

    /**
     * Brings what the neighbours show to the section's brightness around the part, and to its contrast: that of detail, so that
     * light which falls off, or the halo of a stain, is not taken for contrast.
     */
    private static Plane matched(Plane own, Plane valid, Plane shown) {
        int n = own.pixels().length;
        Plane ownLight = Filters.gaussian(own, valid, BRIGHTNESS_SIGMA, 0);
        Plane shownLight = Filters.gaussian(shown, valid, BRIGHTNESS_SIGMA, 0);
        double[] sums = new double[5];
        for (int i = 0; i < n; i++) {
            double w = valid.pixels()[i];
            double a = own.pixels()[i];
            double b = shown.pixels()[i];
            sums[0] += w;
            sums[1] += w * a;
            sums[2] += w * b;
            sums[3] += w * square(a - ownLight.pixels()[i]);
            sums[4] += w * square(b - shownLight.pixels()[i]);
        }
        if (sums[0] < 1) {
            return shown;
        }
        double meanOwn = sums[1] / sums[0];
        double meanShown = sums[2] / sums[0];
        double gain = sums[4] > 0 ? Math.min(Math.max(Math.sqrt(sums[3] / sums[4]), FAINTEST), STRONGEST) : 1;
        Plane difference = new Plane(own.width(), own.height());
        for (int i = 0; i < n; i++) {
            double here = meanOwn + gain * (shown.pixels()[i] - meanShown);
            difference.pixels()[i] = (float) (own.pixels()[i] - here);
        }
        // The part's own far side is no surroundings: from some way in, the mean of the whole holds.
        Plane offset = Filters.gaussian(difference, valid, BRIGHTNESS_SIGMA, 0);
        Plane near = Filters.gaussian(valid, BRIGHTNESS_SIGMA);
        Plane out = new Plane(own.width(), own.height());
        for (int i = 0; i < n; i++) {
            float carried = Math.min(1, 4 * near.pixels()[i]) * offset.pixels()[i];
            out.pixels()[i] = (float) (meanOwn + gain * (shown.pixels()[i] - meanShown)) + carried;
        }
        return out;
    }

    private static double square(double v) {
        return v * v;
    }
}
