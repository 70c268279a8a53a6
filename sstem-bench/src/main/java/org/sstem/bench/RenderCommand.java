package org.sstem.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Renders a result file. */
@Command(name = "render", description = "Prints the table of a result file.")
final class RenderCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(description = "Result file.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().println(ResultTable.render(ResultFile.read(file)));
        return 0;
    }
}
