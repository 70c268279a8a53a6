package org.sstem.internal.file.directory;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import org.sstem.internal.file.Finite;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.PngCodec;
import org.sstem.internal.file.SectionCodec;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackSidecar;
import org.sstem.internal.file.tiff.TiffCodec;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A directory of PNG or of TIFF sections, in the order that {@link SectionNames} finds. */
final class SectionDirectory implements SectionReader {

    private static final Set<String> PNG = Set.of("png");
    private static final Set<String> TIFF = Set.of("tif", "tiff");

    /** Images that are no sections here: among sections one of them is a section that would be left out in silence. */
    private static final Set<String> FOREIGN = Set.of(
            "jpg", "jpeg", "bmp", "gif", "jp2", "j2k", "jxl", "webp", "avif", "heic", "tga", "pgm", "ppm", "pnm", "dm3",
            "dm4", "mrc", "ser", "emi");

    /** Masks as they are written beside a damage file. */
    private static final Pattern MASK = Pattern.compile("(?i)mask_[0-9]+(_[a-z]+)?\\.png");

    private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)([0-9]+)([^0-9]*)");

    private static final long MAX_DAMAGE_BYTES = 1 << 24;

    private final List<Path> files;
    private final List<Integer> gaps;
    private final SectionCodec codec;
    private final SectionHeader header;
    private final Optional<VoxelSize> voxelSize;
    private final List<String> remarks;

    private SectionDirectory(
            List<Path> files,
            List<Integer> gaps,
            SectionCodec codec,
            SectionHeader header,
            Optional<VoxelSize> voxelSize,
            List<String> remarks) {
        this.files = files;
        this.gaps = gaps;
        this.codec = codec;
        this.header = header;
        this.voxelSize = voxelSize;
        this.remarks = remarks;
    }

    /**
     * Opens a directory; reads the header of every section and no pixel.
     *
     * @param gapsAreMissing whether a number that is left out is a section, its pixels 0
     */
    static SectionDirectory open(Path directory, boolean gapsAreMissing) throws IOException {
        List<Path> png = new ArrayList<>();
        List<Path> tiff = new ArrayList<>();
        List<Path> foreign = new ArrayList<>();
        sort(directory, png, tiff, foreign);
        if (png.isEmpty() && tiff.isEmpty()) {
            throw new IOException(directory + " holds no sections: a stack is a directory of PNG or TIFF files");
        }
        if (!png.isEmpty() && !tiff.isEmpty()) {
            throw new IOException(
                    directory + " holds both PNG and TIFF files (" + png.get(0).getFileName() + ", "
                            + tiff.get(0).getFileName() + "); the sections of a stack are of one kind");
        }
        if (!foreign.isEmpty()) {
            throw new IOException(directory + " holds " + foreign.get(0).getFileName() + " among its "
                    + (png.isEmpty() ? "TIFF" : "PNG") + " sections; save it as one, or move it away");
        }
        SectionNames names = SectionNames.of(directory, png.isEmpty() ? tiff : png);
        SectionCodec codec = png.isEmpty() ? new TiffCodec() : new PngCodec();
        Optional<VoxelSize> voxelSize = StackSidecar.read(directory).flatMap(StackSidecar::voxelSize);
        SectionHeader header = commonHeader(names.files(), codec);
        return with(names, codec, header, voxelSize, gapsAreMissing);
    }

    private static SectionDirectory with(
            SectionNames names,
            SectionCodec codec,
            SectionHeader header,
            Optional<VoxelSize> voxelSize,
            boolean gapsAreMissing) {
        List<Path> files = new ArrayList<>(names.files());
        List<Integer> gaps = new ArrayList<>();
        List<String> remarks = List.of();
        if (!names.gaps().isEmpty()) {
            remarks = List.of("its numbering leaves out " + names.said() + ": "
                    + (gapsAreMissing
                            ? "put in as missing sections"
                            : "taken as if nothing were missing there (gaps can be read as missing sections)"));
        }
        if (gapsAreMissing) {
            for (int before : names.gaps()) {
                int z = before + gaps.size();
                files.add(z, null);
                gaps.add(z);
            }
        }
        return new SectionDirectory(files, List.copyOf(gaps), codec, header, voxelSize, remarks);
    }

    private static SectionHeader commonHeader(List<Path> files, SectionCodec codec) throws IOException {
        SectionHeader first = codec.header(files.get(0));
        for (Path file : files.subList(1, files.size())) {
            SectionHeader other = codec.header(file);
            if (!other.equals(first)) {
                throw new IOException(
                        file + " is " + other + " where " + files.get(0).getFileName() + " is " + first
                                + "; the sections of a stack have one size and one bit depth");
            }
        }
        return first;
    }

    private static void sort(Path directory, List<Path> png, List<Path> tiff, List<Path> foreign) throws IOException {
        Set<String> masks = masks(directory);
        List<Path> entries;
        try (Stream<Path> all = Files.list(directory)) {
            entries = all.sorted().toList();
        }
        for (Path file : entries) {
            String name = file.getFileName().toString();
            String kind = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            List<Path> place = PNG.contains(kind) ? png : TIFF.contains(kind) ? tiff : null;
            if (FOREIGN.contains(kind)) {
                place = foreign;
            }
            if (place == null
                    || name.startsWith(".")
                    || masks.contains(name)
                    || MASK.matcher(name).matches()) {
                continue;
            }
            if (!Files.exists(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " is a link to a file that is not there");
            }
            if (!Files.isRegularFile(file)) {
                throw new IOException(file + " has the name of a section and is no file");
            }
            place.add(file);
        }
    }

    /** The masks that a damage file in the directory names, whatever they are called. */
    private static Set<String> masks(Path directory) {
        Set<String> out = new HashSet<>();
        Path damage = directory.resolve("damage.json");
        try {
            if (Files.isRegularFile(damage) && Files.size(damage) < MAX_DAMAGE_BYTES) {
                JsonElement json = JsonParser.parseString(Files.readString(damage));
                for (JsonElement section : json.getAsJsonObject().getAsJsonArray("sections")) {
                    JsonElement mask = section.getAsJsonObject().get("mask");
                    if (mask != null) {
                        out.add(mask.getAsString());
                    }
                }
            }
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NullPointerException
                | StackOverflowError e) {
            // Not read for its own sake: whoever uses it as a damage file is told what is wrong with it.
            out.clear();
        }
        return out;
    }

    @Override
    public PixelType type() {
        return header.type();
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public int height() {
        return header.height();
    }

    @Override
    public int sections() {
        return files.size();
    }

    @Override
    public Optional<VoxelSize> voxelSize() {
        return voxelSize;
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public List<Integer> gaps() {
        return gaps;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            String name = file == null ? next(names.get(names.size() - 1)) : stem(file);
            names.add(name);
        }
        return names;
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** A name with the number behind that of another one; a gap is between two sections, so there is one before. */
    private static String next(String name) {
        Matcher number = LAST_NUMBER.matcher(name);
        if (!number.matches()) {
            return name + "_missing";
        }
        String digits = number.group(2);
        String next = new BigInteger(digits).add(BigInteger.ONE).toString();
        return number.group(1) + "0".repeat(Math.max(0, digits.length() - next.length())) + next + number.group(3);
    }

    @Override
    public Object read(int z) throws IOException {
        Path file = files.get(z);
        if (file == null) {
            return header.type().newArray(header.pixels());
        }
        return Finite.check(codec.read(file, header), header.width(), file::toString);
    }

    @Override
    public void close() {
        // Nothing is open between two reads.
    }
}
