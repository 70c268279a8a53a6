package org.sstem.internal.lost;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Boxes;
import org.sstem.internal.image.Filters;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
import org.sstem.internal.tissue.RecordedSections;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Fills the lost parts of one section. Immutable but for what it keeps to save time; thread-safe. */
final class LostFill implements RefinableRestoration {

    private static final int TILE_PX = 1024;
    /** How far the section's own brightness is carried into the part. */
    private static final double BRIGHTNESS_SIGMA = 24;
    /** How far around what is lost agreement is asked for, pixels. */
    private static final int AROUND_PX = 64;

    /** Below this mean agreement of the neighbours a result should be looked at. */
    private static final double LOW_AGREEMENT = 0.15;

    /**
     * Logistic regression of whether filling reached half of what one gains who knows where the neighbours' tissue belongs, by
     * how far they agree with what is left and by the logarithm of the lost share of the section: from 40 simulated lost parts and
     * specks of real sections. Far inside a large part little of the neighbours is where it belongs.
     */
    private static final double ALL = -20;

    private static final double OF_AGREEMENT = 20.6;
    private static final double OF_SIZE = -4.7;

    private static final double MUCH = 0.5;
    private static final int STRIP_ROWS = 128;

    private final Task task;
    private final SectionSource source;
    private final SectionMask mask;
    private final SectionInterpolator interpolator;
    /** The neighbours below and above, everywhere. */
    private final PlaneGrid neighbours;
    /**
     * The neighbours together where something is lost, with what that still shows; how far they agree there and around, and where
     * that counts; how much the lost part itself has shown.
     */
    private final PlaneGrid fill;

    LostFill(Task task, SectionInterpolator.Parameters parameters) {
        this.task = task;
        this.source = task.source();
        this.mask = task.mask().orElseThrow();
        this.interpolator = SectionInterpolator.of(task, parameters);
        Tiles tiles = new Tiles(source.width(), source.height(), TILE_PX);
        this.neighbours = new PlaneGrid(tiles, this::neighbours);
        this.fill = new PlaneGrid(tiles, this::fill);
    }

    @Override
    public List<Integer> sources() {
        return interpolator.sources();
    }

    @Override
    public Area sourceArea(Area target) {
        return fill.cover(target).grow(interpolator.margin() + interpolator.drift());
    }

    @Override
    public boolean touches(Area target) {
        return any(mask.read(target));
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        requireOwn(z);
        boolean[] lost = mask.read(target);
        List<Plane> made = fill.read(target, tile -> any(mask.read(tile)));
        if (made.isEmpty()) {
            return;
        }
        boolean[] known = interpolator.known(target);
        for (int i = 0; i < lost.length; i++) {
            if (lost[i] && known[i]) {
                pixels.pixels()[i] = made.get(0).pixels()[i];
                provenance[i] = made.get(3).pixels()[i] > 0 ? Provenance.FUSED : Provenance.INTERPOLATED;
            }
        }
    }

    @Override
    public Evidence evidence(int z, Area target) {
        requireOwn(z);
        Plane own = source.read(z, target);
        Plane result = own.copy();
        byte[] provenance = new byte[own.pixels().length];
        restore(z, target, result, provenance);
        Plane trust = Plane.filled(target.width(), target.height(), 1);
        for (int i = 0; i < provenance.length; i++) {
            trust.pixels()[i] = provenance[i] == Provenance.ORIGINAL ? 1 : 0;
        }
        List<Plane> shown = neighbours.read(target);
        return new Evidence(result.copy(), trust, shown.get(0), shown.get(1), result, provenance);
    }

    @Override
    public Area evidenceArea(Area target) {
        return sourceArea(target);
    }

    private List<Plane> neighbours(Area tile) {
        Look look = new Look(tile);
        return List.of(look.wanted(look.matched(look.made.below())), look.wanted(look.matched(look.made.above())));
    }

