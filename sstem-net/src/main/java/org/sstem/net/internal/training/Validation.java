package org.sstem.net.internal.training;

import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.metric.EndpointError;
import org.sstem.metric.ImageQuality;
import org.sstem.net.ValidationScores;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.example.Example;

import java.util.List;

/** Scores a network on examples that stay the same; the last output is judged. */
public final class Validation {

    /** Smallest side for SSIM. */
    private static final int WINDOW_PX = 11;

    private final List<Example> batches;
    private final boolean flows;

    /**
     * Keeps the examples.
     *
     * @param examples what to judge by, one by one
     * @param flows    whether the outputs are flows
     */
    Validation(List<Example> examples, boolean flows) {
        // One by one: memory stays below that of training, and running statistics do not mind.
        this.batches = List.copyOf(examples);
        this.flows = flows;
    }

    ValidationScores scores(Trainable network) {
        double loss = 0;
        double[] sums = new double[5];
        int images = 0;
        for (Example example : batches) {
            List<Tensor> outputs = network.run(example.input());
            if (!outputs.stream().allMatch(Validation::finite)) {
                return new ValidationScores(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
            }
            loss += network.loss(outputs, example) / batches.size();
            int last = outputs.size() - 1;
            Tensor output = outputs.get(last);
            Tensor target = example.goals().get(last).target();
            if (flows) {
                for (int first = 0; first < output.channels(); first += 2) {
                    sums[4] += EndpointError.mean(flow(output, first), flow(target, first));
                    images++;
                }
                continue;
            }
            for (int channel = 0; channel < output.channels(); channel++) {
                add(Planes.channelOf(output, channel), Planes.channelOf(target, channel), sums);
                images++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = flows == (i == 4) ? sums[i] / images : Double.NaN;
        }
        return new ValidationScores(loss, sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    private static void add(Plane output, Plane target, double[] sums) {
        sums[0] += ImageQuality.psnr(target, output, 1);
        boolean large = Math.min(output.width(), output.height()) >= WINDOW_PX;
        sums[1] += large ? ImageQuality.ssim(target, output, 1) : Double.NaN;
        sums[2] += ImageQuality.sharpness(output, 1);
        sums[3] += ImageQuality.sharpness(target, 1);
    }

    private static boolean finite(Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) {
            if (!Float.isFinite(tensor.data().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Flow flow(Tensor tensor, int first) {
        return new Flow(Planes.channelOf(tensor, first), Planes.channelOf(tensor, first + 1));
    }
}
