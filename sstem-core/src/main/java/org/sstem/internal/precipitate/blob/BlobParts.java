package org.sstem.internal.precipitate.blob;

import java.util.ArrayList;
import java.util.List;

/** Parts blobs that touch, where they are narrowest. Stateless. */
public final class BlobParts {

    /** Share of its area by which the star about a blob's centroid may exceed the blob. */
    private static final double STAR_EXCESS = 0.08;

    private static final int SMALLEST = 60;

    private BlobParts() {}

    /** Parts every blob that is not star-shaped, if it comes apart when it is made thinner. */
    public static List<Blob> of(List<Blob> blobs) {
        List<Blob> parts = new ArrayList<>();
        blobs.forEach(blob -> part(blob, parts));
        return parts;
    }

    private static void part(Blob blob, List<Blob> parts) {
        if (Gauge.of(blob).area() > (1 + STAR_EXCESS) * blob.pixels() && blob.pixels() > 2 * SMALLEST) {
            int width = blob.box().width();
            int height = blob.box().height();
            double[] depth = Distance.inside(blob.inside(), width, height);
            double deepest = 0;
            for (double d : depth) {
                deepest = Math.max(deepest, d);
            }
            for (double level = 2; level < deepest; level *= 1.3) {
                boolean[] core = new boolean[depth.length];
                for (int i = 0; i < core.length; i++) {
                    core[i] = depth[i] > level;
                }
                List<Blob> cores = Blob.of(core, width, height);
                cores = cores.stream().filter(c -> c.pixels() >= SMALLEST).toList();
                if (cores.size() > 1) {
                    for (Blob share : share(blob, cores)) {
                        part(share, parts);
                    }
                    return;
                }
            }
        }
        parts.add(blob);
    }

    /** Gives every pixel to the nearest core. */
    private static List<Blob> share(Blob blob, List<Blob> cores) {
        int width = blob.box().width();
        int height = blob.box().height();
        double[] nearest = new double[blob.inside().length];
        int[] owner = new int[nearest.length];
        for (int c = 0; c < cores.size(); c++) {
            boolean[] away = new boolean[nearest.length];
            for (int i = 0; i < away.length; i++) {
                away[i] = !cores.get(c).contains(i % width, i / width);
            }
            double[] distance = Distance.insideEndless(away, width, height);
            for (int i = 0; i < nearest.length; i++) {
                if (c == 0 || distance[i] < nearest[i]) {
                    nearest[i] = distance[i];
                    owner[i] = c;
                }
            }
        }
        List<Blob> shares = new ArrayList<>();
        for (int c = 0; c < cores.size(); c++) {
            boolean[] own = new boolean[owner.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = blob.inside()[i] && owner[i] == c;
            }
            Blob.of(own, width, height)
                    .forEach(part ->
                            shares.add(part.moved(blob.box().x(), blob.box().y())));
        }
        return shares;
    }
}
