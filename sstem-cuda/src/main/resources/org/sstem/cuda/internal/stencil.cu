// Smoothing, halving, enlarging and cutting out of planes, as restoration without training works on them.
//
// Layout: row-major, C x H x W; a tensor has fewer than 2^31 values. A block works on one plane: blockIdx.z. What lies
// outside a plane repeats the nearest pixel of its border. Every pixel is summed in the order of the CPU's loops, compiled
// without contraction of products and sums: the same bits.

__device__ __forceinline__ int clamped(int place, int size) { return max(0, min(place, size - 1)); }

#define COLUMNS 128  // of the result, a block
#define ROWS 16
#define STRIP 8    // rows that a thread sums at once
#define REACH 112  // the widest kernel: a Gaussian of 32 pixels

// Convolution of the planes after the first `skipped` with one symmetric kernel in y and then in x; the result has
// `margin` pixels more on every side.
//
// Down the columns a thread holds two windows of STRIP values in registers, one moving up, one down: two loads for
// STRIP products. The sums, with `reach` columns on either side, wait in shared memory for the pass along the rows,
// where a thread has STRIP sums under way.
//
// Per pixel: 4 bytes read and 4 written, if the cache keeps what neighbouring blocks share (the rows beside a block are
// read (1 + 2 reach / ROWS) times from L2 at worst); 6 reach + 2 operations, and 3 reach / 64 times as many for the columns
// beside a block; 2 reach + 1 values of shared memory. 8 bytes to 68 operations at a reach of 11, 212 at 35: bound by
// memory up to a reach of about 10 on an H200 (8 bytes take 1.7 ps, a value of shared memory 0.12 ps), by the reads of
// shared memory beyond.
extern "C" __global__ void __launch_bounds__(256)
    smooth(const float* __restrict__ image, float* __restrict__ out, const float* __restrict__ taps, int first,
           int reach, int height, int width, int skipped, int margin) {
  __shared__ float sums[ROWS][COLUMNS + 2 * REACH];
  const float* half = taps + first;
  const float* source = image + (skipped + blockIdx.z) * (height * width);
  int x0 = blockIdx.x * COLUMNS;
  int y0 = blockIdx.y * ROWS;
  int thread = threadIdx.y * 32 + threadIdx.x;
  int columns = COLUMNS + 2 * reach;
  for (int unit = thread; unit < columns * (ROWS / STRIP); unit += 256) {
    int column = unit % columns;
    int strip = unit / columns * STRIP;
    const float* from = source + clamped(x0 + column - reach - margin, width);
    int y = y0 + strip - margin;
    float up[STRIP], down[STRIP], sum[STRIP];  // row y + m is at m modulo STRIP
#pragma unroll
    for (int i = 0; i < STRIP; i++) {
      up[i] = down[i] = from[clamped(y + i, height) * width];
      sum[i] = half[0] * up[i];
    }
    for (int before = 0; before < reach; before += STRIP) {
#pragma unroll
      for (int j = 1; j <= STRIP; j++) {
        int k = before + j;
        if (k <= reach) {
          float weight = half[k];
          up[-j & (STRIP - 1)] = from[clamped(y - k, height) * width];
          down[(STRIP - 1 + j) & (STRIP - 1)] = from[clamped(y + STRIP - 1 + k, height) * width];
#pragma unroll
          for (int i = 0; i < STRIP; i++) {
            sum[i] += weight * (up[(i - j) & (STRIP - 1)] + down[(i + j) & (STRIP - 1)]);
          }
        }
      }
    }
#pragma unroll
    for (int i = 0; i < STRIP; i++) sums[strip + i][column] = sum[i];
  }
  __syncthreads();
  int out_width = width + 2 * margin;
  int out_height = height + 2 * margin;
  float* target = out + blockIdx.z * (out_height * out_width);
#pragma unroll
  for (int upper = 0; upper < ROWS; upper += 8) {
    int row = upper + threadIdx.y;
    const float* centre = &sums[row][reach + threadIdx.x];
    float sum[COLUMNS / 32];
#pragma unroll
    for (int i = 0; i < COLUMNS / 32; i++) sum[i] = half[0] * centre[32 * i];
    for (int k = 1; k <= reach; k++) {
      float weight = half[k];
#pragma unroll
      for (int i = 0; i < COLUMNS / 32; i++) sum[i] += weight * (centre[32 * i - k] + centre[32 * i + k]);
    }
    int y = y0 + row;
#pragma unroll
    for (int i = 0; i < COLUMNS / 32; i++) {
      int x = x0 + threadIdx.x + 32 * i;
      if (x < out_width && y < out_height) target[y * out_width + x] = sum[i];
    }
  }
}

