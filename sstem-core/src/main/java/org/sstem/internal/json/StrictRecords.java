package org.sstem.internal.json;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Reads records of which every component must be there, and nothing else; says where something is wrong. */
public final class StrictRecords implements TypeAdapterFactory {

    @Override
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        return raw.isRecord() ? new RecordAdapter<>(gson, raw) : null;
    }

    /** Tells whether there is a null, and goes past it. */
    public static boolean absent(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.NULL) {
            return false;
        }
        in.nextNull();
        return true;
    }

    /** Reads a number, and nothing that could be taken for one. */
    public static double number(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.NUMBER) {
            throw fault(in, "must be a number");
        }
        return in.nextDouble();
    }

    /** Refuses anything but a list. */
    public static void expectArray(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.BEGIN_ARRAY) {
            throw fault(in, "must be a list");
        }
    }

    /** Makes a value; what its maker refuses is said with its place in the text. */
    public static <T> T checked(JsonReader in, Supplier<T> maker) {
        String path = in.getPreviousPath();
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new JsonParseException(at(path) + e.getMessage(), e);
        }
    }

    /** Says what is wrong, and where. */
    public static JsonParseException fault(JsonReader in, String what) {
        return new JsonParseException(at(in.getPath()) + what);
    }

    private static String at(String path) {
        return path.equals("$") ? "" : path.substring(2) + ": ";
    }

    private static final class RecordAdapter<T> extends TypeAdapter<T> {
        private final Constructor<?> constructor;
        private final Map<String, RecordComponent> components = new LinkedHashMap<>();
        private final Map<String, TypeAdapter<Object>> adapters = new LinkedHashMap<>();

        @SuppressWarnings("unchecked")
        RecordAdapter(Gson gson, Class<?> type) {
            RecordComponent[] all = type.getRecordComponents();
            for (RecordComponent c : all) {
                components.put(c.getName(), c);
                adapters.put(c.getName(), (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(c.getGenericType())));
            }
            try {
                constructor = type.getDeclaredConstructor(
                        Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new));
            } catch (NoSuchMethodException e) {
                throw new AssertionError("a record has its canonical constructor", e);
            }
            // Records of a package's own are as good as public ones.
            constructor.setAccessible(true);
            components.values().forEach(c -> c.getAccessor().setAccessible(true));
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
            out.beginObject();
            boolean nulls = out.getSerializeNulls();
            out.setSerializeNulls(true);
            for (Map.Entry<String, RecordComponent> e : components.entrySet()) {
                out.name(e.getKey());
                try {
                    adapters.get(e.getKey())
                            .write(out, e.getValue().getAccessor().invoke(value));
                } catch (ReflectiveOperationException failure) {
                    throw new AssertionError("a record's accessors can be called", failure);
                }
            }
            out.endObject();
            out.setSerializeNulls(nulls);
        }

        @Override
        public T read(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.BEGIN_OBJECT) {
                throw fault(in, "must be an object");
            }
            String path = in.getPath();
            Map<String, Object> values = new LinkedHashMap<>();
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                TypeAdapter<Object> adapter = adapters.get(name);
                if (adapter == null) {
                    throw new JsonParseException(at(path) + "there is an unknown field \"" + name + "\"");
                }
                Object value = adapter.read(in);
                if (value == null) {
                    throw new JsonParseException(at(path) + name + " must not be null");
                }
                values.put(name, value);
            }
            in.endObject();
            for (String name : components.keySet()) {
                if (!values.containsKey(name)) {
                    throw new JsonParseException(at(path) + "the field \"" + name + "\" is missing");
                }
            }
            return make(path, components.keySet().stream().map(values::get).toArray());
        }

        @SuppressWarnings("unchecked")
        private T make(String path, Object[] arguments) {
            try {
                return (T) constructor.newInstance(arguments);
            } catch (InvocationTargetException e) {
                throw new JsonParseException(at(path) + e.getCause().getMessage(), e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError("a record can be made", e);
            }
        }
    }
}
