// What registration does between the stencils: local contrast, the search over all displacements, Gauss-Newton steps,
// how far both sections agree. The same terms in the same order as on the CPU, compiled without contraction of products
// and sums: the same bits.
//
// Layout: row-major planes of one size, several in a row as a tensor; a view of a section is three of them, grey values,
// weights and ridges, or the first two: `images` says how many it shows beside the weights, 2 or 1. `count` is the number of pixels of a plane. A weight that is null is 1 throughout. Values are finite.
// All of these kernels read a few planes and write a few, a handful of operations a value: bound by memory. The bytes a
// pixel stand above each.

#define OUTLIER 1.0f
#define DAMPING 0.005f
#define LARGE_WINDOW_WEIGHT 0.4f
#define GREATEST_STEP 1.0f
#define NEGLIGIBLE_WEIGHT 1e-6f

__device__ __forceinline__ int pixel_of_thread() { return blockIdx.x * 256 + threadIdx.x; }

// The local mean of what is valid, from the sums of values and weights.
__device__ __forceinline__ float mean_of(const float* __restrict__ sums, int i, int count, bool weighted, float fallback) {
  if (!weighted) return sums[i];
  float weight = sums[count + i];
  return weight > NEGLIGIBLE_WEIGHT ? sums[i] / weight : fallback;
}

// values x weights, and the weights behind them: two planes to be smoothed. 16 bytes.
extern "C" __global__ void __launch_bounds__(256)
    weigh(const float* __restrict__ values, const float* __restrict__ weights, float* __restrict__ out, int count) {
  int i = pixel_of_thread();
  if (i >= count) return;
  out[i] = values[i] * weights[i];
  out[count + i] = weights[i];
}

// Continues a section where it is not valid, from near sums of values and weights, else from far ones. 28 bytes.
extern "C" __global__ void __launch_bounds__(256)
    fill_gaps(const float* __restrict__ section, const float* __restrict__ validity, const float* __restrict__ near,
              const float* __restrict__ far, float* __restrict__ out, int count) {
  int i = pixel_of_thread();
  if (i >= count) return;
  float valid = validity[i];
  float value = section[i];
  if (valid < 1.0f) {
    const float* sums = near[count + i] > NEGLIGIBLE_WEIGHT ? near : far;
    value = sums[count + i] > NEGLIGIBLE_WEIGHT ? valid * value + (1.0f - valid) * (sums[i] / sums[count + i]) : 0.0f;
  }
  out[i] = value;
}

// Deviations from the local mean, and their squares, weighted where there are weights. 16 bytes, 24 with weights.
extern "C" __global__ void __launch_bounds__(256)
    deviate(const float* __restrict__ level, const float* __restrict__ sums, const float* __restrict__ weights,
            float* __restrict__ deviations, float* __restrict__ squares, int count) {
  int i = pixel_of_thread();
  if (i >= count) return;
  float deviation = level[i] - mean_of(sums, i, count, weights, 0.0f);
  float square = deviation * deviation;
  deviations[i] = deviation;
  squares[i] = weights ? square * weights[i] : square;
}

// Deviations over the local standard deviation, and their squares. `variances` are smoothed squares, the smoothed
// weights behind the sums of the mean serve again. 16 bytes, 24 with weights.
extern "C" __global__ void __launch_bounds__(256)
    normalise(const float* __restrict__ deviations, const float* __restrict__ variances, const float* __restrict__ sums,
              const float* __restrict__ weights, float* __restrict__ normalised, float* __restrict__ squares,
              float floor, int count) {
  int i = pixel_of_thread();
  if (i >= count) return;
  float variance = variances[i];
  bool valid = true;
  if (weights) {
    float weight = sums[count + i];
    variance = weight > NEGLIGIBLE_WEIGHT ? variance / weight : 0.0f;
    valid = weights[i] > 0.0f;
  }
  float value = valid ? deviations[i] / sqrtf(variance + floor) : 0.0f;
  normalised[i] = value;
  squares[i] = value * value;
}

// How much a pixel lies on a dark line: the larger eigenvalue of the Hessian of central differences, 0 where it is
// negative. 8 bytes, if the cache keeps what neighbours share.
extern "C" __global__ void __launch_bounds__(256)
    curvature(const float* __restrict__ plane, float* __restrict__ out, int height, int width) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  const float* here = plane + y * width;
  const float* up = plane + max(y - 1, 0) * width;
  const float* down = plane + min(y + 1, height - 1) * width;
  int left = max(x - 1, 0);
  int right = min(x + 1, width - 1);
  float twice = 2.0f * here[x];
  float xx = here[left] + here[right] - twice;
  float yy = up[x] + down[x] - twice;
  float xy = 0.25f * (up[left] + down[right] - (up[right] + down[left]));
  float mean = 0.5f * (xx + yy);
  float half = 0.5f * (xx - yy);
  out[y * width + x] = fmaxf(mean + sqrtf(half * half + xy * xy), 0.0f);
}

