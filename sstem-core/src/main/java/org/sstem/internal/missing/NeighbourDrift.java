package org.sstem.internal.missing;

import org.sstem.internal.math.Moments;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Drift;
import org.sstem.internal.registration.Motion;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;

/** How far one section has drifted as a whole against another, where that is too far for the dense motion alone. */
final class NeighbourDrift {

    /** Drift up to here between the neighbours is taken out before the dense motion is looked for. */
    private static final int GREATEST_DRIFT_PX = 64;

    /** Sections that correlate less than this after the estimated drift give no reason to believe in it. */
    private static final double LEAST_CORRELATION = 0.1;

    /** Up to here the dense motion does better alone: it reaches twice as far, and knows more than one number. */
    private static final double SMALL_DRIFT_PX = 12;

    /** Agreement in register that a drift gains at least. */
    private static final double LEAST_GAIN = 0.05;

    /** What is looked at to tell a drift from chance. */
    private static final int SAMPLE_PX = 768;

    private NeighbourDrift() {}

    /**
     * Looks for the drift.
     *
     * @param source reads the sections
     * @param fixed  the section that stays
     * @param moving the section that has drifted
     * @return the drift; none where it is small or may be chance
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    static Offset between(SectionSource source, int fixed, int moving) {
        Drift found = Drift.between(source, fixed, moving, GREATEST_DRIFT_PX);
        boolean needed = Math.max(Math.abs(found.dx()), Math.abs(found.dy())) > SMALL_DRIFT_PX;
        if (!needed || found.correlation() <= LEAST_CORRELATION) {
            return Offset.NONE;
        }
        // Overviews are small, chance makes them alike somewhere: what counts is what can be brought into register.
        Offset drift = new Offset(found.dx(), found.dy());
        double gain = agreement(source, fixed, moving, drift) - agreement(source, fixed, moving, Offset.NONE);
        return gain > LEAST_GAIN ? drift : Offset.NONE;
    }

    /** How well two sections agree in register in the middle, after a drift. */
    private static double agreement(SectionSource source, int fixed, int moving, Offset drift) {
        int width = Math.min(source.width(), SAMPLE_PX);
        int height = Math.min(source.height(), SAMPLE_PX);
        Area middle = new Area((source.width() - width) / 2, (source.height() - height) / 2, width, height);
        Area moved = drift.applied(middle, 1);
        Motion motion = DenseRegistration.builder()
                .build()
                .register(
                        source.read(fixed, middle),
                        source.tissue(fixed, middle),
                        source.read(moving, moved),
                        source.tissue(moving, moved));
        return Moments.of(motion.confidence().pixels()).mean();
    }
}
