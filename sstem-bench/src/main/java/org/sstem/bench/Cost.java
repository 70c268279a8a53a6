package org.sstem.bench;

import org.sstem.bench.kernel.SeparableConvolutionBenchmark;
import org.sstem.bench.machine.MachineBenchmark;

import java.util.Map;

/**
 * What one call of a benchmark takes, where that is known.
 *
 * @param operations floating-point operations, a multiply-add counted as two; 0 if memory is what counts
 * @param bytes      bytes that must be read and written at least; 0 if operations are what counts
 */
record Cost(double operations, double bytes) {

    private static final Cost UNKNOWN = new Cost(0, 0);

    /** By class and method, as in {@code "WarpBenchmark.forward"}. */
    static Cost of(String benchmark, Map<String, String> parameters) {
        double size = Double.parseDouble(parameters.getOrDefault("size", "0"));
        double pixels = size * size;
        double taps = SeparableConvolutionBenchmark.TAPS;
        // along the rows for every tap, then down the column
        double separable = 2 * taps * (taps + 1) * pixels;
        return switch (benchmark) {
            case "MachineBenchmark.multiplyAdd" -> new Cost(MachineBenchmark.multiplyAddOperations(), 0);
            case "MachineBenchmark.copy" -> new Cost(0, 8.0 * (1 << 20));
            case "SeparableConvolutionBenchmark.forward", "LiteralBenchmark.separableConvolution" ->
                new Cost(separable, 0);
            case "SeparableConvolutionBenchmark.gradients" -> new Cost(3 * separable, 0);
            case "WarpBenchmark.forward", "FuseBenchmark.forward" -> new Cost(0, 16 * pixels);
            default -> UNKNOWN;
        };
    }
}
