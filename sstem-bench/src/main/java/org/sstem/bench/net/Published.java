package org.sstem.bench.net;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The published networks by the names that parameters of benchmarks have. */
final class Published {

    private Published() {}

    static NetworkConfig named(String name) {
        return switch (name) {
            case "fold-fusion" -> NetworkConfig.published(Role.FOLD_FUSION);
            case "unfolding" -> NetworkConfig.published(Role.UNFOLDING);
            case "interpolation" -> NetworkConfig.published(Role.INTERPOLATION);
            default -> throw new IllegalArgumentException("no such network: " + name);
        };
    }

    /** Noise for a network, one image a section. */
    static List<Img<FloatType>> sections(NetworkConfig config, int size) {
        Random random = new Random(2);
        List<Img<FloatType>> sections = new ArrayList<>();
        for (int section = 0; section < config.sectionCount(); section++) {
            float[] values = new float[size * size];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat();
            }
            sections.add(ArrayImgs.floats(values, size, size));
        }
        return sections;
    }
}
