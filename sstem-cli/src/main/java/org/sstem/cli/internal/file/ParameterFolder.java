package org.sstem.cli.internal.file;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Restoration;
import org.sstem.Restoration.RestoredSection;
import org.sstem.Restorer;
import org.sstem.cli.internal.part.Restored;
import org.sstem.damage.Detection;
import org.sstem.internal.output.Manifest;
import org.sstem.internal.output.Sha256;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.stack.GreyLevels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A folder with what was estimated of each damaged section, one JSON a section. What is there is used, whoever wrote it; what
 * is not there is estimated and added; nothing is ever changed.
 */
public final class ParameterFolder {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final int SHORT_HASH = 16;

    private final Path folder;
    private final Manifest manifest;
    /** Hashes of what was there at the beginning. */
    private final SortedMap<Integer, String> known = new TreeMap<>();

    private final SortedSet<Integer> edited = new TreeSet<>();
    private final StringBuilder edits = new StringBuilder();

    private ParameterFolder(Path folder, Manifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Opens a folder, or makes it.
     *
     * @param record  what the estimates rest on
     * @param damaged the damaged sections of the stack
     * @throws IOException if it was made for something else, or a file in it cannot be understood; the message names it
     */
    public static ParameterFolder open(Path folder, Map<String, String> record, SortedSet<Integer> damaged)
            throws IOException {
        Files.createDirectories(folder);
        Optional<Manifest> before = Manifest.read(folder);
        Optional<String> difference = before.flatMap(manifest -> manifest.difference(record));
        if (difference.isPresent()) {
            throw new IOException("the parameters in " + folder + " were estimated of something else: "
                    + difference.get() + "; choose another folder, and copy what you have edited there");
        }
        ParameterFolder opened =
                new ParameterFolder(folder, before.isPresent() ? before.get() : Manifest.create(folder, record));
        opened.manifest.deleteTemporaries();
        for (int z : damaged) {
            opened.look(z);
        }
        return opened;
    }

    private static String name(int z) {
        return String.format(Locale.ROOT, "%04d.json", z);
    }

    private void look(int z) throws IOException {
        Path file = folder.resolve(name(z));
        if (!Files.exists(file)) {
            return;
        }
        read(file);
        String hash = Sha256.of(file);
        known.put(z, hash);
        if (!manifest.has(name(z))) {
            edited.add(z);
            edits.append(z).append(' ').append(hash).append('\n');
        }
    }

    /** Reads a file that was there at the beginning, and has to be the same now. */
    private List<Survey> again(int z) {
        Path file = folder.resolve(name(z));
        try {
            if (!Sha256.of(file).equals(known.get(z))) {
                throw new IOException(file + " was changed while the stack was restored");
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Survey> read(Path file) throws IOException {
        try {
            List<Survey> surveys = new ArrayList<>();
            JsonObject all = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            for (JsonElement repair : all.getAsJsonArray("repairs")) {
                JsonObject one = repair.getAsJsonObject();
                surveys.add(new Survey(
                        one.get("method").getAsString(),
                        one.getAsJsonObject("parameters").toString()));
            }
            return surveys;
        } catch (JsonParseException
                | IllegalStateException
                | ClassCastException
                | NullPointerException
                | UnsupportedOperationException e) {
            // Whatever Gson throws where something else stands than is asked for.
            throw new IOException(file + " must be {\"repairs\": [{\"method\": NAME, \"parameters\": {...}}, ...]}", e);
        }
    }

    /** Uses what is there already; a file is read when its section is restored. */
    public void giveTo(Restorer.Builder restorer) {
        restorer.surveys(known.keySet(), this::again);
    }

    /** The parameters that a person has written or edited, in words; null if there are none. */
    public String edits() {
        return edited.isEmpty()
                ? null
                : "edited in sections " + edited + " with hash "
                        + Sha256.of(edits.toString()).substring(0, SHORT_HASH);
    }

    /** Restores, and keeps what is estimated on the way before the section is restored. */
    public <T extends NativeType<T> & RealType<T>> Restored<T> keeping(Restoration<T> restoration) {
        Restored<T> restored = Restored.by(restoration);
        return new Restored<>() {
            @Override
            public SortedSet<Integer> damagedSections() {
                return restored.damagedSections();
            }

            @Override
            public RestoredSection<T> section(int z) throws IOException {
                if (!known.containsKey(z)) {
                    List<Survey> surveys = restoration.surveys(z);
                    manifest.build(name(z), file -> Files.writeString(file, text(z, surveys)));
                }
                return restored.section(z);
            }

            @Override
            public Detection.TissueShare tissue(int z) throws IOException {
                return restored.tissue(z);
            }

            @Override
            public GreyLevels levels() {
                return restored.levels();
            }
        };
    }

    private static String text(int z, List<Survey> surveys) {
        JsonObject all = new JsonObject();
        all.addProperty("z", z);
        JsonArray repairs = new JsonArray();
        for (Survey survey : surveys) {
            JsonObject one = new JsonObject();
            one.addProperty("method", survey.method());
            one.add("parameters", JsonParser.parseString(survey.parameters()));
            repairs.add(one);
        }
        all.add("repairs", repairs);
        return GSON.newBuilder().serializeNulls().create().toJson(all) + "\n";
    }
}
