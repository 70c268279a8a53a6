package org.sstem.internal.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rule that keeps inputs safe: no output may be, contain or lie in an input or another output.
 *
 * <p>Real files are compared, not their names: through symbolic links, other spellings, hard links, and in file systems
 * that take capital letters for small ones. Not thread-safe.
 */
public final class OutputCheck {

    private final List<Place> inputs = new ArrayList<>();
    private final List<Place> outputs = new ArrayList<>();

    /**
     * Where something is or is going to be.
     *
     * @param what      how it is called
     * @param given     as it was given
     * @param real      without links as far as it exists, then the rest of its name
     * @param key       what the file system knows it by; null if it does not exist
     * @param above     the same of the folders that it lies in, as far as they exist
     * @param lowercase whether the file system takes capital letters for small ones
     * @param directory whether it is a directory
     */
    private record Place(
            String what, Path given, Path real, Object key, List<Object> above, boolean lowercase, boolean directory) {

        static Place of(String what, Path given) throws IOException {
            // Not normalised: a name that goes up behind a link goes up from where the link leads.
            Path existing = given.toAbsolutePath();
            Path rest = null;
            while (!Files.exists(existing) && existing.getParent() != null) {
                Path name = existing.getFileName();
                rest = rest == null ? name : name.resolve(rest);
                existing = existing.getParent();
            }
            Path real = existing.toRealPath();
            List<Object> above = new ArrayList<>();
            for (Path folder = rest == null ? real.getParent() : real; folder != null; folder = folder.getParent()) {
                above.add(key(folder));
            }
            return new Place(
                    what,
                    given,
                    rest == null ? real : real.resolve(rest).normalize(),
                    rest == null ? key(real) : null,
                    above,
                    ignoresCase(real),
                    rest == null && Files.isDirectory(real));
        }

        private static Object key(Path real) throws IOException {
            Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
            return key == null ? real : key;
        }

        private static boolean ignoresCase(Path real) {
            for (Path part = real; part != null && part.getFileName() != null; part = part.getParent()) {
                String name = part.getFileName().toString();
                String other = name.toUpperCase(Locale.ROOT).equals(name)
                        ? name.toLowerCase(Locale.ROOT)
                        : name.toUpperCase(Locale.ROOT);
                if (!other.equals(name)) {
                    try {
                        return Files.isSameFile(part, part.resolveSibling(other));
                    } catch (IOException e) {
                        return false;
                    }
                }
            }
            return false;
        }

        boolean is(Place other) {
            return path().equals(other.path()) || key != null && key.equals(other.key);
        }

        boolean liesIn(Place other) {
            return !is(other)
                    && (path().startsWith(other.path())
                            || other.key != null && other.directory && above.contains(other.key));
        }

        private Path path() {
            return lowercase ? real.getFileSystem().getPath(real.toString().toLowerCase(Locale.ROOT)) : real;
        }

        @Override
        public String toString() {
            return what + " " + given;
        }
    }

    /**
     * Names something that is read.
     *
     * @param what  how it is called, such as {@code IN} or {@code --damage}
     * @param place a file or directory; null is passed over
     * @return this
     * @throws IOException if the file system cannot tell what it is
     */
    public OutputCheck input(String what, Path place) throws IOException {
        if (place == null) {
            return this;
        }
        Place input = Place.of(what, place);
        inputs.add(input);
        if (input.directory()) {
            // Sections may be links to files elsewhere.
            try (Stream<Path> inside = Files.list(place)) {
                for (Path file : inside.filter(Files::isSymbolicLink)
                        .filter(Files::exists)
                        .toList()) {
                    inputs.add(Place.of(what, file));
                }
            }
        }
        return this;
    }

    /**
     * Names something that is going to be written.
     *
     * @param what  how it is called, such as {@code OUT} or {@code --report}
     * @param place a file or directory; null is passed over
     * @return this
     * @throws IOException if the file system cannot tell what it is
     */
    public OutputCheck output(String what, Path place) throws IOException {
        if (place != null) {
            outputs.add(Place.of(what, place));
        }
        return this;
    }

    /**
     * Compares all of them.
     *
     * @throws IllegalArgumentException naming the first two that touch each other
     * @throws IOException              if the file system cannot tell
     */
    public void check() throws IOException {
        for (int i = 0; i < outputs.size(); i++) {
            Place output = outputs.get(i);
            for (Place input : inputs) {
                compare(output, input);
            }
            for (Place other : outputs.subList(i + 1, outputs.size())) {
                compare(output, other);
            }
            checkHardLinks(output);
        }
    }

    private static void compare(Place output, Place other) {
        String how = output.is(other)
                ? " is the same file or folder as "
                : output.liesIn(other) ? " lies in " : other.liesIn(output) ? " contains " : null;
        if (how != null) {
            throw new IllegalArgumentException(output + how + other + "; choose another place to write to");
        }
    }

    /** An output, or a file in it, may be a file of an input by another name. */
    private void checkHardLinks(Place output) throws IOException {
        if (output.key() == null) {
            return;
        }
        Set<Object> written = keys(output);
        for (Place input : inputs) {
            for (Object key : keys(input)) {
                if (written.contains(key)) {
                    throw new IllegalArgumentException(output + " and " + input
                            + " share a file under two names; choose another place to write to");
                }
            }
        }
    }

    private static Set<Object> keys(Place place) throws IOException {
        Set<Object> keys = new HashSet<>();
        if (!place.directory()) {
            if (place.key() != null) {
                keys.add(place.key());
            }
            return keys;
        }
        try (Stream<Path> inside = Files.list(place.given())) {
            for (Path file : inside.toList()) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    keys.add(Place.key(file));
                }
            }
        }
        return keys;
    }
}
