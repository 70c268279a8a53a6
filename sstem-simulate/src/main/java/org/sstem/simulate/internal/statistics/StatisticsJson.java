package org.sstem.simulate.internal.statistics;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import org.sstem.internal.json.StrictRecords;
import org.sstem.internal.output.AtomicFile;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.simulate.ArtifactStatistics.NatureFigures;
import org.sstem.simulate.CrackDistribution;
import org.sstem.simulate.CutDistribution;
import org.sstem.simulate.Distribution;
import org.sstem.simulate.PrecipitateDistribution.BlobOutline;
import org.sstem.simulate.PrecipitateDistribution.SpeckDistribution;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Statistics as JSON: the records as they are, a version before them, and nothing missing or unknown. */
public final class StatisticsJson {

    /** 1 had no cracks, specks and natural folds. */
    private static final int VERSION = 2;

    private static final Gson GSON = gson();

    private StatisticsJson() {}

    private static Gson gson() {
        Gson plain = new GsonBuilder()
                .setStrictness(Strictness.STRICT)
                .registerTypeAdapterFactory(new StrictRecords())
                .registerTypeAdapter(double.class, new Numbers())
                .registerTypeAdapter(Distribution.class, new Quantiles())
                .registerTypeAdapter(OptionalDouble.class, new MaybeNumber())
                .registerTypeAdapter(new TypeToken<Optional<Distribution>>() {}.getType(), new MaybeQuantiles())
                .create();
        return plain.newBuilder()
                .registerTypeAdapter(BlobOutline.class, new Outlines(plain))
                .registerTypeAdapter(
                        new TypeToken<Optional<CutDistribution>>() {}.getType(),
                        new Maybe<>(plain.getAdapter(CutDistribution.class)))
                .registerTypeAdapter(
                        new TypeToken<Optional<SpeckDistribution>>() {}.getType(),
                        new Maybe<>(plain.getAdapter(SpeckDistribution.class)))
                .setPrettyPrinting()
                .create();
    }

    public static String text(ArtifactStatistics statistics) {
        JsonObject all = new JsonObject();
        all.addProperty("version", VERSION);
        GSON.toJsonTree(statistics).getAsJsonObject().entrySet().forEach(e -> all.add(e.getKey(), e.getValue()));
        return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(all);
    }

    public static void write(ArtifactStatistics statistics, Path file) throws IOException {
        String text = text(statistics);
        try {
            AtomicFile.write(file, text + "\n");
        } catch (IOException e) {
            throw new IOException("statistics file " + e.getMessage(), e);
        }
    }