// Half the resolution: (1 4 6 4 1)/16 in y and in x, of which every second pixel is kept.
//
// The sums down the columns, two columns for each of the result and three more, wait in shared memory. Per pixel of the
// plane: 4 bytes read (each about 1.1 times), 1 written, 5 operations. Bound by memory.
extern "C" __global__ void __launch_bounds__(256)
    halve(const float* __restrict__ image, float* __restrict__ out, int height, int width) {
  __shared__ float sums[8][2 * 32 + 3];
  const float* source = image + blockIdx.z * (height * width);
  int x0 = 2 * 32 * blockIdx.x - 2;
  int y0 = 8 * blockIdx.y;
  for (int unit = threadIdx.y * 32 + threadIdx.x; unit < 8 * 67; unit += 256) {
    int row = unit / 67;
    int column = unit % 67;
    const float* from = source + clamped(x0 + column, width);
    int y = 2 * (y0 + row);
    sums[row][column] = 6 / 16.0f * from[clamped(y, height) * width] +
                        4 / 16.0f * (from[clamped(y - 1, height) * width] + from[clamped(y + 1, height) * width]) +
                        1 / 16.0f * (from[clamped(y - 2, height) * width] + from[clamped(y + 2, height) * width]);
  }
  __syncthreads();
  int out_width = (width + 1) / 2;
  int out_height = (height + 1) / 2;
  int x = 32 * blockIdx.x + threadIdx.x;
  int y = y0 + threadIdx.y;
  if (x < out_width && y < out_height) {
    const float* sum = &sums[threadIdx.y][2 * threadIdx.x + 2];
    out[(blockIdx.z * out_height + y) * out_width + x] =
        6 / 16.0f * sum[0] + 4 / 16.0f * (sum[-1] + sum[1]) + 1 / 16.0f * (sum[-2] + sum[2]);
  }
}

// Twice the resolution by bilinear interpolation, of which a part is made: pixel (x, y) of it is (left + x, top + y) of
// the enlarged plane. `scale` is a quarter, or half where the values are displacements.
//
// Per pixel: 1 byte read, 4 written, 5 operations. Bound by memory.
extern "C" __global__ void __launch_bounds__(256)
    enlarge(const float* __restrict__ coarse, float* __restrict__ out, int coarse_height, int coarse_width,
            int out_height, int out_width, int top, int left, float scale) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= out_width || y >= out_height) return;
  const float* source = coarse + blockIdx.z * (coarse_height * coarse_width);
  const float* upper = source + (top + y) / 2 * coarse_width;
  const float* lower = source + min((top + y + 1) / 2, coarse_height - 1) * coarse_width;
  int near = (left + x) / 2;
  int far = min((left + x + 1) / 2, coarse_width - 1);
  out[(blockIdx.z * out_height + y) * out_width + x] =
      scale * (upper[near] + upper[far] + (lower[near] + lower[far]));
}

// A part of a plane. 8 bytes a pixel: bound by memory.
extern "C" __global__ void __launch_bounds__(256)
    crop(const float* __restrict__ image, float* __restrict__ out, int height, int width, int out_height,
         int out_width, int top, int left) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= out_width || y >= out_height) return;
  out[(blockIdx.z * out_height + y) * out_width + x] =
      image[(blockIdx.z * height + top + y) * width + left + x];
}
