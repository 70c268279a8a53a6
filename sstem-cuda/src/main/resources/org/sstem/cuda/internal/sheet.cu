// The tissue of a sheet that was cut along its bands, put back: every pixel of tissue says where it belongs, every place
// of the area is traced back from the pixel that came nearest. The same terms in the same order as on the CPU, in double
// precision where that has it, compiled without contraction: but for the last digit of the exponential the same numbers.
//
// Layout: row-major planes. A window holds what may have come into the area; `left` and `top` are its first column and
// row in the section, (x0, y0) the area's in the window. Pulls are numbers, as UnfoldingJob says; 31 at most.

#define HEAD 21
#define SEAM_PX 3
#define STEP 8.0      // pixels between two numbers of a wave
#define END_PX 23.0   // how softly a pull ends
#define NOTHING -37.0
#define LEAST_SLOPE 0.3
#define LEAST_MOVE_PX 0.05
#define NEAR_PX 1.6
#define TRACES 3
#define NO_TISSUE -1
#define NEGLIGIBLE_WEIGHT 1e-6f

// 1 where there is tissue, 0 in bands. 5 bytes.
extern "C" __global__ void __launch_bounds__(256)
    sheet_tissue(const unsigned char* __restrict__ band, float* __restrict__ valid, int count) {
  int i = blockIdx.x * 256 + threadIdx.x;
  if (i < count) valid[i] = band[i] ? 0.0f : 1.0f;
}

// The section, continued into the bands from sums of its tissue and of how much there is. 20 bytes.
extern "C" __global__ void __launch_bounds__(256)
    sheet_continued(const float* __restrict__ section, const float* __restrict__ valid, const float* __restrict__ sums,
                    float* __restrict__ out, float fallback, int count) {
  int i = blockIdx.x * 256 + threadIdx.x;
  if (i >= count) return;
  float value = section[i];
  if (valid[i] == 0.0f) {
    float weight = sums[count + i];
    value = weight > NEGLIGIBLE_WEIGHT ? sums[i] / weight : fallback;
  }
  out[i] = value;
}

// Where a place lies along a band and across it, and the band's direction there.
struct Place {
  double s, d, tx, ty;
};

__device__ __forceinline__ double within(double value, double least, double most) {
  return fmin(fmax(value, least), most);
}

__device__ __forceinline__ Place located(const double* __restrict__ pull, double px, double py) {
  double tx = pull[3];
  double ty = pull[4];
  double bend = pull[5];
  double along = (px - pull[1]) * tx + (py - pull[2]) * ty;
  double across = -(px - pull[1]) * ty + (py - pull[2]) * tx;
  double s = along;
  if (bend != 0.0) {
    for (int k = 0; k < 3; k++) {
      double value = s - along + (bend * s * s - across) * 2.0 * bend * s;
      double slope = 1.0 + 2.0 * bend * (3.0 * bend * s * s - across);
      s -= value / fmax(slope, LEAST_SLOPE);
    }
  }
  double tangent = 2.0 * bend * s;
  double cosine = 1.0 / sqrt(1.0 + tangent * tangent);
  double sine = tangent * cosine;
  int waves = (int)pull[10];
  const double* wave = pull + HEAD;
  double at = within((s - pull[6]) / STEP, 0.0, (double)(waves - 1));
  int i = min((int)at, waves - 2);
  double middle = i < 0 ? wave[0] : wave[i] + (at - (double)i) * (wave[i + 1] - wave[i]);
  Place place;
  place.s = s;
  place.d = (across - bend * s * s) * cosine - (along - s) * sine - middle;
  place.tx = cosine * tx - sine * ty;
  place.ty = cosine * ty + sine * tx;
  return place;
}

__device__ __forceinline__ double spline(const double* __restrict__ coefficients, int count, double s, double from,
                                         double to) {
  double u = (within(s, from, to) - from) / (to - from) * (double)(count - 3);
  int i = min((int)u, count - 4);
  double f = u - (double)i;
  double g = 1.0 - f;
  double a = g * g * g / 6.0;
  double b = 2.0 / 3.0 - f * f * (1.0 - 0.5 * f);
  double c = 2.0 / 3.0 - g * g * (1.0 - 0.5 * g);
  double d = f * f * f / 6.0;
  return a * coefficients[i] + b * coefficients[i + 1] + c * coefficients[i + 2] + d * coefficients[i + 3];
}

// What a pull is divided by short of an end inside the section.
__device__ __forceinline__ double ending(double beyond) { return 1.0 + (beyond < NOTHING ? 0.0 : exp(beyond)); }

