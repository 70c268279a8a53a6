package org.sstem.net.internal.checkpoint;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads Python's pickles as far as tensors need it: numbers, texts, lists, tuples, dictionaries, and what PyTorch makes
 * tensors with. A pickle is a program that may name any function of Python's: none is called here, and one that is not
 * among those few is refused by its name. Nothing is read recursively. Used once.
 */
final class Pickle {

    /** A function or a type of Python's, by its name. */
    record Named(String name) {}

    /** Where a mark was set. */
    private static final Object MARK = new Object();

    private static final int PROTOCOL = 5;
    private static final int MOST_VALUES = 1 << 22;

    private final ByteBuffer in;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int values;

    private Pickle(byte[] bytes) {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads a pickle.
     *
     * @return its value: a {@link Map}, {@link List}, {@link String}, {@link Long}, {@link Double}, {@link Boolean},
     *         {@link TensorView}, {@link Named}, or {@link #NONE}
     * @throws IOException if it is damaged, or names what is not needed for tensors
     */
    static Object read(byte[] bytes) throws IOException {
        try {
            return new Pickle(bytes).run();
        } catch (BufferUnderflowException e) {
            throw new IOException("its pickle is cut off", e);
        }
    }

    /** Python's None. */
    static final Object NONE = new Object();

    private Object run() throws IOException {
        while (true) {
            int at = in.position();
            int code = in.get() & 0xFF;
            if (code == '.') {
                return pop();
            }
            step(code, at);
        }
    }

    private void step(int code, int at) throws IOException {
        switch (code) {
            case 0x80 -> protocol(in.get() & 0xFF);
            case 0x95 -> in.getLong(); // a frame: how many bytes follow at least
            case '(' -> push(MARK);
            case 'N' -> push(NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) (in.get() & 0xFF));
            case 'M' -> push((long) (in.getShort() & 0xFFFF));
            case 0x8A -> push(number(in.get() & 0xFF));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'X' -> push(text(in.getInt()));
            case 0x8C -> push(text(in.get() & 0xFF));
            case '}' -> push(new LinkedHashMap<>());
            case ']' -> push(new ArrayList<>());
            case ')' -> push(List.of());
            case 't' -> push(Collections.unmodifiableList(sinceMark()));
            case 0x85 -> push(last(1));
            case 0x86 -> push(last(2));
            case 0x87 -> push(last(3));
            case 'q' -> memo.put(in.get() & 0xFF, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> push(remembered(in.get() & 0xFF));
            case 'j' -> push(remembered(in.getInt()));
            case 'a' -> append(last(1));
            case 'e' -> append(sinceMark());
            case 's' -> put(last(2));
            case 'u' -> put(sinceMark());
            case 'c' -> push(named(line(), line()));
            case 0x93 -> {
                List<Object> names = last(2);
                push(named(String.valueOf(names.get(0)), String.valueOf(names.get(1))));
            }
            case 'Q' -> push(TensorView.storage(pop()));
            case 'R' -> {
                List<Object> call = last(2);
                push(TensorView.call(call.get(0), call.get(1)));
            }
            // What PyTorch notes about a dictionary of tensors; it is not needed.
            case 'b' -> pop();
            default ->
                throw new IOException(String.format(
                        Locale.ROOT,
                        "its pickle has the opcode 0x%02x at byte %d, which tensors do not need: only tensors are read",
                        code,
                        at));
        }
    }

    private static void protocol(int protocol) throws IOException {
        if (protocol > PROTOCOL) {
            throw new IOException(
                    "its pickle has the protocol " + protocol + ", the last that is known is " + PROTOCOL);
        }
    }

    private static Named named(String module, String name) throws IOException {
        Named named = new Named(module + "." + name);
        if (!TensorView.isKnown(named)) {
            throw new IOException("its pickle names " + named.name + ": only tensors are read, and nothing is called");
        }
        return named;
    }

    private void push(Object value) throws IOException {
        if (++values > MOST_VALUES) {
            throw new IOException("its pickle has more than " + MOST_VALUES + " values");
        }
        stack.push(value);
    }

    private Object pop() throws IOException {
        Object value = stack.poll();
        if (value == null || value == MARK) {
            throw new IOException("its pickle is damaged: it takes what it did not put");
        }
        return value;
    }

    private Object top() throws IOException {
        Object value = pop();
        stack.push(value);
        return value;
    }

    private List<Object> last(int count) throws IOException {
        List<Object> last = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            last.add(pop());
        }
        Collections.reverse(last);
        return last;
    }

    private List<Object> sinceMark() throws IOException {
        List<Object> since = new ArrayList<>();
        while (!stack.isEmpty() && stack.peek() != MARK) {
            since.add(stack.pop());
        }
        if (stack.isEmpty()) {
            throw new IOException("its pickle is damaged: it takes what it did not put");
        }
        stack.pop();
        Collections.reverse(since);
        return since;
    }

    private Object remembered(int number) throws IOException {
        Object value = memo.get(number);
        if (value == null) {
            throw new IOException("its pickle is damaged: it remembers no value " + number);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> added) throws IOException {
        if (!(top() instanceof ArrayList<?> list)) {
            throw new IOException("its pickle is damaged: it appends to what is no list");
        }
        ((List<Object>) list).addAll(added);
    }

    @SuppressWarnings("unchecked")
    private void put(List<Object> entries) throws IOException {
        if (!(top() instanceof LinkedHashMap<?, ?> map) || entries.size() % 2 != 0) {
            throw new IOException("its pickle is damaged: it puts entries into what is no dictionary");
        }
        for (int i = 0; i < entries.size(); i += 2) {
            Object key = entries.get(i);
            if (!(key instanceof String || key instanceof Long || key instanceof Boolean)) {
                throw new IOException("its pickle has a dictionary whose keys are no texts or numbers");
            }
            ((Map<Object, Object>) map).put(key, entries.get(i + 1));
        }
    }

    /** A whole number of up to eight bytes. */
    private Object number(int bytes) throws IOException {
        if (bytes > Long.BYTES) {
            throw new IOException("its pickle has a whole number of " + bytes + " bytes, the most are " + Long.BYTES);
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.get() & 0xFFL) << 8 * i;
        }
        int unused = Long.SIZE - 8 * bytes;
        return bytes == 0 ? 0L : value << unused >> unused;
    }

    private String text(int length) throws IOException {
        if (length < 0 || length > in.remaining()) {
            throw new IOException("its pickle is cut off");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        int start = in.position();
        while (in.get() != '\n') {
            // on to its end
        }
        int length = in.position() - start - 1;
        in.position(start);
        String line = text(length);
        in.get();
        return line;
    }
}
