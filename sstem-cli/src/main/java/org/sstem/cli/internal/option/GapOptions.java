package org.sstem.cli.internal.option;

import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.registration.LeastSize;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackReader.ReadOption;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a number that is left out of the names of a directory's sections means. */
public final class GapOptions {

    private static final String NAME = "gaps";

    /** What a gap is. */
    public enum Gaps {
        IGNORE,
        MISSING
    }

    @Option(
            names = "--gaps",
            paramLabel = "KIND",
            defaultValue = "ignore",
            description = "What a number left out of the names of the sections is: ${COMPLETION-CANDIDATES} (a section"
                    + " that is missing, to be restored). Default ${DEFAULT-VALUE}; gaps are told in any case.")
    private Gaps gaps;

    /** Opens a stack whose damage is to be found or restored. */
    public StackReader<?> open(String place) throws IOException {
        StackReader<?> stack =
                gaps == Gaps.MISSING ? Stacks.open(place, ReadOption.GAPS_ARE_MISSING) : Stacks.open(place);
        try {
            LeastSize.require(place, stack.width(), stack.height());
            return stack;
        } catch (IllegalArgumentException e) {
            stack.close();
            throw e;
        }
    }

    /** Opens a stack as a run did that has left a record. */
    public static StackReader<?> open(String place, Map<String, String> record) throws IOException {
        return Gaps.MISSING.name().equals(record.get(NAME))
                ? Stacks.open(place, ReadOption.GAPS_ARE_MISSING)
                : Stacks.open(place);
    }

    /** Adds what the result depends on: gaps shift the numbers of the sections. */
    public void addTo(Recipe recipe) {
        recipe.with(NAME, gaps);
    }

    /** Adds the sections that were put in to what is damaged, where they are not yet. */
    public static Damage with(Damage damage, StackReader<?> stack) {
        List<DamagedSection> all = new ArrayList<>(damage.entries());
        for (int z : stack.gaps()) {
            if (!damage.kinds(z).contains(DamageKind.MISSING)) {
                all.removeIf(entry -> entry.z() == z);
                all.add(new DamagedSection(z, DamageKind.MISSING));
            }
        }
        return all.size() == damage.entries().size() && stack.gaps().isEmpty() ? damage : Damage.of(all);
    }
}
