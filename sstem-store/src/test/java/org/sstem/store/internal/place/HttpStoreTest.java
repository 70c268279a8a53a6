package org.sstem.store.internal.place;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.file.RandomStacks;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Stores that a server on this computer serves, which fails in all the ways in which servers fail. */
class HttpStoreTest {

    private static final VoxelSize VOXEL = new VoxelSize(4, 4, 40);

    private enum Fault {
        NONE,
        BUSY,
        BROKEN_OFF,
        CUT_SHORT,
        FORBIDDEN
    }

    @TempDir
    Path folder;

    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final Map<String, Integer> ranges = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile Fault fault = Fault.NONE;
    private volatile int failing = 1;
    private volatile boolean knowsRanges = true;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestURI().getPath();
            int times = asked.merge(key, 1, Integer::sum);
            Path file = folder.resolve(key.substring(1));
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            String range = exchange.getRequestHeaders().getFirst("Range");
            int status = 200;
            if (range != null && knowsRanges) {
                String[] ends = range.substring("bytes=".length()).split("-");
                ranges.merge(key, 1, Integer::sum);
                bytes = Arrays.copyOfRange(bytes, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
                status = 206;
            }
            Fault now = times <= failing ? fault : Fault.NONE;
            boolean head = exchange.getRequestMethod().equals("HEAD");
            switch (now) {
                case BUSY -> exchange.sendResponseHeaders(503, -1);
                case FORBIDDEN -> exchange.sendResponseHeaders(403, -1);
                case BROKEN_OFF -> throw new IOException("the connection breaks");
                default -> {
                    if (head) {
                        exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
                        exchange.sendResponseHeaders(status, -1);
                        return;
                    }
                    exchange.sendResponseHeaders(status, bytes.length);
                    int count = now == Fault.CUT_SHORT ? bytes.length / 2 : bytes.length;
                    exchange.getResponseBody().write(bytes, 0, count);
                }
            }
        }
    }

    private HttpStore store() {
        return new HttpStore(root(), Duration.ofMillis(1));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, stack.zarr, stack.zarr",
        "NONE, zarr3://stack.zarr, stack.zarr",
        "NONE, stack.n5, stack.n5",
        "NONE, stack.precomputed, stack.precomputed",
        "BUSY, zarr3://stack.zarr, stack.zarr",
        "BROKEN_OFF, stack.n5, stack.n5",
        "CUT_SHORT, stack.precomputed, stack.precomputed"
    })
    void everyFormatIsReadThoughEveryFileFailsOnce(Fault fault, String written, String read) throws Exception {
        RandomAccessibleInterval<UnsignedByteType> pixels = RandomStacks.bytes(1, 150, 40, 3);
        String target = written.replace("stack", folder + "/stack");
        Stacks.write(pixels, Optional.of(VOXEL), target);
        this.fault = fault;

        try (StackReader<?> stack = Stacks.open(root() + "/" + read)) {
            assertThat(RandomStacks.values(stack.pixels())).isEqualTo(RandomStacks.values(pixels));
            assertThat(stack.voxelSize()).hasValue(VOXEL);
        }
    }

    @Test
    void aStoreWithoutAnEndingIsNamedByItsFormat() throws Exception {
        RandomAccessibleInterval<UnsignedByteType> pixels = RandomStacks.bytes(1, 20, 10, 3);
        Stacks.write(pixels, Optional.of(VOXEL), "zarr://" + folder + "/plain");

        try (StackReader<?> stack = Stacks.open("zarr://" + root() + "/plain")) {
            assertThat(RandomStacks.values(stack.pixels())).isEqualTo(RandomStacks.values(pixels));
        }
        assertThatThrownBy(() -> Stacks.open(root() + "/plain"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/plain is no stack: a stack is ");
    }

    @Test
    void ofAShardOnlyTheChunksAreReadThatAreNeeded() throws Exception {
        Stacks.write(RandomStacks.bytes(1, 300, 300, 2), Optional.of(VOXEL), "zarr3://" + folder + "/stack.zarr");
        long shard = Files.size(folder.resolve("stack.zarr/0/c/0/0/0"));

        HttpStore store = store();
        assertThat(store.size("stack.zarr/0/c/0/0/0")).isEqualTo(shard);
        assertThat(store.read("stack.zarr/0/c/0/0/0", 10, 20))
                .isEqualTo(Arrays.copyOfRange(Files.readAllBytes(folder.resolve("stack.zarr/0/c/0/0/0")), 10, 30));
        assertThat(ranges).containsEntry("/stack.zarr/0/c/0/0/0", 1);
        knowsRanges = false;
        assertThat(store.read("stack.zarr/0/c/0/0/0", 10, 20))
                .isEqualTo(Arrays.copyOfRange(Files.readAllBytes(folder.resolve("stack.zarr/0/c/0/0/0")), 10, 30));
    }

    @Test
    void whatIsNotThereIsOneThingAndWhatIsRefusedAnother() throws Exception {
        Files.write(folder.resolve("value"), new byte[100]);
        HttpStore store = store();

        assertThat(store.read("none", 10)).isNull();
        assertThat(store.size("none")).isEqualTo(-1);
        assertThat(store.read("none", 0, 10)).isNull();
        fault = Fault.FORBIDDEN;
        assertThatThrownBy(() -> store.read("value", 100))
                .isInstanceOf(IOException.class)
                .hasMessage(root() + "/value cannot be read: its server answers 403");
        assertThat(asked).containsEntry("/value", 1).containsEntry("/none", 3);
        assertThatThrownBy(() -> store.read("value", 99)).hasMessage(root() + "/value has more than 99 bytes");
    }

    @ParameterizedTest
    @CsvSource({"BUSY, its server answers 503", "CUT_SHORT, ", "BROKEN_OFF, "})
    void whatGoesOnFailingIsGivenUpAndNamed(Fault fault, String reason) throws Exception {
        Files.write(folder.resolve("value"), new byte[100]);
        this.fault = fault;
        failing = 4;
        assertThat(store().read("value", 100)).hasSize(100);
        assertThat(asked).containsEntry("/value", 5);
        asked.clear();
        failing = Integer.MAX_VALUE;

        assertThatThrownBy(() -> store().read("value", 100))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(root() + "/value cannot be read: " + (reason == null ? "" : reason));
    }

    @Test
    void aChunkThatCannotBeHadIsNamedAndNeverZeros() throws Exception {
        Stacks.write(RandomStacks.bytes(1, 20, 10, 3), Optional.of(VOXEL), folder + "/stack.zarr");
        Files.write(folder.resolve("stack.zarr/0/0/0/0"), new byte[] {1, 2, 3});

        try (StackReader<?> stack = Stacks.open(root() + "/stack.zarr")) {
            assertThatThrownBy(() -> stack.pixels().getAt(0, 0, 0))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("chunk 0/0/0 of " + root() + "/stack.zarr/0 cannot be read");
        }
    }

    @Test
    void anInterruptIsHonouredWhileAServerIsWaitedFor() throws Exception {
        Files.write(folder.resolve("value"), new byte[100]);
        CountDownLatch never = new CountDownLatch(1);
        server.createContext("/slow", exchange -> {
            try (exchange) {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread reader = Thread.currentThread();
        threads.submit(() -> {
            Thread.sleep(200);
            reader.interrupt();
            return null;
        });

        assertThatThrownBy(() -> store().read("slow", 100)).hasMessageContaining("interrupted while");

        assertThat(Thread.interrupted()).isTrue();
    }
}
