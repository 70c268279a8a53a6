package org.sstem.internal.file.directory;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.PngCodec;
import org.sstem.internal.file.SectionCodec;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.internal.file.tiff.TiffCodec;
import org.sstem.internal.output.WholeFolder;
import org.sstem.stack.StackReader.ReadOption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Directories of sections: what every name means that means nothing else. */
public final class DirectoryFormat implements StackFormat {

    /** Endings of files that are none of a stack: a letter and one to three others behind the dot, but no version. */
    private static final Pattern FILE = Pattern.compile("(?i).+\\.(?!v[0-9]+$)[a-z][a-z0-9]{1,3}|-");

    @Override
    public String described() {
        return "a directory of PNG or TIFF sections";
    }

    @Override
    public int rank() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Optional<StackPlace> named(String place) {
        return StackPlace.hasScheme(place) ? Optional.empty() : Optional.of(StackPlace.local(this, place, ""));
    }

    @Override
    public boolean isFolder() {
        return true;
    }

    @Override
    public boolean recognises(Path directory) {
        return true;
    }

    @Override
    public boolean namesSections() {
        return true;
    }

    @Override
    public SectionReader open(StackPlace place, Set<ReadOption> options) throws IOException {
        if (!Files.isDirectory(place.path())) {
            throw new IOException(place + " is no stack: a stack is " + StackPlace.known());
        }
        return SectionDirectory.open(place.path(), options.contains(ReadOption.GAPS_ARE_MISSING));
    }

    @Override
    public void checkTarget(StackPlace target) {
        Path name = target.path().toAbsolutePath().normalize().getFileName();
        if (name == null || FILE.matcher(name.toString()).matches()) {
            throw new IllegalArgumentException(
                    "target " + target + " must be " + StackPlace.known() + "; nothing else is written");
        }
    }

    @Override
    public StackAssembly assembly(StackPlace target, StackSidecar stack) {
        SectionCodec codec = stack.section().type() == PixelType.FLOAT32 ? new TiffCodec() : new PngCodec();
        return new StackAssembly() {
            @Override
            public SectionCodec codec() {
                return codec;
            }

            @Override
            public void commit(WholeFolder folder, List<Path> sections) throws IOException {
                folder.commit();
            }
        };
    }
}
