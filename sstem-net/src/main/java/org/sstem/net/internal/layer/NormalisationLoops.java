package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.net.internal.array.Blocks;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The passes of {@link Normalisation} over one channel of an image. Single precision is read and written in pieces that
 * fit the first cache; double precision, for checks, value by value.
 */
abstract class NormalisationLoops {

    private final int batch;
    private final int channels;
    private final int plane;

    private NormalisationLoops(INDArray image) {
        batch = Blocks.size(image, 0);
        channels = Blocks.size(image, 1);
        plane = Math.multiplyExact(Blocks.size(image, 2), Blocks.size(image, 3));
    }

    static NormalisationLoops of(INDArray image, double slope) {
        return image.dataType() == DataType.DOUBLE ? new Doubles(image, slope) : new Floats(image, (float) slope);
    }

    /** Pixels of a channel in all images. */
    final long count() {
        return (long) batch * plane;
    }

    /** Mean and biased variance of a channel. */
    abstract double[] moments(int channel);

    /** Writes {@code rectify(scale (x - mean) + shift)}. */
    abstract void apply(int channel, Line line, INDArray out);

    /** Sums of g and of g (x - mean), with g the upstream gradient behind the rectifier. */
    abstract double[] gradientSums(int channel, INDArray upstream, Line line);

    /** Writes {@code scale g + byInput (x - mean) + constant}. */
    abstract void gradient(
            int channel, INDArray upstream, Line line, double byInput, double constant, INDArray gradient);

    /**
     * What a channel is mapped by, {@code scale (x - mean) + shift}: the mean is taken away first, for where it is large
     * the difference of two products would be rounding.
     */
    record Line(double mean, double scale, double shift) {

        double at(double x) {
            return scale * (x - mean) + shift;
        }
    }

    final int batch() {
        return batch;
    }

    final int plane() {
        return plane;
    }

    final int start(int image, int channel) {
        return (image * channels + channel) * plane;
    }

    /** Single precision, sums in double. */
    private static final class Floats extends NormalisationLoops {

        private static final int PIECE = 2048;
        private static final float HUGE = 1e38f;

        private final FloatBuffer image;
        private final float slope;

        Floats(INDArray image, float slope) {
            super(image);
            this.image = Blocks.floats(image);
            this.slope = slope;
        }

        /** To a multiple of the sums that are taken at once; the pieces are long enough. */
        private static int roundedUp(int length) {
            return length + 3 & ~3;
        }

        @Override
        double[] moments(int channel) {
            float[] x = new float[PIECE];
            // about the first value, so that a large mean does not swallow the variance
            double origin = image.get(start(0, channel));
            double sum = 0;
            double squares = 0;
            for (int n = 0; n < batch(); n++) {
                int from = start(n, channel);
                for (int at = 0; at < plane(); at += PIECE) {
                    int length = Math.min(PIECE, plane() - at);
                    image.get(from + at, x, 0, length);
                    int end = roundedUp(length);
                    Arrays.fill(x, length, end, (float) origin);
                    // four sums at once: one alone waits for its own addition
                    double s0 = 0;
                    double s1 = 0;
                    double s2 = 0;
                    double s3 = 0;
                    double q0 = 0;
                    double q1 = 0;
                    double q2 = 0;
                    double q3 = 0;
                    for (int i = 0; i < end; i += 4) {
                        double d0 = x[i] - origin;
                        double d1 = x[i + 1] - origin;
                        double d2 = x[i + 2] - origin;
                        double d3 = x[i + 3] - origin;
                        s0 += d0;
                        s1 += d1;
                        s2 += d2;
                        s3 += d3;
                        q0 += d0 * d0;
                        q1 += d1 * d1;
                        q2 += d2 * d2;
                        q3 += d3 * d3;
                    }
                    sum += s0 + s1 + (s2 + s3);
                    squares += q0 + q1 + (q2 + q3);
                }
            }
            double mean = sum / count();
            return new double[] {origin + mean, Math.max(0, squares / count() - mean * mean)};
        }

        @Override
        void apply(int channel, Line line, INDArray out) {
            FloatBuffer result = Blocks.floats(out);
            float[] x = new float[PIECE];
            for (int n = 0; n < batch(); n++) {
                int from = start(n, channel);
                for (int at = 0; at < plane(); at += PIECE) {
                    int length = Math.min(PIECE, plane() - at);
                    image.get(from + at, x, 0, length);
                    rectified(x, line, length);
                    result.put(from + at, x, 0, length);
                }
            }
        }

        private void rectified(float[] x, Line line, int length) {
            float mean = (float) line.mean;
            float scale = (float) line.scale;
            float shift = (float) line.shift;
            if (slope == 0) {
                for (int i = 0; i < length; i++) {
                    x[i] = Math.max(scale * (x[i] - mean) + shift, 0);
                }
            } else {
                for (int i = 0; i < length; i++) {
                    float value = scale * (x[i] - mean) + shift;
                    x[i] = Math.max(value, slope * value);
                }
            }
        }

