/*
 * Makes stores of Zarr 3 with other people's software: zarrita 0.7.5 from npm.
 *
 * Every array holds, at (z, y, x), the value (7 z + 3 y + x) mod 251, times 257 where it has 16 bits, divided by 8 where it
 * is float. Run it in an empty folder with node_modules; the stores appear in ./stores.
 * zarr3.zip beside this file is them: (cd stores && zip -X -r ../zarr3.zip .)
 */
import * as zarr from "zarrita";
import fs from "node:fs";
import path from "node:path";

const [Z, Y, X] = [5, 13, 17];

class Folder {
  constructor(root) { this.root = root; }
  async get(key) {
    const file = path.join(this.root, key);
    return fs.existsSync(file) ? new Uint8Array(fs.readFileSync(file)) : undefined;
  }
  async set(key, value) {
    const file = path.join(this.root, key);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, value);
  }
}

const arrays = { uint8: Uint8Array, int8: Int8Array, uint16: Uint16Array, uint32: Uint32Array, float32: Float32Array };

function value(type, z, y, x) {
  const v = (7 * z + 3 * y + x) % 251;
  if (type === "uint16") return v * 257;
  if (type === "float32") return v / 8;
  return v;
}

async function make(name, type, more = {}) {
  const root = zarr.root(new Folder(path.join("stores", name + ".zarr")));
  const array = await zarr.create(root, {
    shape: [Z, Y, X], chunkShape: [3, 8, 9], dtype: type, dimensionNames: ["z", "y", "x"], fillValue: 0, ...more,
  });
  const data = new arrays[type](Z * Y * X);
  let i = 0;
  for (let z = 0; z < Z; z++) for (let y = 0; y < Y; y++) for (let x = 0; x < X; x++) data[i++] = value(type, z, y, x);
  await zarr.set(array, null, { data, shape: [Z, Y, X], stride: [Y * X, X, 1] });
}

// zarrita itself only unpacks gzip; the codec that packs is numcodecs's.
zarr.registry.set("gzip", async () => (await import("numcodecs/gzip")).default);
const little = { name: "bytes", configuration: { endian: "little" } };
const big = { name: "bytes", configuration: { endian: "big" } };
for (const type of Object.keys(arrays)) await make("type-" + type, type, { codecs: [little] });
await make("big", "uint16", { codecs: [big] });
await make("gzip", "uint16", { codecs: [little, { name: "gzip", configuration: { level: 5 } }] });
await make("zstd", "uint16", { codecs: [little, { name: "zstd", configuration: { level: 3, checksum: false } }] });
await make("blosc", "uint16", { codecs: [little, { name: "blosc", configuration: { cname: "lz4", clevel: 5, shuffle: "shuffle", typesize: 2, blocksize: 0 } }] });
await make("transpose", "uint16", { codecs: [{ name: "transpose", configuration: { order: [2, 0, 1] } }, little] });
await make("keys-v2", "uint8", { codecs: [little], chunkSeparator: "." });
