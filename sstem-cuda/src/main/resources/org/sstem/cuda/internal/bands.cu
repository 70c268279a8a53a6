// Two sections warped into register by cubic splines and fused by bands: brightness, structure, grain. The same terms in
// the same order as on the CPU, compiled without contraction of products and sums: the same bits. Smoothing, halving and
// enlarging are in stencil.cu.
//
// Layout: row-major planes, several of one size in a row as a tensor. Values are finite. All of these kernels are bound
// by memory; the bytes a pixel stand above each.

#define MARGIN 2  // pixels that spline coefficients carry beyond their section
#define GREATEST_GAIN 2.0f

__device__ __forceinline__ void spline_weights(float t, float* w) {
  float s = 1.0f - t;
  w[0] = s * s * s / 6.0f;
  w[1] = 2.0f / 3.0f - t * t * (1.0f - 0.5f * t);
  w[2] = 2.0f / 3.0f - s * s * (1.0f - 0.5f * s);
  w[3] = t * t * t / 6.0f;
}

__device__ __forceinline__ float inside(float place, int size) { return fminf(fmaxf(place, 0.0f), (float)(size - 1)); }

// The spline through a section of height x width at a place that is moved onto it.
__device__ __forceinline__ float spline(const float* __restrict__ coefficients, int height, int width, float x,
                                        float y) {
  float cx = inside(x, width);
  float cy = inside(y, height);
  int x0 = (int)cx;
  int y0 = (int)cy;
  float wx[4], wy[4];
  spline_weights(cx - (float)x0, wx);
  spline_weights(cy - (float)y0, wy);
  int pitch = width + 2 * MARGIN;
  const float* row = coefficients + (y0 + MARGIN - 1) * pitch + x0 + MARGIN - 1;
  float sum = 0.0f;
#pragma unroll
  for (int k = 0; k < 4; k++) {
    sum += wy[k] * (wx[0] * row[0] + wx[1] * row[1] + wx[2] * row[2] + wx[3] * row[3]);
    row += pitch;
  }
  return sum;
}

// How much of what lies at a place is tissue; all of it where nothing else is said.
__device__ __forceinline__ float tissue_at(const float* __restrict__ tissue, int height, int width, float x, float y) {
  if (!tissue) return 1.0f;
  float cx = inside(x, width);
  float cy = inside(y, height);
  int x0 = (int)cx;
  int y0 = (int)cy;
  int x1 = min(x0 + 1, width - 1);
  int y1 = min(y0 + 1, height - 1);
  float fx = cx - (float)x0;
  float fy = cy - (float)y0;
  float a = tissue[y0 * width + x0];
  float b = tissue[y1 * width + x0];
  float top = a + fx * (tissue[y0 * width + x1] - a);
  float bottom = b + fx * (tissue[y1 * width + x1] - b);
  return top + fy * (bottom - top);
}

// Both sections in register, at one brightness and contrast; where one has no tissue the other stands for both. Three
// planes: above, below, and their mean, weighted by `fraction`. The first pixel lies at (left, top) of the sections.
//
// One thread a pixel: 8 bytes of flow, 16 coefficients of each section, of which 4 bytes come from memory if the flow
// is smooth, 12 written, and 8 of tissue where that is said: 28 bytes and about 140 operations, 5 to the byte. Bound by
// memory on devices with more than that to spare, by the loads from L1 (32 a pixel) elsewhere.
extern "C" __global__ void __launch_bounds__(256)
    bring_together(const float* __restrict__ below, const float* __restrict__ above,
                   const float* __restrict__ below_tissue, const float* __restrict__ above_tissue,
                   const float* __restrict__ flow, float* __restrict__ out, int height, int width, int out_height,
                   int out_width, int top, int left, float below_reach, float above_reach, float below_gain,
                   float below_offset, float above_gain, float above_offset, float fraction) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= out_width || y >= out_height) return;
  int count = out_height * out_width;
  int i = y * out_width + x;
  float u = flow[i];
  float v = flow[count + i];
  float below_x = (float)(left + x) + below_reach * u;
  float below_y = (float)(top + y) + below_reach * v;
  float above_x = (float)(left + x) + above_reach * u;
  float above_y = (float)(top + y) + above_reach * v;
  float p = below_gain * spline(below, height, width, below_x, below_y) + below_offset;
  float q = above_gain * spline(above, height, width, above_x, above_y) + above_offset;
  float a = tissue_at(below_tissue, height, width, below_x, below_y);
  float b = tissue_at(above_tissue, height, width, above_x, above_y);
  if (a < 1.0f && b > a) {
    p += (1.0f - a) * (q - p);
  } else if (b < 1.0f && a > b) {
    q += (1.0f - b) * (p - q);
  }
  out[i] = q;
  out[count + i] = p;
  out[2 * count + i] = p + fraction * (q - p);
}