__device__ __forceinline__ float limited(float value) { return fminf(fmaxf(value, -3.0f), 3.0f); }

// A level of a view, cut out of what it was made of: grey values and ridges within three deviations, and weights that are
// small where there is nothing to see. 24 bytes, 28 with weights.
extern "C" __global__ void __launch_bounds__(256)
    view_level(const float* __restrict__ normalised, const float* __restrict__ structure,
               const float* __restrict__ weights, const float* __restrict__ ridges, float* __restrict__ view, int width,
               int out_height, int out_width, int top, int left) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= out_width || y >= out_height) return;
  int from = (top + y) * width + left + x;
  int to = y * out_width + x;
  int count = out_height * out_width;
  view[to] = limited(normalised[from]);
  view[count + to] = fminf(2.0f * structure[from], 1.0f) * (weights ? weights[from] : 1.0f);
  if (ridges) view[2 * count + to] = limited(ridges[from]);
}

// A place along one axis, moved onto the plane, and what lies behind its whole part.
__device__ __forceinline__ void place_at(float place, int size, int& first, int& second, float& part) {
  float last = (float)(size - 1);
  float inside = place > 0.0f ? (place < last ? place : last) : 0.0f;
  first = (int)inside;
  second = min(first + 1, size - 1);
  part = inside - (float)first;
}

__device__ __forceinline__ float bilinear(const float* __restrict__ plane, int width, int x0, int x1, float fx, int y0,
                                          int y1, float fy) {
  float a = plane[y0 * width + x0];
  float b = plane[y1 * width + x0];
  float top = a + fx * (plane[y0 * width + x1] - a);
  float bottom = b + fx * (plane[y1 * width + x1] - b);
  return top + fy * (bottom - top);
}

// What correlates under one displacement, blockIdx.z of all those in a square, and how much it counts: two planes each,
// to be smoothed. shifts holds, for each section, how far displacement -radius to radius moves it.
// Per displacement: 24 bytes from L2 at most, 8 written.
extern "C" __global__ void __launch_bounds__(256)
    shift_products(const float* __restrict__ below, const float* __restrict__ above, const float* __restrict__ shifts,
                   int first, float* __restrict__ out, int radius, int images, int height, int width) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  int count = height * width;
  int side = 2 * radius + 1;
  int dx = blockIdx.z % side;
  int dy = blockIdx.z / side;
  float values[2];
  float weights[2];
  float ridges[2];
#pragma unroll
  for (int s = 0; s < 2; s++) {
    const float* view = s == 0 ? below : above;
    const float* shift = shifts + first + s * side;
    int x0, x1, y0, y1;
    float fx, fy;
    place_at((float)x + shift[dx], width, x0, x1, fx);
    place_at((float)y + shift[dy], height, y0, y1, fy);
    values[s] = bilinear(view, width, x0, x1, fx, y0, y1, fy);
    weights[s] = bilinear(view + count, width, x0, x1, fx, y0, y1, fy);
    ridges[s] = images > 1 ? bilinear(view + 2 * count, width, x0, x1, fx, y0, y1, fy) : 0.0f;
  }
  float weight = weights[0] * weights[1];
  float* target = out + 2 * blockIdx.z * count + y * width + x;
  float share = 1.0f / (float)images;
  target[0] = share * weight * values[0] * values[1] + share * weight * ridges[0] * ridges[1];
  target[count] = weight;
}

// The mean of all displacements, each weighted by how well a window correlates under it: 8 bytes a displacement and 8
// written; one exponential function a displacement, in double precision as on the CPU.
extern "C" __global__ void __launch_bounds__(256)
    shift_mean(const float* __restrict__ sums, float* __restrict__ flow, int radius, int count) {
  int i = pixel_of_thread();
  if (i >= count) return;
  float total = 0.0f;
  float u = 0.0f;
  float v = 0.0f;
  const float* from = sums + i;
  for (int dy = -radius; dy <= radius; dy++) {
    for (int dx = -radius; dx <= radius; dx++) {
      float rest = (float)(0.07 * (dx * dx + dy * dy));
      float correlation = from[0] / (0.5f * from[count] + 0.5f);
      float p = (float)exp(25.0 * (double)(correlation - rest));
      total += p;
      u += p * (float)dx;
      v += p * (float)dy;
      from += 2 * count;
    }
  }
  flow[i] = u / total;
  flow[count + i] = v / total;
}

// Both views moved along a flow, each by its share of it: grey values below and above, the product of the weights, ridges
// below and above. 24 bytes read (the taps overlap), 8 of flow, 20 written; about 80 operations: 52 bytes.
extern "C" __global__ void __launch_bounds__(256)
    move_views(const float* __restrict__ below, const float* __restrict__ above, const float* __restrict__ flow,
               float* __restrict__ out, float below_reach, float above_reach, int images, int height, int width) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  int count = height * width;
  int i = y * width + x;
  float weights[2];
