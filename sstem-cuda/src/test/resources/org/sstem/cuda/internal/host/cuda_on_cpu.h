// Runs CUDA kernels on the CPU, from their own source: enough of CUDA C++ for the kernels of this module.
//
// Blocks run one after the other; __shared__ is static. The threads of a block that wait for each other are fibers
// (ucontext) on one thread of the operating system: __syncthreads hands over to the next one. They run in an order that
// the caller chooses, because a result that depends on it shows a missing barrier. A thread that ends while others
// wait at a barrier is reported. Memory is plain: the caller surrounds it with guard values and fills it with NaN.
//
// Not modelled: warps (no shuffles or votes), races within one barrier interval that no order of whole intervals shows,
// the memory model, alignment faults, and the rounding of the device's approximate functions (none is used).
#pragma once

#include <math.h>
#include <string.h>
#include <ucontext.h>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#define __global__
#define __device__
#define __forceinline__ inline
#define __restrict__ __restrict
#define __shared__ static
#define __launch_bounds__(...)
#define __align__(bytes) __attribute__((aligned(bytes)))

using std::max;
using std::min;

struct Index3 {
  unsigned x, y, z;
};
struct float2 {
  float x, y;
} __attribute__((aligned(8)));
struct float4 {
  float x, y, z, w;
} __attribute__((aligned(16)));

static Index3 threadIdx, blockIdx, blockDim, gridDim;

static inline float2 make_float2(float x, float y) { return {x, y}; }
static inline float __int_as_float(int bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
static inline unsigned __float_as_uint(float value) {
  unsigned bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}
static inline long long __float2ll_rn(float value) { return llrintf(value); }
static inline unsigned long long atomicAdd(unsigned long long* target, unsigned long long value) {
  unsigned long long before = *target;
  *target += value;
  return before;
}
static inline long long __double_as_longlong(double value) {
  long long bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}
static inline unsigned long long atomicMax(unsigned long long* target, unsigned long long value) {
  unsigned long long before = *target;
  *target = max(before, value);
  return before;
}
static inline unsigned atomicMax(unsigned* target, unsigned value) {
  unsigned before = *target;
  *target = max(before, value);
  return before;
}

// Each module's library has its own threads and blocks: none may call what another one has of the same signature.
#pragma GCC visibility push(hidden)
namespace on_cpu {

enum Outcome { FINE = 0, NO_SUCH_KERNEL = 1, WRONG_ARGUMENTS = 2, DIVERGED = 3, UNEXPECTED_BARRIER = 4 };

struct Fiber {
  ucontext_t context;
  Index3 thread;
  bool done;
};

static const size_t STACK = 64 * 1024;
static std::vector<Fiber> fibers;
static std::vector<char> stacks;
static ucontext_t scheduler;
static Fiber* current = nullptr;
static void (*body)(void*);
static void* body_argument;
static bool unexpected;

static void fiber_main() {
  body(body_argument);
  current->done = true;
}

static Outcome run_block_as_fibers(const std::vector<unsigned>& order) {
  for (size_t i = 0; i < fibers.size(); i++) {
    fibers[i].done = false;
    fibers[i].thread = {(unsigned)i % blockDim.x, (unsigned)i / blockDim.x, 0};
    getcontext(&fibers[i].context);
    fibers[i].context.uc_stack.ss_sp = stacks.data() + i * STACK;
    fibers[i].context.uc_stack.ss_size = STACK;
    fibers[i].context.uc_link = &scheduler;
    makecontext(&fibers[i].context, fiber_main, 0);
  }
  while (true) {
    size_t done = 0;
    for (unsigned i : order) {
      current = &fibers[i];
      threadIdx = current->thread;
      swapcontext(&scheduler, &current->context);
      done += current->done ? 1 : 0;
    }
    current = nullptr;
    if (done == fibers.size()) return FINE;
    if (done > 0) return DIVERGED;
  }
}

// Runs `kernel` for a whole grid. order 0: threads and blocks by number, 1: backwards, more: shuffled by that seed.
template <typename Kernel>
Outcome launch(Kernel kernel, bool cooperative, Index3 grid, Index3 block, unsigned order) {
  gridDim = grid;
  blockDim = block;
  unsigned threads = block.x * block.y;
  std::vector<unsigned> thread_order(threads), block_order(grid.x * grid.y * grid.z);
  for (auto* sequence : {&thread_order, &block_order}) {
    for (size_t i = 0; i < sequence->size(); i++) (*sequence)[i] = i;
    if (order == 1) std::reverse(sequence->begin(), sequence->end());
    if (order > 1) std::shuffle(sequence->begin(), sequence->end(), std::mt19937(order));
  }
  if (cooperative) {
    fibers.resize(threads);
    stacks.resize(threads * STACK);
  }
  body = [](void* argument) { (*static_cast<Kernel*>(argument))(); };
  body_argument = &kernel;
  unexpected = false;
  for (unsigned b : block_order) {
    blockIdx = {b % grid.x, b / grid.x % grid.y, b / grid.x / grid.y};
    if (cooperative) {
      Outcome outcome = run_block_as_fibers(thread_order);
      if (outcome != FINE) return outcome;
    } else {
      for (unsigned t : thread_order) {
        threadIdx = {t % block.x, t / block.x, 0};
        kernel();
      }
      if (unexpected) return UNEXPECTED_BARRIER;
    }
  }
  return FINE;
}

// Calls a kernel as the driver does: one pointer an argument. Unlike the driver it knows the types, and checks the sizes
// if it is told them.
template <typename... Arguments, size_t... I>
Outcome call(void (*kernel)(Arguments...), bool cooperative, Index3 grid, Index3 block, void** arguments,
             const int* sizes, int count, unsigned order, std::index_sequence<I...>) {
  if (sizes && count != (int)sizeof...(Arguments)) return WRONG_ARGUMENTS;
  if (sizes && !((sizes[I] == (int)sizeof(Arguments)) && ...)) return WRONG_ARGUMENTS;
  return launch([=] { kernel(*static_cast<Arguments*>(arguments[I])...); }, cooperative, grid, block, order);
}

template <typename... Arguments>
Outcome call(void (*kernel)(Arguments...), bool cooperative, Index3 grid, Index3 block, void** arguments,
             const int* sizes, int count, unsigned order) {
  return call(kernel, cooperative, grid, block, arguments, sizes, count, order,
              std::index_sequence_for<Arguments...>());
}

}  // namespace on_cpu
#pragma GCC visibility pop

static inline void __syncthreads() {
  on_cpu::Fiber* self = on_cpu::current;
  if (self == nullptr) {
    on_cpu::unexpected = true;
    return;
  }
  swapcontext(&self->context, &on_cpu::scheduler);
}