// What of the grain is common to both sections, and all of it. `together` is as above, `smoothed` holds below and mean
// without their grain. 24 bytes.
extern "C" __global__ void __launch_bounds__(256)
    grain(const float* __restrict__ together, const float* __restrict__ smoothed, float* __restrict__ out,
          float fraction, int count) {
  int i = blockIdx.x * 256 + threadIdx.x;
  if (i >= count) return;
  float a = together[count + i] - smoothed[i];
  float b = fraction > 0.0f ? (together[2 * count + i] - smoothed[count + i] - (1.0f - fraction) * a) / fraction : a;
  out[i] = 2.0f * a * b;
  out[count + i] = a * a + b * b;
}

// A value of a plane that is held at half the resolution.
__device__ __forceinline__ float enlarged(const float* __restrict__ coarse, int height, int width, int x, int y) {
  int half_width = (width + 1) / 2;
  int half_height = (height + 1) / 2;
  const float* upper = coarse + y / 2 * half_width;
  const float* lower = coarse + min((y + 1) / 2, half_height - 1) * half_width;
  int near = x / 2;
  int far = min((x + 1) / 2, half_width - 1);
  return 0.25f * (upper[near] + upper[far] + (lower[near] + lower[far]));
}

// The structure, and the rest: brightness and as much of the grain as agrees. `wide` holds common and all grain over a
// wide window, at half the resolution. 14 bytes read, 8 written.
extern "C" __global__ void __launch_bounds__(256)
    split_bands(const float* __restrict__ together, const float* __restrict__ smoothed,
                const float* __restrict__ brightness, const float* __restrict__ wide, float* __restrict__ out,
                float kept, int height, int width) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  int count = height * width;
  int half_count = (height + 1) / 2 * ((width + 1) / 2);
  int i = y * width + x;
  float part = enlarged(wide, height, width, x, y);
  float whole = enlarged(wide + half_count, height, width, x, y);
  float agreement = whole > 0.0f ? part / whole : 1.0f;
  float share = kept + (1.0f - kept) * fminf(fmaxf(agreement, 0.0f), 1.0f);
  float smooth_mean = smoothed[count + i];
  out[i] = smooth_mean - brightness[i];
  out[count + i] = brightness[i] + share * (together[2 * count + i] - smooth_mean);
}

__device__ __forceinline__ void sobel(const float* __restrict__ p, int x, int y, int height, int width, float& gx,
                                      float& gy) {
  int up = max(y - 1, 0) * width;
  int here = y * width;
  int down = min(y + 1, height - 1) * width;
  int left = max(x - 1, 0);
  int right = min(x + 1, width - 1);
  gx = p[up + right] - p[up + left] + 2.0f * (p[here + right] - p[here + left]) + p[down + right] - p[down + left];
  gy = p[down + left] - p[up + left] + 2.0f * (p[down + x] - p[up + x]) + p[down + right] - p[up + right];
}

