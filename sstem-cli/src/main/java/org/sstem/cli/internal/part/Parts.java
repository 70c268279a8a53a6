package org.sstem.cli.internal.part;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Restoration.RestoredSection;
import org.sstem.cli.internal.part.PartFolder.Head;
import org.sstem.cli.internal.part.PartFolder.Told;
import org.sstem.damage.Detection;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.PngCodec;
import org.sstem.internal.file.SectionCodec;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.json.RecordText;
import org.sstem.internal.output.Manifest;
import org.sstem.internal.output.WholeFolder;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The parts of a stack, of which each damaged section is in exactly one, all made of the same by the same. */
public final class Parts {

    private final List<Path> folders = new ArrayList<>();
    private final List<Head> heads = new ArrayList<>();
    private final SortedMap<Integer, Path> places = new TreeMap<>();
    private Map<String, String> recipe;

    private Parts() {}

    /**
     * Opens parts.
     *
     * @param folders what {@code restore} has written of each
     * @throws IOException if one is none, is unfinished or changed, or is made of something else than the others, or if a
     *     damaged section is in none or in two; the message says which
     */
    public static Parts open(List<Path> folders) throws IOException {
        Parts parts = new Parts();
        for (Path folder : folders) {
            parts.add(folder);
        }
        List<Integer> absent = parts.heads.get(0).damaged().stream()
                .filter(z -> !parts.places.containsKey(z))
                .toList();
        if (!absent.isEmpty()) {
            throw new IOException("the damaged sections " + absent + " are in none of the parts " + folders
                    + ": restore them too, with --sections or --chunk");
        }
        return parts;
    }

    private void add(Path folder) throws IOException {
        Optional<Manifest> manifest = Files.isDirectory(folder) ? Manifest.read(folder) : Optional.empty();
        if (manifest.isEmpty() || !manifest.get().names().contains(PartFolder.HEAD)) {
            throw new IOException(folder + " is no part of a stack: sstem restore --chunk writes those"
                    + (Files.isDirectory(WholeFolder.workOf(folder))
                            ? "; it was begun and not finished, go on with --resume"
                            : ""));
        }
        if (folder.toString().endsWith(WholeFolder.PARTIAL)) {
            throw new IOException(folder + " is not finished: run sstem restore again, with --resume");
        }
        Optional<String> foreign = manifest.get().foreign();
        if (foreign.isPresent()) {
            throw new IOException(folder + " is not as it was written: it holds " + foreign.get());
        }
        Map<String, String> own = manifest.get().record();
        own.remove(PartFolder.PART);
        Head head = read(folder.resolve(PartFolder.HEAD), Head.class);
        if (recipe == null) {
            recipe = own;
        } else if (!own.equals(recipe)) {
            throw new IOException("the parts " + folders.get(0) + " and " + folder + " are of different results: "
                    + difference(recipe, own));
        }
        for (int z : head.sections()) {
            Path before = places.putIfAbsent(z, folder);
            if (before != null) {
                throw new IOException(
                        "section " + z + " is in two parts, " + before + " and " + folder + ": leave one out");
            }
        }
        folders.add(folder);
        heads.add(head);
    }

    private static String difference(Map<String, String> one, Map<String, String> other) {
        SortedSet<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        for (String name : names) {
            String a = one.getOrDefault(name, "not given");
            String b = other.getOrDefault(name, "not given");
            if (!a.equals(b)) {
                return name + " is " + a + " for the first, " + b + " for the other";
            }
        }
        throw new IllegalStateException("the records are equal");
    }

    /** What decides the result, as the parts have it. */
    public Map<String, String> recipe() {
        return recipe;
    }

    /**
     * Shows the restored sections.
     *
     * @param stack the stack that the parts are of
     * @throws IOException if it is another one
     */
    public <T extends NativeType<T> & RealType<T>> Restored<T> of(StackReader<T> stack) throws IOException {
        Head first = heads.get(0);
        if (!first.stack().equals(PartFolder.words(stack))) {
            throw new IOException(
                    "the parts are of a stack of " + first.stack() + ", IN is one of " + PartFolder.words(stack));
        }
        SortedSet<Integer> damaged = Collections.unmodifiableSortedSet(new TreeSet<>(first.damaged()));
        PixelType type = PixelType.of(stack.type());
        SectionCodec codec = PartFolder.codec(type);
        int width = stack.width();
        int height = stack.height();
        return new Restored<>() {
            @Override
            public SortedSet<Integer> damagedSections() {
                return damaged;
            }

            @Override
            public RestoredSection<T> section(int z) throws IOException {
                Path folder = places.get(z);
                Object pixels = codec.read(
                        folder.resolve(PartFolder.pixels(z, codec)), SectionHeader.of(folder, type, width, height));
                byte[] codes = (byte[]) new PngCodec()
                        .read(
                                folder.resolve(PartFolder.codes(z)),
                                SectionHeader.of(folder, PixelType.UINT8, width, height));
                return new RestoredSection<>(
                        z, image(pixels), ArrayImgs.unsignedBytes(codes, width, height), told(z).repairs());
            }

            @SuppressWarnings("unchecked") // the pixel type of the stack says which array there is
            private RandomAccessibleInterval<T> image(Object raw) {
                return (RandomAccessibleInterval<T>)
                        switch (type) {
                            case UINT8 -> ArrayImgs.unsignedBytes((byte[]) raw, width, height);
                            case UINT16 -> ArrayImgs.unsignedShorts((short[]) raw, width, height);
                            default -> ArrayImgs.floats((float[]) raw, width, height);
                        };
            }

            @Override
            public Detection.TissueShare tissue(int z) throws IOException {
                return told(z).tissue();
            }

            @Override
            public GreyLevels levels() {
                return first.levels();
            }
        };
    }

    private Told told(int z) throws IOException {
        return read(places.get(z).resolve(PartFolder.told(z)), Told.class);
    }

    private static <R extends Record> R read(Path file, Class<R> type) throws IOException {
        try {
            return RecordText.read(Files.readString(file), type, file.toString());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
