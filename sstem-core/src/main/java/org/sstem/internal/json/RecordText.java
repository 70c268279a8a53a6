package org.sstem.internal.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Records as JSON: numbers, texts, lists, arrays, optional values and records of these. What is read is what was written, to
 * the bit; numbers that are none are {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. Thread-safe.
 */
public final class RecordText {

    private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

    private static final TypeAdapter<Double> DOUBLES = new Numbers<>(Double::parseDouble);
    private static final TypeAdapter<Float> FLOATS = new Numbers<>(Float::parseFloat);

    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .registerTypeAdapterFactory(new StrictRecords())
            .registerTypeAdapterFactory(new Optionals())
            .registerTypeAdapter(double.class, DOUBLES)
            .registerTypeAdapter(Double.class, DOUBLES)
            .registerTypeAdapter(float.class, FLOATS)
            .registerTypeAdapter(Float.class, FLOATS)
            .create();

    private RecordText() {}

    /** Writes a record in one line. */
    public static String of(Record value) {
        return GSON.toJson(value);
    }

    /**
     * Reads a record.
     *
     * @param text JSON
     * @param type of the record
     * @param name what it is, for messages
     * @throws IllegalArgumentException if it is none; the message says where, and what is wrong there
     */
    public static <R extends Record> R read(String text, Class<R> type, String name) {
        try {
            R read = GSON.fromJson(text, type);
            if (read != null) {
                return read;
            }
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + sentence(e), e);
        }
        throw new IllegalArgumentException(name + ": there is nothing");
    }

    private static String sentence(RuntimeException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().findFirst().orElse(message);
    }

    /** Numbers of one type; the parser is exact where the shortest text is written that means the number. */
    private static final class Numbers<N extends Number> extends TypeAdapter<N> {
        private final Function<String, N> parser;

        Numbers(Function<String, N> parser) {
            this.parser = parser;
        }

        @Override
        public void write(JsonWriter out, N value) throws IOException {
            if (Double.isFinite(value.doubleValue())) {
                out.value(value);
            } else {
                out.value(value.toString());
            }
        }

        @Override
        public N read(JsonReader in) throws IOException {
            JsonToken token = in.peek();
            if (token == JsonToken.STRING) {
                String text = in.nextString();
                if (NO_NUMBERS.contains(text)) {
                    return parser.apply(text);
                }
            } else if (token == JsonToken.NUMBER) {
                return parser.apply(in.nextString());
            }
            throw StrictRecords.fault(in, "must be a number");
        }
    }

    /** A value that may be absent: null in JSON. */
    private static final class Optionals implements TypeAdapterFactory {
        @Override
        @SuppressWarnings("unchecked") // a factory answers for the type that it was asked for
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            if (type.getRawType() != Optional.class) {
                return null;
            }
            TypeToken<?> inner = TypeToken.get(((ParameterizedType) type.getType()).getActualTypeArguments()[0]);
            return (TypeAdapter<T>) maybe(gson.getAdapter(inner));
        }

        private static <V> TypeAdapter<Optional<V>> maybe(TypeAdapter<V> values) {
            return new TypeAdapter<>() {
                @Override
                public void write(JsonWriter out, Optional<V> value) throws IOException {
                    if (value.isPresent()) {
                        values.write(out, value.get());
                    } else {
                        out.nullValue();
                    }
                }

                @Override
                public Optional<V> read(JsonReader in) throws IOException {
                    return StrictRecords.absent(in) ? Optional.empty() : Optional.of(values.read(in));
                }
            };
        }
    }
}
