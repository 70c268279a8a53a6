package org.sstem.cli.internal.option;

/** How stacks are named on the command line, for the help texts. */
public final class StackNames {

    public static final String IN =
            "A directory of PNG or TIFF sections, a multi-page TIFF, file.h5:/path/to/dataset, or a store (volume.zarr, volume.n5, volume.precomputed).";
    public static final String OUT =
            "What to write: a directory (PNG; TIFF for floats), file.tif, file.h5:/path/to/dataset, or a store (volume.zarr, volume.n5, volume.precomputed).";

    private StackNames() {}
}
