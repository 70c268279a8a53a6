// Separable convolution with a kernel of its own for every pixel, and its gradients, for any odd number of taps K:
//
//   out(n, c, y, x) = sum_i sum_j vertical(n, i, y, x) horizontal(n, j, y, x) image(n, c, y + i, x + j)
//
// Layout: row-major; image N x C x (H + K - 1) x (W + K - 1), taps N x K x H x W; a tensor has fewer than 2^31 values.
//
// What bounds it. K^2 multiply-adds a pixel and channel, 2 K taps of 4 bytes a pixel: at K = 51, C = 1 that is 5304
// operations for 416 bytes, 12.8 per byte; at C = 3 38. A fused multiply-add that takes one operand from shared memory
// would be bound by shared memory (32 values a clock and multiprocessor against 64 or 128 multiply-adds), so every
// value read from there has to serve several. Taps are streamed from global memory: they belong to one pixel each.
//
// The forward pass and the gradients of the taps share one shape: a warp is 32 neighbouring columns, a thread BLOCK
// rows below each other and CHUNK taps in registers. A value of the image tile then serves BLOCK rows (or CHUNK taps),
// lanes read neighbouring values (no bank conflicts), global reads and writes are coalesced. K = 51 is 3 chunks of 17.

#define COLUMNS 32
#define WARPS 4
#define THREADS (COLUMNS * WARPS)
#define BLOCK 4
#define CHUNK 17
#define TILE_ROWS (WARPS * BLOCK)  // rows of the result a block of threads computes

// Fills a tile of COUNT columns from an image; what lies outside the image is 0 and never used. MANY: eight loads of a
// thread are in flight, not as many as the compiler chooses; measured to be better or worse, kernel by kernel.
template <int COUNT, bool MANY = false>
__device__ __forceinline__ void load_tile(float* tile, int rows, const float* __restrict__ plane, int y0, int x0,
                                          int height, int width) {
  auto load = [&](int i) {
    int y = y0 + i / COUNT;
    int x = x0 + i % COUNT;
    tile[i] = y < height && x < width ? plane[y * width + x] : 0.0f;
  };
  int thread = threadIdx.y * COLUMNS + threadIdx.x;
  if (MANY) {
#pragma unroll 8
    for (int i = thread; i < rows * COUNT; i += THREADS) load(i);
  } else {
    for (int i = thread; i < rows * COUNT; i += THREADS) load(i);
  }
}

template <int CHANNELS, int TAP_ROWS>
struct ForwardTile {
  static const int rows = TILE_ROWS + TAP_ROWS - 1;
  static const int columns = COLUMNS + CHUNK - 1;
  float values[CHANNELS][rows * columns];
};

// All rows of taps of one chunk of columns. FULL: the chunk has CHUNK taps, the case worth unrolling without tests.
template <int CHANNELS, int TAP_ROWS, bool FULL>
__device__ __forceinline__ void forward_chunk(const ForwardTile<CHANNELS, TAP_ROWS>& tile,
                                              const float (&taps)[BLOCK][CHUNK], const float* __restrict__ vertical,
                                              int inside, int rows, int count, int width, int plane,
                                              float (&sum)[CHANNELS][BLOCK]) {
  for (int m = 0; m < rows + BLOCK - 1; m++) {
    float weight[BLOCK];
#pragma unroll
    for (int r = 0; r < BLOCK; r++) {
      bool used = r < inside && m >= r && m - r < rows;
      weight[r] = used ? vertical[(m - r) * plane + r * width] : 0.0f;
    }
#pragma unroll
    for (int c = 0; c < CHANNELS; c++) {
      const float* row =
          tile.values[c] + (threadIdx.y * BLOCK + m) * ForwardTile<CHANNELS, TAP_ROWS>::columns + threadIdx.x;
      float dot[BLOCK] = {};
#pragma unroll
      for (int t = 0; t < CHUNK; t++) {
        if (FULL || t < count) {
          float value = row[t];
#pragma unroll
          for (int r = 0; r < BLOCK; r++) dot[r] = fmaf(taps[r][t], value, dot[r]);
        }
      }
      // Rows beyond a pixel's own kernel are left out, not multiplied by 0: they may hold NaN.
#pragma unroll
      for (int r = 0; r < BLOCK; r++) {
        if (m >= r && m - r < rows) sum[c][r] = fmaf(weight[r], dot[r], sum[c][r]);
      }
    }
  }
}

