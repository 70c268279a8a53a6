package org.sstem.cli;

import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.stack.ReadOption;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a number that is left out of the names of a directory's sections means. */
final class GapOptions {

    /** Neighbours have to be brought into register, and there is nothing to do it by in less. */
    private static final int LEAST_PX = 16;

    /** What a gap is. */
    enum Gaps {
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
    StackReader<?> open(String place) throws IOException {
        StackReader<?> stack =
                gaps == Gaps.MISSING ? Stacks.open(place, ReadOption.GAPS_ARE_MISSING) : Stacks.open(place);
        if (stack.width() < LEAST_PX || stack.height() < LEAST_PX) {
            stack.close();
            throw new IOException(place + " has sections of " + stack.width() + " x " + stack.height()
                    + " pixels; nothing can be told of damage in less than " + LEAST_PX + " x " + LEAST_PX);
        }
        return stack;
    }

    /** Adds the sections that were put in to what is damaged, where they are not yet. */
    static Damage with(Damage damage, StackReader<?> stack) {
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
