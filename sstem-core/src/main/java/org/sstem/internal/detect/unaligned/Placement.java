package org.sstem.internal.detect.unaligned;

import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.registration.RigidDrift;
import org.sstem.internal.registration.RigidDrift.Reduced;
import org.sstem.internal.registration.RigidMotion;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Where the sections of a stack lie in one frame. Each is held against the sections before it, and laid over the one that it
 * agrees with best; one that agrees with none lies where the section before it does.
 *
 * @param width     columns of the frame
 * @param height    rows of the frame
 * @param toSection from places in the frame to those in each section
 * @param certainty how many times better than by chance each section agrees with the one that it was laid over; 0 for the first
 * @param groups    sections of one number are laid over each other, by way of others or not
 */
record Placement(int width, int height, List<RigidMotion> toSection, double[] certainty, int[] groups) {

    /** Sections farther apart show other tissue. */
    private static final int FARTHEST = 4;
    /** An agreement of this certainty is not looked for any farther. */
    private static final double BEYOND_DOUBT = 2;
    /** Of how many times the area of a section the frame may be. */
    private static final int WIDEST = 4;

    /**
     * Looks how the sections lie.
     *
     * @param source the stack
     * @param done   told of each section
     * @throws IllegalArgumentException if they wander so far that no frame holds them
     */
    static Placement of(SectionSource source, IntConsumer done) {
        List<RigidMotion> motions = new ArrayList<>();
        double[] certainty = new double[source.sections()];
        int[] groups = new int[source.sections()];
        Map<Integer, Reduced> recent = new HashMap<>();
        for (int z = 0; z < source.sections(); z++) {
            Cancellation.check("before section " + z + " was brought into register");
            int section = z;
            recent.keySet().removeIf(other -> other < section - FARTHEST);
            recent.put(z, Reduced.of(source, z));
            RigidMotion motion = z == 0 ? RigidMotion.NONE : motions.get(z - 1);
            int over = -1;
            for (int other = z - 1; other >= Math.max(0, z - FARTHEST) && certainty[z] < BEYOND_DOUBT; other--) {
                if (other < z - 2 && over >= 0) {
                    break;
                }
                RigidDrift drift = RigidDrift.between(recent.get(other), recent.get(z));
                if (drift.certainty() > certainty[z]) {
                    certainty[z] = drift.certainty();
                    if (drift.isSure()) {
                        over = other;
                        motion = drift.motion().after(motions.get(other));
                    }
                }
            }
            motions.add(motion);
            groups[z] = over < 0 ? z : groups[over];
            done.accept(z);
        }
        return framed(source, motions, certainty, groups);
    }

    /** Sections that agree with no other. */
    BitSet apart() {
        BitSet apart = new BitSet();
        IntStream.range(0, groups.length)
                .filter(z -> IntStream.of(groups).filter(g -> g == groups[z]).count() == 1)
                .forEach(apart::set);
        return apart;
    }

    /** Puts the origin where the frame begins. */
    private static Placement framed(SectionSource source, List<RigidMotion> motions, double[] certainty, int[] groups) {
        Area section = new Area(0, 0, source.width(), source.height());
        Area frame = section;
        for (RigidMotion motion : motions) {
            frame = motion.equals(RigidMotion.NONE)
                    ? frame
                    : frame.union(motion.inverse().of(section));
        }
        if ((long) frame.width() * frame.height() > WIDEST * (long) section.width() * section.height()) {
            throw new IllegalArgumentException("sections of " + section.width() + " x " + section.height()
                    + " px wander over " + frame.width() + " x " + frame.height()
                    + " px: align the stack roughly, or search it in parts");
        }
        RigidMotion origin = new RigidMotion(0, frame.x(), frame.y());
        return new Placement(
                frame.width(),
                frame.height(),
                motions.stream().map(motion -> motion.after(origin)).toList(),
                certainty,
                groups);
    }
}
