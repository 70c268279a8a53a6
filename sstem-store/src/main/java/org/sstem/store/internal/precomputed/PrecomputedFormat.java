package org.sstem.store.internal.precomputed;

import org.sstem.internal.file.LabelReader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.StackReader.ReadOption;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.chunk.StoredSections;
import org.sstem.store.internal.place.FolderStore;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.place.StoreName;
import org.sstem.store.internal.write.StoreAssembly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Neuroglancer's precomputed volumes. */
public final class PrecomputedFormat implements StackFormat {

    private static final StoreName NAME = new StoreName("precomputed", ".precomputed");

    @Override
    public String described() {
        return "a precomputed volume (precomputed://volume, volume.precomputed)";
    }

    @Override
    public Optional<StackPlace> named(String place) {
        return NAME.parse(this, place);
    }

    @Override
    public Optional<String> scheme() {
        return Optional.of("precomputed");
    }

    @Override
    public boolean isFolder() {
        return true;
    }

    @Override
    public boolean recognises(Path directory) {
        return NAME.hasEnding(directory) || Json.has(new FolderStore(directory), "info", "scales");
    }

    @Override
    public List<Path> files(Path directory) throws IOException {
        return FolderStore.files(directory);
    }

    @Override
    public SectionReader open(StackPlace place, Set<ReadOption> options) throws IOException {
        Volume.Found found = Volume.find(NAME.store(place), place.inside());
        return StoredSections.pixels(found.array(), Optional.of(found.voxelSize()), List.of());
    }

    @Override
    public LabelReader openLabels(StackPlace place) throws IOException {
        Volume.Found found = Volume.find(NAME.store(place), place.inside());
        return StoredSections.labels(found.array(), Optional.of(found.voxelSize()));
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
        VoxelSize voxel = stack.voxelSize()
                .orElseThrow(() -> new IllegalArgumentException("target " + target
                        + " needs the size of a voxel, which a precomputed volume says in nanometres"));
        return new StoreAssembly(stack, new VolumeLayout(stack, voxel));
    }
}
