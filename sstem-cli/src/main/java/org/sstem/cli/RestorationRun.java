package org.sstem.cli;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.Restoration.Layer;
import org.sstem.Restoration.RestoredSection;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.part.Restored;
import org.sstem.damage.Damage;
import org.sstem.internal.output.Permission;
import org.sstem.internal.progress.Cancellation;
import org.sstem.report.RestorationReport;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** Restores a stack section by section and writes it, its layers and the report, holding one section at a time. */
final class RestorationRun<T extends NativeType<T> & RealType<T>> {

    /** Measured: the least heap in which a run with a report went through. */
    private static final long BYTES_A_PIXEL = 110;

    private final StackReader<T> stack;
    private final Restored<T> restoration;
    private final Set<Integer> damaged;
    private IntPredicate left = z -> false;
    private Optional<Damage> layers = Optional.empty();
    private final Permission permission;
    private final Map<String, String> recipe;
    private final RestorationReport report;

    /**
     * Prepares to write.
     *
     * @param name        how the stack is called in the report
     * @param stack       the damaged stack
     * @param restoration where its restored sections come from
     * @param permission  what may happen to what is there already
     * @param recipe      what decides the result
     */
    RestorationRun(
            String name,
            StackReader<T> stack,
            Restored<T> restoration,
            Permission permission,
            Map<String, String> recipe) {
        this.stack = stack;
        this.report = new RestorationReport(name, stack.pixels(), stack.voxelSize());
        this.restoration = restoration;
        this.damaged = Set.copyOf(restoration.damagedSections());
        this.permission = permission;
        this.recipe = recipe;
    }

    /** Leaves some sections as they are. */
    RestorationRun<T> leaving(IntPredicate sections) {
        left = sections;
        return this;
    }

    /**
     * Lets layers go with the restored stack.
     *
     * @param damage what they say is damaged
     */
    RestorationRun<T> layers(Damage damage) {
        layers = Optional.of(damage);
        return this;
    }

    /** A stack of one layer, in the restored one or beside it. */
    private record Written(Layer layer, StackWriter<UnsignedByteType> writer) {}

    /**
     * Writes what was asked for.
     *
     * @param provenanceOut null if not wanted
     * @param reportOut     null if not wanted
     */
    void write(String out, String provenanceOut, Path reportOut, CommonOptions common) throws IOException {
        Layer[] inside = layers.isPresent() ? Layer.values() : new Layer[0];
        try (StackWriter<T> pixels = open(writer(out).layers(inside), stack.type());
                StackWriter<UnsignedByteType> provenance = provenanceOut == null
                        ? null
                        : open(writer(provenanceOut).labels(), new UnsignedByteType());
                Bar bar = common.bar("restore")) {
            List<Written> beside = new ArrayList<>();
            if (provenance != null) {
                beside.add(new Written(Layer.PROVENANCE, provenance));
            }
            for (Layer layer : inside) {
                beside.add(new Written(layer, pixels.layer(layer)));
            }
            for (int z = 0; z < stack.sections(); z++) {
                Cancellation.check("before section " + z);
                write(z, pixels, beside, reportOut);
                bar.progress(z + 1L, stack.sections(), "section " + z);
            }
            pixels.commit();
            if (provenance != null) {
                provenance.commit();
            }
            // Before the writers are closed: until then a run that resumes knows that all else is done.
            if (reportOut != null) {
                report.levels(restoration.levels());
                report.write(reportOut);
            }
        }
    }

    /** The memory that a restoration takes at least, in bytes. */
    static long memory(StackReader<?> stack) {
        return Foreseen.BASE_BYTES + BYTES_A_PIXEL * stack.width() * stack.height();
    }

    private StackWriter.Builder writer(String target) {
        return BuildOptions.writer(permission, target, stack.voxelSize(), recipe)
                .names(stack.names());
    }

    private <P extends NativeType<P> & RealType<P>> StackWriter<P> open(StackWriter.Builder writer, P type)
            throws IOException {
        return writer.open(type, stack.width(), stack.height(), stack.sections());
    }

    private void write(int z, StackWriter<T> pixels, List<Written> beside, Path reportOut) throws IOException {
        boolean restored = damaged.contains(z) && !left.test(z);
        boolean written = pixels.isWritten(z)
                && beside.stream().allMatch(one -> one.writer().isWritten(z));
        boolean reported = restored && reportOut != null;
        if (written && !reported) {
            return;
        }
        // The report shows every section, so after an interruption it costs restoring the written ones once more.
        RestoredSection<T> section = restored ? restoration.section(z) : RestoredSection.untouched(z, section(z));
        if (reported) {
            report.tissue(restoration.tissue(z));
            report.add(z, section.repairs(), section(z), section.pixels(), section.provenance());
        }
        if (!pixels.isWritten(z)) {
            pixels.write(z, section.pixels());
        }
        for (Written one : beside) {
            if (!one.writer().isWritten(z)) {
                one.writer().write(z, one.layer().of(section, layers.orElse(Damage.none())));
            }
        }
    }

    private RandomAccessibleInterval<T> section(int z) {
        return Views.hyperSlice(stack.pixels(), 2, z);
    }
}
