/**
 * The kernels of {@code sstem-core} on NVIDIA devices, through the CUDA driver alone: no toolkit is needed at run time.
 *
 * <p>Who wants no more than fast {@linkplain org.sstem.internal.kernel.Kernels kernels} puts this module on the class path; its
 * provider is found by itself and steps back, saying why, where there is no device. The classes here are for chains
 * whose intermediate results stay on the device, and for stacks of sections that flow through it:
 * <pre>{@code
 * CudaDevice device = CudaDevice.available().get(0);
 * try (DeviceScope scope = device.scope()) {
 *   DeviceTensor warped = scope.warp(scope.upload(section), scope.upload(flow), Border.ZERO);
 *   DeviceTensor fused = scope.fuse(warped, scope.upload(interpolated), scope.upload(weight));
 *   scope.download(fused, restored);
 * }
 * }</pre>
 */
package org.sstem.cuda.internal;
