package org.sstem.net.internal.method;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.tile.TiledNetwork;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the restorations by compact networks have in common. */
final class Compact {

    private Compact() {}

    /** Lays a compact network over a section: cells with a margin of its reach, which fit together without a ramp. */
    static TiledNetwork tiled(SharedSession network, Task task, int cellPx, Function<Area, List<Plane>> input) {
        return TiledNetwork.of(network, task.source().width(), task.source().height(), cellPx, input);
    }

    /** Whether one of the flags of a target is set in a part of it. */
    static Predicate<Area> any(Area target, boolean[] flags) {
        return part -> {
            for (int y = part.y() - target.y(); y < part.y() - target.y() + part.height(); y++) {
                int row = y * target.width() + part.x() - target.x();
                for (int x = 0; x < part.width(); x++) {
                    if (flags[row + x]) {
                        return true;
                    }
                }
            }
            return false;
        };
    }
}