// The displacement at a place of the section. `own` asks for its sides of all bands first, a bit each, else they are given.
__device__ __forceinline__ void displacement(const double* __restrict__ pulls, int count, int factor, double x, double y, bool own,
                             int& sides, double& u, double& v) {
  double px = (x + 0.5) / (double)factor - 0.5;
  double py = (y + 0.5) / (double)factor - 0.5;
  double su = 0.0;
  double sv = 0.0;
  int bits = 0;
  for (int k = 0; k < count; k++) {
    const double* pull = pulls;
    pulls += (int)pull[0];
    Place place = located(pull, px, py);
    int side = own ? (place.d < 0.0 ? 0 : 1) : sides >> (count - 1 - k) & 1;
    bits = 2 * bits + side;
    double e = 1.0;
    if (pull[8] == 0.0) e /= ending((pull[6] + pull[15] - place.s) / END_PX);
    if (pull[9] == 0.0) e /= ending((place.s - pull[7] + pull[16]) / END_PX);
    e *= exp(-(side ? place.d : -place.d) / pull[13 + side]);
    if (e == 0.0) continue;
    const double* lists = pull + HEAD + (int)pull[10];
    int along0 = (int)pull[17];
    int along1 = (int)pull[18];
    int shear0 = (int)pull[19];
    int shear1 = (int)pull[20];
    double a = spline(side ? lists + along0 : lists, side ? along1 : along0, place.s, pull[11], pull[12]) * e;
    lists += along0 + along1;
    double b = spline(side ? lists + shear0 : lists, side ? shear1 : shear0, place.s, pull[11], pull[12]) * e;
    su += a * -place.ty + b * place.tx;
    sv += a * place.tx + b * place.ty;
  }
  if (own) sides = bits;
  u = su * (double)factor;
  v = sv * (double)factor;
}

// Of a window: how far each pixel lies from a band, up to the seam, where its tissue belongs and on which sides. `band` is
// of what is read, of which the window begins at (band_left, band_top). 13 bytes written, some hundred operations in
// double precision a pull.
extern "C" __global__ void __launch_bounds__(256)
    sheet_belongs(const unsigned char* __restrict__ band, const double* __restrict__ pulls,
                  unsigned char* __restrict__ depth, float* __restrict__ shifts, int* __restrict__ sides, int pulls_count,
                  int factor, int band_width, int band_left, int band_top, int left, int top, int height, int width) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  int far = SEAM_PX;
  for (int dy = 1 - SEAM_PX; dy < SEAM_PX; dy++) {
    for (int dx = 1 - SEAM_PX; dx < SEAM_PX; dx++) {
      int bx = x + dx;
      int by = y + dy;
      if (bx < 0 || by < 0 || bx >= width || by >= height) continue;
      if (band[(band_top + by) * band_width + band_left + bx]) far = min(far, max(abs(dx), abs(dy)));
    }
  }
  int i = y * width + x;
  int count = height * width;
  depth[i] = (unsigned char)far;
  double u = 0.0;
  double v = 0.0;
  int own = NO_TISSUE;
  if (far > 0) displacement(pulls, pulls_count, factor, (double)(left + x), (double)(top + y), true, own, u, v);
  shifts[i] = (float)u;
  shifts[count + i] = (float)v;
  sides[i] = own;
}

// A place of the area that tissue comes near to, how near.
struct Near {
  int at;
  double distance;
};

__device__ __forceinline__ Near near_to(double qx, double qy, int x, int y, int height, int width) {
  Near near = {-1, 0.0};
  if (x < 0 || y < 0 || x >= width || y >= height) return near;
  double dx = qx - (double)x;
  double dy = qy - (double)y;
  near.distance = dx * dx + dy * dy;
  if (near.distance < NEAR_PX * NEAR_PX) near.at = y * width + x;
  return near;
}

