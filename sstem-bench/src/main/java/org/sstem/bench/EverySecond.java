package org.sstem.bench;

import org.sstem.damage.DamageKind;
import org.sstem.method.SectionSource;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.FoldDistribution;
import org.sstem.simulate.LostDistribution;
import org.sstem.simulate.StackSimulation;

import java.util.List;
import java.util.stream.IntStream;

/** One kind of damage in every second section of a stack, so that each has intact neighbours. Stateless. */
final class EverySecond {

    private EverySecond() {}

    /** The sections: 1, 3, 5 and so on; never the last. */
    static List<Integer> of(int sections) {
        return IntStream.range(0, (sections - 1) / 2).mapToObj(i -> 1 + 2 * i).toList();
    }

    /**
     * Damages them.
     *
     * @param margin what is cut off every section, from where folds draw tissue, pixels
     */
    static StackSimulation damaged(
            SectionSource stack, DamageKind kind, DamageDistribution look, long seed, int margin) {
        DamageSimulator.Builder builder =
                DamageSimulator.builder().seed(seed).distribution(look).margin(margin);
        for (DamageKind any : DamageKind.values()) {
            builder.sections(any, any == kind ? of(stack.sections()) : List.of());
        }
        if (kind == DamageKind.LOST) {
            builder.lost(0, LostDistribution.all());
        }
        return builder.build().apply(stack);
    }

    /** Damage as sections have it, with folds of one look. */
    static DamageDistribution folds(FoldDistribution look) {
        DamageDistribution others = DamageDistribution.natural();
        return new DamageDistribution(
                others.foldRate(), look, others.precipitateRate(), others.precipitate(), others.missing());
    }
}
