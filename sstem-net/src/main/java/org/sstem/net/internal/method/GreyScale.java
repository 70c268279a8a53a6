package org.sstem.net.internal.method;

import org.sstem.internal.method.Evidence;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;

/**
 * What makes of a stack's grey values those that networks know: [0, 1], well filled. Stacks that are so already, and 8
 * bit stacks nearly always are, stay as they are; float stacks of any other range, and 16 bit stacks that use a small
 * part of theirs, are mapped linearly.
 *
 * @param lowest  grey value that becomes 0
 * @param range   what becomes 1 is larger by this
 * @param natural true if the values are taken as they are
 */
record GreyScale(float lowest, float range, boolean natural) {

    private static final GreyScale NATURAL = new GreyScale(0, 1, true);
    private static final int SAMPLE_PX = 1024;
    /** Share of the pixels, on either end, that may lie outside [0, 1] after mapping. */
    private static final double OUTSIDE = 0.001;
    /** Sections that use less of [0, 1] are mapped: 8 bit microscopy uses half of it and more. */
    private static final float LEAST_RANGE = 0.2f;

    /** Looks at the middle of the nearest intact sections of a task. */
    static GreyScale of(Task task) {
        float lowest = Float.POSITIVE_INFINITY;
        float highest = Float.NEGATIVE_INFINITY;
        for (List<Integer> side : List.of(task.intactBelow(), task.intactAbove())) {
            if (!side.isEmpty()) {
                float[] values = middle(task.source(), side.get(0));
                Arrays.sort(values);
                int outside = (int) (OUTSIDE * values.length);
                lowest = Math.min(lowest, values[outside]);
                highest = Math.max(highest, values[values.length - 1 - outside]);
            }
        }
        float range = highest - lowest;
        boolean fits = lowest >= 0 && highest <= 1 && range >= LEAST_RANGE;
        // A section of one grey value has no range to fill.
        return fits || !(range > 0) ? NATURAL : new GreyScale(lowest, range, false);
    }

    private static float[] middle(SectionSource source, int z) {
        int width = Math.min(source.width(), SAMPLE_PX);
        int height = Math.min(source.height(), SAMPLE_PX);
        Area middle = new Area((source.width() - width) / 2, (source.height() - height) / 2, width, height);
        return source.read(z, middle).pixels();
    }

    /** Maps grey values for a network. */
    Plane mapped(Plane plane) {
        if (natural) {
            return plane;
        }
        Plane mapped = new Plane(plane.width(), plane.height());
        for (int i = 0; i < mapped.pixels().length; i++) {
            mapped.pixels()[i] = (plane.pixels()[i] - lowest) / range;
        }
        return mapped;
    }

    /** Maps all grey values of the evidence for a network. */
    Evidence mapped(Evidence evidence) {
        return natural
                ? evidence
                : new Evidence(
                        mapped(evidence.own()),
                        evidence.trust(),
                        evidence.light(),
                        mapped(evidence.below()),
                        mapped(evidence.above()),
                        mapped(evidence.result()),
                        evidence.provenance());
    }

    /** Makes a grey value of the stack of a network's; never outside what the network can mean. */
    float grey(float value) {
        return lowest + range * Math.min(Math.max(value, 0), 1);
    }

    /**
     * Changes a grey value as a network says.
     *
     * @param value  a grey value of the stack
     * @param change what the network adds to the value cut to its scale, which is what it saw; 0 leaves any value as it is
     * @return the changed value, within [0, 1] of the network's scale
     */
    float changed(float value, float change) {
        if (change == 0) {
            return value;
        }
        float most = lowest + range;
        float cut = Math.min(Math.max(value, lowest), most);
        return Math.min(Math.max(cut + range * change, lowest), most);
    }
}
