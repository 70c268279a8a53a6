package org.sstem.cli;

/** How stacks are named on the command line, for the help texts. */
final class StackNames {

    static final String IN = "A directory of PNG or TIFF sections, a multi-page TIFF, or file.h5:/path/to/dataset.";
    static final String OUT =
            "What to write: a directory (PNG; TIFF for floats), file.tif, or file.h5:/path/to/dataset.";

    private StackNames() {}
}
