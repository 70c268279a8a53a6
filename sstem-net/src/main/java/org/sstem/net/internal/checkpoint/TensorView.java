package org.sstem.net.internal.checkpoint;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tensor as a checkpoint describes it: a view of values that are stored elsewhere.
 *
 * @param storage where the values are
 * @param offset  the first value
 * @param shape   sizes
 * @param stride  steps from one value to the next, for each dimension
 */
record TensorView(Storage storage, long offset, long[] shape, long[] stride) {

    /** How values are stored. */
    enum Type {
        FLOAT("torch.FloatStorage", 4),
        DOUBLE("torch.DoubleStorage", 8),
        HALF("torch.HalfStorage", 2),
        BRAIN("torch.BFloat16Storage", 2),
        LONG("torch.LongStorage", 8),
        INT("torch.IntStorage", 4),
        BYTE("torch.ByteStorage", 1),
        BOOL("torch.BoolStorage", 1);

        private final String name;
        private final int bytes;

        Type(String name, int bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    /**
     * Values in an entry of the file.
     *
     * @param type  how they are stored
     * @param key   name of the entry
     * @param count how many they are
     */
    record Storage(Type type, String key, long count) {}

    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String DICTIONARY = "collections.OrderedDict";

    private static final Set<String> FUNCTIONS = Set.of(TENSOR, PARAMETER, DICTIONARY);

    static boolean isKnown(Pickle.Named named) {
        return FUNCTIONS.contains(named.name())
                || Arrays.stream(Type.values()).anyMatch(type -> type.name.equals(named.name()));
    }

    /** What PyTorch says of stored values: {@code ('storage', type, key, device, count)}. */
    static Storage storage(Object id) throws IOException {
        if (id instanceof List<?> list
                && list.size() >= 5
                && "storage".equals(list.get(0))
                && list.get(1) instanceof Pickle.Named named
                && list.get(2) instanceof String key
                && list.get(4) instanceof Long count) {
            for (Type type : Type.values()) {
                if (type.name.equals(named.name())) {
                    return new Storage(type, key, count);
                }
            }
        }
        throw new IOException("its pickle points at values in a way that is not PyTorch's");
    }

    /** What one of the known functions makes of its arguments. */
    static Object call(Object function, Object arguments) throws IOException {
        if (function instanceof Pickle.Named named && arguments instanceof List<?> list) {
            if (named.name().equals(DICTIONARY) && list.isEmpty()) {
                return new LinkedHashMap<>();
            }
            if (named.name().equals(PARAMETER) && !list.isEmpty() && list.get(0) instanceof TensorView tensor) {
                return tensor;
            }
            if (named.name().equals(TENSOR)
                    && list.size() >= 4
                    && list.get(0) instanceof Storage storage
                    && list.get(1) instanceof Long offset) {
                return new TensorView(storage, offset, sizes(list.get(2)), sizes(list.get(3))).checked();
            }
        }
        throw new IOException(
                "its pickle calls " + (function instanceof Pickle.Named named ? named.name() : "something")
                        + " in a way that makes no tensor");
    }

    private static long[] sizes(Object tuple) throws IOException {
        if (!(tuple instanceof List<?> list) || !list.stream().allMatch(Long.class::isInstance)) {
            throw new IOException("its pickle has a tensor whose sizes are no whole numbers");
        }
        return list.stream().mapToLong(size -> (Long) size).toArray();
    }

    /** Refuses a view that reaches beyond what is stored. */
    private TensorView checked() throws IOException {
        long most = Integer.MAX_VALUE;
        boolean fits = shape.length == stride.length && offset >= 0 && storage.count >= 0 && storage.count <= most;
        long values = 1;
        long last = offset;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] >= 1 && shape[i] <= most && stride[i] >= 0 && stride[i] <= most;
            values *= shape[i];
            last += (shape[i] - 1) * stride[i];
            fits = fits && values <= most && last < storage.count;
        }
        if (!fits || last >= storage.count) {
            throw new IOException("its pickle has a tensor of shape " + Arrays.toString(shape)
                    + " that reaches beyond the " + storage.count + " values that it views");
        }
        return this;
    }

    int count() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    }

    /** Whether these are the values of a parameter, and no count of batches or the like. */
    static boolean isFloating(Object value) {
        return value instanceof TensorView tensor
                && Set.of(Type.FLOAT, Type.DOUBLE, Type.HALF, Type.BRAIN).contains(tensor.storage.type);
    }

    /** The tensors of floating point in a dictionary. */
    static Map<String, TensorView> in(Map<?, ?> dictionary) {
        Map<String, TensorView> tensors = new LinkedHashMap<>();
        dictionary.forEach((key, value) -> {
            if (key instanceof String name && isFloating(value)) {
                tensors.put(name, (TensorView) value);
            }
        });
        return tensors;
    }
}
