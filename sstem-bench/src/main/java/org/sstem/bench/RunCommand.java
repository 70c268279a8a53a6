package org.sstem.bench;

import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Runs benchmarks. */
@Command(name = "run", description = "Runs benchmarks, writes their results as JSON and prints the table.")
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--profile", defaultValue = "quick", description = "quick (about 3 minutes) or full.")
    private Profile profile;

    @Option(names = "--include", description = "Regular expression of the benchmarks to run; default: all.")
    private List<String> include = List.of(".*");

    @Option(
            names = {"-p", "--param"},
            description = "Parameter to run alone, as in size=256.")
    private List<String> parameters = List.of();

    @Option(names = "--output", defaultValue = "sstem-bench/target/benchmarks.json", description = "Result file.")
    private Path output;

    @Option(names = "--table", description = "File to write the table to as well.")
    private Path table;

    @Override
    public Integer call() throws IOException, RunnerException {
        Path jmh = Files.createTempFile("jmh", ".json");
        ChainedOptionsBuilder options = profile.apply(new OptionsBuilder())
                .jvmArgs(
                        // a heap that never grows, of which results take the same small part again and again: getting
                        // pages from the system would be measured instead; and the module of the vector kernels
                        "-Xms2g",
                        "-Xmx2g",
                        "-XX:+UseParallelGC",
                        "-Xmn256m",
                        "-Djava.awt.headless=true",
                        "-Dsstem.bench.threads=" + Threads.COUNT,
                        "--add-modules",
                        "jdk.incubator.vector")
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(jmh.toString());
        include.forEach(options::include);
        for (String parameter : parameters) {
            String[] parts = parameter.split("=", 2);
            options.param(parts[0], parts[1].split(","));
        }
        double load = Environment.load();
        new Runner(options.build()).run();
        ResultFile result = new ResultFile(
                Environment.machine(),
                Environment.java(),
                Environment.commit(),
                LocalDate.now().toString(),
                profile.name().toLowerCase(Locale.ROOT),
                Threads.COUNT,
                load,
                ResultFile.jmh(jmh));
        Files.delete(jmh);
        result.write(output);
        String text = ResultTable.render(result);
        if (table != null) {
            Files.writeString(table, text);
        }
        spec.commandLine().getOut().println(text + "\nwritten: " + output);
        return 0;
    }
}
