package org.sstem.cuda.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A driver without a device. Memory is the host's, between guard values and full of NaN; misuse that a real driver would
 * punish later, or not at all, is an {@link AssertionError}: a handle that is unknown or freed, a thread without a
 * context, a write beyond the end.
 *
 * <p>Streams are as late as they may be: nothing runs before somebody waits for it, so that host code that forgets to
 * wait sees stale values.
 */
final class FakeDriver implements Driver {

    /** What a launch does. */
    @FunctionalInterface
    interface Kernel {
        void run(String symbol, Grid grid, Object[] arguments);
    }

    private static final int GUARD = 256;
    private static final byte GUARD_BYTE = (byte) 0xa5;
    private static final int NOT_A_NUMBER = 0x7fc0dead;

    private final Map<Long, ByteBuffer> device = new HashMap<>();
    private final Map<Long, PinnedMemory> pinned = new HashMap<>();
    private final Map<Long, Deque<Runnable>> streams = new TreeMap<>();
    private final Map<Long, Boolean> events = new HashMap<>();
    private final Map<Long, String> functions = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final ThreadLocal<Deque<Long>> contexts = ThreadLocal.withInitial(ArrayDeque::new);
    private final List<String> calls = new ArrayList<>();
    private final Kernel kernel;
    private long handles;
    private long used;
    private long sent;
    private long fetched;

    int version = 12060;
    List<Integer> capabilities = new ArrayList<>(List.of(80));
    long totalBytes = 1L << 40;

    FakeDriver(Kernel kernel) {
        this.kernel = kernel;
    }

    /** A driver whose kernels do nothing. */
    FakeDriver() {
        this((symbol, grid, arguments) -> {});
    }

    /** Lets the next call of this name fail once. */
    synchronized void failNext(String call, int code) {
        failures.put(call, code);
    }

    /** What was called since the last time, in order; launches by symbol. */
    synchronized List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Bytes copied to devices since the last time. */
    synchronized long takeSent() {
        long taken = sent;
        sent = 0;
        return taken;
    }

    /** Bytes copied back from devices since the last time. */
    synchronized long takeFetched() {
        long taken = fetched;
        fetched = 0;
        return taken;
    }

    synchronized int liveAllocations() {
        return device.size();
    }

    synchronized int livePinned() {
        return pinned.size();
    }

    synchronized int liveStreams() {
        return streams.size();
    }

    /** The memory behind a handle, without its guards. */
    synchronized ByteBuffer bytes(DeviceMemory memory) {
        ByteBuffer guarded = known(device, memory.handle());
        return guarded.slice(GUARD, guarded.capacity() - 2 * GUARD).order(ByteOrder.nativeOrder());
    }

