/**
 * Networks that restore sections: the published ones as configurations, built of layers with PyTorch's semantics, run
 * by DL4J with convolutions on oneDNN.
 *
 * <pre>{@code
 * Network network = Network.create(FoldFusionConfig.published(), 42);       // untrained
 * network.parameters().keySet();                                            // conv_encode1.0.weight, ...
 * network.assign("conv_encode1.0.bias", biases);                            // published weights, one by one
 *
 * Tensor input = Tensor.of(1, 6, 256, 256, unfoldedAndInterpolated);        // each section in three equal channels
 * Tensor restored = network.run(input);                                     // 1 x 1 x 256 x 256
 * }</pre>
 *
 * <p>Nothing of DL4J or ND4J is in the public signatures.
 */
package org.sstem.net;
