package org.sstem.net.internal.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.plan.Plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * ONNX graphs that take the place of a network: they say in a property of the model whose, and have its input and output.
 * Separable convolutions are no ONNX operation, so that the published interpolations cannot be replaced.
 */
public final class OnnxFile {

    /** Name of the property. */
    public static final String PROPERTY = "sstem.network";

    private static final String COMPACT = "compact ";
    private static final String PUBLISHED = "published ";

    private OnnxFile() {}

    /** What the property says of a network, as in {@code "compact fold-fusion"}. */
    static String property(Architecture architecture) {
        return (architecture.compact() ? COMPACT : PUBLISHED)
                + architecture.role().option();
    }

    /**
     * Reads a graph and compares it with the network whose place it takes.
     *
     * @throws IOException if it cannot be read, is no ONNX graph, does not say whose place it takes, or has another
     *                     input or output; the message names the file and says which
     */
    public static NetworkSource.Foreign read(Path file) throws IOException {
        try {
            byte[] graph = Files.readAllBytes(file);
            try (OrtSession session = OnnxSession.create(graph, 1, false)) {
                Architecture architecture = architecture(session);
                check("input", session.getInputInfo(), Plan.INPUT, architecture.sectionCount());
                check("output", session.getOutputInfo(), OnnxExport.OUTPUT, architecture.outputChannels());
                return new NetworkSource.Foreign(
                        graph, architecture, file.getFileName().toString());
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (IOException | OrtException | IllegalStateException e) {
            throw new IOException("cannot use ONNX graph " + file + ": " + e.getMessage(), e);
        }
    }

    private static Architecture architecture(OrtSession session) throws OrtException, IOException {
        String named = session.getMetadata().getCustomMetadata().getOrDefault(PROPERTY, "");
        for (Role role : Role.values()) {
            if (role == Role.INTERPOLATION_OF_TWO) {
                continue;
            }
            if (named.equals(COMPACT + role.option()) && role != Role.UNFOLDING) {
                return RefinementConfig.compact(role);
            }
            boolean published = role != Role.INTERPOLATION && role != Role.MOTION && role.restores();
            if (published && named.equals(PUBLISHED + role.option())) {
                return Architecture.published(role);
            }
        }
        throw new IOException(
                "its property " + PROPERTY + " must say whose place it takes, as in \"compact fold-fusion\", was "
                        + (named.isEmpty() ? "not there" : "\"" + named + "\""));
    }

    private static void check(String what, Map<String, NodeInfo> infos, String name, int channels) throws IOException {
        NodeInfo info = infos.get(name);
        if (infos.size() != 1 || info == null) {
            throw new IOException("it must have one " + what + " called " + name + ", has "
                    + infos.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        if (!(info.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
            throw new IOException("its " + what + " must be a tensor of floats, is " + info.getInfo());
        }
        long[] shape = tensor.getShape();
        // -1 stands for any size.
        boolean fits = shape.length == 4
                && shape[0] <= 1
                && (shape[1] == channels || shape[1] < 0)
                && shape[2] < 0
                && shape[3] < 0;
        if (!fits) {
            throw new IOException("its " + what + " must be of shape N x " + channels + " x H x W with any H and W, is "
                    + Arrays.toString(shape));
        }
    }
}
