package org.sstem.internal.file.tiff;

import org.sstem.internal.file.FileAssembly;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.StackReader.ReadOption;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Multi-page TIFF files. */
public final class TiffFormat implements StackFormat {

    private static final Pattern NAME = Pattern.compile("(?i).*\\.tiff?");

    @Override
    public String described() {
        return "a multi-page TIFF file (.tif, .tiff)";
    }

    @Override
    public Optional<StackPlace> named(String place) {
        return NAME.matcher(place).matches() && !StackPlace.hasScheme(place)
                ? Optional.of(StackPlace.local(this, place, ""))
                : Optional.empty();
    }

    @Override
    public boolean isFolder() {
        return false;
    }

    @Override
    public SectionReader open(StackPlace place, Set<ReadOption> options) throws IOException {
        return TiffStack.open(place.path());
    }

    @Override
    public void checkTarget(StackPlace target) {
        // Every name with the ending will do.
    }

    @Override
    public StackAssembly assembly(StackPlace target, StackSidecar stack) {
        return new FileAssembly((empty, sections) -> TiffStack.assemble(empty, stack, sections));
    }
}
