// Blending two images by a weight that the channels share, and its gradients.
//
// Layout: row-major, N x C x H x W, weight N x 1 x H x W; a tensor has fewer than 2^31 values. `plane` is H W. A thread
// handles PIXELS values that lie a block apart: every access is coalesced whatever the width, and the independent
// loads keep enough bytes in flight. Nothing is read twice, so there is nothing for shared memory to hold.

#define THREADS 256
#define PIXELS 4

// out = a (1 - weight) + b weight.
//
// Per pixel and C channels: 4 + 8 C bytes read, 4 C written: 16 bytes and 3 operations at C = 1. Bound by memory
// bandwidth.
extern "C" __global__ void __launch_bounds__(THREADS)
    fuse_forward(const float* __restrict__ a, const float* __restrict__ b, const float* __restrict__ weight,
                 float* __restrict__ out, int channels, int plane) {
  int n = blockIdx.y;
  int first = blockIdx.x * (THREADS * PIXELS) + threadIdx.x;
  float w[PIXELS];
#pragma unroll
  for (int k = 0; k < PIXELS; k++) {
    int p = first + k * THREADS;
    w[k] = p < plane ? weight[n * plane + p] : 0.0f;
  }
  for (int c = 0; c < channels; c++) {
    int base = (n * channels + c) * plane;
#pragma unroll
    for (int k = 0; k < PIXELS; k++) {
      int p = first + k * THREADS;
      if (p < plane) out[base + p] = fmaf(b[base + p], w[k], a[base + p] * (1.0f - w[k]));
    }
  }
}

// All three gradients in one pass; a target that is null is not written, and what only it needs is not read.
//
// Per pixel and C channels: 4 + 12 C bytes read, 4 + 8 C written: 28 bytes and 5 operations at C = 1. Bound by memory
// bandwidth.
extern "C" __global__ void __launch_bounds__(THREADS)
    fuse_gradient(const float* __restrict__ a, const float* __restrict__ b, const float* __restrict__ weight,
                  const float* __restrict__ upstream, float* __restrict__ a_gradient, float* __restrict__ b_gradient,
                  float* __restrict__ weight_gradient, int channels, int plane) {
  int n = blockIdx.y;
  int first = blockIdx.x * (THREADS * PIXELS) + threadIdx.x;
#pragma unroll
  for (int k = 0; k < PIXELS; k++) {
    int p = first + k * THREADS;
    if (p < plane) {
      float w = weight[n * plane + p];
      float sum = 0.0f;
      for (int c = 0; c < channels; c++) {
        int i = (n * channels + c) * plane + p;
        float g = upstream[i];
        if (a_gradient) a_gradient[i] = g * (1.0f - w);
        if (b_gradient) b_gradient[i] = g * w;
        if (weight_gradient) sum = fmaf(g, b[i] - a[i], sum);
      }
      if (weight_gradient) weight_gradient[n * plane + p] = sum;
    }
  }
}