    public static ArtifactStatistics read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("statistics file " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new IOException("statistics file " + file + " is no text in UTF-8", e);
        }
        try {
            JsonElement root = JsonParser.parseString(text);
            if (!root.isJsonObject()) {
                throw new JsonParseException("there must be one object");
            }
            JsonObject all = root.getAsJsonObject();
            if (check(all.remove("version")) < 2) {
                upgrade(all);
            }
            return GSON.fromJson(all, ArtifactStatistics.class);
        } catch (RuntimeException e) {
            // Gson, its adapters and the records' constructors have no type of exception in common.
            throw new IOException("statistics file " + file + ": " + sentence(e), e);
        }
    }

    /** Adds what version 1 did not have: nothing of it was measured. Fields that are not where they belong are reported later. */
    private static void upgrade(JsonObject all) {
        add(all, "nature", GSON.toJsonTree(NatureFigures.none()));
        if (all.get("distribution") instanceof JsonObject distribution) {
            add(distribution, "crackRate", new JsonPrimitive(0));
            add(distribution, "crack", GSON.toJsonTree(CrackDistribution.natural()));
            if (distribution.get("fold") instanceof JsonObject fold) {
                add(fold, "nature", JsonNull.INSTANCE);
            }
            if (distribution.get("precipitate") instanceof JsonObject precipitate) {
                add(precipitate, "specks", JsonNull.INSTANCE);
            }
        }
    }

    private static void add(JsonObject to, String name, JsonElement value) {
        if (to.has(name)) {
            throw new JsonParseException("there is an unknown field \"" + name + "\" for version 1");
        }
        to.add(name, value);
    }

    private static int check(JsonElement version) {
        if (version == null
                || !version.isJsonPrimitive()
                || !version.getAsJsonPrimitive().isNumber()) {
            throw new JsonParseException("version must be 1 to " + VERSION + ", was " + version);
        }
        double number = version.getAsDouble();
        if (number > VERSION) {
            throw new JsonParseException("it has version " + version + ", this release reads versions up to " + VERSION
                    + ": update sstem to read it");
        }
        if (number != Math.rint(number) || number < 1) {
            throw new JsonParseException("version must be 1 to " + VERSION + ", was " + version);
        }
        return (int) number;
    }

    private static String sentence(Throwable e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().findFirst().orElse(message);
    }

    /** A number that may be unknown: null in JSON, NaN in Java. */
    private static final class Numbers extends TypeAdapter<Double> {
        @Override
        public void write(JsonWriter out, Double value) throws IOException {
            if (Double.isFinite(value)) {
                out.value(value);
            } else {
                out.nullValue();
            }
        }

        @Override
        public Double read(JsonReader in) throws IOException {
            return StrictRecords.absent(in) ? Double.NaN : StrictRecords.number(in);
        }
    }

    private static final class MaybeNumber extends TypeAdapter<OptionalDouble> {
        @Override
        public void write(JsonWriter out, OptionalDouble value) throws IOException {
            if (value.isPresent()) {
                out.value(value.getAsDouble());
            } else {
                out.nullValue();
            }
        }

        @Override
        public OptionalDouble read(JsonReader in) throws IOException {
            return StrictRecords.absent(in) ? OptionalDouble.empty() : OptionalDouble.of(StrictRecords.number(in));
        }
    }

    /** A distribution is the list of its quantiles. */
    private static final class Quantiles extends TypeAdapter<Distribution> {
        @Override
        public void write(JsonWriter out, Distribution value) throws IOException {
            out.beginArray();
            for (double q : value.quantiles()) {
                out.value(q);
            }
            out.endArray();
        }

        @Override
        public Distribution read(JsonReader in) throws IOException {
            List<Double> quantiles = new ArrayList<>();
            StrictRecords.expectArray(in);
            in.beginArray();
            while (in.hasNext()) {
                quantiles.add(StrictRecords.number(in));
            }
            in.endArray();
            return StrictRecords.checked(in, () -> new Distribution(quantiles));
        }
    }

    private static final class MaybeQuantiles extends TypeAdapter<Optional<Distribution>> {
        private final Quantiles quantiles = new Quantiles();

        @Override
        public void write(JsonWriter out, Optional<Distribution> value) throws IOException {
            if (value.isPresent()) {
                quantiles.write(out, value.get());
            } else {
                out.nullValue();
            }
        }

        @Override
        public Optional<Distribution> read(JsonReader in) throws IOException {
            return StrictRecords.absent(in) ? Optional.empty() : Optional.of(quantiles.read(in));
        }
    }

    /** A record that may be absent: null in JSON. */
    private static final class Maybe<T> extends TypeAdapter<Optional<T>> {
        private final TypeAdapter<T> records;

        Maybe(TypeAdapter<T> records) {
            this.records = records;
        }

        @Override
        public void write(JsonWriter out, Optional<T> value) throws IOException {
            if (value.isPresent()) {
                records.write(out, value.get());
            } else {
                out.nullValue();
            }
        }

        @Override
        public Optional<T> read(JsonReader in) throws IOException {
            return StrictRecords.absent(in) ? Optional.empty() : Optional.of(records.read(in));
        }
    }

    /** Outlines by formula only: masks do not belong into a text. */
    private static final class Outlines extends TypeAdapter<BlobOutline> {
        private final TypeAdapter<BlobOutline.Harmonics> harmonics;

        Outlines(Gson gson) {
            harmonics = gson.getAdapter(BlobOutline.Harmonics.class);
        }

        @Override
        public void write(JsonWriter out, BlobOutline value) throws IOException {
            if (!(value instanceof BlobOutline.Harmonics formula)) {
                throw new IllegalArgumentException("a bank of outlines cannot be written as JSON; harmonics can");
            }
            harmonics.write(out, formula);
        }

        @Override
        public BlobOutline read(JsonReader in) throws IOException {
            return harmonics.read(in);
        }
    }
}