// The horizontal taps sit in registers, a chunk at a time; the vertical ones pass by once a chunk, 3 times at K = 51. On
// an H200 they came from memory each time: what the blocks that run together read of them is as large as L2.
template <int CHANNELS, int TAP_ROWS>
__device__ __forceinline__ void forward(const float* __restrict__ image, const float* __restrict__ vertical,
                                        const float* __restrict__ horizontal, float* __restrict__ out, int channels,
                                        int height, int width, int taps) {
  __shared__ ForwardTile<CHANNELS, TAP_ROWS> tile;
  int groups = channels / CHANNELS;
  int n = blockIdx.z / groups;
  int first_channel = blockIdx.z % groups * CHANNELS;
  int x = blockIdx.x * COLUMNS + threadIdx.x;
  int y = blockIdx.y * TILE_ROWS + threadIdx.y * BLOCK;
  int plane = height * width;
  int image_height = height + taps - 1;
  int image_width = width + taps - 1;
  int own = n * taps * plane + y * width + x;  // the pixel's first tap
  int inside = x < width ? min(height - y, BLOCK) : 0;  // how many of the thread's rows exist

  float sum[CHANNELS][BLOCK] = {};
  for (int j0 = 0; j0 < taps; j0 += CHUNK) {
    int count = min(CHUNK, taps - j0);
    float chunk[BLOCK][CHUNK];
#pragma unroll
    for (int t = 0; t < CHUNK; t++) {
#pragma unroll
      for (int r = 0; r < BLOCK; r++) {
        chunk[r][t] = r < inside && t < count ? horizontal[own + (j0 + t) * plane + r * width] : 0.0f;
      }
    }
    for (int i0 = 0; i0 < taps; i0 += TAP_ROWS) {
      int rows = min(TAP_ROWS, taps - i0);
      __syncthreads();
#pragma unroll 1
      for (int c = 0; c < CHANNELS; c++) {
        load_tile<ForwardTile<CHANNELS, TAP_ROWS>::columns>(
            tile.values[c], TILE_ROWS + rows - 1,
            image + (n * channels + first_channel + c) * image_height * image_width, blockIdx.y * TILE_ROWS + i0,
            blockIdx.x * COLUMNS + j0, image_height, image_width);
      }
      __syncthreads();
      const float* weights = vertical + own + i0 * plane;
      if (count == CHUNK) {
        forward_chunk<CHANNELS, TAP_ROWS, true>(tile, chunk, weights, inside, rows, count, width, plane, sum);
      } else {
        forward_chunk<CHANNELS, TAP_ROWS, false>(tile, chunk, weights, inside, rows, count, width, plane, sum);
      }
    }
  }
#pragma unroll
  for (int c = 0; c < CHANNELS; c++) {
#pragma unroll
    for (int r = 0; r < BLOCK; r++) {
      if (r < inside) out[(n * channels + first_channel + c) * plane + (y + r) * width + x] = sum[c][r];
    }
  }
}

// One channel a block of threads. K = 51: 5304 operations, 416 bytes of memory (830 measured on an H200) and about 900
// of L2 a pixel; one value of shared memory serves 4 multiply-adds. Bound by arithmetic on A100 (ridge 9.6 to 12.5
// operations a byte of memory), by L2 on H100 (ridge 20); measured on an H200: 35 % of that bound, waiting for loads.
extern "C" __global__ void __launch_bounds__(THREADS, 4)
    sepconv_forward_1(const float* __restrict__ image, const float* __restrict__ vertical,
                      const float* __restrict__ horizontal, float* __restrict__ out, int channels, int height,
                      int width, int taps) {
  forward<1, 52>(image, vertical, horizontal, out, channels, height, width, taps);
}

// Three channels a block of threads: the taps are read once for all three. K = 51: 15912 operations, 432 bytes of
// memory and about 1100 of L2 a pixel. Bound by arithmetic, on H100 by the issue of instructions.
extern "C" __global__ void __launch_bounds__(THREADS)
    sepconv_forward_3(const float* __restrict__ image, const float* __restrict__ vertical,
                      const float* __restrict__ horizontal, float* __restrict__ out, int channels, int height,
                      int width, int taps) {
  forward<3, 26>(image, vertical, horizontal, out, channels, height, width, taps);
}

