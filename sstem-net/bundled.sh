#!/bin/sh
# Makes the networks that come along again, from synthetic tissue alone: sstem-net/bundled.sh OUT, in the root of a checkout
# that was built. The same bytes where the same libraries run on a processor with the same instructions (here: AVX-512).
set -eu
out=$1
sstem() {
    java -Xmx6g -XX:ActiveProcessorCount=1 -jar examples/target/sstem.jar "$@"
}
sstem phantom "$out/tissue" --size 1024x1024x16 --seed 11
sstem train --data "$out/tissue" --module fusion --nature both --steps 2400 --validate 200 --pool 96 --seed 1 \
    --threads 1 --licence "synthetic tissue" -o "$out/fold-fusion.zip"

thin=""
seed=21
for voxel in 4x4x30 4.6x4.6x40 4x4x25 4.6x4.6x35 4x4x30 4.6x4.6x45 4x4x28 4.6x4.6x36; do
    sstem phantom "$out/thin-$seed" --size 768x768x12 --voxel $voxel --seed $seed
    thin="$thin --data $out/thin-$seed"
    seed=$((seed + 1))
done
varied=""
seed=31
for look in 4x4x30:0.5 4.6x4.6x45:1.5 4x4x22:0.4 4x4x50:1.3 5x5x30:0.7 4.6x4.6x38:1.6 4x4x26:0.5 4.6x4.6x50:1.4 3.6x3.6x35:1 5x5x40:0.6; do
    sstem phantom "$out/varied-$seed" --size 768x768x12 --voxel "${look%:*}" --noise "${look#*:}" --seed $seed
    varied="$varied --data $out/varied-$seed"
    seed=$((seed + 1))
done
# Moves first, then what the images tell as well, four times, in the end of other tissue and of all.
motion() {
    sstem train --module motion "$@" --hold-out 0.25 --patience 0 --threads 1 --licence "synthetic tissue"
}
# shellcheck disable=SC2086 # several options
{
    motion $thin --steps 3000 --seed 1 -o "$out/moves.zip"
    motion $thin --start "$out/moves.zip" --rate 4e-4 --steps 2000 --seed 2 -o "$out/likeness.zip"
    motion $thin --start "$out/likeness.zip" --rate 4e-4 --steps 2200 --seed 3 -o "$out/more.zip"
    motion $varied --start "$out/more.zip" --rate 8e-4 --steps 2200 --seed 4 -o "$out/other.zip"
    motion $thin $varied --start "$out/other.zip" --rate 6e-4 --steps 1000 --seed 5 -o "$out/motion.zip"
}
