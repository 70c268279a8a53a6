// Bilinear warping by a flow, and its gradients.
//
// Layout: row-major, N x C x H x W; the flow is N x 2 x H' x W' (u, v in pixels, from target to source). A tensor has
// fewer than 2^31 values, so that 32-bit indices do.
//
// Border: 0 = clamp (coordinates are clamped before the weights are formed), 1 = zero outside with one pixel of ramp.
// A flow that is not finite reads the pixel's own place under clamp and gives 0 under zero.

#define CLAMP 0
#define COLUMNS 32
#define ROWS 8
#define PIXELS 4  // rows a thread handles: four independent gathers in flight hide the latency of the first

// The four taps of one target pixel. Offsets of taps that are not read are kept inside the plane.
struct Taps {
  int offset;       // of the upper left tap
  int right, down;  // from there to the right and to the lower tap: 0 or 1, 0 or width
  float fx, fy;     // weights of the right and of the lower tap
  bool left_in, right_in, top_in, bottom_in;  // whether these columns and rows are inside (always, under clamp)
  bool move_x, move_y;                        // whether the value follows the flow in x and in y
};

// One axis: the first tap, its neighbour, the fraction between. Splitting the displacement, not the sum of position
// and displacement, keeps the fraction exact at any position.
__device__ __forceinline__ void axis(int place, float displacement, int size, int border, int& first, int& step,
                                     float& fraction, bool& first_in, bool& second_in, bool& moves) {
  float bounded = fminf(fmaxf(displacement, -1.0e9f), 1.0e9f);
  float whole = floorf(bounded);
  fraction = bounded - whole;
  int tap = place + (int)whole;
  if (border == CLAMP) {
    bool before = tap < 0;
    bool beyond = tap >= size - 1;
    first = before ? 0 : (beyond ? size - 1 : tap);
    moves = !before && !beyond;
    if (!moves) fraction = 0.0f;
    step = moves ? 1 : 0;
    first_in = true;
    second_in = true;
  } else {
    first_in = tap >= 0 && tap < size;
    second_in = tap >= -1 && tap < size - 1;
    moves = first_in || second_in;
    first = first_in ? tap : 0;
    step = first_in && second_in ? 1 : 0;
  }
}

__device__ __forceinline__ Taps taps_at(int x, int y, float u, float v, int height, int width, int border) {
  bool finite = fabsf(u) <= 3.402823466e38f && fabsf(v) <= 3.402823466e38f;
  Taps taps;
  int column, row, right, down;
  axis(x, finite ? u : 0.0f, width, border, column, right, taps.fx, taps.left_in, taps.right_in, taps.move_x);
  axis(y, finite ? v : 0.0f, height, border, row, down, taps.fy, taps.top_in, taps.bottom_in, taps.move_y);
  if (!finite) {
    taps.move_x = false;
    taps.move_y = false;
    if (border != CLAMP) {
      taps.left_in = false;
      taps.right_in = false;
    }
  }
  taps.offset = row * width + column;
  taps.right = right;
  taps.down = down * width;
  return taps;
}

__device__ __forceinline__ void read_taps(const float* __restrict__ plane, const Taps& taps, float& a, float& b,
                                          float& c, float& d) {
  a = taps.left_in && taps.top_in ? plane[taps.offset] : 0.0f;
  b = taps.right_in && taps.top_in ? plane[taps.offset + taps.right] : 0.0f;
  c = taps.left_in && taps.bottom_in ? plane[taps.offset + taps.down] : 0.0f;
  d = taps.right_in && taps.bottom_in ? plane[taps.offset + taps.down + taps.right] : 0.0f;
}

__device__ __forceinline__ float blend(float a, float b, float c, float d, float fx, float fy) {
  float top = fmaf(fx, b - a, a);
  float bottom = fmaf(fx, d - c, c);
  return fmaf(fy, bottom - top, top);
}

// What most pixels need: the cell that a displacement leads to, if it is wholly inside.
struct Cell {
  int offset;    // of the upper left pixel
  float fx, fy;  // weights of the right and of the lower pixels
  bool inside;
};

