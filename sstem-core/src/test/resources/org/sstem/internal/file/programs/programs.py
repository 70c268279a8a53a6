"""Makes the TIFF and HDF5 files beside it with tifffile, libtiff's tiffcp and h5py: 5 sections of 31 x 19 pixels,
grey value (7 z + 13 y + 29 x) mod 256 (8 bit), times 257 (16 bit), divided by 16 (float). Run with Debian's Python:
python3 programs.py FOLDER. Needs python3-tifffile, python3-h5py, libtiff-tools."""
import os, subprocess, sys
import h5py, numpy as np, tifffile

O = sys.argv[1] + '/'
z, y, x = np.mgrid[:5, :19, :31]
grey = ((7 * z + 13 * y + 29 * x) % 256).astype('u1')
g16 = (grey.astype('u2') * 257)
f32 = (grey / 16).astype('f4')
put = lambda n, a, **k: tifffile.imwrite(O + n, a, photometric='minisblack', **k)


def cp(options, source, target):
    subprocess.run(['tiffcp', *options, O + source, O + target], check=True)


put('plain8.tif', grey, metadata=None)
put('plain16.tif', g16, metadata=None)
put('float.tif', f32, metadata=None)
cp(['-c', 'lzw:2'], 'plain16.tif', 'lzw-predictor2-16.tif')
cp(['-c', 'lzw:2'], 'plain8.tif', 'lzw-predictor2-8.tif')
cp(['-c', 'zip:3'], 'float.tif', 'zip-predictor3-float.tif')
cp(['-c', 'zip:2', '-t', '-w', '16', '-l', '16'], 'plain16.tif', 'tiled-zip-predictor2-16.tif')
cp(['-8', '-c', 'lzw:2', '-t', '-w', '32', '-l', '16'], 'plain16.tif', 'big-tiled-lzw-16.tif')
cp(['-B', '-c', 'packbits', '-r', '3'], 'plain8.tif', 'big-endian-packbits-8.tif')
cp(['-c', 'zip', '-B'], 'float.tif', 'big-endian-zip-float.tif')
cp(['-f', 'lsb2msb', '-c', 'lzw'], 'plain8.tif', 'fill-order-2.tif')
cp(['-c', 'zstd'], 'plain8.tif', 'zstd.tif')
cp(['-c', 'lzma'], 'plain8.tif', 'lzma.tif')
cp(['-c', 'jpeg:95', '-r', '16'], 'plain8.tif', 'jpeg-8.tif')
with tifffile.TiffWriter(O + 'thumbnails.tif') as t:
    for s in grey:
        t.write(s, photometric='minisblack', compression='deflate', metadata=None)
        t.write(np.ascontiguousarray(s[::4, ::4]), photometric='minisblack', compression='deflate', subfiletype=1,
                metadata=None)
with tifffile.TiffWriter(O + 'pyramid.ome.tif', ome=True) as t:
    t.write(grey, photometric='minisblack', compression='zlib', subifds=1, tile=(16, 16),
            metadata={'axes': 'ZYX', 'PhysicalSizeX': 4, 'PhysicalSizeXUnit': 'nm', 'PhysicalSizeY': .005,
                      'PhysicalSizeYUnit': '\u00b5m', 'PhysicalSizeZ': .05})
    t.write(np.ascontiguousarray(grey[:, ::2, ::2]), photometric='minisblack', compression='zlib', subfiletype=1,
            tile=(16, 16))
put('shaped.tif', grey, truncate=True)
put('channels-imagej.tif', np.ascontiguousarray(np.stack([grey, 255 - grey], 1)), imagej=True, metadata={'axes': 'ZCYX'})
put('film-imagej.tif', grey, imagej=True, metadata={'axes': 'TYX'})
put('units-imagej.tif', grey, imagej=True, resolution=(250, 200), metadata={'unit': 'um', 'zunit': 'nm', 'yunit': 'um',
                                                                           'spacing': 45.0, 'axes': 'ZYX'})
put('turned.tif', grey, metadata=None, extratags=[(274, 'H', 1, 6, True)])
os.remove(O + 'float.tif'), os.remove(O + 'plain16.tif')
with h5py.File(O + 'other.h5', 'w') as h:
    h['x'] = grey
with h5py.File(O + 'links.h5', 'w') as h:
    h['raw'] = grey
    h['raw'].attrs['element_size_um'] = [.05, .004, .005]
    layout = h5py.VirtualLayout(grey.shape, 'u1')
    layout[:] = h5py.VirtualSource('other.h5', 'x', shape=grey.shape)
    h.create_virtual_dataset('virtual', layout)
    h['soft'] = h5py.SoftLink('/raw')
    h['group/deep'] = h5py.SoftLink('/soft')
    h['external'] = h5py.ExternalLink('other.h5', '/x')
    h['dead'] = h5py.SoftLink('/nowhere')
    h['circle'] = h5py.SoftLink('/circle')
with h5py.File(O + 'links-latest.h5', 'w', libver='latest') as h:
    h['raw'] = grey
    h['soft'] = h5py.SoftLink('raw')
    h['external'] = h5py.ExternalLink('other.h5', 'x')
    for i in range(20):
        h[f'many/{i}'] = h5py.SoftLink('/raw')