    /** Looks no further around what is lost than it has to. */
    private List<Plane> fill(Area tile) {
        List<Plane> planes = Stream.generate(() -> new Plane(tile.width(), tile.height()))
                .limit(4)
                .toList();
        for (Area target : targets(mask.read(tile), tile)) {
            Look look = new Look(target);
            Remnant together = look.together();
            Boxes.paste(look.wanted(together.pixels()), target, planes.get(0), tile);
            Boxes.paste(look.wanted(look.made.confidence()), target, planes.get(1), tile);
            Boxes.paste(source.tissue(task.firstZ(), target), target, planes.get(2), tile);
            Boxes.paste(look.wanted(together.share()), target, planes.get(3), tile);
        }
        return planes;
    }

    /** Where something is lost, and what is around it: each part by itself, unless all at once is less to look at. */
    private List<Area> targets(boolean[] lost, Area tile) {
        List<Area> parts = new ArrayList<>();
        for (Area part : Boxes.apart(lost, tile, AROUND_PX)) {
            parts.add(part.intersect(tile));
        }
        Optional<Area> all = Boxes.of(lost, tile).map(box -> box.grow(AROUND_PX).intersect(tile));
        return all.isPresent()
                        && looked(all.get())
                                <= parts.stream().mapToLong(this::looked).sum()
                ? List.of(all.get())
                : parts;
    }

    /** Pixels that are looked at for a target. */
    private long looked(Area target) {
        Area area = target.grow(interpolator.margin());
        return (long) area.width() * area.height();
    }

    /** What the section and its neighbours show around a target. */
    private final class Look {

        private final Area target;
        private final Area area;
        /** What brightness is compared in. */
        private final Area near;

        private final Plane section;
        private final Plane tissue;
        private final Plane own;
        private final Plane valid;
        private Interpolated made;

        Look(Area target) {
            this.target = target;
            this.area = target.grow(interpolator.margin()).intersect(new Area(0, 0, source.width(), source.height()));
            this.near = target.grow(Filters.gaussianReach(BRIGHTNESS_SIGMA)).intersect(area);
            this.section = source.read(task.firstZ(), area);
            this.tissue = source.tissue(task.firstZ(), area);
            this.own = Boxes.crop(section, area, near);
            this.valid = Boxes.crop(tissue, area, near);
            this.made = interpolator.interpolate(task.firstZ(), near, area, section, tissue);
        }

        /** What is shown by the neighbours, like the section. */
        Plane matched(Plane shown) {
            return LostFill.matched(own, valid, shown);
        }

        Plane wanted(Plane plane) {
            return Boxes.crop(plane, near, target);
        }

        /**
         * The neighbours with what the part itself still shows. Where it shows anything they are registered once more, to that
         * too.
         */
        Remnant together() {
            Optional<Plane> recorded = RecordedSections.read(source, task.firstZ(), near);
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
            return interpolator.interpolate(task.firstZ(), near, area, seen, trusted);
        }

        private Plane within(Plane lost, Plane share) {
            Plane part = lost.copy();
            for (int i = 0; i < part.pixels().length; i++) {
                part.pixels()[i] = share.pixels()[i] > 0 ? part.pixels()[i] : 0;
            }
            return part;
        }

        private Remnant remnant(Plane recorded, Plane lost) {
            return Remnant.of(
                    recorded, valid, lost, matched(made.pixels()), matched(made.below()), matched(made.above()));
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
    }

