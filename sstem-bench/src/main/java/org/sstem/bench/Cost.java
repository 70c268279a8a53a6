package org.sstem.bench;

import org.sstem.bench.detect.DetectionBenchmark;
import org.sstem.bench.kernel.SeparableConvolutionBenchmark;
import org.sstem.bench.machine.MachineBenchmark;

import java.util.Map;

/**
 * What one call of a benchmark takes, where that is known.
 *
 * @param operations floating-point operations, a multiply-add counted as two; 0 if memory is what counts
 * @param bytes      bytes that must be read and written at least; 0 if operations are what counts
 * @param megapixels pixels of the sections that are restored or searched from end to end, in millions; else 0
 */
record Cost(double operations, double bytes, double megapixels) {

    private static final Cost UNKNOWN = new Cost(0, 0, 0);

    /** By class and method, as in {@code "WarpBenchmark.forward"}. */
    static Cost of(String benchmark, Map<String, String> parameters) {
        double size = Double.parseDouble(parameters.getOrDefault("size", parameters.getOrDefault("tile", "0")));
        double pixels = size * size;
        double taps = SeparableConvolutionBenchmark.TAPS;
        // along the rows for every tap, then down the column
        double separable = 2 * taps * (taps + 1) * pixels;
        return switch (benchmark) {
            case "MachineBenchmark.multiplyAdd" -> arithmetic(MachineBenchmark.multiplyAddOperations());
            case "MachineBenchmark.copy" -> memory(8.0 * MachineBenchmark.COPIED);
            case "SeparableConvolutionBenchmark.forward", "LiteralBenchmark.separableConvolution" ->
                arithmetic(separable);
            case "SeparableConvolutionBenchmark.gradients" -> arithmetic(3 * separable);
            case "WarpBenchmark.forward", "FuseBenchmark.forward" -> memory(16 * pixels);
            case "RestorationBenchmark.restore", "DamagedShareBenchmark.restore" ->
                new Cost(0, 0, pixels * Integer.parseInt(parameters.getOrDefault("damaged", "1")) / 1e6);
            case "DetectionBenchmark.detect" -> new Cost(0, 0, DetectionBenchmark.SECTIONS * pixels / 1e6);
            default -> UNKNOWN;
        };
    }

    private static Cost arithmetic(double operations) {
        return new Cost(operations, 0, 0);
    }

    private static Cost memory(double bytes) {
        return new Cost(0, bytes, 0);
    }
}
