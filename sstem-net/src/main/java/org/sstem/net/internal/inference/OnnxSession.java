package org.sstem.net.internal.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import net.imglib2.parallel.Parallelization;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.Engine;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.plan.Plan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs the exported graph by ONNX Runtime, and the separable convolutions behind it on the kernels. The threads are as
 * many as the caller's context granted when this was made.
 */
public final class OnnxSession implements Session {

    private static final long STACK_BYTES = 64L << 20;

    private final Architecture architecture;
    private final Engine engine;
    private final Plan plan;
    private final List<String> outputs;
    private final OrtEnvironment environment;
    private final OrtSession session;
    /** Memory for the taps of one run each, by output; as many as there were runs at once. */
    private final Queue<Map<String, FloatBuffer>> spare = new ConcurrentLinkedQueue<>();

    private boolean closed;

    public OnnxSession(NetworkWeights network, Engine engine) {
        this(OnnxExport.of(network), network.architecture(), engine);
    }

    /**
     * Runs a graph.
     *
     * @param graph        the bytes of an .onnx file
     * @param architecture the network whose place it takes
     * @param engine       where it runs, not {@link Engine#DL4J}
     */
    OnnxSession(byte[] graph, Architecture architecture, Engine engine) {
        this.architecture = architecture;
        this.engine = engine;
        this.plan = architecture.plan().merged(architecture.channelsPerSection());
        this.outputs = OnnxExport.outputs(plan);
        int threads = Parallelization.getTaskExecutor().getParallelism();
        this.session = create(graph, threads, engine == Engine.ONNX_CUDA);
        this.environment = OrtEnvironment.getEnvironment();
    }

    /** Prepares a graph for so many threads. */
    static OrtSession create(byte[] graph, int threads, boolean cuda) {
        OnnxLibrary.prefer(OrtEnvironment.class.getClassLoader());
        return onLargeStack(() -> {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(threads);
                // Its threads wait busily for work within a run, but not after it: the cores are for the kernels then.
                options.addConfigEntry("session.force_spinning_stop", "1");
                if (cuda) {
                    addCuda(options);
                }
                return environment.createSession(graph, options);
            }
        });
    }

    /** The first device, in full single precision. */
    private static void addCuda(OrtSession.SessionOptions options) throws OrtException {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new IllegalStateException("the engine ONNX_CUDA needs onnxruntime_gpu on the class path in place of"
                    + " onnxruntime, which has no CUDA");
        }
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
            cuda.add("use_tf32", "0");
            options.addCUDA(cuda);
        }
    }

    /**
     * Runs a task on a thread with a stack of its own and waits for it. Loading the library and preparing a graph
     * can overflow the native stack of a Java thread of the usual size, which ends the process without a word.
     */
    private static <T> T onLargeStack(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(null, future, "sstem-onnx-session", STACK_BYTES);
        thread.start();
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalStateException own) {
                throw own;
            }
            String message = e.getCause().getMessage();
            throw new IllegalStateException("ONNX Runtime refuses the graph: " + message, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while ONNX Runtime prepared the graph");
        }
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Tensor run(Tensor sections) {
        architecture.check(sections, architecture.sectionCount());
        try (OnnxTensor in = OnnxTensor.createTensor(
                environment, sections.data().duplicate().position(0).limit(sections.size()), shape(sections))) {
            return plan.tail().isEmpty() ? whole(in) : behindTaps(sections, in);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private Tensor whole(OnnxTensor in) throws OrtException {
        try (OrtSession.Result result = session.run(Map.of(Plan.INPUT, in))) {
            OnnxTensor value = (OnnxTensor) result.get(0);
            long[] shape = value.getInfo().getShape();
            // getFloatBuffer copies: the result outlives the session's memory.
            return new Tensor((int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3], value.getFloatBuffer());
        }
    }

    /** The graph writes its taps where the kernels read them, into memory that is kept for the next run. */
    private Tensor behindTaps(Tensor sections, OnnxTensor in) throws OrtException {
        Map<String, FloatBuffer> memory = Optional.ofNullable(spare.poll()).orElseGet(HashMap::new);
        Map<String, OnnxTensor> taps = new HashMap<>();
        Map<String, Tensor> results = new HashMap<>(Map.of(Plan.INPUT, sections));
        try {
            for (String output : outputs) {
                Tensor place = place(output, sections, memory);
                results.put(output, place);
                taps.put(output, OnnxTensor.createTensor(environment, place.data(), shape(place)));
            }
            session.run(Map.of(Plan.INPUT, in), taps).close();
            for (Plan.Node node : plan.tail()) {
                List<Tensor> inputs = node.inputs().stream().map(results::get).toList();
                results.put(node.name(), node.operation().accept(new TailKernels(inputs)));
            }
            return results.get(plan.output());
        } finally {
            taps.values().forEach(OnnxTensor::close);
            spare.add(memory);
        }
    }

    /** Where an output goes: as large as the sections, in memory that grows where it is too small. */
    private Tensor place(String output, Tensor sections, Map<String, FloatBuffer> memory) {
        int channels = plan.channels().get(output);
        int size = Math.multiplyExact(channels, sections.size() / sections.channels());
        FloatBuffer buffer = memory.get(output);
        if (buffer == null || buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            memory.put(output, buffer);
        }
        return new Tensor(sections.batch(), channels, sections.height(), sections.width(), buffer.slice(0, size));
    }

    private static long[] shape(Tensor tensor) {
        return new long[] {tensor.batch(), tensor.channels(), tensor.height(), tensor.width()};
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            spare.clear();
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
            }
        }
    }
}