// The same for one channel and WHOLE taps, the number of the published networks, each of which is read once: a thread keeps
// all horizontal taps of TALL rows in registers while the vertical ones pass by, asked for AHEAD trips before they are
// needed. The tile holds all that a block looks at and is filled once, while the taps are on their way.
//
// Per pixel: 5304 operations, 416 bytes of memory, 465 of L2; 2706 multiply-adds, 901 values of shared memory, some 4050
// instructions. On an H200 86 ps of memory, 81 of arithmetic, 108 of shared memory, 121 of issue: bound by issue. Two blocks
// of threads a multiprocessor, eight warps, each with 153 multiply-adds between three loads from global memory.
#define WHOLE 51
#define TALL 3
#define AHEAD 2  // trips of a loop by which a thread asks for its taps before it needs them

// The vertical taps of a trip of the loop. Those of a row that has none in it are others, which are not used: a load that
// depends on nothing does not wait for a branch.
__device__ __forceinline__ void load_passing(float (&weight)[TALL], int m, const float* __restrict__ vertical,
                                             const int (&own)[TALL], int plane) {
#pragma unroll
  for (int r = 0; r < TALL; r++) weight[r] = vertical[own[r] + max(0, min(m - r, WHOLE - 1)) * plane];
}

extern "C" __global__ void __launch_bounds__(THREADS, 2)
    sepconv_forward_whole(const float* __restrict__ image, const float* __restrict__ vertical,
                          const float* __restrict__ horizontal, float* __restrict__ out, int channels, int height,
                          int width) {
  const int columns = COLUMNS + WHOLE - 1;
  __shared__ float tile[(WARPS * TALL + WHOLE - 1) * columns];
  int n = blockIdx.z / channels;
  int x = blockIdx.x * COLUMNS + threadIdx.x;
  int y = blockIdx.y * (WARPS * TALL) + threadIdx.y * TALL;
  int plane = height * width;
  int image_height = height + WHOLE - 1;
  int image_width = width + WHOLE - 1;
  int own[TALL];  // the first tap of each of the thread's pixels, or of the nearest one that exists
#pragma unroll
  for (int r = 0; r < TALL; r++) own[r] = n * WHOLE * plane + min(y + r, height - 1) * width + min(x, width - 1);

  float taps[TALL][WHOLE];
#pragma unroll
  for (int t = 0; t < WHOLE; t++) {
#pragma unroll
    for (int r = 0; r < TALL; r++) taps[r][t] = horizontal[own[r] + t * plane];
  }
  load_tile<columns, true>(tile, WARPS * TALL + WHOLE - 1, image + blockIdx.z * image_height * image_width,
                           blockIdx.y * (WARPS * TALL), blockIdx.x * COLUMNS, image_height, image_width);
  float weight[AHEAD][TALL];
#pragma unroll
  for (int d = 0; d < AHEAD; d++) load_passing(weight[d], d, vertical, own, plane);
  __syncthreads();

  float sum[TALL] = {};
#pragma unroll 1
  for (int m0 = 0; m0 < WHOLE + TALL - 1; m0 += AHEAD) {
#pragma unroll
    for (int d = 0; d < AHEAD; d++) {
      int m = m0 + d;
      if (m < WHOLE + TALL - 1) {
        const float* row = tile + (threadIdx.y * TALL + m) * columns + threadIdx.x;
        float dot[TALL] = {};
#pragma unroll
        for (int t = 0; t < WHOLE; t++) {
          float value = row[t];
#pragma unroll
          for (int r = 0; r < TALL; r++) dot[r] = fmaf(taps[r][t], value, dot[r]);
        }
        // Rows beyond a pixel's own kernel are left out, not multiplied by 0: they may hold NaN.
#pragma unroll
        for (int r = 0; r < TALL; r++) {
          if (m >= r && m - r < WHOLE) sum[r] = fmaf(weight[d][r], dot[r], sum[r]);
        }
        load_passing(weight[d], m + AHEAD, vertical, own, plane);
      }
    }
  }
#pragma unroll
  for (int r = 0; r < TALL; r++) {
    if (x < width && y + r < height) out[blockIdx.z * plane + (y + r) * width + x] = sum[r];
  }
}

