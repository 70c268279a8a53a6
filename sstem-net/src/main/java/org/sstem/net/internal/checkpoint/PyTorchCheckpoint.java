package org.sstem.net.internal.checkpoint;

import org.sstem.net.internal.architecture.NetworkWeights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A checkpoint as {@code torch.save} writes it since PyTorch 1.6: a zip of a pickle and of the values of its tensors. The
 * parameters of a network may be the whole, or a dictionary in it beside the state of an optimiser and other things, and
 * have {@code module.} before their names.
 */
public final class PyTorchCheckpoint {

    private static final int MOST_PICKLE_BYTES = 1 << 26;
    private static final int MOST_DEPTH = 3;
    /** So many names are said of those that lack. */
    private static final int NAMED = 3;

    private static final String PREFIX = "module.";

    private final ZipFile zip;
    private final String folder;

    private PyTorchCheckpoint(ZipFile zip) throws IOException {
        this.zip = zip;
        this.folder = folder(zip);
        ZipEntry order = zip.getEntry(folder + "byteorder");
        if (order != null && !"little".equals(new String(bytes(order, 16), StandardCharsets.UTF_8).strip())) {
            throw new IOException("its values are big-endian: only little-endian ones are read");
        }
    }

    /**
     * Reads the parameters of a network.
     *
     * @param file    the checkpoint
     * @param network where they are written to
     * @throws IOException if it cannot be read, is no such checkpoint, holds something else than tensors, or the tensors
     *                     are not those of the network; the message names the file and says which
     */
    public static void read(Path file, NetworkWeights network) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            new PyTorchCheckpoint(zip).assign(network);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (ZipException e) {
            throw new IOException(
                    "cannot read checkpoint " + file
                            + ": it is truncated or no zip file, which PyTorch writes since version 1.6",
                    e);
        } catch (IOException e) {
            throw new IOException("cannot read checkpoint " + file + ": " + e.getMessage(), e);
        }
    }

    private static String folder(ZipFile zip) throws IOException {
        String end = "data.pkl";
        List<String> pickles = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals(end) || name.endsWith("/" + end))
                .toList();
        if (pickles.size() != 1) {
            throw new IOException("it has " + pickles.size() + " entries data.pkl, a checkpoint of PyTorch has one");
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - end.length());
    }

    private void assign(NetworkWeights network) throws IOException {
        Object content = Pickle.read(bytes(zip.getEntry(folder + "data.pkl"), MOST_PICKLE_BYTES));
        Map<String, long[]> shapes = network.parameters();
        Map<String, TensorView> state = state(content, shapes);
        for (Map.Entry<String, long[]> parameter : shapes.entrySet()) {
            TensorView tensor = state.get(parameter.getKey());
            if (!Arrays.equals(tensor.shape(), parameter.getValue())) {
                throw new IOException("parameter " + parameter.getKey() + " must have shape "
                        + Arrays.toString(parameter.getValue()) + ", has " + Arrays.toString(tensor.shape()));
            }
        }
        Map<String, float[]> stored = new HashMap<>();
        for (String name : shapes.keySet()) {
            network.assign(name, values(state.get(name), stored));
        }
    }

    /** Finds the dictionary with the parameters; of several that have them all, none is guessed. */
    private static Map<String, TensorView> state(Object content, Map<String, long[]> shapes) throws IOException {
        Map<String, Map<String, TensorView>> states = new LinkedHashMap<>();
        find("", content, MOST_DEPTH, states);
        List<String> whole = new ArrayList<>();
        List<String> best = null;
        for (Map.Entry<String, Map<String, TensorView>> state : states.entrySet()) {
            List<String> lacking = shapes.keySet().stream()
                    .filter(name -> !state.getValue().containsKey(name))
                    .toList();
            if (lacking.isEmpty()) {
                whole.add(state.getKey());
            }
            best = best == null || lacking.size() < best.size() ? lacking : best;
        }
        if (best == null) {
            throw new IOException("it holds no parameters of a network");
        }
        if (whole.isEmpty()) {
            throw new IOException("it lacks " + best.size() + " of the " + shapes.size()
                    + " parameters of the network, such as "
                    + String.join(", ", best.subList(0, Math.min(NAMED, best.size()))));
        }
        if (whole.size() > 1) {
            throw new IOException("it holds the parameters of the network more than once, as "
                    + String.join(", ", whole) + ": save it with one of them");
        }
        Map<String, TensorView> state = states.get(whole.get(0));
        List<String> more = state.keySet().stream()
                .filter(name -> !shapes.containsKey(name))
                .toList();
        if (!more.isEmpty()) {
            throw new IOException("it has " + more.size() + " parameters that the network has not, such as "
                    + String.join(", ", more.subList(0, Math.min(NAMED, more.size()))));
        }
        return state;
    }

    private static void find(String name, Object value, int depth, Map<String, Map<String, TensorView>> states) {
        if (!(value instanceof Map<?, ?> map)) {
            return;
        }
        Map<String, TensorView> tensors = new LinkedHashMap<>();
        TensorView.in(map).forEach((key, tensor) -> tensors.put(bare(key), tensor));
        if (!tensors.isEmpty()) {
            states.put(name.isEmpty() ? "the whole" : name, tensors);
        }
        if (depth > 1) {
            map.forEach((key, inner) -> find(name.isEmpty() ? "" + key : name + "." + key, inner, depth - 1, states));
        }
    }

    private static String bare(String name) {
        String bare = name;
        while (bare.startsWith(PREFIX)) {
            bare = bare.substring(PREFIX.length());
        }
        return bare;
    }

    /** The values of a tensor, row by row. */
    private float[] values(TensorView tensor, Map<String, float[]> stored) throws IOException {
        TensorView.Storage storage = tensor.storage();
        float[] all = stored.get(storage.key());
        if (all == null) {
            all = stored(storage);
            stored.put(storage.key(), all);
        }
        if (all.length != storage.count()) {
            throw new IOException("its pickle gives different sizes for data/" + storage.key());
        }
        float[] values = new float[tensor.count()];
        int[] at = new int[tensor.shape().length];
        for (int i = 0; i < values.length; i++) {
            long place = tensor.offset();
            for (int d = 0; d < at.length; d++) {
                place += at[d] * tensor.stride()[d];
            }
            values[i] = all[(int) place];
            for (int d = at.length - 1; d >= 0 && ++at[d] == tensor.shape()[d]; d--) {
                at[d] = 0;
            }
        }
        return values;
    }

    private float[] stored(TensorView.Storage storage) throws IOException {
        String name = "data/" + storage.key();
        ZipEntry entry = zip.getEntry(folder + name);
        if (entry == null) {
            throw new IOException("it has no " + name);
        }
        long expected = storage.count() * storage.type().bytes();
        if (entry.getSize() != expected) {
            throw new IOException("its " + name + " must be " + expected + " bytes, is " + entry.getSize());
        }
        ByteBuffer bytes = ByteBuffer.wrap(bytes(entry, expected)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() != expected) {
            throw new IOException("its " + name + " must be " + expected + " bytes, is " + bytes.remaining());
        }
        float[] values = new float[(int) storage.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (storage.type()) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> (float) bytes.getDouble();
                case BRAIN -> Float.intBitsToFloat(bytes.getShort() << 16);
                case HALF -> half(bytes.getShort());
                default -> throw new IllegalStateException("no floating point: " + storage);
            };
        }
        return values;
    }

    /** A half as a float; exact. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float sign = bits < 0 ? -1 : 1;
        return switch (exponent) {
            case 0 -> sign * fraction * 0x1p-24f;
            case 0x1F -> fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
            default -> sign * Math.scalb(0x400 + fraction, exponent - 25);
        };
    }

    private byte[] bytes(ZipEntry entry, long most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
            if (bytes.length == most && in.read() >= 0) {
                throw new IOException("its " + entry.getName() + " is more than " + most + " bytes");
            }
            return bytes;
        }
    }
}
