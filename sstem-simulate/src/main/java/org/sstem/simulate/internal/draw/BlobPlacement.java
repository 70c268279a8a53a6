package org.sstem.simulate.internal.draw;

import org.sstem.method.Area;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds places for blobs: their rectangles do not overlap, and the biggest stay well clear of each other. */
public final class BlobPlacement {

    /** Attempts a blob: after that the section counts as full for it. */
    private static final int TRIES = 200;

    private static final double BIG = 80_000;

    private final int width;
    private final int height;
    private final List<Area> taken = new ArrayList<>();
    private final List<Area> takenByBig = new ArrayList<>();

    public BlobPlacement(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Places a blob with its centre within the section; part of it may stick out. */
    public Optional<Area> place(Area extent, double area, Draws draws) {
        boolean big = area > BIG;
        for (int i = 0; i < TRIES; i++) {
            Area box = new Area(
                    draws.below(width) + extent.x(), draws.below(height) + extent.y(), extent.width(), extent.height());
            Area clear = big ? box.grow(Math.max(box.width(), box.height()) / 4) : box;
            if (taken.stream().noneMatch(t -> t.meets(box))
                    && (!big || takenByBig.stream().noneMatch(t -> t.meets(clear)))) {
                taken.add(box);
                if (big) {
                    takenByBig.add(box);
                }
                return Optional.of(box);
            }
        }
        return Optional.empty();
    }
}