// Every pixel of tissue tells the places around where it belongs how near it comes. Distances are not negative, so their
// bits are in their order: the greatest of the complements is the least. With `first` null that is kept in `nearest`, cleared
// before; else the pixel of least number that comes so near, as what is lacking to `pixels`. Neither depends on an order.
// 9 bytes read and nine atomics in L2 at most.
extern "C" __global__ void __launch_bounds__(256)
    sheet_nearest(const unsigned char* __restrict__ depth, const float* __restrict__ shifts,
                  unsigned long long* __restrict__ nearest, unsigned* __restrict__ first, int x0, int y0, int height,
                  int width, int area_height, int area_width) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  int i = y * width + x;
  int pixels = height * width;
  if (!depth[i]) return;
  double qx = (double)(x - x0) + (double)shifts[i];
  double qy = (double)(y - y0) + (double)shifts[pixels + i];
  int cx = (int)floor(qx + 0.5);
  int cy = (int)floor(qy + 0.5);
  if (cx < -1 || cy < -1 || cx > area_width || cy > area_height) return;
  for (int dy = -1; dy <= 1; dy++) {
    for (int dx = -1; dx <= 1; dx++) {
      Near near = near_to(qx, qy, cx + dx, cy + dy, area_height, area_width);
      if (near.at < 0) continue;
      unsigned long long key = ~(unsigned long long)__double_as_longlong(near.distance);
      if (!first) {
        atomicMax(nearest + near.at, key);
      } else if (nearest[near.at] == key) {
        atomicMax(first + near.at, (unsigned)(pixels - i));
      }
    }
  }
}

__device__ __forceinline__ double between(const float* __restrict__ values, int i, int width, double fx, double fy) {
  int below = i + width;
  double first = (double)values[i] + fx * (double)(values[i + 1] - values[i]);
  double second = (double)values[below] + fx * (double)(values[below + 1] - values[below]);
  return first + fy * (second - first);
}

// Every place of the area back to where its tissue is now. `traced` gets the flow (u, v) and the weight, negative where
// something has moved. 12 bytes written; where all lies on the same sides, twelve values read, else pulls asked.
extern "C" __global__ void __launch_bounds__(256, 2)
    sheet_trace(const double* __restrict__ pulls, const unsigned char* __restrict__ depth,
                const float* __restrict__ shifts, const int* __restrict__ sides, const unsigned* __restrict__ first,
                const float* __restrict__ tissue, float* __restrict__ traced, int pulls_count, int factor, int left, int top,
                int height, int width, int x0, int y0, int area_height, int area_width, int section_height,
                int section_width) {
  int column = blockIdx.x * 32 + threadIdx.x;
  int row = blockIdx.y * 8 + threadIdx.y;
  if (column >= area_width || row >= area_height) return;
  int i = row * area_width + column;
  int count = area_height * area_width;
  float flow_u = 0.0f;
  float flow_v = 0.0f;
  float weight = 0.0f;
  if (first[i]) {
    int pixels = height * width;
    int start = pixels - (int)first[i];
    int own = sides[start];
    double u = (double)shifts[start];
    double v = (double)shifts[pixels + start];
    double tx = (double)(left + x0 + column);
    double ty = (double)(top + y0 + row);
    for (int k = 0; k < TRACES; k++) {
      double x = tx - u;
      double y = ty - v;
      int px = (int)floor(x) - left;
      int py = (int)floor(y) - top;
      int at = py * width + px;
      bool alike = px >= 0 && py >= 0 && px < width - 1 && py < height - 1 && sides[at] == own &&
                   sides[at + 1] == own && sides[at + width] == own && sides[at + width + 1] == own;
      if (alike) {
        double fx = x - (double)left - (double)px;
        double fy = y - (double)top - (double)py;
        u = between(shifts, at, width, fx, fy);
        v = between(shifts + pixels, at, width, fx, fy);
      } else {
        displacement(pulls, pulls_count, factor, x, y, false, own, u, v);
      }
    }
    bool moves = u * u + v * v > LEAST_MOVE_PX * LEAST_MOVE_PX;
    // What has not moved was not pushed over the border either.
    double sx = moves ? tx - u : tx;
    double sy = moves ? ty - v : ty;
    double outside = fmax(fmax(-sx, sx - (double)(section_width - 1)), fmax(-sy, sy - (double)(section_height - 1)));
    if (outside < 1.0) {
      int px = (int)within(rint(sx) - (double)left, 0.0, (double)(width - 1));
      int py = (int)within(rint(sy) - (double)top, 0.0, (double)(height - 1));
      int at = py * width + px;
      double seam = (double)((float)depth[at] / (float)SEAM_PX);
      weight = (float)within(fmin(seam, 1.0 - outside), 0.0, 1.0);
      if (moves && tissue && !(tissue[at] > 0.0f)) weight = 0.0f;
    }
    if (weight > 0.0f && moves) {
      weight = -weight;
      flow_u = (float)(sx - tx);
      flow_v = (float)(sy - ty);
    }
  }
  traced[i] = flow_u;
  traced[count + i] = flow_v;
  traced[2 * count + i] = weight;
}
