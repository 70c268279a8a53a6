"""Makes the stores beside this file with other people's software: tensorstore 0.1.85.

Every array holds, at (z, y, x), the value (7 z + 3 y + x) mod 251, times 257 where it has 16 bits, divided by 8 where it is
float, plus 2**40 where it has 64 bits; pictures are smooth, and jpeg.json is what tensorstore itself reads of the one that
loses something, x fastest. Run it in an empty folder; the stores appear in it, and all of them in stores.zip.
"""
import itertools
import json
import numpy as np
import os
import tensorstore as ts
import zipfile

Z, Y, X = 5, 13, 17


def values(dtype):
    z, y, x = np.meshgrid(*(np.arange(n) for n in (Z, Y, X)), indexing="ij")
    v = (7 * z + 3 * y + x) % 251
    kind = np.dtype(dtype)
    if kind.itemsize == 2:
        v = v * 257
    if kind.kind == "f":
        v = v / 8
    if kind.itemsize == 8:
        v = v + 2**40
    return v.astype(dtype)


def write(spec, data):
    ts.open({**spec, "create": True, "delete_existing": True}).result().write(data).result()


def precomputed(name, dtype="uint8", encoding="raw", sharding=None, **more):
    scale = dict(size=[X, Y, Z], chunk_size=[2, 4, 3], encoding=encoding, resolution=[4, 4.6, 47.5],
                 voxel_offset=[100, 0, 7], **more)
    if sharding:
        scale["sharding"] = {"@type": "neuroglancer_uint64_sharded_v1", **sharding}
    spec = dict(driver="neuroglancer_precomputed", kvstore=f"file://{os.getcwd()}/{name}.precomputed/",
                multiscale_metadata=dict(type="image", data_type=dtype, num_channels=1), scale_metadata=scale)
    write(spec, values(dtype).transpose(2, 1, 0)[..., None])
    return spec


for dtype in ["uint8", "uint16", "float32", "uint32", "uint64"]:
    precomputed(f"type-{dtype}", dtype)
for i, (hash_, index, data) in enumerate(itertools.product(["identity", "murmurhash3_x86_128"], ["raw", "gzip"], ["raw", "gzip"])):
    precomputed(f"shards-{hash_}-{index}-{data}", "uint16", sharding=dict(
        hash=hash_, preshift_bits=i % 3, minishard_bits=i % 4, shard_bits=[0, 1, 2, 5][i // 2], minishard_index_encoding=index,
        data_encoding=data))
precomputed("shards-jpeg", encoding="jpeg", jpeg_quality=95, sharding=dict(
    hash="identity", preshift_bits=0, minishard_bits=1, shard_bits=1, minishard_index_encoding="gzip", data_encoding="raw"))
jpeg = precomputed("jpeg", encoding="jpeg", jpeg_quality=95)
seen = ts.open(jpeg).result()[..., 0].read().result().transpose(2, 1, 0)
with open("jpeg.json", "w") as file:
    json.dump(seen.ravel().tolist(), file)
precomputed("png-uint8", encoding="png")
precomputed("png-uint16", "uint16", encoding="png")
precomputed("compressed-segmentation", "uint64", encoding="compressed_segmentation",
            compressed_segmentation_block_size=[8, 8, 8])

BYTES = {"name": "bytes", "configuration": {"endian": "little"}}
CRC = {"name": "crc32c"}
PACKED = {
    "none": [],
    "gzip": [{"name": "gzip", "configuration": {"level": 5}}],
    "zstd": [{"name": "zstd", "configuration": {"level": 3}}, CRC],
    "blosc": [{"name": "blosc", "configuration": {
        "cname": "lz4", "clevel": 5, "shuffle": "shuffle", "typesize": 2, "blocksize": 0}}],
}
for (name, packed), location in itertools.product(PACKED.items(), ["start", "end"]):
    sharding = {"name": "sharding_indexed", "configuration": {
        "chunk_shape": [3, 4, 5], "codecs": [BYTES] + packed, "index_codecs": [BYTES, CRC], "index_location": location}}
    write(dict(driver="zarr3", kvstore=f"file://{os.getcwd()}/shards-{name}-{location}.zarr/", metadata=dict(
        shape=[Z, Y, X], data_type="uint16", codecs=[sharding],
        chunk_grid={"name": "regular", "configuration": {"chunk_shape": [3, 8, 10]}})), values("uint16"))
transposed = {"name": "sharding_indexed", "configuration": {
    "chunk_shape": [3, 4, 5], "codecs": [{"name": "transpose", "configuration": {"order": [2, 0, 1]}}, BYTES],
    "index_codecs": [BYTES, CRC]}}
write(dict(driver="zarr3", kvstore=f"file://{os.getcwd()}/shards-transpose-end.zarr/", metadata=dict(
    shape=[Z, Y, X], data_type="uint16", codecs=[transposed],
    chunk_grid={"name": "regular", "configuration": {"chunk_shape": [6, 12, 10]}})), values("uint16"))

for name, packed in {
    "raw": {"type": "raw"}, "gzip": {"type": "gzip", "useZlib": False, "level": 5},
    "zlib": {"type": "gzip", "useZlib": True, "level": 5}, "zstd": {"type": "zstd", "level": 3},
    "blosc": {"type": "blosc", "cname": "zstd", "clevel": 5, "shuffle": 1}, "xz": {"type": "xz", "preset": 3},
}.items():
    write(dict(driver="n5", kvstore=f"file://{os.getcwd()}/codec-{name}.n5/raw/", metadata=dict(
        dimensions=[X, Y, Z], blockSize=[9, 8, 3], dataType="uint16", compression=packed,
        axes=["x", "y", "z"], resolution=[4, 4.6, 47.5], units=["nm", "nm", "nm"])), values("uint16").transpose(2, 1, 0))

with zipfile.ZipFile("stores.zip", "w", zipfile.ZIP_DEFLATED) as out:
    for folder, _, files in sorted(os.walk(".")):
        for file in sorted(files):
            path = os.path.relpath(os.path.join(folder, file), ".")
            if path != "stores.zip":
                out.write(path)
