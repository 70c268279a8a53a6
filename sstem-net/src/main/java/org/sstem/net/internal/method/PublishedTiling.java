package org.sstem.net.internal.method;

import org.sstem.image.Area;
import org.sstem.image.Plane;
import org.sstem.net.FoldFusionConfig;
import org.sstem.net.NetworkConfig;
import org.sstem.net.internal.inference.SharedInference;
import org.sstem.net.internal.tile.Areas;
import org.sstem.net.internal.tile.TiledNetwork;
import org.sstem.net.internal.tile.Tiling;

import java.util.List;
import java.util.function.Function;

/**
 * How sections are cut for the published networks. They double by aligning corners, so that what they compute in a
 * place depends on the size of the tile: tiles cannot fit together exactly, and are faded into each other instead.
 */
final class PublishedTiling {

    private static final int CELL_PX = 384;

    /** How far a tile reaches beyond its cell; the outer half is context, the inner half fades. */
    private static final int OVERLAP_PX = 128;

    /** The fusion of folds sees no farther than this, and aligns no corners: its tiles fit together. */
    private static final int FOLD_FUSION_OVERLAP_PX = 64;

    private PublishedTiling() {}

    static Tiling of(NetworkConfig config) {
        return of(config, CELL_PX, config instanceof FoldFusionConfig ? FOLD_FUSION_OVERLAP_PX : OVERLAP_PX);
    }

    static Tiling of(NetworkConfig config, int cellPx, int overlapPx) {
        // Networks that take any size halve it four times nevertheless: odd sizes would shift their levels.
        int stride = Math.max(config.stridePx(), config.minimumSizePx());
        return new Tiling(Areas.roundedUp(cellPx, stride), overlapPx, overlapPx / 2, stride);
    }

    static TiledNetwork tiled(SharedInference network, int width, int height, Function<Area, List<Plane>> input) {
        return new TiledNetwork(network, width, height, of(network.config()), input);
    }
}