// Gradient of the vertical taps:
//   dV(n, i, y, x) = sum_c g(n, c, y, x) sum_j horizontal(n, j, y, x) image(n, c, y + i, x + j).
//
// A thread keeps CHUNK sums for each of its BLOCK rows and walks along j; the BLOCK + CHUNK - 1 values of one column of
// the tile serve BLOCK * CHUNK multiply-adds. Per pixel and channel K^2 + K multiply-adds; 2 K taps of 4 bytes, one
// written and one read, and 8 C bytes: as the forward pass, and so is its bound.
#define TAP_COLUMNS 32
extern "C" __global__ void __launch_bounds__(THREADS, 4)
    sepconv_gradient_vertical(const float* __restrict__ image, const float* __restrict__ horizontal,
                              const float* __restrict__ upstream, float* __restrict__ gradient, int channels,
                              int height, int width, int taps) {
  const int columns = COLUMNS + TAP_COLUMNS - 1;
  __shared__ float tile[(TILE_ROWS + CHUNK - 1) * columns];
  int n = blockIdx.z;
  int x = blockIdx.x * COLUMNS + threadIdx.x;
  int y = blockIdx.y * TILE_ROWS + threadIdx.y * BLOCK;
  int plane = height * width;
  int image_height = height + taps - 1;
  int image_width = width + taps - 1;
  int own = n * taps * plane + y * width + x;
  int inside = x < width ? min(height - y, BLOCK) : 0;  // how many of the thread's rows exist

  for (int i0 = 0; i0 < taps; i0 += CHUNK) {
    float sum[BLOCK][CHUNK] = {};
    for (int c = 0; c < channels; c++) {
      float g[BLOCK];
#pragma unroll
      for (int r = 0; r < BLOCK; r++) {
        g[r] = r < inside ? upstream[(n * channels + c) * plane + (y + r) * width + x] : 0.0f;
      }
      for (int j0 = 0; j0 < taps; j0 += TAP_COLUMNS) {
        __syncthreads();
        load_tile<columns>(tile, TILE_ROWS + CHUNK - 1, image + (n * channels + c) * image_height * image_width,
                           blockIdx.y * TILE_ROWS + i0, blockIdx.x * COLUMNS + j0, image_height, image_width);
        __syncthreads();
        int count = min(TAP_COLUMNS, taps - j0);
        for (int j = 0; j < count; j++) {
          float weight[BLOCK];
#pragma unroll
          for (int r = 0; r < BLOCK; r++) {
            weight[r] = r < inside ? g[r] * horizontal[own + (j0 + j) * plane + r * width] : 0.0f;
          }
          const float* column = tile + threadIdx.y * BLOCK * columns + threadIdx.x + j;
          float values[BLOCK + CHUNK - 1];
#pragma unroll
          for (int k = 0; k < BLOCK + CHUNK - 1; k++) values[k] = column[k * columns];
#pragma unroll
          for (int t = 0; t < CHUNK; t++) {
#pragma unroll
            for (int r = 0; r < BLOCK; r++) sum[r][t] = fmaf(weight[r], values[r + t], sum[r][t]);
          }
        }
      }
    }
#pragma unroll
    for (int t = 0; t < CHUNK; t++) {
#pragma unroll
      for (int r = 0; r < BLOCK; r++) {
        if (r < inside && i0 + t < taps) gradient[own + (i0 + t) * plane + r * width] = sum[r][t];
      }
    }
  }
}

// Gradient of the horizontal taps:
//   dH(n, j, y, x) = sum_c g(n, c, y, x) sum_i vertical(n, i, y, x) image(n, c, y + i, x + j).
//
// CHUNK sums for each of BLOCK rows; a thread walks down the tile, and the CHUNK values of one row serve the BLOCK rows
// of the result that see it. Operations, bytes and bound as for the vertical taps.
#define TAP_ROWS_H 32

