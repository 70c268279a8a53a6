#!/bin/sh
# Makes the networks that come along again, from synthetic tissue alone: sstem-net/bundled.sh OUT, in the root of a checkout
# that was built. The same bytes where the same libraries run on a processor with the same instructions (here: AVX-512).
set -eu
out=$1
sstem() {
    java -Xmx5g -XX:ActiveProcessorCount=1 -jar examples/target/sstem.jar "$@"
}
sstem phantom "$out/tissue" --size 1024x1024x16 --seed 11
sstem train --data "$out/tissue" --module fusion --nature both --steps 2400 --validate 200 --pool 96 --seed 1 \
    --threads 1 --licence "synthetic tissue" -o "$out/fold-fusion.zip"
