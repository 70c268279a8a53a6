package org.sstem.store.internal.zarr;

import org.sstem.internal.file.LabelReader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.StackReader.ReadOption;
import org.sstem.store.internal.chunk.StoredSections;
import org.sstem.store.internal.place.FolderStore;
import org.sstem.store.internal.place.StoreName;
import org.sstem.store.internal.write.StoreAssembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Zarr stores. Written is version 2 with OME-NGFF 0.4, which all programs read, and under a name that begins with
 * {@code zarr3://} version 3 with OME-NGFF 0.5, in shards.
 */
public final class ZarrFormat implements StackFormat {

    private static final StoreName NAME = new StoreName("zarr[23]?", ".zarr");

    @Override
    public String described() {
        return "a Zarr store (volume.zarr, volume.zarr/path, zarr3://volume.zarr)";
    }

    @Override
    public Optional<StackPlace> named(String place) {
        return NAME.parse(this, place);
    }

    @Override
    public Optional<String> scheme() {
        return Optional.of("zarr");
    }

    @Override
    public boolean isFolder() {
        return true;
    }

    @Override
    public boolean recognises(Path directory) {
        return NAME.hasEnding(directory)
                || List.of("zarr.json", ".zgroup", ".zarray").stream()
                        .anyMatch(name -> Files.exists(directory.resolve(name)));
    }

    @Override
    public List<Path> files(Path directory) throws IOException {
        return FolderStore.files(directory);
    }

    @Override
    public SectionReader open(StackPlace place, Set<ReadOption> options) throws IOException {
        ZarrNode.Found found = ZarrNode.find(NAME.store(place), place.inside());
        return StoredSections.pixels(found.array(), found.voxelSize(), found.remarks());
    }

    @Override
    public LabelReader openLabels(StackPlace place) throws IOException {
        ZarrNode.Found found = ZarrNode.find(NAME.store(place), place.inside());
        return StoredSections.labels(found.array(), found.voxelSize());
    }

    @Override
    public boolean keepsLabels() {
        return true;
    }

    @Override
    public void checkTarget(StackPlace target) {
        NAME.checkTarget(target);
    }

    @Override
    public StackAssembly assembly(StackPlace target, StackSidecar stack) {
        return new StoreAssembly(
                stack, target.name().startsWith("zarr3:") ? new LayoutOf3(stack) : new LayoutOf2(stack));
    }
}
