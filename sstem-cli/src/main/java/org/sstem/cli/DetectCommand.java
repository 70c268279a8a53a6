package org.sstem.cli;

import com.google.gson.GsonBuilder;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.cli.internal.aligner.Aligner;
import org.sstem.cli.internal.aligner.SectionMarks;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.DryRun;
import org.sstem.cli.internal.option.GapOptions;
import org.sstem.cli.internal.option.LevelOptions;
import org.sstem.cli.internal.option.OutputOptions;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.cli.internal.option.Usage;
import org.sstem.damage.Damage;
import org.sstem.damage.Detection;
import org.sstem.damage.Detection.Agreement;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.output.WholeFolder;
import org.sstem.report.DetectionReport;
import org.sstem.stack.StackReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code sstem detect}: which sections of a stack are damaged, how, where, and why that is thought. */
@Command(
        name = "detect",
        mixinStandardHelpOptions = true,
        description = "Finds folds, precipitates, lost parts and missing sections, and says why.")
final class DetectCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "IN", description = StackNames.IN)
    private String in;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "damage.json",
            description = "Also write the damage as restore and evaluate read it, with the masks beside it.")
    private Path out;

    @Option(
            names = "--report",
            paramLabel = "report.html",
            description = "Also write a page with what was measured in every section, and pictures of what was found.")
    private Path report;

    @Option(
            names = "--against",
            paramLabel = "known.json",
            description = "Also compare what is found with the damage that is known: precision, recall, overlap.")
    private Path known;

    @Option(
            names = "--for",
            paramLabel = "PROGRAM",
            description =
                    "Also write what a program that aligns sections reads of their damage, into the folder of --to:"
                            + " ${COMPLETION-CANDIDATES}.")
    private Aligner aligner;

    @Option(names = "--to", paramLabel = "DIR", description = "The folder that --for writes.")
    private Path products;

    @Option(
            names = "--unaligned",
            description =
                    "The stack is not aligned: lay each section over one before it by a turn of up to 20 degrees and"
                            + " a shift of up to a quarter of its size, and search what lies over each other then. Masks are of"
                            + " the sections as they are.")
    private boolean unaligned;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private OutputOptions output;

    @Mixin
    private GapOptions gaps;

    @Mixin
    private LevelOptions levels;

    @Mixin
    private DryRun dry;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        levels.check(spec);
        Usage.require((aligner == null) == (products == null), spec, "--for and --to must be given together");
        return common.run(() -> {
            Damage truth = known == null ? null : Damage.read(known);
            try (Targets targets = targets(truth);
                    StackReader<?> stack = gaps.open(in)) {
                if (truth != null) {
                    truth.validate(stack.width(), stack.height(), stack.sections());
                }
                if (dry.isAsked()) {
                    foresee(stack, targets);
                    return 0;
                }
                Detection found = Detecting.in(stack, levels, unaligned, common);
                List<Agreement> agreement =
                        truth == null ? List.of() : Agreement.of(found.damage(), truth, stack.width(), stack.height());
                if (out != null) {
                    targets.checkFile(out);
                    DamageFiles.replace(GapOptions.with(found.damage(), stack), out);
                }
                if (aligner != null) {
                    tell(stack, GapOptions.with(found.damage(), stack));
                }
                if (report != null) {
                    targets.checkFile(report);
                    new DetectionReport(in, stack.pixels(), found, agreement).write(report);
                }
                print(found, agreement, spec.commandLine().getOut());
            }
            return 0;
        });
    }

    private Targets targets(Damage truth) throws IOException {
        if (out != null && Files.isDirectory(out.toAbsolutePath().getParent())) {
            DamageFiles.check(out, output.overwrite());
        }
        return dry.check(output.targets(spec)
                .inStack("IN", in)
                .in("--against", known)
                .masks("--against", truth)
                .in("--no-tissue", levels.masks())
                .file("--output", out)
                .file("--report", report)
                .folder("--to", products));
    }

    private <T extends NativeType<T> & RealType<T>> void tell(StackReader<T> stack, Damage damage) throws IOException {
        Recipe recipe = new Recipe().stack("input", in).with("for", aligner).damage(damage);
        SectionMarks marks = new SectionMarks(stack.pixels(), damage, levels.absent(stack));
        List<String> called = stack.names();
        Map<Integer, String> names = IntStream.range(0, called.size())
                .boxed()
                .filter(z -> !stack.gaps().contains(z))
                .collect(Collectors.toMap(z -> z, called::get));
        try (WholeFolder folder = WholeFolder.forFolder(products, recipe.parts(), output.permission())) {
            aligner.tell(
                    new Aligner.Stack(in, products.toAbsolutePath().normalize(), marks, names, stack.voxelSize()),
                    folder);
        }
    }

    private <T extends NativeType<T> & RealType<T>> void foresee(StackReader<T> stack, Targets targets)
            throws IOException {
        new Foreseen("look for damage", List.of(in), targets)
                .stack(stack)
                .memory(Detecting.memory(stack))
                .time(Detecting.time(stack))
                .print(spec.commandLine().getOut(), json);
    }

    private void print(Detection found, List<Agreement> agreement, PrintWriter to) {
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("stack", in);
            facts.put("sections", found.sections());
            facts.put("damagedSections", found.damage().damagedSections().size());
            facts.put(
                    "findings",
                    found.findings().stream().map(DetectCommand::facts).toList());
            facts.put(
                    "doubts", found.doubts().stream().map(DetectCommand::facts).toList());
            facts.put("black", found.levels().black());
            facts.put("white", found.levels().white());
            facts.put("inverted", found.levels().inverted());
            facts.put(
                    "tissue", found.tissue().stream().map(DetectCommand::facts).toList());
            facts.put(
                    "measured",
                    found.measured().stream().map(DetectCommand::facts).toList());
            if (known != null) {
                facts.put(
                        "agreement",
                        agreement.stream().map(DetectCommand::facts).toList());
            }
            to.println(new GsonBuilder()
                    .setPrettyPrinting()
                    .disableHtmlEscaping()
                    .create()
                    .toJson(facts));
            return;
        }
        lines(found.findings()).forEach(to::println);
        found.doubts().forEach(doubt -> to.println("intact, but: " + line(doubt)));
        to.println(found.damage().damagedSections().size() + " of " + found.sections() + " sections are damaged");
        tissue(found, to);
        agreement.forEach(a -> to.println(line(a)));
    }

    /** What the reader has to know of the stack as a whole; nothing where all is as usual. */
    private static void tissue(Detection found, PrintWriter to) {
        if (found.levels().black() != 0 || found.levels().inverted()) {
            to.println(found.levels().sentence());
        }
        List<Detection.TissueShare> bordered =
                found.tissue().stream().filter(t -> t.share() < 1).toList();
        if (!bordered.isEmpty()) {
            double least = bordered.stream()
                    .mapToDouble(Detection.TissueShare::share)
                    .min()
                    .orElse(1);
            to.println(String.format(
                    Locale.ROOT,
                    "%d of %d sections have places without tissue, such as padding; the least tissue is %.1f %% of a"
                            + " section",
                    bordered.size(),
                    found.sections(),
                    100 * least));
        }
    }

    private static Map<String, Object> facts(Detection.TissueShare share) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("z", share.z());
        facts.put("share", share.share());
        facts.put("padding", share.padding());
        return facts;
    }

    private static String line(Agreement a) {
        String scores = String.format(
                Locale.ROOT,
                "%s: %d found, false alarms %s, missed %s; precision %.3f, recall %.3f",
                a.kind().id(),
                a.hits().size(),
                a.falseAlarms(),
                a.missed(),
                a.precision(),
                a.recall());
        return Double.isNaN(a.pooled())
                ? scores
                : scores + String.format(Locale.ROOT, ", overlap of the masks %.3f", a.pooled());
    }

    private static Map<String, Object> facts(Agreement a) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", a.kind().id());
        facts.put("hits", a.hits());
        facts.put("falseAlarms", a.falseAlarms());
        facts.put("missed", a.missed());
        facts.put("precision", finite(a.precision()));
        facts.put("recall", finite(a.recall()));
        facts.put("overlaps", a.overlaps());
        facts.put("pooledOverlap", finite(a.pooled()));
        return facts;
    }

    private static Map<String, Object> facts(Measured measured) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("z", measured.z());
        facts.put("kind", measured.kind().id());
        facts.put("quantity", measured.quantity());
        facts.put("value", finite(measured.value()));
        facts.put("limit", finite(measured.limit()));
        facts.put("damage", measured.above() ? "from the limit up" : "below the limit");
        return facts;
    }

    /** JSON knows no NaN. */
    private static Double finite(double value) {
        return Double.isNaN(value) ? null : (Double) value;
    }

    static List<String> lines(List<Finding> findings) {
        return findings.stream().map(DetectCommand::line).toList();
    }

    private static String line(Finding finding) {
        return String.format(
                Locale.ROOT,
                "section %d  %s  confidence %.2f: %s",
                finding.z(),
                finding.kind().id(),
                finding.confidence(),
                finding.why());
    }

    private static Map<String, Object> facts(Finding finding) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("z", finding.z());
        facts.put("kind", finding.kind().id());
        facts.put("confidence", finding.confidence());
        facts.put("why", finding.why());
        return facts;
    }
}
