package org.sstem.internal.file;

import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.fuzz.Fuzz;
import org.sstem.fuzz.Fuzz.Format;
import org.sstem.fuzz.Mutator;
import org.sstem.method.Area;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.StackWriter.WriteOption;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The formats of this module, for damaged files of each. */
final class StackFuzz {

    private StackFuzz() {}

    public static void main(String... arguments) throws Exception {
        Fuzz.main(formats(Path.of(arguments[2])), arguments);
    }

    private static Map<String, Format> formats(Path folder) throws Exception {
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        Map<String, Format> out = new LinkedHashMap<>();
        out.put("png", new Format("0000.png", Mutator.bytes(png(seeds)), file -> readPng(folder, file)));
        out.put("tiff", new Format("0000.tif", Mutator.bytes(programs(".tif")), file -> read(file.toString())));
        out.put("hdf5", new Format("v.h5", Mutator.bytes(programs(".h5")), StackFuzz::readHdf5));
        out.put("damage", new Format("damage.json", Mutator.text(damage(seeds, folder)), StackFuzz::readDamage));
        out.put("mask", new Format("mask.png", Mutator.bytes(png(seeds)), StackFuzz::readMask));
        out.put("sidecar", new Format("stack.json", Mutator.text(sidecar(seeds)), file -> readSidecar(folder, file)));
        return out;
    }

    private static List<byte[]> png(Path seeds) throws IOException {
        Path stack = seeds.resolve("png");
        if (!Files.exists(stack)) {
            Stacks.write(RandomStacks.bytes(1, 17, 13, 1), Optional.empty(), stack);
            Stacks.write(RandomStacks.shorts(1, 17, 13, 1), Optional.empty(), seeds.resolve("png16"));
        }
        return Fuzz.contents(stack.resolve("0000.png"), seeds.resolve("png16").resolve("0000.png"));
    }

    private static List<byte[]> programs(String ending) throws Exception {
        Path folder = Path.of(ProgramFilesTest.class.getResource("programs").toURI());
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.toString().endsWith(ending)).sorted().forEach(files::add);
        }
        if (ending.equals(".h5")) {
            files.add(Path.of(
                    ProgramFilesTest.class.getResource("hdf5/library.h5").toURI()));
        }
        return Fuzz.contents(files.toArray(Path[]::new));
    }

    private static List<String> damage(Path seeds, Path folder) throws IOException {
        Path json = folder.resolve("whole.json");
        SectionMask mask = SectionMask.of(3, 2, new boolean[] {true, false, true, true, false, false});
        Damage.of(List.of(
                        new DamagedSection(2, DamageKind.FOLD, mask),
                        new DamagedSection(5, DamageKind.PRECIPITATE),
                        new DamagedSection(7, DamageKind.MISSING)))
                .write(json);
        return List.of(Files.readString(json));
    }

    private static List<String> sidecar(Path seeds) throws IOException {
        Path stack = seeds.resolve("sidecar");
        Stacks.write(RandomStacks.bytes(1, 17, 13, 1), Optional.of(new VoxelSize(4, 4, 45)), stack);
        return List.of(Files.readString(stack.resolve("stack.json")));
    }

    private static void readPng(Path folder, Path file) throws IOException {
        Path stack = Files.createDirectories(folder.resolve("stack"));
        Files.copy(file, stack.resolve("0000.png"), StandardCopyOption.REPLACE_EXISTING);
        read(stack.toString());
    }

    private static void readSidecar(Path folder, Path file) throws IOException {
        Path stack = folder.resolve("seeds").resolve("sidecar");
        Files.copy(file, stack.resolve("stack.json"), StandardCopyOption.REPLACE_EXISTING);
        read(stack.toString());
        // What an interrupted run has left beside its target.
        Path partial = Files.createDirectories(folder.resolve("target.partial"));
        Files.copy(file, partial.resolve("stack.json"), StandardCopyOption.REPLACE_EXISTING);
        try (StackWriter<?> writer = StackWriter.to(folder.resolve("target"))
                .options(WriteOption.RESUME)
                .open(RandomStacks.bytes(1, 1, 1, 1).getType(), 17, 13, 1)) {
            writer.isWritten(0);
        }
    }

    private static void readHdf5(Path file) throws IOException {
        for (String dataset : List.of(
                "/raw",
                "/soft",
                "/virtual",
                "/circle",
                "/external",
                "/volumes/raw",
                "/lzf",
                "/contiguous",
                "/sparse",
                "/x",
                "/many/3")) {
            try {
                read(file + ":" + dataset);
            } catch (IOException | UncheckedIOException e) {
                // As documented; most files hold only some of these.
                continue;
            }
        }
        try (StackReader<UnsignedLongType> labels = Stacks.openLabels(file + ":/volumes/labels/neuron_ids")) {
            labels.pixels().getAt(0, 0, 0);
        }
    }

    private static void readDamage(Path file) throws IOException {
        Damage damage = Damage.read(file);
        damage.validate(3, 2, 10);
    }

    private static void readMask(Path file) throws IOException {
        SectionMask mask = SectionMask.open(file);
        mask.read(new Area(0, 0, Math.min(64, mask.width()), Math.min(64, mask.height())));
    }

    private static void read(String place) throws IOException {
        try (StackReader<?> in = Stacks.open(place)) {
            for (int z = 0; z < Math.min(20, in.sections()); z++) {
                in.pixels().getAt(in.width() - 1, in.height() - 1, z).getRealFloat();
            }
            in.voxelSize();
            in.remarks();
        }
    }
}
