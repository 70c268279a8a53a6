package org.sstem.damage;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import org.sstem.internal.output.AtomicFile;

import java.io.EOFException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The JSON form of {@link Damage}. Read token by token, so that nothing but the format itself is accepted. */
final class DamageJson {

    /** Rises when a field changes its meaning, not when a kind of damage is added: unknown kinds are refused by name. */
    private static final int VERSION = 1;

    private final Path file;
    private final JsonReader json;

    private DamageJson(Path file, JsonReader json) {
        this.file = file;
        this.json = json;
    }

    static Damage read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("damage file " + file + " does not exist");
        }
        try (JsonReader json = new JsonReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            json.setStrictness(Strictness.STRICT);
            return new DamageJson(file, json).document();
        } catch (MalformedJsonException | CharacterCodingException | EOFException e) {
            String what = e.getMessage() == null
                    ? "not text"
                    : e.getMessage().lines().findFirst().orElse("");
            throw new IOException("damage file " + file + " is not valid JSON: " + what, e);
        }
    }

    private Damage document() throws IOException {
        expect(JsonToken.BEGIN_OBJECT, "the file", "an object");
        Integer version = null;
        List<DamagedSection> sections = null;
        Set<String> seen = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            String field = field(seen, "the file");
            switch (field) {
                case "version" -> version = version();
                case "sections" -> sections = sections();
                default -> throw fault("the file has an unknown field \"" + field + "\"");
            }
        }
        json.endObject();
        expect(JsonToken.END_DOCUMENT, "the file", "one object and nothing behind it");
        require(version, "version", "the file");
        require(sections, "sections", "the file");
        try {
            return new Damage(file.toString(), sections);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private int version() throws IOException {
        int version = integer("version");
        if (version > VERSION) {
            throw fault("it has version " + version + ", this release reads version " + VERSION
                    + ": update sstem to read it");
        }
        if (version != VERSION) {
            throw fault("version must be " + VERSION + ", was " + version);
        }
        return version;
    }

    private List<DamagedSection> sections() throws IOException {
        expect(JsonToken.BEGIN_ARRAY, "sections", "a list");
        List<DamagedSection> out = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            out.add(section("sections[" + out.size() + "]"));
        }
        json.endArray();
        return out;
    }

    private DamagedSection section(String where) throws IOException {
        expect(JsonToken.BEGIN_OBJECT, where, "an object");
        Integer z = null;
        DamageKind kind = null;
        String mask = null;
        boolean found = false;
        Set<String> seen = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            String field = field(seen, where);
            switch (field) {
                case "z" -> z = integer(where + ".z");
                case "kind" -> kind = kind(where);
                case "mask" -> mask = string(where + ".mask");
                case "found" -> found = flag(where + ".found");
                default -> throw fault(where + " has an unknown field \"" + field + "\"");
            }
        }
        json.endObject();
        require(z, "z", where);
        require(kind, "kind", where);
        try {
            DamagedSection plain = new DamagedSection(z, kind);
            if (mask == null) {
                return new DamagedSection(z, kind, Optional.empty(), found);
            }
            if (kind == DamageKind.MISSING) {
                throw fault(where + ": section " + z + " is missing as a whole, so it must not have a mask");
            }
            return new DamagedSection(z, kind, Optional.of(mask(where + ", " + plain, mask)), found);
        } catch (IllegalArgumentException e) {
            throw fault(where + ": " + e.getMessage());
        }
    }

    private DamageKind kind(String where) throws IOException {
        String id = string(where + ".kind");
        return DamageKind.byId(id)
                .orElseThrow(() ->
                        fault(where + ".kind must be fold, precipitate, missing, crack or lost, was \"" + id + "\""));
    }

    private SectionMask mask(String where, String path) throws IOException {
        Path folder = folder(file);
        Path mask;
        try {
            mask = folder.resolve(path);
            if (Path.of(path).isAbsolute() || !mask.normalize().startsWith(folder.normalize())) {
                throw leaves(where, path);
            }
        } catch (InvalidPathException e) {
            throw fault(where + ": mask \"" + path + "\" is no path");
        }
        if (!Files.isRegularFile(mask)) {
            throw fault(where + ": mask " + mask + " does not exist");
        }
        // Only the file system knows where a symbolic link leads.
        if (!mask.toRealPath().startsWith(folder.toRealPath())) {
            throw leaves(where, path);
        }
        try {
            return SectionMask.open(mask);
        } catch (IOException e) {
            throw fault(where + ": " + e.getMessage());
        }
    }

    private IOException leaves(String where, String path) {
        return fault(where + ": mask \"" + path + "\" must be a relative path that stays in the folder of the damage"
                + " file");
    }

    private String field(Set<String> seen, String where) throws IOException {
        String field = json.nextName();
        if (!seen.add(field)) {
            throw fault(where + " has the field \"" + field + "\" twice");
        }
        return field;
    }

    private int integer(String where) throws IOException {
        expect(JsonToken.NUMBER, where, "a whole number");
        String text = json.nextString();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw fault(where + " must be a whole number, was " + text);
        }
    }

    private String string(String where) throws IOException {
        expect(JsonToken.STRING, where, "a text");
        return json.nextString();
    }

    private boolean flag(String where) throws IOException {
        expect(JsonToken.BOOLEAN, where, "true or false");
        return json.nextBoolean();
    }

    private void expect(JsonToken token, String where, String what) throws IOException {
        JsonToken found = json.peek();
        if (found != token) {
            throw fault(where + " must be " + what + ", but there is "
                    + found.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " at " + json.getPath());
        }
    }

    private void require(Object value, String field, String where) throws IOException {
        if (value == null) {
            throw fault(where + " lacks the field \"" + field + "\"");
        }
    }

    private IOException fault(String what) {
        return new IOException("damage file " + file + ": " + what);
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().getParent();
    }

    static void write(Damage damage, Path file) throws IOException {
        Files.createDirectories(folder(file));
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginObject();
            json.name("version").value(VERSION);
            json.name("sections").beginArray();
            for (DamagedSection entry : damage.entries()) {
                json.beginObject();
                json.name("z").value(entry.z());
                json.name("kind").value(entry.kind().id());
                if (entry.mask().isPresent()) {
                    json.name("mask").value(maskFor(damage, entry, file));
                    if (entry.found()) {
                        json.name("found").value(true);
                    }
                }
                json.endObject();
            }
            json.endArray();
            json.endObject();
        }
        try {
            AtomicFile.write(file, text + "\n");
        } catch (IOException e) {
            throw new IOException("damage file " + e.getMessage(), e);
        }
    }

    /** Finds the mask in the folder of the damage file, or puts it there; returns its path relative to the folder. */
    private static String maskFor(Damage damage, DamagedSection entry, Path file) throws IOException {
        SectionMask mask = entry.mask().orElseThrow();
        Path folder = folder(file);
        Optional<Path> kept = mask.file().map(Path::toAbsolutePath).map(Path::normalize);
        if (kept.isPresent() && kept.get().startsWith(folder.normalize())) {
            return folder.normalize().relativize(kept.get()).toString().replace('\\', '/');
        }
        long masks = damage.entries().stream()
                .filter(other -> other.z() == entry.z() && other.mask().isPresent())
                .count();
        String name = String.format(Locale.ROOT, "mask_%04d", entry.z())
                + (masks > 1 ? "_" + entry.kind().id() : "");
        String free = name + ".png";
        // Masks that are there belong to somebody, be it to the damage file that is being replaced.
        for (int i = 2; Files.exists(folder.resolve(free), LinkOption.NOFOLLOW_LINKS); i++) {
            free = name + "_" + i + ".png";
        }
        mask.write(folder.resolve(free));
        return free;
    }
}
