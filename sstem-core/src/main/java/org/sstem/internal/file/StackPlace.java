package org.sstem.internal.file;

import org.sstem.internal.file.field.FieldLayout;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.stack.StackReader.ReadOption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a stack is or goes.
 *
 * @param format what its name says that it is
 * @param name   the name as people write it
 * @param file   the file or directory; empty for what lies on another computer
 * @param inside what it is called in the file or directory; empty if it is all of it
 */
public record StackPlace(StackFormat format, String name, Optional<Path> file, String inside) {

    private static final List<StackFormat> FORMATS =
            ServiceLoader.load(StackFormat.class, StackFormat.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .sorted(Comparator.comparingInt(StackFormat::rank))
                    .toList();

    /** Such as {@code zarr://}; no drive of Windows, which has one letter and one slash. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+-]+://.*");

    /** A place on this computer. */
    public static StackPlace local(StackFormat format, String file, String inside) {
        return new StackPlace(format, inside.isEmpty() ? file : file + ":" + inside, Optional.of(path(file)), inside);
    }

    /**
     * Takes a place apart by its name; nothing is looked up.
     *
     * @throws IllegalArgumentException if the name is of a kind that is no stack
     */
    public static StackPlace parse(String place) {
        for (StackFormat format : FORMATS) {
            Optional<StackPlace> named = format.named(place);
            if (named.isPresent()) {
                return named.get();
            }
        }
        throw new IllegalArgumentException(place + " is no stack: a stack is " + known());
    }

    /** Tells whether a name begins by saying how it is to be understood. */
    public static boolean hasScheme(String place) {
        return SCHEME.matcher(place).matches();
    }

    /** All formats, for messages: what is asked last is what people think of first. */
    public static String known() {
        int last = FORMATS.size() - 1;
        return Stream.concat(Stream.of(FORMATS.get(last)), FORMATS.stream().limit(last))
                .map(StackFormat::described)
                .collect(Collectors.joining("; "));
    }

    /** Opens what is there. */
    public SectionReader open(ReadOption... options) throws IOException {
        StackPlace found = found();
        return found.format.open(found, Set.of(options));
    }

    /** Opens labels that are there. */
    public LabelReader openLabels() throws IOException {
        StackPlace found = found();
        return found.format.openLabels(found);
    }

    /** Opens a displacement field that is there; empty if what is there is of a format that keeps none. */
    public Optional<FieldReader> openField() throws IOException {
        StackPlace found = found();
        return found.format.openField(found);
    }

    /** How a displacement field is written there; empty if the format keeps none. */
    public Optional<FieldLayout> field(FieldShape shape) {
        return format.field(this, shape);
    }

    /** Lists the files that the stack is read from, in a fixed order; none of what lies on another computer. */
    public List<Path> files() throws IOException {
        if (file.isEmpty()) {
            return List.of();
        }
        return Files.isDirectory(file.get()) ? found().format.files(file.get()) : List.of(file.get());
    }

    /** The same place, of a directory in the format of what lies in it, unless the name begins with the format. */
    private StackPlace found() throws IOException {
        if (file.isEmpty()) {
            return this;
        }
        checkExists(file.get());
        if (!Files.isDirectory(file.get()) || hasScheme(name)) {
            return this;
        }
        StackFormat there = FORMATS.stream()
                .filter(f -> f.recognises(file.get()))
                .findFirst()
                .orElseThrow();
        return there.equals(format) ? this : new StackPlace(there, name, file, "");
    }

    private static void checkExists(Path file) throws IOException {
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
    static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + name + "\" is no path on this system: " + e.getReason(), e);
        }
    }

    /**
     * The file or directory; of a target on another computer, the directory here in which it is built.
     *
     * @throws IllegalArgumentException if it lies on another computer and nothing is written there
     */
    public Path path() {
        return file.orElseGet(() -> format.built(this));
    }

    /**
     * Checks that a stack can be written there.
     *
     * @throws IllegalArgumentException if the name promises something that is not written
     */
    public StackPlace checkTarget() {
        format.checkTarget(this);
        return this;
    }

    @Override
    public String toString() {
        return name;
    }
}