    private void enter(String call) {
        calls.add(call);
        Integer code = failures.remove(call);
        if (code != null) {
            throw new Driver.Failure(call, code, code == 2 ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_TEST");
        }
    }

    private void enterInContext(String call) {
        if (contexts.get().isEmpty()) {
            throw new AssertionError(call + " without a current context");
        }
        enter(call);
    }

    private static <T> T known(Map<Long, T> objects, long handle) {
        T object = objects.get(handle);
        if (object == null) {
            throw new AssertionError("handle " + handle + " is unknown or freed");
        }
        return object;
    }

    @Override
    public synchronized int version() {
        enter("version");
        return version;
    }

    @Override
    public synchronized int deviceCount() {
        enter("deviceCount");
        return capabilities.size();
    }

    @Override
    public String deviceName(int ordinal) {
        return "Fake " + ordinal;
    }

    @Override
    public synchronized int computeCapability(int ordinal) {
        return capabilities.get(ordinal);
    }

    @Override
    public synchronized long retainContext(int ordinal) {
        enter("retainContext");
        return 1000 + ordinal;
    }

    @Override
    public synchronized void releaseContext(int ordinal) {
        enter("releaseContext");
    }

    @Override
    public void pushContext(long context) {
        contexts.get().push(context);
    }

    @Override
    public void popContext() {
        contexts.get().pop();
    }

    @Override
    public synchronized long loadModule(String ptx) {
        enterInContext("loadModule");
        if (!ptx.contains(".version")) {
            throw new AssertionError("not PTX: " + ptx);
        }
        return ++handles;
    }

    @Override
    public synchronized void unloadModule(long module) {
        enterInContext("unloadModule");
    }

    @Override
    public synchronized long function(long module, String name) {
        enterInContext("function");
        functions.put(++handles, name);
        return handles;
    }

    @Override
    public synchronized long[] memory() {
        enterInContext("memory");
        return new long[] {totalBytes - used, totalBytes};
    }

    @Override
    public synchronized DeviceMemory allocate(long bytes) {
        enterInContext("allocate");
        if (used + bytes > totalBytes) {
            throw new Driver.Failure("allocate", 2, "CUDA_ERROR_OUT_OF_MEMORY");
        }
        used += bytes;
        ByteBuffer guarded = ByteBuffer.allocateDirect(Math.toIntExact(bytes + 2 * GUARD))
                .alignedSlice(16)
                .order(ByteOrder.nativeOrder());
        for (int i = 0; i < guarded.capacity(); i++) {
            guarded.put(i, GUARD_BYTE);
        }
        for (int i = 0; i < bytes / 4; i++) {
            guarded.putInt(GUARD + 4 * i, NOT_A_NUMBER);
        }
        device.put(++handles, guarded);
        return new DeviceMemory(handles);
    }

    @Override
    public synchronized void free(DeviceMemory memory) {
        enterInContext("free");
        ByteBuffer guarded = known(device, memory.handle());
        checkGuards(guarded);
        used -= guarded.capacity() - 2 * GUARD;
        device.remove(memory.handle());
    }

    /** Asserts that no live memory was written beyond its ends. */
    synchronized void checkGuards() {
        device.values().forEach(FakeDriver::checkGuards);
    }

    private static void checkGuards(ByteBuffer guarded) {
        for (int i = 0; i < GUARD; i++) {
            if (guarded.get(i) != GUARD_BYTE || guarded.get(guarded.capacity() - 1 - i) != GUARD_BYTE) {
                throw new AssertionError("a kernel wrote outside its memory");
            }
        }
    }

    @Override
    public synchronized PinnedMemory allocatePinned(int bytes) {
        enterInContext("allocatePinned");
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        pinned.put(++handles, new PinnedMemory(handles, memory));
        return pinned.get(handles);
    }

    @Override
    public synchronized void freePinned(PinnedMemory memory) {
        enterInContext("freePinned");
        known(pinned, memory.handle());
        pinned.remove(memory.handle());
    }

    @Override
    public synchronized long createStream() {
        enterInContext("createStream");
        streams.put(++handles, new ArrayDeque<>());
        return handles;
    }

    @Override
    public synchronized void destroyStream(long stream) {
        enterInContext("destroyStream");
        known(streams, stream);
        streams.remove(stream);
    }

    @Override
    public synchronized void synchronize(long stream) {
        enterInContext("synchronize");
        Deque<Runnable> work = known(streams, stream);
        while (!work.isEmpty()) {
            work.poll().run();
        }
    }

    @Override
    public synchronized long createEvent() {
        enterInContext("createEvent");
        events.put(++handles, true);
        return handles;
    }

    @Override
    public synchronized void destroyEvent(long event) {
        enterInContext("destroyEvent");
        known(events, event);
        events.remove(event);
    }

    @Override
    public synchronized void record(long event, long stream) {
        enterInContext("record");
        known(events, event);
        events.put(event, false);
        known(streams, stream).add(() -> events.put(event, true));
    }

    @Override
    public synchronized void await(long event) {
        enterInContext("await");
        for (Deque<Runnable> work : streams.values()) {
            while (!known(events, event) && !work.isEmpty()) {
                work.poll().run();
            }
        }
    }

    @Override
    public synchronized void copyToDevice(PinnedMemory from, DeviceMemory to, long offset, int bytes, long stream) {
        enterInContext("copyToDevice");
        sent += bytes;
        known(pinned, from.handle());
        known(streams, stream).add(() -> bytes(to).put(Math.toIntExact(offset), from.bytes(), 0, bytes));
    }

    @Override
    public synchronized void copyToHost(DeviceMemory from, long offset, PinnedMemory to, int bytes, long stream) {
        enterInContext("copyToHost");
        fetched += bytes;
        known(pinned, to.handle());
        known(streams, stream).add(() -> to.bytes().put(0, bytes(from), Math.toIntExact(offset), bytes));
    }

    @Override
    public synchronized void clear(DeviceMemory memory, long bytes, long stream) {
        enterInContext("clear");
        known(streams, stream).add(() -> {
            for (int i = 0; i < (bytes + 3) / 4; i++) {
                bytes(memory).putInt(4 * i, 0);
            }
        });
    }

    @Override
    public synchronized void launch(long function, Grid grid, long stream, Object... arguments) {
        String symbol = known(functions, function);
        enterInContext(symbol);
        Object[] kept = arguments.clone();
        known(streams, stream).add(() -> kernel.run(symbol, grid, kept));
    }
}
