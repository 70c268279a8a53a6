package org.sstem.cli.internal.study;

import org.sstem.damage.DamageKind;
import org.sstem.method.SectionSource;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.StackSimulation;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The damage that a study simulates. */
enum StudyDamage {
    /** Folds by the published law. */
    FOLD_LAW("fold, law", DamageKind.FOLD, 1, DamageDistribution.published()),
    /** Folds as sections have them. */
    FOLD_NATURAL("fold, natural", DamageKind.FOLD, 1, DamageDistribution.natural()),
    /** Precipitates by the published law. */
    PRECIPITATE("precipitates", DamageKind.PRECIPITATE, 1, DamageDistribution.published()),
    /** One section missing. */
    MISSING_1("missing 1", DamageKind.MISSING, 1, DamageDistribution.published()),
    /** Two consecutive sections missing. */
    MISSING_2("missing 2", DamageKind.MISSING, 2, DamageDistribution.published());

    private final String words;
    private final DamageKind kind;
    private final int run;
    private final DamageDistribution distribution;

    StudyDamage(String words, DamageKind kind, int run, DamageDistribution distribution) {
        this.words = words;
        this.kind = kind;
        this.run = run;
        this.distribution = distribution;
    }

    /** What kind of damage it is. */
    DamageKind kind() {
        return kind;
    }

    /** Whether nothing of a section is left. */
    boolean missing() {
        return kind == DamageKind.MISSING;
    }

    /** The sections that are damaged together, beginning with one. */
    List<Integer> sections(int first) {
        return IntStream.range(first, first + run).boxed().toList();
    }

    /** Damages a run of sections and leaves all others. */
    StackSimulation simulate(SectionSource stack, int first, int marginPx, long seed) {
        DamageSimulator.Builder simulator =
                DamageSimulator.builder().seed(seed).margin(marginPx).distribution(distribution);
        for (DamageKind any : DamageKind.values()) {
            simulator.sections(any, any == kind ? sections(first) : List.of());
        }
        return simulator.build().apply(stack);
    }

    /** As on the command line, {@code fold-law}. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return words;
    }
}