    /** Brings what the neighbours show to the section's brightness around the part, and to its contrast. */
    private static Plane matched(Plane own, Plane valid, Plane shown) {
        int n = own.pixels().length;
        double[] sums = new double[5];
        for (int i = 0; i < n; i++) {
            double w = valid.pixels()[i];
            double a = own.pixels()[i];
            double b = shown.pixels()[i];
            sums[0] += w;
            sums[1] += w * a;
            sums[2] += w * b;
            sums[3] += w * a * a;
            sums[4] += w * b * b;
        }
        if (sums[0] < 1) {
            return shown;
        }
        double meanOwn = sums[1] / sums[0];
        double meanShown = sums[2] / sums[0];
        double varianceOwn = Math.max(0, sums[3] / sums[0] - meanOwn * meanOwn);
        double varianceShown = sums[4] / sums[0] - meanShown * meanShown;
        double gain = varianceShown > 0 ? Math.min(Math.max(Math.sqrt(varianceOwn / varianceShown), 0.5), 2) : 1;
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

    @Override
    public Findings findings(int z) {
        requireOwn(z);
        long lost = 0;
        long filled = 0;
        for (int y = 0; y < source.height(); y += STRIP_ROWS) {
            Area strip = new Area(0, y, source.width(), Math.min(STRIP_ROWS, source.height() - y));
            boolean[] flags = mask.read(strip);
            boolean[] known = any(flags) ? interpolator.known(strip) : flags;
            for (int i = 0; i < flags.length; i++) {
                lost += flags[i] ? 1 : 0;
                filled += flags[i] && known[i] ? 1 : 0;
            }
        }
        return words(lost, filled);
    }

    private Findings words(long lost, long filled) {
        double share = (double) lost / ((double) source.width() * source.height());
        List<String> remarks = new ArrayList<>();
        boolean doubtful = false;
        if (lost == 0) {
            remarks.add("no lost part was marked or found: the section was left as it is");
            doubtful = true;
        }
        if (filled < lost) {
            remarks.add(lost - filled + " pixels have no tissue in the neighbours either and were left as they are");
        }
        if (interpolator.oneSided()) {
            remarks.add("no intact section on one side: filled from section "
                    + interpolator.sources().get(0) + " alone");
            doubtful = true;
        }
        if (share > MUCH) {
            remarks.add("more than half of the section was lost");
            doubtful = true;
        }
        Told told = told();
        double sure = told.agreement;
        if (told.shown > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%.0f %% of the lost part still shows tissue, out of focus or faint, which was used",
                    100 * told.shown / lost));
        }
        if (filled > 0 && sure < LOW_AGREEMENT) {
            remarks.add("the neighbours hardly agree with what is left of the section around the lost part");
            doubtful = true;
        }
        return new Findings(
                filled == 0 ? 0 : 1 / (1 + Math.exp(-ALL - OF_AGREEMENT * sure - OF_SIZE * Math.log10(share))),
                List.of(
                        new Findings.Estimate("lost share of the section", share, "", 1),
                        new Findings.Estimate("agreement with what is left", sure, "", 1)),
                remarks,
                doubtful);
    }

    /**
     * What filling told.
     *
     * @param agreement mean agreement of the neighbours with the section beside its lost parts: inside there is nothing to agree
     *                  with
     * @param shown     pixels of the parts that still show something
     */
    private record Told(double agreement, double shown) {}

    private Told told() {
        double sum = 0;
        double n = 0;
        double shown = 0;
        for (Area tile : new Tiles(source.width(), source.height(), TILE_PX).all()) {
            boolean[] lost = mask.read(tile);
            if (any(lost)) {
                List<Plane> planes = fill.read(tile);
                float[] confidence = planes.get(1).pixels();
                float[] valid = planes.get(2).pixels();
                float[] share = planes.get(3).pixels();
                for (int i = 0; i < valid.length; i++) {
                    sum += valid[i] * confidence[i];
                    n += valid[i];
                    shown += lost[i] && share[i] > 0 ? 1 : 0;
                }
            }
        }
        return new Told(n > 0 ? sum / n : 0, shown);
    }

    private static boolean any(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    private void requireOwn(int z) {
        if (z != task.firstZ()) {
            throw new IllegalArgumentException("z must be the task's section " + task.firstZ() + ", was " + z);
        }
    }
}
