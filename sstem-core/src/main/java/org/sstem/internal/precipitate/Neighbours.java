package org.sstem.internal.precipitate;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;

/**
 * The nearest intact section on either side, and what they say together. Immutable.
 *
 * @param source  the sections
 * @param z       the damaged section
 * @param nearest the nearest intact sections, one or two, nearest first
 */
public record Neighbours(SectionSource source, int z, List<Integer> nearest) {

    static Neighbours of(Task task) {
        List<Integer> nearest = new ArrayList<>();
        task.intactBelow().stream().findFirst().ifPresent(nearest::add);
        task.intactAbove().stream().findFirst().ifPresent(nearest::add);
        nearest.sort((a, b) -> Integer.compare(Math.abs(a - task.firstZ()), Math.abs(b - task.firstZ())));
        return new Neighbours(task.source(), task.firstZ(), List.copyOf(nearest));
    }

    /** The mean of the neighbours, weighted by how near they are; where one has no tissue, the other alone. */
    Plane read(Area area) {
        Plane first = source.read(nearest.get(0), area);
        if (nearest.size() == 1) {
            return first;
        }
        Plane second = source.read(nearest.get(1), area);
        return mean(
                List.of(first, second),
                List.of(source.tissue(nearest.get(0), area), source.tissue(nearest.get(1), area)));
    }

    /**
     * The same of planes that are at hand.
     *
     * @param read   what was read of each, in their order
     * @param tissue its tissue
     */
    Plane mean(List<Plane> read, List<Plane> tissue) {
        Plane out = read.get(0).copy();
        if (nearest.size() == 1) {
            return out;
        }
        double near = Math.abs(nearest.get(0) - z);
        double far = Math.abs(nearest.get(1) - z);
        float share = (float) (near / (near + far));
        float[] first = out.pixels();
        float[] second = read.get(1).pixels();
        float[] here = tissue.get(0).pixels();
        float[] there = tissue.get(1).pixels();
        for (int i = 0; i < first.length; i++) {
            float own = here[i] == there[i] ? share : there[i] > here[i] ? 1 : 0;
            first[i] += own * (second[i] - first[i]);
        }
        return out;
    }
}
