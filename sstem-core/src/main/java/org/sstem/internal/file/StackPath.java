package org.sstem.internal.file;

import org.sstem.internal.file.hdf5.Hdf5Stack;
import org.sstem.internal.file.tiff.TiffStack;
import org.sstem.stack.StackReader.ReadOption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a stack is or goes: a file or directory, and inside an HDF5 file the path of the dataset. */
public record StackPath(Kind kind, Path file, String dataset) {

    enum Kind {
        DIRECTORY,
        TIFF,
        HDF5
    }

    private static final Pattern HDF5 = Pattern.compile("(.*?\\.(?:h5|hdf5|hdf))(?::(.*))?", Pattern.CASE_INSENSITIVE);

    /**
     * Takes a place apart by its name; nothing is looked up on the disk.
     *
     * @throws IllegalArgumentException if the name is of a kind that is no stack
     */
    public static StackPath parse(String place) {
        Matcher hdf5 = HDF5.matcher(place);
        if (hdf5.matches()) {
            // One spelling a dataset: with a slash in front, none behind.
            String inside = hdf5.group(2) == null ? "" : "/" + hdf5.group(2);
            String dataset = inside.replaceAll("/+", "/").replaceAll("/$", "");
            return new StackPath(Kind.HDF5, path(hdf5.group(1)), dataset);
        }
        String name = place.toLowerCase(Locale.ROOT);
        boolean tiff = name.endsWith(".tif") || name.endsWith(".tiff");
        return new StackPath(tiff ? Kind.TIFF : Kind.DIRECTORY, path(place), "");
    }

    /** Opens what is there. */
    public SectionReader open(ReadOption... options) throws IOException {
        checkExists();
        if (Files.isDirectory(file)) {
            return SectionDirectory.open(file, Set.of(options).contains(ReadOption.GAPS_ARE_MISSING));
        }
        if (kind == Kind.HDF5) {
            return Hdf5Stack.open(file, dataset);
        }
        if (kind == Kind.TIFF) {
            return TiffStack.open(file);
        }
        throw new IOException(file + " is no stack: a stack is a directory of PNG or TIFF sections, a"
                + " multi-page TIFF file (.tif, .tiff) or a dataset of an HDF5 file (file.h5:/path)");
    }

    private void checkExists() throws IOException {
        if (!Files.exists(file)) {
            boolean link = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            throw new IOException(file + (link ? " is a link to a file that is not there" : " does not exist"));
        }
        if (!Files.isReadable(file)) {
            throw new IOException(file + " may not be read: you lack the permission");
        }
    }

    /**
     * Turns a name into a path.
     *
     * @throws IllegalArgumentException if this system knows no such paths
     */
    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + name + "\" is no path on this system: " + e.getReason(), e);
        }
    }

    /** Tells whether there is an HDF5 file, or ought to be. */
    public boolean isHdf5File() throws IOException {
        checkExists();
        return kind == Kind.HDF5 && !Files.isDirectory(file);
    }

    /**
     * Checks that a stack can be written there.
     *
     * @throws IllegalArgumentException if the name promises something that is not written
     */
    public StackPath checkTarget() {
        if (kind == Kind.HDF5 && (dataset.isEmpty())) {
            throw new IllegalArgumentException(
                    "target " + this + " must name a dataset, as in " + file + ":/volumes/raw");
        }
        String name = name().toLowerCase(Locale.ROOT);
        if (kind == Kind.DIRECTORY && name.matches(".*\\.(png|jpe?g|zarr|n5|zip|json)")) {
            throw new IllegalArgumentException("target " + this
                    + " must be a directory, a multi-page TIFF file (.tif, .tiff) or a dataset of an HDF5 file"
                    + " (file.h5:/path); nothing else is written");
        }
        return this;
    }

    String name() {
        return file.toAbsolutePath().normalize().getFileName().toString();
    }

    @Override
    public String toString() {
        return dataset.isEmpty() ? file.toString() : file + ":" + dataset;
    }
}
