/**
 * Networks that restore sections: the published ones as configurations, built of layers with PyTorch's semantics, and
 * compact ones that refine what is restored without training; run by DL4J with convolutions on oneDNN or, exported, by
 * ONNX Runtime.
 *
 * <pre>{@code
 * try (RestorationModel model = RestorationModel.load(Path.of("fold.zip"))) {                 // restore with networks
 *   Restorer restorer = Restorer.builder().methods(model.methods(Engine.ONNX)).build();
 * }
 *
 * Network network = Network.create(NetworkConfig.compact(Role.FOLD_FUSION), 42);              // train one
 * TrainingRecipe recipe = TrainingRecipe.of(network.config());
 * Trainer.builder(network).recipe(recipe, 1600).pairs(pairs).build().run();
 * new ModelFile(network, new ModelDescription(42, "1600 steps", "CC0")).write(Path.of("fold.zip"));
 *
 * network.assign("out.bias", biases);                                                         // weights, one by one
 * try (Inference inference = network.inference(Engine.ONNX)) {                                // run it by itself
 *   Img<FloatType> restored = inference.run(sections).get(0);
 * }
 * network.exportOnnx(Path.of("fusion.onnx"));                                                 // for use elsewhere
 * }</pre>
 *
 * <p>Nothing of DL4J, ND4J or ONNX Runtime is in the public signatures.
 */
package org.sstem.net;
