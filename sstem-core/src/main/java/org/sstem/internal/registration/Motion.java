package org.sstem.internal.registration;

import org.sstem.method.Flow;
import org.sstem.method.Plane;

/**
 * A motion between two sections and how far it can be trusted.
 *
 * @param flow       displacements in pixels from the fixed section to the moving one:
 *     {@code moving(x + u, y + v) ~ fixed(x, y)}
 * @param confidence one value a pixel from 0, the sections do not agree there or nothing valid is near, to 1, they
 *     agree perfectly: the correlation over a window of both sections after the motion, 0 where it is negative
 */
public record Motion(Flow flow, Plane confidence) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Motion {
        if (!flow.u().sameSize(confidence)) {
            throw new IllegalArgumentException("confidence must be " + flow.width() + " x " + flow.height() + ", was "
                    + confidence.width() + " x " + confidence.height());
        }
    }
}
