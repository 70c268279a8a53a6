/**
 * How near a restored section comes to the true one: image quality, flow and segmentation errors, and their paired
 * evaluation section by section.
 *
 * <pre>{@code
 * double psnr = ImageQuality.psnr(restored, truth, 1.0);           // grey values within [0, 1]
 * double ssim = ImageQuality.ssim(restored, truth, 1.0);
 *
 * EvaluationResult result = Evaluation.builder()
 *         .segmentation(Segmenter.membranes(4), trueLabels)         // scores a segmentation as well
 *         .build()
 *         .compare(restoredStack, degradedStack, trueStack, List.of(1, 3, 5));
 * Statistic gain = result.difference(Measure.SSIM);                 // mean, sd, standard error of the paired gain
 * }</pre>
 */
package org.sstem.metric;