__device__ __forceinline__ Cell cell_at(int x, int y, float u, float v, int height, int width) {
  float whole_u = floorf(u);
  float whole_v = floorf(v);
  // Far displacements and those that are not finite lead nowhere near; the conversions below are for the others.
  bool near = fabsf(u) < 1.0e9f && fabsf(v) < 1.0e9f;
  int column = x + (near ? (int)whole_u : 0);
  int row = y + (near ? (int)whole_v : 0);
  Cell cell;
  cell.offset = row * width + column;
  cell.fx = u - whole_u;
  cell.fy = v - whole_v;
  cell.inside = near && column >= 0 && column < width - 1 && row >= 0 && row < height - 1;
  return cell;
}

// out(n, c, y, x) = image(n, c, y + v, x + u).
//
// One thread: one column, PIXELS rows, all channels, so that the flow is read once. Flow and result are coalesced; the
// four taps are a data-dependent gather, for which the L1 cache (read-only loads) is the tile: neighbouring lanes share
// most of their sectors when the flow is smooth, and no shared-memory window would hold it when it is not.
//
// Per pixel and C channels: 8 bytes of flow, about 4 C of image (each value once, the rest from cache), 4 C written:
// 16 bytes at C = 1. About 30 + 6 C operations. 2.3 per byte: bound by memory bandwidth on every device since 2016, if
// only the instructions are few: a thread whose cells all lie inside does without the border rules.
extern "C" __global__ void __launch_bounds__(COLUMNS * ROWS)
    warp_forward(const float* __restrict__ image, const float* __restrict__ flow, float* __restrict__ out, int channels,
                 int height, int width, int out_height, int out_width, int border) {
  int n = blockIdx.z;
  int x = blockIdx.x * COLUMNS + threadIdx.x;
  int y = blockIdx.y * (ROWS * PIXELS) + threadIdx.y;
  if (x >= out_width) return;
  int out_plane = out_height * out_width;
  int plane = height * width;
  const float* u = flow + n * 2 * out_plane;
  const float* v = u + out_plane;

  Cell cells[PIXELS];
  bool all_inside = y + (PIXELS - 1) * ROWS < out_height;
#pragma unroll
  for (int k = 0; k < PIXELS; k++) {
    int row = y + k * ROWS;
    int p = row * out_width + x;
    bool in = row < out_height;
    cells[k] = cell_at(x, row, in ? u[p] : 0.0f, in ? v[p] : 0.0f, height, width);
    all_inside = all_inside && cells[k].inside;
  }
  for (int c = 0; c < channels; c++) {
    const float* source = image + (n * channels + c) * plane;
    float* target = out + (n * channels + c) * out_plane;
    if (all_inside) {
      float values[PIXELS][4];
#pragma unroll
      for (int k = 0; k < PIXELS; k++) {
        const float* corner = source + cells[k].offset;
        values[k][0] = corner[0];
        values[k][1] = corner[1];
        values[k][2] = corner[width];
        values[k][3] = corner[width + 1];
      }
#pragma unroll
      for (int k = 0; k < PIXELS; k++) {
        target[(y + k * ROWS) * out_width + x] =
            blend(values[k][0], values[k][1], values[k][2], values[k][3], cells[k].fx, cells[k].fy);
      }
    } else {
      for (int row = y; row < min(out_height, y + PIXELS * ROWS); row += ROWS) {
        int p = row * out_width + x;
        Taps taps = taps_at(x, row, u[p], v[p], height, width, border);
        float a, b, d, e;
        read_taps(source, taps, a, b, d, e);
        target[p] = blend(a, b, d, e, taps.fx, taps.fy);
      }
    }
  }
}

