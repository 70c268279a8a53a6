package org.sstem.net.internal.example;

import org.sstem.internal.kernel.Tensor;
import org.sstem.net.internal.loss.LossFunction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a network sees and what it should make of it: one example, or several in a batch. The tensors are shared.
 *
 * @param input what goes in
 * @param goals what each output should be, in the order of the outputs
 */
public record Example(Tensor input, List<Goal> goals) {

    /**
     * What one output should be.
     *
     * @param target the values, of the output's shape
     * @param weight how much every pixel counts, one channel; see {@link LossFunction} for what that means
     */
    public record Goal(Tensor target, Tensor weight) {

        public Goal {
            LossFunction.requireWeight(weight, target);
        }

        /** All pixels count alike. */
        public static Goal of(Tensor target) {
            Tensor weight = Tensor.zeros(target.batch(), 1, target.height(), target.width());
            for (int i = 0; i < weight.size(); i++) {
                weight.data().put(i, 1);
            }
            return new Goal(target, weight);
        }
    }

    public Example {
        goals = List.copyOf(goals);
    }

    public static Example of(Tensor input, Tensor target) {
        return new Example(input, List.of(Goal.of(target)));
    }

    /**
     * Puts examples one after the other into a batch.
     *
     * @throws IllegalArgumentException if their shapes differ
     */
    public static Example batch(List<Example> examples) {
        List<Goal> goals = new ArrayList<>();
        for (int k = 0; k < examples.get(0).goals.size(); k++) {
            int output = k;
            goals.add(new Goal(
                    stack(examples, example -> example.goals.get(output).target),
                    stack(examples, example -> example.goals.get(output).weight)));
        }
        return new Example(stack(examples, Example::input), goals);
    }

    private static Tensor stack(List<Example> examples, Function<Example, Tensor> part) {
        Tensor first = part.apply(examples.get(0));
        int batch = examples.stream().mapToInt(e -> part.apply(e).batch()).sum();
        Tensor all = Tensor.zeros(batch, first.channels(), first.height(), first.width());
        int at = 0;
        for (Example example : examples) {
            Tensor one = part.apply(example);
            if (one.channels() != first.channels() || one.height() != first.height() || one.width() != first.width()) {
                throw new IllegalArgumentException(
                        "all examples must have one shape, were " + first.shape() + " and " + one.shape());
            }
            all.data().put(at, one.data(), 0, one.size());
            at += one.size();
        }
        return all;
    }
}