        @Override
        double[] gradientSums(int channel, INDArray upstream, Line line) {
            FloatBuffer above = Blocks.floats(upstream);
            float[] x = new float[PIECE];
            float[] g = new float[PIECE];
            double mean = (float) line.mean;
            double sum = 0;
            double product = 0;
            for (int n = 0; n < batch(); n++) {
                int from = start(n, channel);
                for (int at = 0; at < plane(); at += PIECE) {
                    int length = Math.min(PIECE, plane() - at);
                    image.get(from + at, x, 0, length);
                    above.get(from + at, g, 0, length);
                    int end = roundedUp(length);
                    Arrays.fill(g, length, end, 0);
                    behindRectifier(x, g, line, length);
                    double s0 = 0;
                    double s1 = 0;
                    double s2 = 0;
                    double s3 = 0;
                    double p0 = 0;
                    double p1 = 0;
                    double p2 = 0;
                    double p3 = 0;
                    for (int i = 0; i < end; i += 4) {
                        s0 += g[i];
                        s1 += g[i + 1];
                        s2 += g[i + 2];
                        s3 += g[i + 3];
                        p0 += g[i] * (x[i] - mean);
                        p1 += g[i + 1] * (x[i + 1] - mean);
                        p2 += g[i + 2] * (x[i + 2] - mean);
                        p3 += g[i + 3] * (x[i + 3] - mean);
                    }
                    sum += s0 + s1 + (s2 + s3);
                    product += p0 + p1 + (p2 + p3);
                }
            }
            return new double[] {sum, product};
        }

        @Override
        void gradient(int channel, INDArray upstream, Line line, double byInput, double constant, INDArray gradient) {
            FloatBuffer above = Blocks.floats(upstream);
            FloatBuffer result = Blocks.floats(gradient);
            float[] x = new float[PIECE];
            float[] g = new float[PIECE];
            float mean = (float) line.mean;
            float a = (float) line.scale;
            float b = (float) byInput;
            float c = (float) constant;
            for (int n = 0; n < batch(); n++) {
                int from = start(n, channel);
                for (int at = 0; at < plane(); at += PIECE) {
                    int length = Math.min(PIECE, plane() - at);
                    image.get(from + at, x, 0, length);
                    above.get(from + at, g, 0, length);
                    behindRectifier(x, g, line, length);
                    for (int i = 0; i < length; i++) {
                        g[i] = a * g[i] + (b * (x[i] - mean) + c);
                    }
                    result.put(from + at, g, 0, length);
                }
            }
        }

        private void behindRectifier(float[] x, float[] g, Line line, int length) {
            if (slope == 1) {
                return;
            }
            float mean = (float) line.mean;
            float scale = (float) line.scale;
            float shift = (float) line.shift;
            float rest = 1 - slope;
            // 1 where the result is positive, 0 where it is negative, without a branch: that is what the compiler turns
            // into vector instructions. In between are only values below the least normal float.
            for (int i = 0; i < length; i++) {
                float positive = Math.min(1, Math.max(0, HUGE * (scale * (x[i] - mean) + shift)));
                g[i] *= slope + rest * positive;
            }
        }
    }

    /** Double precision, as the formulas are written. */
    private static final class Doubles extends NormalisationLoops {

        private final INDArray image;
        private final double slope;

        Doubles(INDArray image, double slope) {
            super(image);
            this.image = image;
            this.slope = slope;
        }

        private double[] read(INDArray array, int n, int channel) {
            double[] values = new double[plane()];
            Blocks.load(array, start(n, channel), values);
            return values;
        }

        @Override
        double[] moments(int channel) {
            double mean = 0;
            for (int n = 0; n < batch(); n++) {
                mean += Arrays.stream(read(image, n, channel)).sum() / count();
            }
            double variance = 0;
            for (int n = 0; n < batch(); n++) {
                for (double x : read(image, n, channel)) {
                    variance += (x - mean) * (x - mean) / count();
                }
            }
            return new double[] {mean, variance};
        }

        @Override
        void apply(int channel, Line line, INDArray out) {
            for (int n = 0; n < batch(); n++) {
                double[] x = read(image, n, channel);
                Arrays.setAll(x, i -> {
                    double value = line.at(x[i]);
                    return value > 0 ? value : slope * value;
                });
                Blocks.store(x, out, start(n, channel));
            }
        }

        @Override
        double[] gradientSums(int channel, INDArray upstream, Line line) {
            double[] sums = new double[2];
            for (int n = 0; n < batch(); n++) {
                double[] x = read(image, n, channel);
                double[] g = read(upstream, n, channel);
                for (int i = 0; i < x.length; i++) {
                    double behind = line.at(x[i]) > 0 ? g[i] : slope * g[i];
                    sums[0] += behind;
                    sums[1] += behind * (x[i] - line.mean);
                }
            }
            return sums;
        }

        @Override
        void gradient(int channel, INDArray upstream, Line line, double byInput, double constant, INDArray gradient) {
            for (int n = 0; n < batch(); n++) {
                double[] x = read(image, n, channel);
                double[] g = read(upstream, n, channel);
                Arrays.setAll(x, i -> {
                    double behind = line.at(x[i]) > 0 ? g[i] : slope * g[i];
                    return line.scale * behind + byInput * (x[i] - line.mean) + constant;
                });
                Blocks.store(x, gradient, start(n, channel));
            }
        }
    }
}
