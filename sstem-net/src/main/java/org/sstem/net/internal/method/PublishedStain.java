package org.sstem.net.internal.method;

import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.tile.TiledNetwork;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Correction and fusion of a stained section as published: one network recovers its contrast, another makes the result
 * of {@code interpolated (1 - mask) + corrected mask}. At the networks' scale; thread-safe.
 */
final class PublishedStain {

    private final Function<Area, Plane> interpolated;
    private final Function<Area, Plane> mask;
    private final TiledNetwork corrected;
    private final TiledNetwork fused;

    /**
     * Lays the networks over a section.
     *
     * @param damaged      reads the damaged section, inside it
     * @param interpolated makes the interpolated one
     * @param mask         makes the soft mask: 1 where nothing covers the tissue
     */
    PublishedStain(
            int width,
            int height,
            Function<Area, Plane> damaged,
            Function<Area, Plane> interpolated,
            Function<Area, Plane> mask,
            SharedSession correction,
            SharedSession fusion) {
        this.interpolated = interpolated;
        this.mask = mask;
        this.corrected = TiledNetwork.of(
                correction, width, height, PublishedInterpolation.CELL_PX, area -> List.of(damaged.apply(area)));
        this.fused =
                TiledNetwork.of(fusion, width, height, PublishedInterpolation.CELL_PX, area -> List.of(entrance(area)));
    }

    Area readArea(Area target) {
        return corrected.readArea(fused.readArea(target));
    }

    private Plane entrance(Area area) {
        Plane out = new Plane(area.width(), area.height());
        Kernels.automatic()
                .fuse(
                        tensor(interpolated.apply(area)),
                        tensor(corrected.read(area).get(0)),
                        tensor(mask.apply(area)),
                        tensor(out));
        return out;
    }

    private static Tensor tensor(Plane plane) {
        return Tensor.of(1, 1, plane.height(), plane.width(), plane.pixels());
    }

    Plane fused(Area area, Predicate<Area> needed) {
        return fused.read(area, needed).get(0);
    }
}