// The terms of the equation for the gain of the structure: quadratic, linear, constant. `bands` are structure and rest.
// 12 bytes read, each about 1.3 times, 12 written; 24 loads from L1.
extern "C" __global__ void __launch_bounds__(256)
    gain_terms(const float* __restrict__ bands, const float* __restrict__ together, float* __restrict__ terms,
               int height, int width) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  int count = height * width;
  int i = y * width + x;
  float sx, sy, rx, ry, tx, ty;
  sobel(bands, x, y, height, width, sx, sy);
  sobel(bands + count, x, y, height, width, rx, ry);
  sobel(together + 2 * count, x, y, height, width, tx, ty);
  terms[i] = sx * sx + sy * sy;
  terms[count + i] = sx * rx + sy * ry;
  terms[2 * count + i] = rx * rx + ry * ry - tx * tx - ty * ty;
}

// The rest with the structure raised until the mean square gradient is that of the mean: the part of the result that is
// wanted. `wide` holds the terms over a wide window, at half the resolution. 11 bytes read, 4 written.
extern "C" __global__ void __launch_bounds__(256)
    raise_structure(const float* __restrict__ bands, const float* __restrict__ wide, float* __restrict__ out,
                    int height, int width, int out_height, int out_width, int top, int left) {
  int column = blockIdx.x * 32 + threadIdx.x;
  int row = blockIdx.y * 8 + threadIdx.y;
  if (column >= out_width || row >= out_height) return;
  int x = left + column;
  int y = top + row;
  int count = height * width;
  int half_count = (height + 1) / 2 * ((width + 1) / 2);
  int i = y * width + x;
  float p = enlarged(wide, height, width, x, y);
  float q = enlarged(wide + half_count, height, width, x, y);
  float c = enlarged(wide + 2 * half_count, height, width, x, y);
  float root = sqrtf(fmaxf(q * q - p * c, 0.0f));
  float gain = p > 0.0f ? (root - q) / p : 1.0f;
  gain = fminf(fmaxf(gain, 1.0f), GREATEST_GAIN);
  out[row * out_width + column] = bands[count + i] + gain * bands[i];
}

// A section moved onto another along a flow and multiplied, and how much of what was moved is tissue: one plane each of
// several. 8 bytes of flow, 16 coefficients of which 4 bytes come from memory if the flow is smooth, 8 written, and 4 of
// tissue where that is said: 20 bytes and about 70 operations.
extern "C" __global__ void __launch_bounds__(256)
    move_section(const float* __restrict__ section, const float* __restrict__ tissue, const float* __restrict__ flow,
                 float* __restrict__ grey, float* __restrict__ weight, int height, int width, int out_height,
                 int out_width, int top, int left, int plane, float gain) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= out_width || y >= out_height) return;
  int count = out_height * out_width;
  int i = y * out_width + x;
  float from_x = (float)(left + x) + flow[i];
  float from_y = (float)(top + y) + flow[count + i];
  grey[plane * count + i] = gain * spline(section, height, width, from_x, from_y);
  weight[plane * count + i] = tissue_at(tissue, height, width, from_x, from_y);
}

// Where one of two sections has no tissue, the other stands for both. 16 bytes read, 4 written at most.
extern "C" __global__ void __launch_bounds__(256)
    exchange(float* __restrict__ grey, const float* __restrict__ weight, int count) {
  int i = blockIdx.x * 256 + threadIdx.x;
  if (i >= count) return;
  float a = weight[i];
  float b = weight[count + i];
  float p = grey[i];
  float q = grey[count + i];
  if (a < 1.0f && b > a) {
    grey[i] = p + (1.0f - a) * (q - p);
  } else if (b < 1.0f && a > b) {
    grey[count + i] = q + (1.0f - b) * (p - q);
  }
}

// A sheet where its tissue belongs: sampled along the flow of what was traced, whose weight is handed on. 12 bytes read, 4
// of coefficients, 8 written.
extern "C" __global__ void __launch_bounds__(256)
    sheet_sample(const float* __restrict__ section, const float* __restrict__ traced, float* __restrict__ out, int height,
                 int width, int out_height, int out_width, int top, int left) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= out_width || y >= out_height) return;
  int count = out_height * out_width;
  int i = y * out_width + x;
  out[i] = spline(section, height, width, (float)(left + x) + traced[i], (float)(top + y) + traced[count + i]);
  out[count + i] = traced[2 * count + i];
}
