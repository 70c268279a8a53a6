package org.sstem.net.internal.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import net.imglib2.parallel.Parallelization;
import org.sstem.kernel.Kernels;
import org.sstem.kernel.Tensor;
import org.sstem.net.Engine;
import org.sstem.net.Inference;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.plan.Architectures;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs the exported graph by ONNX Runtime, and the separable convolutions behind it on the kernels. The threads are as
 * many as the caller's context granted when this was made.
 */
public final class OnnxInference implements Inference {

    private static final long STACK_BYTES = 64L << 20;

    private final NetworkConfig config;
    private final Plan plan;
    private final List<String> outputs;
    private final OrtEnvironment environment;
    private final OrtSession session;
    /** Memory for the taps of one run each, by output; as many as there were runs at once. */
    private final Queue<Map<String, FloatBuffer>> spare = new ConcurrentLinkedQueue<>();

    private boolean closed;

    public OnnxInference(Network network) {
        this.config = network.config();
        Plan whole = Architectures.of(config);
        this.plan = whole.merged(config.inputChannels() / config.sectionCount());
        this.outputs = OnnxExport.outputs(plan);
        int threads = Parallelization.getTaskExecutor().getParallelism();
        byte[] graph = OnnxExport.of(network);
        this.environment = onLargeStack(OrtEnvironment::getEnvironment);
        this.session = onLargeStack(() -> {
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(threads);
                // Its threads wait busily for work within a run, but not after it: the cores are for the kernels then.
                options.addConfigEntry("session.force_spinning_stop", "1");
                return environment.createSession(graph, options);
            }
        });
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
            String message = e.getCause().getMessage();
            throw new IllegalStateException("ONNX Runtime refuses the graph: " + message, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ONNX Runtime prepared the graph", e);
        }
    }

    @Override
    public Engine engine() {
        return Engine.ONNX;
    }

    @Override
    public NetworkConfig config() {
        return config;
    }

    @Override
    public Tensor run(Tensor sections) {
        Network.check(config, sections, config.sectionCount());
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
                results.put(node.name(), compute(node, results));
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

    /** What ONNX has no operation for: separable convolutions, what prepares them and what adds them up. */
    private static Tensor compute(Plan.Node node, Map<String, Tensor> results) {
        Plan.Operation operation = node.operation();
        Tensor first = results.get(node.inputs().get(0));
        if (operation instanceof Plan.ChannelMean) {
            // With equal channels merged, this picks a section.
            return Planes.channel(first, ((Plan.ChannelMean) operation).first());
        } else if (operation instanceof Plan.Replicate) {
            return Planes.replicate(first, ((Plan.Replicate) operation).marginPx());
        } else if (operation instanceof Plan.SeparableConvolve) {
            Tensor vertical = results.get(node.inputs().get(1));
            Tensor out = Tensor.zeros(first.batch(), first.channels(), vertical.height(), vertical.width());
            Kernels.automatic()
                    .separableConvolution(
                            first, vertical, results.get(node.inputs().get(2)), out);
            return out;
        } else if (operation instanceof Plan.Sum && !((Plan.Sum) operation).mean()) {
            return Planes.sum(first, results.get(node.inputs().get(1)));
        } else if (operation instanceof Plan.Concatenate && node.inputs().size() == 2) {
            return Planes.concatenate(first, results.get(node.inputs().get(1)));
        }
        throw new IllegalStateException("no way to compute " + node);
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
