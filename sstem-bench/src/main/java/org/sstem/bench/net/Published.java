package org.sstem.bench.net;

import org.sstem.internal.kernel.Tensor;
import org.sstem.net.FoldFusionConfig;
import org.sstem.net.InterpolationConfig;
import org.sstem.net.NetworkConfig;
import org.sstem.net.UnfoldingConfig;

import java.util.Random;

/** The published networks by the names that parameters of benchmarks have. */
final class Published {

    private Published() {}

    static NetworkConfig named(String name) {
        return switch (name) {
            case "fold-fusion" -> FoldFusionConfig.published();
            case "unfolding" -> UnfoldingConfig.published();
            case "interpolation" -> InterpolationConfig.published(1);
            default -> throw new IllegalArgumentException("no such network: " + name);
        };
    }

    /** Noise for a network: one channel a section. */
    static Tensor sections(NetworkConfig config, int size) {
        Random random = new Random(2);
        float[] values = new float[config.sectionCount() * size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Tensor.of(1, config.sectionCount(), size, size, values);
    }
}
