#!/usr/bin/env bash
# Checks and times the kernels on the NVIDIA device of this machine, from a folder that device-pack.sh made. Needs
# Linux x86_64 and the driver; uses compute-sanitizer, nvcc and ncu where they are. Two to three minutes on an H100.
#
#   bash FOLDER/run.sh [RESULTS]
#
# Prints a summary and leaves everything else in RESULTS (a new temporary folder by default). Exit code 0: all that
# could be checked is fine. SIZES are the widths of the sections that are timed (default "1024 4096"), PROFILE is a
# regular expression of the kernels that are profiled (default: all).
set -uo pipefail
folder="$(cd "$(dirname "$0")" && pwd)"
results="${1:-$(mktemp -d)}"
mkdir -p "$results"
results="$(cd "$results" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
tar -C "$work" -xzf "$folder/device.tar.gz" || exit 2
cd "$work" || exit 2
read -ra sizes <<<"${SIZES:-1024 4096}"
heap="$((sizes[-1] * sizes[-1] * 4 * 60 / 1048576 + 1024))m" # one tensor of 51 taps for the largest section, and more
path="cuda/classes:cuda/test-classes:core/classes:core/test-classes:$(echo lib/*.jar | tr ' ' ':')"
java=(java/bin/java -Djava.awt.headless=true --add-modules jdk.incubator.vector)
failed=0
modules="warp fuse sepconv stencil register bands section sheet"

# Runs a step for at most so many seconds, its output in a file, and says how it went.
step() {
  local name="$1" seconds="$2" start=$SECONDS code
  shift 2
  timeout --kill-after=5 "$seconds" "$@" >"$results/$name.log" 2>&1
  code=$?
  if [ $code = 0 ]; then
    echo "== $name: fine, $((SECONDS - start)) s"
  else
    echo "== $name: FAILED, exit code $code, $((SECONDS - start)) s"
    tail -n 15 "$results/$name.log" | cut -c 1-300
    failed=1
  fi
  return $code
}

present() {
  command -v "$1" >/dev/null || { echo "== $1 is not on this machine: left out"; return 1; }
}

nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm,clocks.max.mem,power.limit --format=csv,noheader
echo "$(uname -sm), $(nproc) processors"

step contract 90 "${java[@]}" -Xmx4g -cp "$path" org.junit.platform.console.ConsoleLauncher execute \
  --disable-banner --details=tree --disable-ansi-colors --fail-if-no-tests \
  -c org.sstem.cuda.internal.KernelsOnDeviceTest -c org.sstem.cuda.internal.DeviceOnDeviceTest \
  -c org.sstem.cuda.internal.InterpolationOnDeviceTest
grep -hE '[1-9][0-9]* tests (successful|failed|skipped|aborted)' "$results/contract.log"

# The checkers of memory, barriers, initialisation and races; the kernels are small, so they are fast here.
if present compute-sanitizer; then
  for tool in memcheck racecheck synccheck initcheck; do
    step "$tool" 60 compute-sanitizer --tool "$tool" --error-exitcode 9 --target-processes all \
      "${java[@]}" -Xmx1g -cp "$path" org.sstem.cuda.internal.EveryKernel
    grep -hE 'SUMMARY|agrees' "$results/$tool.log"
  done
fi

(while sleep 0.5; do
  nvidia-smi --query-gpu=clocks.sm,clocks.mem,power.draw,temperature.gpu --format=csv,noheader
done) >"$results/clocks.log" 2>&1 &
clocks=$!
step times 90 "${java[@]}" "-Xmx$heap" -cp "$path" org.sstem.cuda.internal.KernelTimes "${sizes[@]}" && cat "$results/times.log"
step stages 30 "${java[@]}" -Xmx4g -cp "$path" org.sstem.cuda.internal.StageTimes && cat "$results/stages.log"
# A missing section as a whole, on the device and on the processors beside it.
step sections 60 "${java[@]}" -Xmx8g -cp "$path" org.sstem.cuda.internal.SectionTimes 4096 16384 && cat "$results/sections.log"
step stack 40 "${java[@]}" -Xmx4g -cp "$path" org.sstem.cuda.internal.StackTimes "${sizes[-1]}" && cat "$results/stack.log"

# Other builds of some kernels, to choose between: FOLDER/variants/NAME/MODULE.ptx.
for variant in "$folder"/variants/*/; do
  [ -d "$variant" ] || continue
  name="$(basename "$variant")"
  mkdir -p "variants/$name/org/sstem"
  cp -r "$variant" "variants/$name/org/sstem/cuda/internal"
  step "variant-$name" 60 "${java[@]}" -Xmx2g -cp "variants/$name:$path" org.sstem.cuda.internal.EveryKernel &&
    step "variant-$name-times" 60 "${java[@]}" "-Donly=$(cd "$variant" && ls | sed 's/.ptx//' | paste -sd '|')" \
      "-Xmx$heap" -cp "variants/$name:$path" org.sstem.cuda.internal.KernelTimes "${sizes[0]}" &&
    grep -hv -e WARNING -e loaded -e multiprocessors "$results/variant-$name-times.log"
done

# The same kernels compiled by the toolkit here for the device's own architecture: what the shipped PTX gives away.
if present nvcc; then
  architecture="$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null | head -n 1 | tr -d .)"
  mkdir -p native/org/sstem/cuda/internal
  # shellcheck disable=SC2016
  step nvcc 60 bash -ec 'for module in $2; do
      case "$module" in stencil | register | bands | section | sheet) contract=false ;; *) contract=true ;; esac
      nvcc -arch="compute_$1" -O3 -fmad=$contract -ptx "cuda/classes/org/sstem/cuda/internal/$module.cu" -o "native/org/sstem/cuda/internal/$module.ptx" &
    done; wait' - "${architecture:-75}" "$modules" &&
    step times-native 60 "${java[@]}" "-Xmx$heap" -cp "native:$path" org.sstem.cuda.internal.KernelTimes "${sizes[0]}" &&
    cat "$results/times-native.log"
fi
kill "$clocks" 2>/dev/null

if present cuobjdump && present ptxas; then
  for module in $modules; do
    ptxas -arch="sm_${architecture:-75}" "cuda/classes/org/sstem/cuda/internal/$module.ptx" -o "$module.cubin" &&
      cuobjdump -sass "$module.cubin"
  done >"$results/machine-code.log" 2>&1
fi

if present ncu; then
  step profile 75 ncu --clock-control none --set detailed --section WarpStateStats --section SchedulerStats \
    --target-processes all "${java[@]}" -Donce=true "-Donly=${PROFILE:-.}" -Xmx2g -cp "$path" org.sstem.cuda.internal.KernelTimes 1024
fi
echo "== details are in $results"
exit $failed
