/**
 * Networks that restore sections: the published ones as configurations, built of layers with PyTorch's semantics, and
 * compact ones that refine what is restored without training; run by DL4J with convolutions on oneDNN or, exported, by
 * ONNX Runtime.
 *
 * <pre>{@code
 * Network network = Network.create(FoldFusionConfig.published(), 42);       // untrained
 * network.parameters().keySet();                                            // conv_encode1.0.weight, ...
 * network.assign("conv_encode1.0.bias", biases);                            // published weights, one by one
 *
 * new ModelFile(network, ModelDescription.untrained(42)).write(Path.of("fusion.zip"));
 *
 * try (Inference inference = ModelFile.read(Path.of("fusion.zip")).network().inference(Engine.ONNX)) {
 *   Tensor sections = Tensor.of(1, 2, 256, 256, unfoldedThenInterpolated);
 *   Tensor restored = inference.run(sections);                              // 1 x 1 x 256 x 256
 * }
 * network.exportOnnx(Path.of("fusion.onnx"));                               // for use elsewhere
 *
 * try (RestorationModel model = RestorationModel.load(Path.of("fold.zip"))) {
 *   Restorer restorer = Restorer.builder().methods(model.methods(Engine.ONNX)).build();
 * }
 * }</pre>
 *
 * <p>Nothing of DL4J, ND4J or ONNX Runtime is in the public signatures.
 */
package org.sstem.net;