// The taps with which row m below the thread's first one counts for its BLOCK rows; 0 where it does not.
__device__ __forceinline__ void load_weights(float (&weight)[BLOCK], int m, const float* __restrict__ vertical,
                                             int inside, int rows, int width, int plane) {
#pragma unroll
  for (int r = 0; r < BLOCK; r++) {
    bool used = r < inside && m >= r && m - r < rows;
    weight[r] = used ? vertical[(m - r) * plane + r * width] : 0.0f;
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 4)
    sepconv_gradient_horizontal(const float* __restrict__ image, const float* __restrict__ vertical,
                                const float* __restrict__ upstream, float* __restrict__ gradient, int channels,
                                int height, int width, int taps) {
  const int columns = COLUMNS + CHUNK - 1;
  __shared__ float tile[(TILE_ROWS + TAP_ROWS_H - 1) * columns];
  int n = blockIdx.z;
  int x = blockIdx.x * COLUMNS + threadIdx.x;
  int y = blockIdx.y * TILE_ROWS + threadIdx.y * BLOCK;
  int plane = height * width;
  int image_height = height + taps - 1;
  int image_width = width + taps - 1;
  int own = n * taps * plane + y * width + x;
  int inside = x < width ? min(height - y, BLOCK) : 0;  // how many of the thread's rows exist

  for (int j0 = 0; j0 < taps; j0 += CHUNK) {
    float sum[BLOCK][CHUNK] = {};
    for (int c = 0; c < channels; c++) {
      float g[BLOCK];
#pragma unroll
      for (int r = 0; r < BLOCK; r++) {
        g[r] = r < inside ? upstream[(n * channels + c) * plane + (y + r) * width + x] : 0.0f;
      }
      for (int i0 = 0; i0 < taps; i0 += TAP_ROWS_H) {
        int rows = min(TAP_ROWS_H, taps - i0);
        __syncthreads();
        load_tile<columns, true>(tile, TILE_ROWS + rows - 1, image + (n * channels + c) * image_height * image_width,
                           blockIdx.y * TILE_ROWS + i0, blockIdx.x * COLUMNS + j0, image_height, image_width);
        __syncthreads();
        int trips = rows + BLOCK - 1;
        const float* own_taps = vertical + own + i0 * plane;
        float tap[AHEAD][BLOCK];
#pragma unroll
        for (int d = 0; d < AHEAD; d++) load_weights(tap[d], d, own_taps, inside, rows, width, plane);
        for (int m0 = 0; m0 < trips; m0 += AHEAD) {
#pragma unroll
          for (int d = 0; d < AHEAD; d++) {
            int m = m0 + d;
            if (m < trips) {
              const float* row = tile + (threadIdx.y * BLOCK + m) * columns + threadIdx.x;
              float values[CHUNK];
#pragma unroll
              for (int t = 0; t < CHUNK; t++) values[t] = row[t];
#pragma unroll
              for (int r = 0; r < BLOCK; r++) {
                // The same for the whole warp, and it keeps NaN beyond the pixel's own kernel out.
                if (m >= r && m - r < rows) {
                  float weight = g[r] * tap[d][r];
#pragma unroll
                  for (int t = 0; t < CHUNK; t++) sum[r][t] = fmaf(weight, values[t], sum[r][t]);
                }
              }
              load_weights(tap[d], m + AHEAD, own_taps, inside, rows, width, plane);
            }
          }
        }
      }
    }
#pragma unroll
    for (int t = 0; t < CHUNK; t++) {
#pragma unroll
      for (int r = 0; r < BLOCK; r++) {
        if (r < inside && j0 + t < taps) gradient[own + (j0 + t) * plane + r * width] = sum[r][t];
      }
    }
  }
}

// Gradient of the image:
//   dI(n, c, Y, X) = sum_i sum_j (g vertical_i horizontal_j)(n, Y - i, X - j).
//
// As it stands a scatter; turned round it is a gather in which every term has taps of its own. For one row y of the
// result, the rows Y = y + i of the gradient are a product of two matrices,
//   A(i, X) = sum_x (g vertical_i)(y, x) horizontal_(X - x)(y, x),
// the second one a band. So the block of threads walks over the rows y that reach its tile, brings both factors to
// shared memory and multiplies them with a register tile: a thread owns GROUP rows by 4 columns of the gradient. The
// weighted vertical taps are stored by x, the horizontal ones by X = x + j, so that both are read as aligned float4;
// a window of two float4 slides along j. 12 such loads serve 128 multiply-adds.
//
// K = 51, per pixel and channel: K^2 multiply-adds (14 % more for the rows at the ends of a group), 2 K taps of 4 bytes
// and 8 bytes from memory, but 1.0 kB from L2, as a row of taps serves several tiles. Bound by L2 on H100, by
// arithmetic or L2 on A100. A row or column outside counts as 0 times its tap: an upstream value or tap that is not
// finite can show up to 7 pixels beyond its own kernel.
#define GROUP 8
#define WIDE (COLUMNS * 4)
#define HIGH (WARPS * GROUP)
#define BAND 28

// Fills rows of one column of the weighted vertical taps; `at` is the place of its pixel in a plane.
__device__ __forceinline__ void load_weighted(float (&weighted)[HIGH][WIDE + BAND], int column, int first_row,
                                              int row_step, int tap_of_row_0, bool inside, const float* __restrict__ g,
                                              const float* __restrict__ v, int at, int plane, int taps) {
  float factor = inside ? g[at] : 0.0f;
#pragma unroll 16
  for (int row = first_row; row < HIGH; row += row_step) {
    int tap = tap_of_row_0 + row;
    weighted[row][column] = inside && tap >= 0 && tap < taps ? factor * v[tap * plane + at] : 0.0f;
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 3)
    sepconv_gradient_image(const float* __restrict__ vertical, const float* __restrict__ horizontal,
                           const float* __restrict__ upstream, float* __restrict__ gradient, int channels, int height,
                           int width, int taps) {
  __shared__ __align__(16) float weighted[HIGH][WIDE + BAND];
  __shared__ __align__(16) float band[BAND][WIDE];
  int n = blockIdx.z / channels;
  int plane = height * width;
  int image_height = height + taps - 1;
  int image_width = width + taps - 1;
  int x0 = blockIdx.x * WIDE;
  int y0 = blockIdx.y * HIGH;
  int thread = threadIdx.y * COLUMNS + threadIdx.x;
  int own_column = threadIdx.x * 4;
  int own_row = threadIdx.y * GROUP;
  const float* v = vertical + n * taps * plane;
  const float* h = horizontal + n * taps * plane;
  const float* g = upstream + blockIdx.z * plane;

  float sum[GROUP][4] = {};
  int last = min(height - 1, y0 + HIGH - 1);
  for (int y = max(0, y0 - taps + 1); y <= last; y++) {
    for (int j0 = 0; j0 < taps; j0 += BAND) {
      int count = min(BAND, (taps - j0 + 3) / 4 * 4);
      __syncthreads();
      // All loads of a thread are on their way before the first one is needed: that is what the unrolling is for.
#pragma unroll
      for (int j = 0; j < BAND; j++) {
        int x = x0 + thread - j0 - j;
        bool used = j0 + j < taps && x >= 0 && x < width;
        band[j][thread] = used ? h[(j0 + j) * plane + y * width + x] : 0.0f;
      }
      // A thread fills the column of its number, then a warp a quarter of the rows of the columns that are left.
      int x = x0 - j0 - BAND + thread;
      load_weighted(weighted, thread, 0, 1, y0 - y, x >= 0 && x < width, g, v, y * width + x, plane, taps);
      x += WIDE - threadIdx.y * COLUMNS;
      if (threadIdx.x < BAND) {
        load_weighted(weighted, WIDE + threadIdx.x, threadIdx.y, WARPS, y0 - y, x >= 0 && x < width, g, v,
                      y * width + x, plane, taps);
      }
      __syncthreads();
      int first_tap = y0 + own_row - y;
      if (first_tap > -GROUP && first_tap < taps) {  // the same for the whole warp
        float4 high[GROUP];
#pragma unroll
        for (int r = 0; r < GROUP; r++) {
          high[r] = *reinterpret_cast<const float4*>(&weighted[own_row + r][own_column + BAND]);
        }
        for (int j = 0; j < count; j += 4) {
          float factor[4][4];
#pragma unroll
          for (int b = 0; b < 4; b++) {
            float4 four = *reinterpret_cast<const float4*>(&band[j + b][own_column]);
            factor[b][0] = four.x;
            factor[b][1] = four.y;
            factor[b][2] = four.z;
            factor[b][3] = four.w;
          }
#pragma unroll
          for (int r = 0; r < GROUP; r++) {
            float4 low = *reinterpret_cast<const float4*>(&weighted[own_row + r][own_column + BAND - j - 4]);
            float window[8] = {low.x, low.y, low.z, low.w, high[r].x, high[r].y, high[r].z, high[r].w};
#pragma unroll
            for (int b = 0; b < 4; b++) {
#pragma unroll
              for (int a = 0; a < 4; a++) sum[r][a] = fmaf(factor[b][a], window[4 + a - b], sum[r][a]);
            }
            high[r] = low;
          }
        }
      }
    }
  }
#pragma unroll
  for (int r = 0; r < GROUP; r++) {
    int y = y0 + own_row + r;
#pragma unroll
    for (int a = 0; a < 4; a++) {
      int x = x0 + own_column + a;
      if (y < image_height && x < image_width) gradient[(blockIdx.z * image_height + y) * image_width + x] = sum[r][a];
    }
  }
}
