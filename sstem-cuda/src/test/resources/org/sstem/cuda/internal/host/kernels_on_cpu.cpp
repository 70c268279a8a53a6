// One module of kernels as a shared library. Compile with -DMODULE_warp (fuse, ...) and the .cu in the same folder.
#include "cuda_on_cpu.h"

#if defined(MODULE_warp)
#include "warp.cu"
#elif defined(MODULE_fuse)
#include "fuse.cu"
#elif defined(MODULE_sepconv)
#include "sepconv.cu"
#elif defined(MODULE_stencil)
#include "stencil.cu"
#elif defined(MODULE_register)
#include "register.cu"
#elif defined(MODULE_bands)
#include "bands.cu"
#elif defined(MODULE_section)
#include "section.cu"
#elif defined(MODULE_sheet)
#include "sheet.cu"
#endif

#define KERNEL(name, cooperative) \
  if (!strcmp(kernel, #name)) return on_cpu::call(name, cooperative, grid, block, arguments, sizes, count, order)

extern "C" int run_kernel(const char* kernel, unsigned blocks_x, unsigned blocks_y, unsigned blocks_z,
                          unsigned threads_x, unsigned threads_y, void** arguments, const int* sizes, int count,
                          unsigned order) {
  Index3 grid = {blocks_x, blocks_y, blocks_z};
  Index3 block = {threads_x, threads_y, 1};
#if defined(MODULE_warp)
  KERNEL(warp_forward, false);
  KERNEL(warp_gradient_flow, false);
  KERNEL(warp_scatter, false);
  KERNEL(warp_collect, false);
  KERNEL(absolute_maximum, true);
#elif defined(MODULE_fuse)
  KERNEL(fuse_forward, false);
  KERNEL(fuse_gradient, false);
#elif defined(MODULE_sepconv)
  KERNEL(sepconv_forward_1, true);
  KERNEL(sepconv_forward_3, true);
  KERNEL(sepconv_forward_whole, true);
  KERNEL(sepconv_gradient_vertical, true);
  KERNEL(sepconv_gradient_horizontal, true);
  KERNEL(sepconv_gradient_image, true);
#elif defined(MODULE_stencil)
  KERNEL(smooth, true);
  KERNEL(halve, true);
  KERNEL(enlarge, false);
  KERNEL(crop, false);
#elif defined(MODULE_register)
  KERNEL(weigh, false);
  KERNEL(fill_gaps, false);
  KERNEL(deviate, false);
  KERNEL(normalise, false);
  KERNEL(curvature, false);
  KERNEL(view_level, false);
  KERNEL(shift_products, false);
  KERNEL(shift_mean, false);
  KERNEL(move_views, false);
  KERNEL(equations, false);
  KERNEL(solve_step, false);
  KERNEL(agreement_terms, false);
  KERNEL(agreement, false);
#elif defined(MODULE_bands)
  KERNEL(bring_together, false);
  KERNEL(grain, false);
  KERNEL(split_bands, false);
  KERNEL(gain_terms, false);
  KERNEL(raise_structure, false);
  KERNEL(move_section, false);
  KERNEL(exchange, false);
  KERNEL(sheet_sample, false);
#elif defined(MODULE_section)
  KERNEL(widen_8, false);
  KERNEL(widen_16, false);
  KERNEL(lay_floats, false);
#elif defined(MODULE_sheet)
  KERNEL(sheet_tissue, false);
  KERNEL(sheet_continued, false);
  KERNEL(sheet_belongs, false);
  KERNEL(sheet_nearest, false);
  KERNEL(sheet_trace, false);
#endif
  return on_cpu::NO_SUCH_KERNEL;
}