#pragma unroll
  for (int s = 0; s < 2; s++) {
    const float* view = s == 0 ? below : above;
    float reach = s == 0 ? below_reach : above_reach;
    int x0, x1, y0, y1;
    float fx, fy;
    place_at((float)x + reach * flow[i], width, x0, x1, fx);
    place_at((float)y + reach * flow[count + i], height, y0, y1, fy);
    out[s * count + i] = bilinear(view, width, x0, x1, fx, y0, y1, fy);
    weights[s] = bilinear(view + count, width, x0, x1, fx, y0, y1, fy);
    if (images > 1) out[(3 + s) * count + i] = bilinear(view + 2 * count, width, x0, x1, fx, y0, y1, fy);
  }
  out[2 * count + i] = weights[0] * weights[1];
}

// The terms of linear equations a pixel, one of grey values and one of ridges, each weighted down where the views
// disagree: gx gx, gx gy, gy gy, gx r, gy r. 20 bytes read, 20 written.
extern "C" __global__ void __launch_bounds__(256)
    equations(const float* __restrict__ moved, float* __restrict__ terms, int images, int height, int width) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  int count = height * width;
  int i = y * width + x;
  int left = y * width + max(x - 1, 0);
  int right = y * width + min(x + 1, width - 1);
  int up = max(y - 1, 0) * width + x;
  int down = min(y + 1, height - 1) * width + x;
  float sums[5] = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
  float share = 1.0f / (float)images;
#pragma unroll 1
  for (int image = 0; image < images; image++) {
    const float* a = moved + (image == 0 ? 0 : 3) * count;
    const float* b = a + count;
    float gx = 0.25f * (a[right] + b[right] - (a[left] + b[left]));
    float gy = 0.25f * (a[down] + b[down] - (a[up] + b[up]));
    float r = b[i] - a[i];
    float w = share * moved[2 * count + i];
    w /= 1.0f + r * r / (OUTLIER * OUTLIER);
    sums[0] += w * gx * gx;
    sums[1] += w * gx * gy;
    sums[2] += w * gy * gy;
    sums[3] += w * gx * r;
    sums[4] += w * gy * r;
  }
#pragma unroll
  for (int k = 0; k < 5; k++) terms[k * count + i] = sums[k];
}

// The equations of the small window with those of the large one, which are held at half the resolution, solved for a
// step of the flow. 28 bytes read, 5 of the large window, 8 written: 41.
extern "C" __global__ void __launch_bounds__(256)
    solve_step(const float* __restrict__ narrow, const float* __restrict__ wide, const float* __restrict__ flow,
               float* __restrict__ next, int height, int width) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  int count = height * width;
  int i = y * width + x;
  int half_width = (width + 1) / 2;
  int half_height = (height + 1) / 2;
  int upper = y / 2 * half_width;
  int lower = min((y + 1) / 2, half_height - 1) * half_width;
  int near = x / 2;
  int far = min((x + 1) / 2, half_width - 1);
  float sums[5];
#pragma unroll
  for (int k = 0; k < 5; k++) {
    const float* coarse = wide + k * (half_height * half_width);
    float large = 0.25f * (coarse[upper + near] + coarse[upper + far] + (coarse[lower + near] + coarse[lower + far]));
    sums[k] = narrow[k * count + i] + LARGE_WINDOW_WEIGHT * large;
  }
  float xx = sums[0] + DAMPING;
  float xy = sums[1];
  float yy = sums[2] + DAMPING;
  float determinant = xx * yy - xy * xy;
  float du = -(yy * sums[3] - xy * sums[4]) / determinant;
  float dv = -(xx * sums[4] - xy * sums[3]) / determinant;
  float length = sqrtf(du * du + dv * dv);
  float scale = length > GREATEST_STEP ? GREATEST_STEP / length : 1.0f;
  next[i] = flow[i] + scale * du;
  next[count + i] = flow[count + i] + scale * dv;
}

// What the agreement of moved views is made of: products, squares, weights. 24 bytes.
extern "C" __global__ void __launch_bounds__(256)
    agreement_terms(const float* __restrict__ moved, float* __restrict__ terms, int count) {
  int i = pixel_of_thread();
  if (i >= count) return;
  float a = moved[i];
  float b = moved[count + i];
  float w = moved[2 * count + i];
  terms[i] = w * a * b;
  terms[count + i] = w * 0.5f * (a * a + b * b);
  terms[2 * count + i] = w;
}

// How far the views agree, 0 to 1, from the smoothed terms. 16 bytes.
extern "C" __global__ void __launch_bounds__(256)
    agreement(const float* __restrict__ sums, float* __restrict__ confidence, int count) {
  int i = pixel_of_thread();
  if (i >= count) return;
  float covered = fminf(sums[2 * count + i], 1.0f);
  float correlation = sums[i] / (sums[count + i] + 1e-6f);
  confidence[i] = covered * fminf(fmaxf(correlation, 0.0f), 1.0f);
}
