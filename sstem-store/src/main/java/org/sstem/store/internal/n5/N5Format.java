package org.sstem.store.internal.n5;

import org.sstem.internal.file.LabelReader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.StackReader.ReadOption;
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

/** N5 stores. */
public final class N5Format implements StackFormat {

    private static final StoreName NAME = new StoreName("n5", ".n5");

    @Override
    public String described() {
        return "an N5 store (volume.n5, volume.n5/path)";
    }

    @Override
    public Optional<StackPlace> named(String place) {
        return NAME.parse(this, place);
    }

    @Override
    public Optional<String> scheme() {
        return Optional.of("n5");
    }

    @Override
    public boolean isFolder() {
        return true;
    }

    @Override
    public boolean recognises(Path directory) {
        return NAME.hasEnding(directory) || Json.has(new FolderStore(directory), "attributes.json", "n5", "dimensions");
    }

    @Override
    public List<Path> files(Path directory) throws IOException {
        return FolderStore.files(directory);
    }

    @Override
    public SectionReader open(StackPlace place, Set<ReadOption> options) throws IOException {
        N5Node.Found found = N5Node.find(NAME.store(place), place.inside());
        return StoredSections.pixels(found.array(), found.voxelSize(), List.of());
    }

    @Override
    public LabelReader openLabels(StackPlace place) throws IOException {
        N5Node.Found found = N5Node.find(NAME.store(place), place.inside());
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
        return new StoreAssembly(stack, new N5Layout(stack));
    }
}
