"""Makes the stores beside this file with other people's software: Debian's python3-zarr (2.13) and python3-numcodecs.

Every array holds, at (z, y, x), the value (7 z + 3 y + x) mod 251, times 257 where it has 16 bits, divided by 8 where it is
float, plus 2**40 where it has 64 bits. Run it in an empty folder; the stores appear in it, and all of them in stores.zip.
"""
import itertools
import numcodecs
import numpy as np
import os
import zarr
import zipfile

Z, Y, X = 5, 13, 17
CHUNKS = (3, 8, 9)


def values(dtype, shape=(Z, Y, X)):
    z, y, x = np.meshgrid(*(np.arange(n) for n in shape), indexing="ij")
    v = (7 * z + 3 * y + x) % 251
    kind = np.dtype(dtype)
    if kind.itemsize == 2:
        v = v * 257
    if kind.kind == "f":
        v = v / 8
    if kind.itemsize == 8:
        v = v + 2**40
    return v.astype(dtype)


def codecs():
    yield "none", None
    yield "zlib", numcodecs.Zlib(3)
    yield "gzip", numcodecs.GZip(3)
    yield "zstd", numcodecs.Zstd(3)
    yield "lz4", numcodecs.LZ4()
    for name, shuffle in itertools.product(["lz4", "zstd", "zlib", "blosclz", "lz4hc"], [0, 1, 2]):
        yield f"blosc-{name}-{shuffle}", numcodecs.Blosc(name, 5, shuffle)


def array(path, data, **more):
    options = dict(chunks=CHUNKS, compressor=None)
    options.update(more)
    out = zarr.open_array(path, mode="w", shape=data.shape, dtype=data.dtype, **options)
    out[...] = data
    return out


for name, codec in codecs():
    array(f"codec-{name}.zarr", values("<u2"), compressor=codec)
for dtype in ["|u1", "<u2", ">u2", "<f4", ">f4", "<u4", ">u4", "<u8", "<i8", "|i1"]:
    array(f"type-{dtype.strip('|').replace('<', 'little-').replace('>', 'big-')}.zarr", values(dtype))
array("order-f.zarr", values("<u2"), order="F")
array("separator.zarr", values("|u1"), dimension_separator="/")
array("fill.zarr", values("|u1"), fill_value=7)
os.remove("fill.zarr/1.1.1")
array("zeros.zarr", np.zeros((Z, Y, X), "u1"), fill_value=9)
array("cut.zarr", values("|u1"), compressor=numcodecs.Zlib(3))
with open("cut.zarr/1.1.1", "r+b") as chunk:
    chunk.truncate(os.path.getsize("cut.zarr/1.1.1") // 2)

group = zarr.open_group("pyramid.ome.zarr", mode="w")
data = values("|u1")
five = data[np.newaxis, np.newaxis]
for level, step in enumerate([1, 2]):
    a = group.create_dataset(str(level), data=five[:, :, :, ::step, ::step], chunks=(1, 1, 3, 8, 9), compressor=numcodecs.Blosc(), dimension_separator="/")
group.attrs["multiscales"] = [{
    "version": "0.4",
    "axes": [{"name": "t", "type": "time", "unit": "second"}, {"name": "c", "type": "channel"}]
            + [{"name": n, "type": "space", "unit": "micrometer"} for n in "zyx"],
    "datasets": [{"path": str(level), "coordinateTransformations": [{"type": "scale", "scale": [1, 1, 0.0475, 0.004 * step, 0.0046 * step]}]}
                 for level, step in enumerate([1, 2])],
}]
group = zarr.open_group("xyz.zarr", mode="w")
a = group.create_dataset("raw", data=values("|u1").transpose(), chunks=(9, 8, 3), compressor=None)
a.attrs["_ARRAY_DIMENSIONS"] = ["x", "y", "z"]
a.attrs["resolution"] = [40, 4, 4]

# N5 by the same program; its arrays are (z, y, x) here and [x, y, z] in the files.
for name, codec in [("none", None), ("gzip", numcodecs.GZip(3)), ("zlib", numcodecs.Zlib(3)), ("blosc", numcodecs.Blosc()), ("bzip2", numcodecs.BZ2(3))]:
    root = zarr.group(zarr.N5Store(f"codec-{name}.n5"), overwrite=True)
    root.create_dataset("raw", data=values("<u2"), chunks=CHUNKS, compressor=codec)
root = zarr.group(zarr.N5Store("types.n5"), overwrite=True)
for dtype in ["|u1", "<u2", "<f4", "<u4", "<u8", "|i1"]:
    root.create_dataset(dtype[1:], data=values(dtype), chunks=CHUNKS, compressor=numcodecs.GZip(3))
root["u1"].attrs["pixelResolution"] = {"unit": "um", "dimensions": [0.0046, 0.004, 0.0475]}
os.remove("types.n5/u1/1/1/1")
with open("types.n5/u2/1/1/1", "r+b") as block:
    block.truncate(os.path.getsize("types.n5/u2/1/1/1") - 9)

with zipfile.ZipFile("stores.zip", "w", zipfile.ZIP_DEFLATED) as out:
    for folder, _, files in sorted(os.walk(".")):
        for name in sorted(files):
            if name != "stores.zip":
                out.write(os.path.join(folder, name))
