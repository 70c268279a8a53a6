package org.sstem.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Compares two runs. */
@Command(name = "compare", description = "Compares the results of two runs, the worst change first.")
final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", description = "Result file of the earlier run.")
    private Path before;

    @Parameters(index = "1", description = "Result file of the later run.")
    private Path after;

    @Override
    public Integer call() throws IOException {
        String text = ResultTable.compare(ResultFile.read(before), ResultFile.read(after));
        spec.commandLine().getOut().println(text);
        return 0;
    }
}
