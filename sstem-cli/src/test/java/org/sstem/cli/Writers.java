package org.sstem.cli;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The commands that write, by the option that they all have. */
final class Writers {

    private Writers() {}

    /** All that there are. */
    static Set<String> all() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Set<String> names = new TreeSet<>();
        CommandLine line = Sstem.commandLine(nowhere, nowhere);
        line.getSubcommands().forEach((name, command) -> {
            if (command.getCommandSpec().findOption("--overwrite") != null) {
                names.add(name);
            }
        });
        return names;
    }

    /** Those of some command lines. */
    static Set<String> of(Collection<String> lines) {
        return lines.stream().map(line -> line.replaceFirst(" .*", "")).collect(Collectors.toCollection(TreeSet::new));
    }
}
