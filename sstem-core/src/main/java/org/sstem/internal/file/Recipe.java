package org.sstem.internal.file;

import org.sstem.damage.Damage;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.output.Sha256;
import org.sstem.method.Area;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that decides what a command writes, in words: a run goes on with another one's work only if all of it is
 * equal. Places do not count, contents do.
 */
public final class Recipe {

    private static final int SHORT_HASH = 16;

    private final Map<String, String> parts = new LinkedHashMap<>();

    public Recipe() {
        parts.put("version of sstem", version());
    }

    /** The version of what runs, as its jar says it. */
    public static String version() {
        String version = Recipe.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    public Map<String, String> parts() {
        return parts;
    }

    public Recipe with(String name, Object value) {
        if (value != null) {
            parts.put(name, value.toString());
        }
        return this;
    }

    /** Several stacks, by their number from 1. */
    public Recipe stacks(String name, List<String> places) throws IOException {
        for (int i = 0; i < places.size(); i++) {
            stack(name + " " + (i + 1), places.get(i));
        }
        return this;
    }

    /** A stack: the names, sizes and times of its files; of one on another computer its name. Hashes of all pixels would take as long as reading them. */
    public Recipe stack(String name, String place) throws IOException {
        StackPlace stack = StackPlace.parse(place);
        if (stack.file().isEmpty()) {
            return with(name, place);
        }
        List<Path> files = stack.files();
        StringBuilder all = new StringBuilder();
        long bytes = 0;
        for (Path one : files) {
            bytes += Files.size(one);
            all.append(files.size() == 1 ? one.getFileName() : stack.path().relativize(one))
                    .append(' ');
            all.append(Files.size(one)).append(' ');
            all.append(Files.getLastModifiedTime(one).toInstant()).append('\n');
        }
        return with(
                name,
                String.format(
                        Locale.ROOT,
                        "%d files of %d bytes with times and names %s%s",
                        files.size(),
                        bytes,
                        shortHash(all.toString()),
                        stack.inside().isEmpty() ? "" : " in " + stack.inside()));
    }

    /** A file: its bytes; nothing if it is null. */
    public Recipe file(String name, Path file) throws IOException {
        return with(name, file == null ? null : "with hash " + Sha256.of(file).substring(0, SHORT_HASH));
    }

    /** The masks in a folder: their names and bytes; nothing if it is null. */
    public Recipe masks(String name, Path folder) throws IOException {
        if (folder == null || !Files.isDirectory(folder)) {
            return this;
        }
        StringBuilder all = new StringBuilder();
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path mask : inside.filter(file -> file.getFileName().toString().matches("mask_.*\\.png"))
                    .sorted()
                    .toList()) {
                all.append(mask.getFileName()).append(' ');
                all.append(Sha256.of(mask)).append('\n');
            }
        }
        return with(name, "masks with hash " + shortHash(all.toString()));
    }

    /** Damage: its entries and its masks, wherever they lie. */
    public Recipe damage(Damage damage) throws IOException {
        StringBuilder all = new StringBuilder();
        for (DamagedSection entry : damage.entries()) {
            all.append(entry.z()).append(' ').append(entry.kind().id()).append(' ');
            all.append(entry.found()).append(' ');
            if (entry.mask().isPresent()) {
                all.append(hash(entry.mask().get()));
            }
            all.append('\n');
        }
        return with(
                "damage",
                damage.entries().size() + " places in sections " + damage.damagedSections() + " with hash "
                        + shortHash(all.toString()));
    }

    private static String hash(SectionMask mask) throws IOException {
        if (mask.file().isPresent()) {
            return Sha256.of(mask.file().get());
        }
        return Integer.toHexString(Arrays.hashCode(mask.read(new Area(0, 0, mask.width(), mask.height()))));
    }

    private static String shortHash(String text) {
        return Sha256.of(text).substring(0, SHORT_HASH);
    }
}
