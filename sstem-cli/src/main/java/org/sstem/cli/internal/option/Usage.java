package org.sstem.cli.internal.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the user typed and may not: said in one sentence, before any work, exit code 2. */
public final class Usage {

    /** Something that refuses a bad value by an {@link IllegalArgumentException}. */
    @FunctionalInterface
    public interface Check {
        void run();
    }

    private Usage() {}

    /** Refuses a value unless a condition holds. */
    public static void require(boolean holds, CommandSpec spec, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    /** Takes the refusal of a value by the library for a wrong usage of an option. */
    public static void check(CommandSpec spec, String option, Check check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }
}
