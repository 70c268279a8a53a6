#!/usr/bin/env bash
# Packs what the checks on a device need into a folder, for a machine with a device but without Java, Maven or network:
# a small Java runtime, the tests, the kernels and their sources. Linux x86_64, JDK 17 or later with jlink.
#
#   sstem-cuda/device-pack.sh FOLDER     here; makes FOLDER/device.tar.gz and FOLDER/run.sh
#   bash FOLDER/run.sh [RESULTS]         there
set -euo pipefail
module="$(cd "$(dirname "$0")" && pwd)"
root="$(dirname "$module")"
mkdir -p "${1:?usage: device-pack.sh FOLDER}"
folder="$(cd "$1" && pwd)"
maven="${MAVEN:-$root/mvnw}"
stage="$(mktemp -d)"
trap 'rm -rf "$stage"' EXIT
dependency=org.apache.maven.plugins:maven-dependency-plugin:3.8.1
junit="$(sed -n 's:.*<junit.version>5\.\(.*\)</junit.version>.*:1.\1:p' "$root/pom.xml")"

cd "$root"
"$maven" -q -pl sstem-cuda -am -Djacoco.skip test-compile "$dependency:copy-dependencies" \
  -DoutputDirectory="$stage/lib" -DexcludeGroupIds=org.sstem -Dmdep.prependGroupId=false \
  -DincludeArtifactIds=imglib2,slf4j-api,slf4j-simple,assertj-core,jcuda,jcuda-natives,jna
"$maven" -q "$dependency:copy" -DoutputDirectory="$stage/lib" \
  -Dartifact="org.junit.platform:junit-platform-console-standalone:$junit"
for part in core cuda; do
  mkdir -p "$stage/$part"
  cp -r "sstem-$part/target/classes" "sstem-$part/target/test-classes" "$stage/$part/"
done
# The test classes of the core hold more than the kernels' contract and tissue to interpolate.
find "$stage/core/test-classes/org/sstem" -mindepth 1 -maxdepth 1 ! -name internal -exec rm -r {} +
find "$stage/core/test-classes/org/sstem/internal" -mindepth 1 -maxdepth 1 ! -name kernel ! -name registration -exec rm -r {} +
jlink="${JAVA_HOME:+$JAVA_HOME/bin/}jlink"
"$jlink" --compress=2 --strip-debug --no-header-files --no-man-pages --output "$stage/java" --add-modules \
  java.base,java.instrument,java.logging,java.management,java.xml,jdk.incubator.vector,jdk.unsupported
tar -C "$stage" -czf "$folder/device.tar.gz" java lib core cuda
cp "$module/device-run.sh" "$folder/run.sh"
du -h "$folder/device.tar.gz"
