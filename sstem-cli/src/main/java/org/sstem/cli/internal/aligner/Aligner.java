package org.sstem.cli.internal.aligner;

import com.google.gson.GsonBuilder;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.output.WholeFolder;
import org.sstem.internal.progress.Cancellation;
import org.sstem.stack.StackWriter;
import org.sstem.stack.VoxelSize;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A program that aligns sections or shows them, and what it reads. */
public enum Aligner {
    /** Material masks, one picture a section, named as the section. */
    FEABAS {
        @Override
        void write(Stack stack, WholeFolder folder) throws IOException {
            folder.announce("material_masks");
            Path masks = Files.createDirectories(folder.work().resolve("material_masks"));
            List<String> missing = new ArrayList<>();
            for (int z = 0; z < stack.marks.sections(); z++) {
                Cancellation.check("before section " + z);
                String name = stack.names.getOrDefault(z, String.format(Locale.ROOT, "section_%04d", z));
                if (stack.marks.isMissing(z)) {
                    missing.add(name);
                } else {
                    picture(stack.marks.of(z), stack.marks.width(), masks.resolve(name + ".png"));
                }
            }
            text(folder, "missing.txt", missing.isEmpty() ? "" : String.join("\n", missing) + "\n");
        }
    },
    /** A volume that is not 0 where pixels are not to be trusted, and the sections to skip. */
    SOFIMA {
        @Override
        void write(Stack stack, WholeFolder folder) throws IOException {
            volume(stack, folder, "mask.zarr");
            List<Integer> single = new ArrayList<>();
            List<Map<String, Integer>> ranges = new ArrayList<>();
            for (List<Integer> run : runs(stack.marks.useless())) {
                if (run.size() == 1) {
                    single.add(run.get(0));
                } else {
                    Map<String, Integer> range = new LinkedHashMap<>();
                    range.put("start", run.get(0));
                    range.put("end", run.get(run.size() - 1));
                    ranges.add(range);
                }
            }
            json(folder, "skip.json", Map.of("sections_to_skip", single, "ranges_to_skip", ranges));
        }
    },
    /** A volume that is not 0 where pixels are to be left out, and the layer that says so. */
    CORGIE {
        @Override
        void write(Stack stack, WholeFolder folder) throws IOException {
            volume(stack, folder, "mask.precomputed");
            Map<String, Object> layer = new LinkedHashMap<>();
            layer.put("name", "damage");
            layer.put("type", "mask");
            layer.put("path", stack.place.toUri().toString().replaceAll("/+$", "") + "/mask.precomputed");
            layer.put("args", Map.of("binarization", List.of("neq", 0)));
            json(folder, "layer.json", layer);
        }
    },
    /** The stack as it is imported, with its broken sections. */
    CATMAID {
        @Override
        void write(Stack stack, WholeFolder folder) throws IOException {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("title", stack.title);
            described.put(
                    "dimension",
                    "(" + stack.marks.width() + "," + stack.marks.height() + "," + stack.marks.sections() + ")");
            VoxelSize size = stack.voxelSize.orElse(new VoxelSize(1, 1, 1));
            described.put("resolution", "(" + size.xNm() + "," + size.yNm() + "," + size.zNm() + ")");
            described.put("broken_sections", stack.marks.useless());
            described.put("mirrors", List.of());
            json(
                    folder,
                    "projects.json",
                    List.of(Map.of("project", Map.of("title", stack.title, "stacks", List.of(described)))));
        }
    };

    /**
     * What is told of a stack.
     *
     * @param title     how the stack is called
     * @param place     the folder that is written
     * @param marks     what its pixels are
     * @param names     the names of the sections, as far as they have any
     * @param voxelSize its voxel size, if known
     */
    public record Stack(
            String title, Path place, SectionMarks marks, Map<Integer, String> names, Optional<VoxelSize> voxelSize) {}

    /** Writes what the program reads into a folder. */
    abstract void write(Stack stack, WholeFolder folder) throws IOException;

    /** Writes what the program reads. */
    public void tell(Stack stack, WholeFolder folder) throws IOException {
        write(stack, folder);
        folder.commit();
    }

    private static void volume(Stack stack, WholeFolder folder, String name) throws IOException {
        SectionMarks marks = stack.marks;
        try (StackWriter<UnsignedByteType> volume = BuildOptions.inside(folder, name, stack.voxelSize, Map.of())
                .labels()
                .open(new UnsignedByteType(), marks.width(), marks.height(), marks.sections())) {
            for (int z = 0; z < marks.sections(); z++) {
                Cancellation.check("before section " + z);
                volume.write(z, ArrayImgs.unsignedBytes(marks.of(z), marks.width(), marks.height()));
            }
            volume.commit();
        }
    }

    private static void picture(byte[] marks, int width, Path file) throws IOException {
        BufferedImage image = new BufferedImage(width, marks.length / width, BufferedImage.TYPE_BYTE_GRAY);
        byte[] grey = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(marks, 0, grey, 0, marks.length);
        AtomicFile.write(file, out -> ImageIO.write(image, "png", out));
    }

    private static void json(WholeFolder folder, String name, Object content) throws IOException {
        text(
                folder,
                name,
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(content) + "\n");
    }

    private static void text(WholeFolder folder, String name, String content) throws IOException {
        folder.announce(name);
        AtomicFile.write(folder.work().resolve(name), content);
    }

    /** Numbers that follow each other, together. */
    private static List<List<Integer>> runs(List<Integer> numbers) {
        List<List<Integer>> runs = new ArrayList<>();
        for (int number : numbers) {
            List<Integer> last = runs.isEmpty() ? List.of() : runs.get(runs.size() - 1);
            if (last.isEmpty() || last.get(last.size() - 1) != number - 1) {
                last = new ArrayList<>();
                runs.add(last);
            }
            last.add(number);
        }
        return runs;
    }
}
