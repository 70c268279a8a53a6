/**
 * Networks that restore sections: their layers, run by DL4J with convolutions on oneDNN.
 *
 * <p>So far these are building blocks, all of them package-private, with the semantics of PyTorch, so that published
 * weights keep their meaning:
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().graphBuilder()
 *     .addInputs("image", "vertical", "horizontal")
 *     .addLayer("features", Convolution.of(3, 32, 3), "image")
 *     .addVertex("activated", new RectifierVertex(0.2), "features")
 *     .addVertex("larger", new UpsampleVertex(true), "activated")
 *     .addVertex("blended", new SeparableConvolutionVertex(), "larger", "vertical", "horizontal")
 *     .setOutputs("blended")
 *     .build();
 * }</pre>
 */
package org.sstem.net;
