package org.sstem.net.internal.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.sstem.internal.kernel.Npy;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/**
 * The published networks with parameters by a rule, their inputs by formula, and what PyTorch made of them in double
 * precision (the folder golden/nets).
 */
public enum Published {
    SFF_INTERPOLATION("sff_ifnet", InterpolationConfig.published(1)),
    SFF_UNFOLDING("sff_fusionnet", UnfoldingConfig.published()),
    SFF_FUSION("sff_unet", FoldFusionConfig.published()),
    SP_INTERPOLATION("sp_ifnet", InterpolationConfig.published(2)),
    SP_CORRECTION("sp_unet", PrecipitateConfig.published(Role.PRECIPITATE_CORRECTION));

    private static final Map<Published, NetworkWeights> NETWORKS = new ConcurrentHashMap<>();

    public final String file;
    public final Architecture config;

    Published(String file, Architecture config) {
        this.file = file;
        this.config = config;
    }

    /** One tensor of PyTorch's state: its position, name, shape and the sum of its values under the rule. */
    public record State(int position, String name, long[] shape, double sum) {}

    public List<State> states() {
        String path = "/org/sstem/net/golden/nets/" + file + "_state.json";
        try (InputStream in = Published.class.getResourceAsStream(path)) {
            JsonObject json = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            return StreamSupport.stream(json.getAsJsonArray("params").spliterator(), false)
                    .map(JsonElement::getAsJsonObject)
                    .map(o -> new State(
                            o.get("t").getAsInt(),
                            o.get("name").getAsString(),
                            StreamSupport.stream(o.getAsJsonArray("shape").spliterator(), false)
                                    .mapToLong(JsonElement::getAsLong)
                                    .toArray(),
                            o.get("sum").getAsDouble()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** The network with parameters by the rule; the same one every time. */
    public NetworkWeights network() {
        return NETWORKS.computeIfAbsent(this, key -> {
            NetworkWeights network = NetworkWeights.blank(config);
            Map<String, long[]> parameters = network.parameters();
            for (State state : states()) {
                if (parameters.containsKey(state.name())) {
                    network.assign(state.name(), byRule(state));
                }
            }
            return network;
        });
    }

    public double[] output() {
        return golden(file + "_out");
    }

    public static double[] golden(String name) {
        return Npy.resource("/org/sstem/net/golden/nets/" + name + ".npy").values();
    }

    /** The rule: a linear congruential generator for every tensor, seeded by its position. */
    public static float[] byRule(State state) {
        int count = (int) Arrays.stream(state.shape).reduce(1, (a, b) -> a * b);
        float[] values = new float[count];
        long s = 1_000_003L * (state.position + 1);
        for (int i = 0; i < count; i++) {
            s = s * 6364136223846793005L + 1442695040888963407L;
            double u = (s >>> 40) * 0x1p-24;
            double value;
            if (state.shape.length == 4) {
                value = (2 * u - 1) * Math.sqrt(6.0 / (state.shape[1] * state.shape[2] * state.shape[3]));
            } else if (state.name.endsWith("running_var")) {
                value = 0.5 + u;
            } else if (state.name.endsWith(".weight")) {
                value = 0.8 + 0.4 * u;
            } else {
                value = (2 * u - 1) * 0.1;
            }
            values[i] = (float) value;
        }
        return values;
    }

    /** 0.5 + 0.5 sin(.11 x (c + 1) + .07 y + .3 c + 1.7 b + s). */
    public static Tensor input(int batch, int channels, int size, double s) {
        Tensor tensor = Tensor.zeros(batch, channels, size, size);
        int at = 0;
        for (int b = 0; b < batch; b++) {
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < size; x++) {
                        double phase = 0.11 * x * (c + 1) + 0.07 * y + 0.3 * c + 1.7 * b + s;
                        tensor.data().put(at++, (float) (0.5 + 0.5 * Math.sin(phase)));
                    }
                }
            }
        }
        return tensor;
    }

    /** The channels of several images one after the other. */
    public static Tensor concatenate(Tensor... parts) {
        int channels = Arrays.stream(parts).mapToInt(Tensor::channels).sum();
        Tensor all = Tensor.zeros(1, channels, parts[0].height(), parts[0].width());
        int at = 0;
        for (Tensor part : parts) {
            all.data().put(at, part.data(), 0, part.size());
            at += part.size();
        }
        return all;
    }

    /** Largest difference relative to the root mean square of what is expected. */
    public static double relativeDifference(Tensor actual, double[] expected) {
        double largest = 0;
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            // not Math.max alone: a NaN must count
            double difference = Math.abs(actual.data().get(i) - expected[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
            squares += expected[i] * expected[i];
        }
        return actual.size() == expected.length
                ? largest / Math.sqrt(squares / expected.length)
                : Double.POSITIVE_INFINITY;
    }
}
