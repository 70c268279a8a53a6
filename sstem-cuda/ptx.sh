#!/usr/bin/env bash
# Compiles every .cu of this module to the PTX committed beside it. Needs nvcc 13.0 (any 13.x or 12.x builds, but other
# bytes come out). Usage: sstem-cuda/ptx.sh [TARGET_DIRECTORY]
set -euo pipefail
source="$(cd "$(dirname "$0")" && pwd)/src/main/resources/org/sstem/cuda/internal"
target="${1:-$source}"
cd "$source"
for cu in *.cu; do
  name="${cu%.cu}"
  # Missing sections are made and sheets unfolded with the CPU's bits: a product and a sum are rounded apart.
  case "$name" in stencil | register | bands | section | sheet) contract=false ;; *) contract=true ;; esac
  # compute_75 is the oldest target nvcc 13 knows; the driver compiles PTX for its own device, so one target does.
  nvcc -arch=compute_75 -O3 -fmad=$contract -ptx "$cu" -o "$target/$name.ptx.raw"
  # nvcc 13 marks its output as ISA 9.0, which asks for a CUDA 13 driver. The kernels use nothing newer than 7.8, the
  # ISA of CUDA 11.8. The hash ties the PTX to its source where there is no nvcc.
  {
    echo "// Compiled from $cu, sha256 $(sha256sum "$cu" | cut -d' ' -f1), by ptx.sh. Do not edit."
    sed 's/^\.version .*/.version 7.8/' "$target/$name.ptx.raw"
  } >"$target/$name.ptx"
  rm "$target/$name.ptx.raw"
done
