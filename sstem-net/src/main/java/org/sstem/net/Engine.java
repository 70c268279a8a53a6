package org.sstem.net;

/** What runs a network. */
public enum Engine {
    /** ONNX Runtime, from the exported graph: batch normalisation folded, each section in one channel. The default. */
    ONNX,
    /** DL4J, on the graph that training uses. */
    DL4J
}
