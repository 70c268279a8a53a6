package org.sstem.spark;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.converter.RealTypeConverters;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.sstem.Restoration;
import org.sstem.Restoration.Layer;
import org.sstem.Restoration.RestoredSection;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small stack with a folded, a stained and two missing sections, in a store, and what one process makes of it. */
final class DamagedTissue {

    static final String IN = "in.zarr";

    static final int SECTIONS = 36;
    /** The section with a plain dark band. */
    static final int BAND = 10;

    private static final int BAND_X = 120;
    private static final int BAND_PX = 14;

    private static final int WIDTH = 264;
    private static final int HEIGHT = 136;
    private static final VoxelSize VOXEL = new VoxelSize(8, 8, 40);

    private final Path folder;

    private DamagedTissue(Path folder) {
        this.folder = folder;
    }

    /** What lies in a folder of it, for it is the same for all tests. */
    private static final SortedMap<String, byte[]> FILES = new TreeMap<>();

    static DamagedTissue in(Path folder) throws IOException {
        if (FILES.isEmpty()) {
            make(folder);
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    FILES.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
            Files.createDirectories(folder.resolve(file.getKey()).getParent());
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return new DamagedTissue(folder);
    }

    private static void make(Path folder) throws IOException {
        SyntheticTissue tissue = SyntheticTissue.builder()
                .size(WIDTH, HEIGHT, SECTIONS)
                .voxelSize(VOXEL)
                .seed(5)
                .build();
        StackSimulation damaged = DamageSimulator.builder()
                .seed(1)
                .sections(DamageKind.FOLD, List.of(3))
                .sections(DamageKind.PRECIPITATE, List.of(20))
                .sections(DamageKind.MISSING, List.of(15, 16))
                .sections(DamageKind.CRACK, List.of())
                .build()
                .apply(tissue);
        DamagedTissue made = new DamagedTissue(folder);
        RandomAccessibleInterval<UnsignedByteType> pixels = Converters.convertRAI(
                damaged.degraded().image(),
                (grey, out) -> out.set((int) Math.min(255, Math.max(0, 255 * grey.get() + 0.5))),
                new UnsignedByteType());
        // A fold that is found, too: those that are drawn at random hide in sections as small as these.
        Img<UnsignedByteType> all = ArrayImgs.unsignedBytes(WIDTH, HEIGHT, SECTIONS);
        RealTypeConverters.copyFromTo(pixels, all);
        Views.interval(all, Intervals.createMinSize(BAND_X, 0, BAND, BAND_PX, HEIGHT, 1))
                .forEach(pixel -> pixel.set(12));
        StackWriter.to(made.name(IN)).voxelSize(VOXEL).write(all);
        Files.createDirectories(made.damage().getParent());
        damaged.damage().write(made.damage());
        Damage.of(new DamagedSection(6, DamageKind.MISSING)).write(made.little());
        boolean[] band = new boolean[WIDTH * HEIGHT];
        for (int i = 0; i < band.length; i++) {
            band[i] = i % WIDTH >= BAND_X && i % WIDTH < BAND_X + BAND_PX;
        }
        List<DamagedSection> places = new ArrayList<>(damaged.damage().entries());
        places.add(new DamagedSection(BAND, DamageKind.FOLD, SectionMask.of(WIDTH, HEIGHT, band)));
        Files.createDirectories(made.all().getParent());
        Damage.of(places).write(made.all());
        Damage.none().write(made.none());
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    String name(String name) {
        return path(name).toString();
    }

    /** A folded, a stained and two missing sections. */
    Path damage() {
        return path("damage/damage.json");
    }

    /** The same and the band. */
    Path all() {
        return path("all/damage.json");
    }

    /** One missing section, which is quickly done. */
    Path little() {
        return path("little.json");
    }

    /** Nothing at all. */
    Path none() {
        return path("none.json");
    }

    /** Restores in one process. */
    void restore(Path damage, String out, String provenance) throws IOException {
        restore(damage, 1024, out, provenance);
    }

    /** Restores in one process, in tiles of some size. */
    void restore(Path damage, int tile, String out, String provenance) throws IOException {
        restore(damage, tile, out, provenance, false);
    }

    /** The same, with layers or without. */
    void restore(Path damage, int tile, String out, String provenance, boolean layers) throws IOException {
        try (StackReader<?> stack = Stacks.open(name(IN))) {
            restore(stack, Damage.read(damage), tile, out, provenance, layers ? Layer.values() : new Layer[0]);
        }
    }

    private static <T extends NativeType<T> & RealType<T>> void restore(
            StackReader<T> stack, Damage damage, int tile, String out, String provenance, Layer... layers)
            throws IOException {
        Restoration<T> restoration = Restorer.builder().tileSize(tile).build().restore(stack.pixels(), damage);
        try (StackWriter<T> pixels = StackWriter.to(out)
                        .voxelSize(stack.voxelSize())
                        .layers(layers)
                        .open(stack.type(), WIDTH, HEIGHT, SECTIONS);
                StackWriter<UnsignedByteType> codes = StackWriter.to(provenance)
                        .voxelSize(stack.voxelSize())
                        .labels()
                        .open(new UnsignedByteType(), WIDTH, HEIGHT, SECTIONS)) {
            for (int z = 0; z < SECTIONS; z++) {
                RestoredSection<T> section = damage.isDamaged(z)
                        ? restoration.section(z)
                        : RestoredSection.untouched(z, Views.hyperSlice(stack.pixels(), 2, z));
                pixels.write(z, section.pixels());
                codes.write(z, section.provenance());
                for (Layer layer : layers) {
                    pixels.layer(layer).write(z, layer.of(section, damage));
                }
            }
            pixels.commit();
            codes.commit();
        }
    }
}
