package org.sstem.internal.precipitate;

import org.sstem.Repair.Findings;
import org.sstem.internal.image.Boxes;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;

import java.util.List;
import java.util.function.BiFunction;

/**
 * Restores a large section: its contrast everywhere, blobs in the places that were looked at. Immutable and thread-safe.
 *
 * @param whole  undoes the loss of contrast
 * @param places what is done in each place; no pixel is in two of them
 */
record PartwiseFill(PrecipitateFill whole, List<Place> places) implements RefinableRestoration {

    /**
     * A place.
     *
     * @param area where it lies
     * @param fill restores it, counting from its origin
     */
    record Place(Area area, RefinableRestoration fill) {

        /** The part of an area that lies in the place, from the place's origin. */
        private Area inside(Area target) {
            return Boxes.within(target.intersect(area), area);
        }

        private Area outside(Area read) {
            return new Area(read.x() + area.x(), read.y() + area.y(), read.width(), read.height());
        }
    }

    static PartwiseFill of(Task task, PrecipitateFill whole, List<PrecipitateParameters.Part> parts) {
        return new PartwiseFill(
                whole,
                parts.stream()
                        .map(part ->
                                new Place(part.area(), part.parameters().restoration(TaskPart.of(task, part.area()))))
                        .toList());
    }

    private List<Place> met(Area target) {
        return places.stream().filter(place -> place.area.meets(target)).toList();
    }

    @Override
    public List<Integer> sources() {
        return whole.sources();
    }

    @Override
    public Area sourceArea(Area target) {
        return read(target, whole.sourceArea(target), RefinableRestoration::sourceArea);
    }

    @Override
    public Area evidenceArea(Area target) {
        return read(target, whole.evidenceArea(target), RefinableRestoration::evidenceArea);
    }

    private Area read(Area target, Area least, BiFunction<RefinableRestoration, Area, Area> of) {
        return met(target).stream()
                .map(place -> place.outside(of.apply(place.fill, place.inside(target))))
                .reduce(least, Area::union);
    }

    @Override
    public boolean touches(Area target) {
        return whole.touches(target)
                || met(target).stream().anyMatch(place -> place.fill.touches(place.inside(target)));
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        List<Place> met = met(target);
        Plane original = met.isEmpty() ? pixels : pixels.copy();
        whole.restore(z, target, pixels, provenance);
        for (Place place : met) {
            Area part = target.intersect(place.area);
            Plane inside = Boxes.crop(original, target, part).copy();
            byte[] codes = new byte[inside.pixels().length];
            place.fill.restore(z, place.inside(target), inside, codes);
            Boxes.paste(inside, part, pixels, target);
            paste(codes, part, provenance, target);
        }
    }

    @Override
    public Evidence evidence(int z, Area target) {
        Evidence all = whole.evidence(z, target);
        for (Place place : met(target)) {
            Area part = target.intersect(place.area);
            Evidence inside = place.fill.evidence(z, place.inside(target));
            Boxes.paste(inside.own(), part, all.own(), target);
            Boxes.paste(inside.trust(), part, all.trust(), target);
            Boxes.paste(inside.light(), part, all.light(), target);
            Boxes.paste(inside.below(), part, all.below(), target);
            Boxes.paste(inside.above(), part, all.above(), target);
            Boxes.paste(inside.result(), part, all.result(), target);
            paste(inside.provenance(), part, all.provenance(), target);
        }
        return all;
    }

    private static void paste(byte[] codes, Area part, byte[] into, Area whole) {
        for (int y = 0; y < part.height(); y++) {
            int to = (part.y() - whole.y() + y) * whole.width() + part.x() - whole.x();
            System.arraycopy(codes, y * part.width(), into, to, part.width());
        }
    }

    @Override
    public Findings findings(int z) {
        return whole.findings(z);
    }
}
