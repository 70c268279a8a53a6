package org.sstem.net.internal.architecture;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * How the first parameters of a network are drawn. Normalisations begin with a mean of 0 and a variance of 1, and, unless
 * said otherwise, with gamma 1 and beta 0. Stateless.
 */
public enum Initialisation {
    /**
     * PyTorch's default, for weights and biases: uniform, bounded by the root of one over the fan-in, which is the product
     * of all but the first dimension of the weight, for transposed convolutions too.
     */
    UNIFORM {
        @Override
        float[] convolution(Parameter parameter, Random random) {
            long[] weight = parameter.weight;
            double bound = 1 / Math.sqrt((double) weight[1] * weight[2] * weight[3]);
            return parameter.filled(() -> bound * (2 * random.nextDouble() - 1));
        }
    },
    /** Orthogonal weights of gain sqrt(2), biases as in {@link #UNIFORM}. */
    ORTHOGONAL {
        @Override
        float[] convolution(Parameter parameter, Random random) {
            return parameter.weighs()
                    ? Orthogonal.matrix(parameter.count(), Math.toIntExact(parameter.shape[0]), random)
                    : UNIFORM.convolution(parameter, random);
        }
    },
    /** Weights from N(0, 0.02), gamma from N(1, 0.02), all else 0. */
    NORMAL {
        @Override
        float[] convolution(Parameter parameter, Random random) {
            return parameter.weighs()
                    ? parameter.filled(() -> 0.02 * random.nextGaussian())
                    : new float[parameter.count()];
        }

        @Override
        float[] gamma(Parameter parameter, Random random) {
            return parameter.filled(() -> 1 + 0.02 * random.nextGaussian());
        }
    },
    /** He et al. (ICCV 2015) for leaky rectifiers of slope 0.1, the last layer and the biases with 0. */
    HE {
        @Override
        float[] convolution(Parameter parameter, Random random) {
            if (!parameter.weighs() || parameter.node.equals(RefinementConfig.LAST_LAYER)) {
                return new float[parameter.count()];
            }
            long[] shape = parameter.shape;
            double sd = Math.sqrt(2 / (1 + 0.1 * 0.1) / (shape[1] * shape[2] * shape[3]));
            return parameter.filled(() -> sd * random.nextGaussian());
        }
    };

    /**
     * A parameter that is to be drawn.
     *
     * @param node   the node that it belongs to
     * @param shape  its shape
     * @param weight shape of the node's weight
     */
    record Parameter(String node, long[] shape, long[] weight) {

        int count() {
            return Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        }

        /** Whether it is the weight of a convolution, and no bias. */
        boolean weighs() {
            return shape.length == 4;
        }

        float[] filled(DoubleSupplier next) {
            float[] values = new float[count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) next.getAsDouble();
            }
            return values;
        }
    }

    abstract float[] convolution(Parameter parameter, Random random);

    float[] gamma(Parameter parameter, Random random) {
        return parameter.filled(() -> 1);
    }

    /**
     * Draws a parameter.
     *
     * @param name       its name
     * @param parameters name to shape of all of the network's
     * @param random     where to draw from
     * @return all its values
     */
    public float[] draw(String name, Map<String, long[]> parameters, Random random) {
        String node = name.substring(0, name.lastIndexOf('.'));
        Parameter parameter = new Parameter(node, parameters.get(name), parameters.get(node + ".weight"));
        if (!parameters.containsKey(node + ".running_mean")) {
            return convolution(parameter, random);
        }
        return switch (name.substring(node.length() + 1)) {
            case "weight" -> gamma(parameter, random);
            case "running_var" -> parameter.filled(() -> 1);
            default -> new float[parameter.count()];
        };
    }
}
