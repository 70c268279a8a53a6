package org.sstem.cli.internal.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a person has decided about restored sections, as the page of the report lets it be saved. */
public final class Review {

    private static final int VERSION = 1;
    private static final long MAX_BYTES = 1 << 24;

    /** What becomes of a section. */
    enum Verdict {
        /** It is restored as before. */
        ACCEPT,
        /** It stays as it was. */
        REJECT,
        /** It is made from its neighbours, as if it were missing. */
        REDO
    }

    private final Map<Integer, Verdict> verdicts;

    private Review(Map<Integer, Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    /** Nobody has decided anything. */
    public static Review none() {
        return new Review(Map.of());
    }

    /** Reads what was decided. */
    public static Review read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(
                    file + " is no review: it has " + Files.size(file) + " bytes, at most " + MAX_BYTES + " are read");
        }
        try {
            JsonObject root = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            int version = root.get("version").getAsInt();
            if (version != VERSION) {
                throw new IOException(file + " is a review of version " + version + ", this sstem reads " + VERSION);
            }
            Map<Integer, Verdict> verdicts = new TreeMap<>();
            JsonArray sections = root.getAsJsonArray("sections");
            for (JsonElement element : sections) {
                JsonObject section = element.getAsJsonObject();
                int z = section.get("z").getAsInt();
                String verdict = section.get("verdict").getAsString();
                if (verdicts.put(z, Verdict.valueOf(verdict.toUpperCase(Locale.ROOT))) != null) {
                    throw new IOException(file + " names section " + z + " twice");
                }
            }
            return new Review(verdicts);
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | NullPointerException e) {
            throw new IOException(
                    file + " is no review: it must hold a version and sections, each with z and a verdict,"
                            + " accept, reject or redo",
                    e);
        }
    }

    /** Checks that everything that was decided is about a damaged section. */
    public void validate(Damage damage) {
        for (int z : verdicts.keySet()) {
            if (!damage.isDamaged(z)) {
                throw new IllegalArgumentException(
                        "the review speaks of section " + z + ", which is not damaged, so it was not restored");
            }
        }
    }

    /** The damage as it is restored: what is to be done again is missing. */
    public Damage applied(Damage damage) {
        List<DamagedSection> entries = new ArrayList<>();
        Set<Integer> redone = new HashSet<>();
        for (DamagedSection entry : damage.entries()) {
            if (verdicts.get(entry.z()) != Verdict.REDO) {
                entries.add(entry);
            } else if (redone.add(entry.z())) {
                entries.add(new DamagedSection(entry.z(), DamageKind.MISSING));
            }
        }
        return Damage.of(entries);
    }

    /** Whether a section stays as it was. */
    public boolean isRejected(int z) {
        return verdicts.get(z) == Verdict.REJECT;
    }
}
