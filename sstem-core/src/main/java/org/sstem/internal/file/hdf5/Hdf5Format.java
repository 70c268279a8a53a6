package org.sstem.internal.file.hdf5;

import org.sstem.internal.file.FileAssembly;
import org.sstem.internal.file.LabelReader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.StackReader.ReadOption;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Datasets of HDF5 files. */
public final class Hdf5Format implements StackFormat {

    private static final Pattern NAME = Pattern.compile("(.*?\\.(?:h5|hdf5|hdf))(?::(.*))?", Pattern.CASE_INSENSITIVE);

    @Override
    public String described() {
        return "a dataset of an HDF5 file (file.h5:/path)";
    }

    @Override
    public Optional<StackPlace> named(String place) {
        Matcher name = NAME.matcher(place);
        if (StackPlace.hasScheme(place) || !name.matches()) {
            return Optional.empty();
        }
        // One spelling a dataset: with a slash in front, none behind.
        String inside = name.group(2) == null ? "" : "/" + name.group(2);
        return Optional.of(StackPlace.local(
                this, name.group(1), inside.replaceAll("/+", "/").replaceAll("/$", "")));
    }

    @Override
    public boolean isFolder() {
        return false;
    }

    @Override
    public SectionReader open(StackPlace place, Set<ReadOption> options) throws IOException {
        return Hdf5Stack.open(place.path(), place.inside());
    }

    @Override
    public LabelReader openLabels(StackPlace place) throws IOException {
        return Hdf5Labels.open(place.path(), place.inside());
    }

    @Override
    public void checkTarget(StackPlace target) {
        if (target.inside().isEmpty()) {
            throw new IllegalArgumentException(
                    "target " + target + " must name a dataset, as in " + target.path() + ":/volumes/raw");
        }
    }

    @Override
    public boolean keepsLabels() {
        return true;
    }

    @Override
    public void checkReplaced(StackPlace target) throws IOException {
        if (Files.isRegularFile(target.path())) {
            for (String dataset : Hdf5Dataset.datasets(target.path())) {
                if (!dataset.equals(target.inside())) {
                    throw new IOException(
                            target.path() + " cannot be replaced, because it holds something else too: " + dataset);
                }
            }
        }
    }

    @Override
    public StackAssembly assembly(StackPlace target, StackSidecar stack) {
        return new FileAssembly((empty, sections) -> Hdf5Stack.assemble(empty, target.inside(), stack, sections));
    }
}
