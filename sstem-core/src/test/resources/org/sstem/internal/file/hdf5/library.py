"""Makes library.h5 beside this file: datasets as the HDF5 library writes them. Python 3 with numpy and h5py."""
import os

import h5py
import numpy as np

z, y, x = np.mgrid[0:5, 0:20, 0:30]
values = 7 * z + 13 * y + 29 * x
with h5py.File(os.path.join(os.path.dirname(os.path.abspath(__file__)), "library.h5"), "w") as file:
    raw = file.create_dataset("volumes/raw", data=(values % 256).astype("u1"), chunks=(2, 8, 8), compression="gzip")
    raw.attrs["resolution"] = np.array([40.0, 4.0, 4.0])
    labels = (np.uint64(2**63) + (z * y * x).astype("u8"))
    file.create_dataset("volumes/labels/neuron_ids", data=labels, chunks=(2, 8, 8), compression="gzip")
    file.create_dataset("lzf", data=values.astype(">u2"), chunks=(2, 7, 30), compression="lzf", shuffle=True)
    file.create_dataset("contiguous", data=values.astype(">f4"))
    sparse = file.create_dataset("sparse", shape=(5, 20, 30), dtype="u1", chunks=(1, 10, 15), fillvalue=9)
    sparse[1, :10, :15] = 3
