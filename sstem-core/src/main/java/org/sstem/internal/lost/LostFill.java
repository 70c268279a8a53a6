package org.sstem.internal.lost;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Boxes;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
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
    /** What still shows tissue was brought back by more than that in each of seven parts out of focus or burnt. */
    private static final double SHOWN = 0.9;

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
        LostPlace look = new LostPlace(task, interpolator, tile, tile);
        return List.of(
                look.wanted(look.matched(look.made().below())),
                look.wanted(look.matched(look.made().above())));
    }

    /** Looks no further around what is lost than it has to. */
    private List<Plane> fill(Area tile) {
        List<Plane> planes = Stream.generate(() -> new Plane(tile.width(), tile.height()))
                .limit(4)
                .toList();
        boolean[] lost = mask.read(tile);
        for (Area target : targets(lost, tile)) {
            Area kept = Boxes.of(lost, tile, target).orElseThrow();
            LostPlace look = new LostPlace(task, interpolator, kept, target);
            Remnant together = look.together();
            Boxes.paste(look.wanted(together.pixels()), target, planes.get(0), tile);
            Boxes.paste(look.wanted(look.made().confidence()), target, planes.get(1), tile);
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
                filled == 0 ? 0 : confidence(sure, share, told.shown / lost),
                List.of(
                        new Findings.Estimate(LostMethod.LOST_SHARE, share, "", 1),
                        new Findings.Estimate("agreement with what is left", sure, "", 1)),
                remarks,
                doubtful);
    }

    /** Of what is filled, and of what has shown enough itself. */
    private static double confidence(double agreement, double share, double shown) {
        double odds = ALL + OF_AGREEMENT * agreement + OF_SIZE * Math.log10(share);
        return shown * SHOWN + (1 - shown) / (1 + Math.exp(-odds));
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
