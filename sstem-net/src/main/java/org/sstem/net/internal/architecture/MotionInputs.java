package org.sstem.net.internal.architecture;

import org.sstem.internal.missing.Correspondence;
import org.sstem.internal.missing.GreyStatistics;
import org.sstem.internal.missing.Registered;
import org.sstem.method.Plane;

import java.util.List;

/**
 * What the network that moves tissue sees, in training as in use: both neighbours in register, less the mean grey value and
 * in units of its standard deviation; the motion from the one below to the one above, in units of 8 px; how far they agree.
 * Stateless.
 */
public final class MotionInputs {

    /** Channels. */
    static final int COUNT = 5;
    /** The first channel of the motion, (u, v). */
    public static final int MOTION = 2;

    private static final float UNIT_PX = 8;
    /** In standard deviations; what is beyond is no tissue. */
    private static final float MOST = 4;

    private MotionInputs() {}

    /**
     * The channels in their order.
     *
     * @param registered the neighbours in register
     * @param brightness the statistics that they have
     */
    public static List<Plane> of(Registered registered, GreyStatistics brightness) {
        Correspondence there = registered.correspondence();
        return List.of(
                standardised(registered.below(), brightness),
                standardised(registered.above(), brightness),
                motion(there.below().u(), there.above().u()),
                motion(there.below().v(), there.above().v()),
                there.confidence());
    }

    /** Grey values less the mean and in units of the standard deviation. */
    public static Plane standardised(Plane grey, GreyStatistics brightness) {
        Plane out = new Plane(grey.width(), grey.height());
        float mean = (float) brightness.mean();
        float sd = (float) brightness.usableSd();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = Math.min(Math.max((grey.pixels()[i] - mean) / sd, -MOST), MOST);
        }
        return out;
    }

    private static Plane motion(Plane below, Plane above) {
        Plane out = new Plane(below.width(), below.height());
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = (above.pixels()[i] - below.pixels()[i]) / UNIT_PX;
        }
        return out;
    }
}
