package org.sstem.cli;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.cli.internal.file.Sections;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.StackSize;
import org.sstem.cli.internal.option.Targets;
import org.sstem.cli.internal.option.Usage;
import org.sstem.cli.internal.option.VoxelNm;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.Area;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.StackWriter;
import org.sstem.stack.VoxelSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code sstem phantom}: writes synthetic neural tissue. */
@Command(
        name = "phantom",
        mixinStandardHelpOptions = true,
        description = "Writes synthetic neural tissue: an 8 bit stack.")
final class PhantomCommand implements Callable<Integer> {

    @Parameters(paramLabel = "OUT", description = StackNames.OUT)
    private String out;

    @Option(
            names = "--size",
            paramLabel = "WxHxN",
            defaultValue = "512x512x16",
            converter = StackSize.Converter.class,
            description = "Width, height and number of sections (default ${DEFAULT-VALUE}).")
    private StackSize size;

    @Option(
            names = "--voxel",
            paramLabel = "XxYxZ",
            converter = VoxelNm.class,
            description = "Size of a voxel, nm (default 4x4x45); Z is also how thick a section is.")
    private VoxelSize voxel;

    @Option(
            names = "--noise",
            paramLabel = "N",
            defaultValue = "1",
            description = "Noise, in units of the usual (0 to 4).")
    private double noise;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Which tissue (default 0).")
    private long seed;

    @Option(
            names = "--labels",
            paramLabel = "OUT",
            description = "Also write the labels of the cells as a float stack: 0 membrane, else the cell's number.")
    private String labels;

    @Mixin
    private BuildOptions output;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return common.run(() -> {
            SyntheticTissue tissue = tissue();
            try (Targets targets = output.targets(spec)
                            .stack("OUT", out)
                            .stack("--labels", labels)
                            .check();
                    Bar bar = common.bar("phantom")) {
                write(tissue, bar);
            }
            return 0;
        });
    }

    private SyntheticTissue tissue() {
        Usage.require(noise >= 0 && noise <= 4, spec, "--noise must be 0 to 4, was " + noise);
        SyntheticTissue.Builder builder = SyntheticTissue.builder()
                .noise(noise)
                .size(size.width(), size.height(), size.sections())
                .seed(seed);
        return (voxel == null ? builder : builder.voxelSize(voxel)).build();
    }

    private void write(SyntheticTissue tissue, Bar bar) throws IOException {
        try (StackWriter<UnsignedByteType> pixels = open(writer(out, tissue), new UnsignedByteType());
                StackWriter<FloatType> cells =
                        labels == null ? null : open(writer(labels, tissue).labels(), new FloatType())) {
            Area whole = new Area(0, 0, size.width(), size.height());
            for (int z = 0; z < size.sections(); z++) {
                Cancellation.check("before section " + z);
                if (!pixels.isWritten(z)) {
                    pixels.write(z, Sections.bytes(tissue, z));
                }
                if (cells != null && !cells.isWritten(z)) {
                    cells.write(z, section(tissue.labels(z, whole)));
                }
                bar.progress(z + 1L, size.sections(), "section " + z);
            }
            pixels.commit();
            if (cells != null) {
                cells.commit();
            }
        }
    }

    private StackWriter.Builder writer(String target, SyntheticTissue tissue) {
        Recipe recipe = new Recipe()
                .with("size", size)
                .with("seed", seed)
                .with("voxel", voxel)
                .with("noise", noise == 1 ? null : noise);
        return BuildOptions.writer(output.permission(), target, Optional.of(tissue.voxelSize()), recipe.parts());
    }

    private <T extends NativeType<T> & RealType<T>> StackWriter<T> open(StackWriter.Builder writer, T type)
            throws IOException {
        return writer.open(type, size.width(), size.height(), size.sections());
    }

    private ArrayImg<FloatType, FloatArray> section(int[] numbers) {
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i];
        }
        return ArrayImgs.floats(values, size.width(), size.height());
    }
}
