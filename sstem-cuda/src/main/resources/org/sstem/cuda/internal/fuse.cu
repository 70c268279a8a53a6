// Blending two images by a weight that the channels share, and its gradients; blending overlapping tiles.
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

// How much a tile counts at one of its columns (or rows): 1 inside, falling linearly to its rim over the overlap.
__device__ __forceinline__ float ramp(int place, int size, int overlap) {
  int rim = min(place, size - 1 - place);
  return rim >= overlap ? 1.0f : (float)(rim + 1) / (float)(overlap + 1);
}

// Overlapping tiles to one section: the mean of the tiles at a pixel, weighted by the product of their ramps in x and y.
//
// tiles: T x C x h x w with T = tiles_y tiles_x, row by row. Tile (i, j) starts at row min(i step_y, H - h), column
// min(j step_x, W - w). A gather: every pixel of the section looks up the tiles over it, in order, so that the sum has
// one order and nothing has to be cleared or normalised in a second pass.
//
// Per pixel and C channels, t tiles over a pixel (1 inside, up to 4 where four overlap): 4 t C bytes read, 4 C written,
// about 20 t operations: 8 to 20 bytes at C = 1. Bound by memory bandwidth.
extern "C" __global__ void __launch_bounds__(THREADS)
    blend_tiles(const float* __restrict__ tiles, float* __restrict__ out, int channels, int height, int width,
                int tile_height, int tile_width, int tiles_y, int tiles_x, int step_y, int step_x, int overlap) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  int tile_plane = tile_height * tile_width;
  // The first tile that can reach here in a regular grid; the last one is moved back to end at the section's border,
  // so it is looked at as well.
  int first_y = max(0, (y - tile_height + step_y) / step_y);
  int first_x = max(0, (x - tile_width + step_x) / step_x);
  if (first_y > tiles_y - 1) first_y = tiles_y - 1;
  if (first_x > tiles_x - 1) first_x = tiles_x - 1;
  for (int c = blockIdx.z; c < channels; c += gridDim.z) {
    float sum = 0.0f;
    float total = 0.0f;
    for (int i = first_y; i < tiles_y; i++) {
      int ty = y - min(i * step_y, height - tile_height);
      if (ty < 0) break;
      if (ty >= tile_height) continue;
      float weight_y = ramp(ty, tile_height, overlap);
      for (int j = first_x; j < tiles_x; j++) {
        int tx = x - min(j * step_x, width - tile_width);
        if (tx < 0) break;
        if (tx >= tile_width) continue;
        float weight = weight_y * ramp(tx, tile_width, overlap);
        int tile = i * tiles_x + j;
        sum = fmaf(weight, tiles[(tile * channels + c) * tile_plane + ty * tile_width + tx], sum);
        total += weight;
      }
    }
    out[(c * height + y) * width + x] = sum / total;
  }
}