// Gradient with respect to the flow: a gather like the forward pass, summed over the channels in order.
//
// Per pixel and C channels: 8 bytes of flow, about 4 C of image, 4 C of upstream gradient, 8 written: 24 bytes at
// C = 1; about 30 + 12 C operations. 1.8 per byte: bound by memory bandwidth.
extern "C" __global__ void __launch_bounds__(COLUMNS * ROWS)
    warp_gradient_flow(const float* __restrict__ image, const float* __restrict__ flow,
                       const float* __restrict__ upstream, float* __restrict__ gradient, int channels, int height,
                       int width, int out_height, int out_width, int border) {
  int n = blockIdx.z;
  int x = blockIdx.x * COLUMNS + threadIdx.x;
  int y = blockIdx.y * (ROWS * PIXELS) + threadIdx.y;
  if (x >= out_width) return;
  int out_plane = out_height * out_width;
  int plane = height * width;
  const float* u = flow + n * 2 * out_plane;
  const float* v = u + out_plane;
#pragma unroll
  for (int k = 0; k < PIXELS; k++) {
    int row = y + k * ROWS;
    if (row < out_height) {
      int p = row * out_width + x;
      Taps taps = taps_at(x, row, u[p], v[p], height, width, border);
      float du = 0.0f;
      float dv = 0.0f;
      for (int c = 0; c < channels; c++) {
        float a, b, d, e;
        read_taps(image + (n * channels + c) * plane, taps, a, b, d, e);
        float g = upstream[(n * channels + c) * out_plane + p];
        float left = fmaf(taps.fy, d - a, a);
        float right = fmaf(taps.fy, e - b, b);
        float top = fmaf(taps.fx, b - a, a);
        float bottom = fmaf(taps.fx, e - d, d);
        du = fmaf(g, right - left, du);
        dv = fmaf(g, bottom - top, dv);
      }
      gradient[n * 2 * out_plane + p] = taps.move_x ? du : 0.0f;
      gradient[(n * 2 + 1) * out_plane + p] = taps.move_y ? dv : 0.0f;
    }
  }
}

// The gradient with respect to the image is a scatter: many target pixels may read one source pixel. Added up as
// floats by atomics the sum would depend on the order of arrival. Integers add up to the same sum in any order, so the
// contributions are scaled by a power of two, rounded to 64-bit integers and added by integer atomics; the scale is
// taken from the largest upstream value of the image such that no sum can overflow:
//
//   |g| < 2^e, the weights of one target pixel sum to 1, P < 2^L target pixels a channel
//   =>  scale 2^(62 - L - e) keeps every sum below 2^62.
//
// A contribution is off by at most 2^(L + e - 63): for 1024 x 1024 pixels 2^-43 of the largest upstream value, where a
// float would be off by 2^-25 of itself. A value of the upstream gradient that is not finite makes the image gradient
// of its image NaN throughout: an integer cannot carry it.

__device__ __forceinline__ int scale_exponent(unsigned maximum, int pixels) {
  int e = (int)(maximum >> 23) - 126;  // maximum < 2^e
  int l = 1;
  while (l < 31 && (1 << l) <= pixels) l++;
  return 62 - l - e;
}

// 2^exponent as a product of two, as the scale of very small values is no float.
__device__ __forceinline__ float2 power_of_two(int exponent) {
  int half = exponent / 2;
  return make_float2(__int_as_float((half + 127) << 23), __int_as_float((exponent - half + 127) << 23));
}

// Largest magnitude an image, as the bits of a float: those of non-negative floats order like integers. The target
// holds zeros before. 4 bytes a value, 2 operations: bound by memory bandwidth.
extern "C" __global__ void __launch_bounds__(256)
    absolute_maximum(const float* __restrict__ values, unsigned* __restrict__ maxima, int count) {
  __shared__ unsigned shared[256];
  const float* own = values + blockIdx.y * count;
  unsigned maximum = 0;
  for (int i = blockIdx.x * 256 + threadIdx.x; i < count; i += gridDim.x * 256) {
    maximum = max(maximum, __float_as_uint(own[i]) & 0x7fffffffu);
  }
  shared[threadIdx.x] = maximum;
  __syncthreads();
  for (int half = 128; half > 0; half >>= 1) {
    if ((int)threadIdx.x < half) shared[threadIdx.x] = max(shared[threadIdx.x], shared[threadIdx.x + half]);
    __syncthreads();
  }
  if (threadIdx.x == 0) atomicMax(maxima + blockIdx.y, shared[0]);
}

