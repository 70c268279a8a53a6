package org.sstem.net.internal.method;

import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.tile.TiledNetwork;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Unfolding and fusion as published: one network makes a flow of the damaged and the interpolated section, the damaged
 * section is warped by it, zero outside, and another network fuses the two. At the networks' scale; thread-safe.
 */
final class PublishedUnfolding {

    /** No flow is larger: folds swallow less, and what is read has to be bounded. */
    static final int GREATEST_FLOW_PX = 256;

    private final int width;
    private final int height;
    private final Function<Area, Plane> damaged;
    private final TiledNetwork flow;
    private final TiledNetwork fused;

    /**
     * Lays the networks over a section.
     *
     * @param damaged      reads the damaged section, inside it
     * @param interpolated makes the interpolated one
     */
    PublishedUnfolding(
            int width,
            int height,
            Function<Area, Plane> damaged,
            Function<Area, Plane> interpolated,
            SharedSession unfolding,
            SharedSession fusion) {
        this.width = width;
        this.height = height;
        this.damaged = damaged;
        this.flow = TiledNetwork.of(
                unfolding,
                width,
                height,
                PublishedInterpolation.CELL_PX,
                area -> List.of(damaged.apply(area), interpolated.apply(area)));
        this.fused = TiledNetwork.of(
                fusion,
                width,
                height,
                PublishedInterpolation.CELL_PX,
                area -> List.of(unfolded(area), interpolated.apply(area)));
    }

    Area readArea(Area target) {
        return flow.readArea(fused.readArea(target)).grow(GREATEST_FLOW_PX);
    }

    /** From the restored section to the damaged one, pixels. */
    Flow flow(Area area) {
        List<Plane> made = flow.read(area);
        for (Plane component : made) {
            for (int i = 0; i < component.pixels().length; i++) {
                component.pixels()[i] = Math.min(Math.max(component.pixels()[i], -GREATEST_FLOW_PX), GREATEST_FLOW_PX);
            }
        }
        return new Flow(made.get(0), made.get(1));
    }

    /** The damaged section, its tissue moved back; 0 where it would come from outside. */
    Plane unfolded(Area area) {
        Flow moved = flow(area);
        Area read = from(area, moved).intersect(new Area(0, 0, width, height));
        Plane grey = damaged.apply(read);
        Tensor displacement = Tensor.zeros(1, 2, area.height(), area.width());
        int pixels = area.width() * area.height();
        for (int i = 0; i < pixels; i++) {
            displacement.data().put(i, moved.u().pixels()[i] + area.x() - read.x());
            displacement.data().put(pixels + i, moved.v().pixels()[i] + area.y() - read.y());
        }
        Plane out = new Plane(area.width(), area.height());
        // The area read reaches a pixel farther than any place, unless it ends with the section: there it is to be 0.
        Kernels.automatic()
                .warp(
                        Tensor.of(1, 1, grey.height(), grey.width(), grey.pixels()),
                        displacement,
                        Border.ZERO,
                        Tensor.of(1, 1, out.height(), out.width(), out.pixels()));
        return out;
    }

    /** Where a warp reads; a place in the section where it reads nothing of it. */
    private Area from(Area area, Flow moved) {
        float x0 = width - 1;
        float y0 = height - 1;
        float x1 = 0;
        float y1 = 0;
        for (int i = 0; i < area.width() * area.height(); i++) {
            float x = area.x() + i % area.width() + moved.u().pixels()[i];
            float y = area.y() + i / area.width() + moved.v().pixels()[i];
            x0 = Math.min(x0, x);
            y0 = Math.min(y0, y);
            x1 = Math.max(x1, x);
            y1 = Math.max(y1, y);
        }
        int left = (int) Math.floor(x0) - 1;
        int top = (int) Math.floor(y0) - 1;
        return new Area(left, top, (int) Math.floor(x1) + 3 - left, (int) Math.floor(y1) + 3 - top);
    }

    Plane fused(Area area, Predicate<Area> needed) {
        return fused.read(area, needed).get(0);
    }
}
