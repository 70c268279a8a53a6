#!/bin/sh
# Makes the networks again that come with the library, bit by bit on the same kind of processor:
#   sh sstem-net/bundled-networks.sh examples/target/sstem.jar FOLDER
# What was made so far stays if it is interrupted; the same command goes on with it.
set -e
[ $# -eq 2 ] || { echo "usage: $0 sstem.jar FOLDER" >&2; exit 2; }
sstem="java -Xmx3g -jar $1"
mkdir -p "$2"
[ -d "$2/tissue" ] || $sstem phantom "$2/tissue" --size 1024x1024x14 --seed 11
[ -f "$2/fold-fusion.zip" ] || $sstem train --data "$2/tissue" --module fusion --nature natural \
  --steps 800 --validate 200 --pool 32 --seed 2 --threads 1 --resume \
  --licence "none: synthetic tissue" -o "$2/fold-fusion.zip"
sha256sum "$2"/*.zip