__device__ __forceinline__ long long fixed_point(bool inside, float value, float2 scale) {
  return inside ? __float2ll_rn(value * scale.x * scale.y) : 0;
}

__device__ __forceinline__ void add_fixed(unsigned long long* target, long long value) {
  if (value != 0) atomicAdd(target, (unsigned long long)value);
}

// A thread walks down PIXELS rows. Under a smooth flow the lower two pixels that one row adds to are the upper two of the
// next: those parts are added in registers, and 2 (PIXELS + 1) atomics do instead of 4 PIXELS.
//
// Per pixel and C channels: 8 bytes of flow, 4 C of upstream gradient, 2.5 to 4 8-byte atomics a channel that are
// carried out in the L2 cache (fewer at whole displacements, where weights are 0): 12 bytes read and 20 C to 32 C of
// atomics. Bound by the rate of L2 atomics: one 8-byte addition a clock and L2 slice when lanes hit neighbouring
// addresses.
extern "C" __global__ void __launch_bounds__(COLUMNS * ROWS)
    warp_scatter(const float* __restrict__ flow, const float* __restrict__ upstream,
                 const unsigned* __restrict__ maxima, unsigned long long* __restrict__ sums, int channels, int height,
                 int width, int out_height, int out_width, int border) {
  int n = blockIdx.z;
  int x = blockIdx.x * COLUMNS + threadIdx.x;
  int y = (blockIdx.y * ROWS + threadIdx.y) * PIXELS;
  unsigned maximum = maxima[n];
  if (x >= out_width || maximum >= 0x7f800000u) return;
  int out_plane = out_height * out_width;
  int plane = height * width;
  float2 scale = power_of_two(scale_exponent(maximum, out_plane));
  const float* u = flow + n * 2 * out_plane;
  const float* v = u + out_plane;
  int last = min(out_height, y + PIXELS);
  for (int c = 0; c < channels; c++) {
    unsigned long long* target = sums + (n * channels + c) * plane;
    int below_left = 0;  // where what waits goes to
    int below_right = 0;
    long long waits_left = 0;
    long long waits_right = 0;
    for (int row = y; row < last; row++) {
      int p = row * out_width + x;
      Taps taps = taps_at(x, row, u[p], v[p], height, width, border);
      float g = upstream[(n * channels + c) * out_plane + p];
      float top = g * (1.0f - taps.fy);
      float bottom = g * taps.fy;
      int left = taps.offset;
      int right = taps.offset + taps.right;
      long long top_left = fixed_point(taps.left_in && taps.top_in, top * (1.0f - taps.fx), scale);
      long long top_right = fixed_point(taps.right_in && taps.top_in, top * taps.fx, scale);
      if (below_left == left && below_right == right) {
        top_left += waits_left;
        top_right += waits_right;
      } else {
        add_fixed(target + below_left, waits_left);
        add_fixed(target + below_right, waits_right);
      }
      add_fixed(target + left, top_left);
      add_fixed(target + right, top_right);
      below_left = left + taps.down;
      below_right = right + taps.down;
      waits_left = fixed_point(taps.left_in && taps.bottom_in, bottom * (1.0f - taps.fx), scale);
      waits_right = fixed_point(taps.right_in && taps.bottom_in, bottom * taps.fx, scale);
    }
    add_fixed(target + below_left, waits_left);
    add_fixed(target + below_right, waits_right);
  }
}

// Sums back to floats: 8 bytes read, 4 written a value. Bound by memory bandwidth.
extern "C" __global__ void __launch_bounds__(256)
    warp_collect(const long long* __restrict__ sums, const unsigned* __restrict__ maxima, float* __restrict__ gradient,
                 int count, int out_plane) {
  int n = blockIdx.y;
  unsigned maximum = maxima[n];
  bool finite = maximum < 0x7f800000u;
  float2 unit = power_of_two(finite ? -scale_exponent(maximum, out_plane) : 0);
  for (int i = blockIdx.x * 256 + threadIdx.x; i < count; i += gridDim.x * 256) {
    gradient[n * count + i] = finite ? (float)sums[n * count + i] * unit.x * unit.y : __int_as_float(0x7fffffff);
  }
}
