package org.sstem.internal.fold;

import org.sstem.Repair.Findings;
import org.sstem.internal.fold.StripFilling.Neighbour;
import org.sstem.method.RestorationMethod.Task;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a damaged section relates to those that it is filled from.
 *
 * @param mean       mean grey of the section's tissue
 * @param lowest     least grey value that may be written
 * @param highest    greatest
 * @param neighbours what it is filled from, one or two sections
 */
public record Beside(float mean, float lowest, float highest, List<Neighbour> neighbours) {

    /** Copies the list. */
    public Beside {
        neighbours = List.copyOf(neighbours);
    }

    /** The nearest intact section on either side of a task. */
    public static List<Integer> nearest(Task task) {
        return Stream.of(task.intactBelow(), task.intactAbove())
                .flatMap(side -> side.stream().limit(1))
                .toList();
    }

    /**
     * Puts statistics and drifts together.
     *
     * @param sections   the neighbours
     * @param statistics of the section and of these
     * @param drifts     of each neighbour against the section in x and in y, whole pixels
     * @return the neighbours with all that is known of them
     */
    public static Beside of(List<Integer> sections, SectionStatistics statistics, List<int[]> drifts) {
        List<Neighbour> neighbours = new ArrayList<>();
        for (int k = 0; k < sections.size(); k++) {
            int[] drift = drifts.get(k);
            neighbours.add(new Neighbour(sections.get(k), statistics.gains()[k], drift[0], drift[1]));
        }
        return new Beside(statistics.mean(), statistics.lowest(), statistics.highest(), neighbours);
    }

    /**
     * Restores a section.
     *
     * @param task     the section
     * @param unfolder moves its tissue back
     * @param findings what to tell
     * @return the restoration
     * @throws IllegalArgumentException if the neighbours are not the nearest intact sections of the task
     */
    public FoldRestoration restoration(Task task, Unfolding unfolder, Findings findings) {
        List<Integer> sections = neighbours.stream().map(Neighbour::z).toList();
        if (!sections.equals(nearest(task))) {
            throw new IllegalArgumentException("section " + task.firstZ() + " was compared with " + sections
                    + ", the nearest intact sections are " + nearest(task));
        }
        StripFilling filling = new StripFilling(task.source(), unfolder, neighbours);
        return new FoldRestoration(task.firstZ(), unfolder, filling, sections, lowest, highest, findings);
    }
}
