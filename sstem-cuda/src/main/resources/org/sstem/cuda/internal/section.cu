// Pieces of sections, as a stack stores them, laid into windows of floats that the other kernels work on.
//
// A piece is row-major, `piece_width` columns; so is a window. Pixel (x, y) of the part that is laid goes to
// (left + x, top + y) of the window and comes from (piece_left + x, piece_top + y) of the piece. Compiled without
// contraction; a quotient is rounded as the CPU rounds it: the same bits.
//
// Per pixel: 1, 2 or 4 bytes read, 4 written, a division and a difference. Bound by memory.

template <typename T>
__device__ __forceinline__ void lay(const T* __restrict__ piece, float* __restrict__ window, int piece_width,
                                    int window_width, int width, int height, int piece_left, int piece_top, int left,
                                    int top, float greatest, float black) {
  int x = blockIdx.x * 32 + threadIdx.x;
  int y = blockIdx.y * 8 + threadIdx.y;
  if (x >= width || y >= height) return;
  float value = (float)piece[(piece_top + y) * piece_width + piece_left + x];
  window[(top + y) * window_width + left + x] = value / greatest - black;
}

// 5 bytes a pixel.
extern "C" __global__ void __launch_bounds__(256)
    widen_8(const unsigned char* __restrict__ piece, float* __restrict__ window, int piece_width, int window_width,
            int width, int height, int piece_left, int piece_top, int left, int top, float black) {
  lay(piece, window, piece_width, window_width, width, height, piece_left, piece_top, left, top, 255.0f, black);
}

// 6 bytes a pixel.
extern "C" __global__ void __launch_bounds__(256)
    widen_16(const unsigned short* __restrict__ piece, float* __restrict__ window, int piece_width, int window_width,
             int width, int height, int piece_left, int piece_top, int left, int top, float black) {
  lay(piece, window, piece_width, window_width, width, height, piece_left, piece_top, left, top, 65535.0f, black);
}

// 8 bytes a pixel: floats are as they are read.
extern "C" __global__ void __launch_bounds__(256)
    lay_floats(const float* __restrict__ piece, float* __restrict__ window, int piece_width, int window_width,
               int width, int height, int piece_left, int piece_top, int left, int top, float black) {
  lay(piece, window, piece_width, window_width, width, height, piece_left, piece_top, left, top, 1.0f, black);
}
