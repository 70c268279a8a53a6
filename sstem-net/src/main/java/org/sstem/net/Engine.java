package org.sstem.net;

/** What runs a network. */
public enum Engine {
    /** ONNX Runtime, from the exported graph: batch normalisation folded, each section in one channel. The default. */
    ONNX,
    /**
     * ONNX Runtime on the first NVIDIA device, in full single precision: only where it is asked for, and only with {@code
     * onnxruntime_gpu} on the class path in place of {@code onnxruntime}; refused in one sentence otherwise.
     */
    ONNX_CUDA,
    /** DL4J, on the graph that training uses. */
    DL4J
}
