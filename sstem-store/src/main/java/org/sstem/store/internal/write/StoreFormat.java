package org.sstem.store.internal.write;

import org.sstem.Restoration.Layer;
import org.sstem.internal.file.LabelReader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackFormat;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.internal.output.Delivery;
import org.sstem.stack.StackReader.ReadOption;
import org.sstem.store.internal.chunk.Found;
import org.sstem.store.internal.chunk.StoredSections;
import org.sstem.store.internal.place.FolderStore;
import org.sstem.store.internal.place.Store;
import org.sstem.store.internal.place.StoreName;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the formats of stores have in common: folders of chunks, known by their names or by what lies in them. */
public abstract class StoreFormat implements StackFormat {

    private final String scheme;
    private final StoreName name;

    /**
     * Makes a format.
     *
     * @param scheme what names begin with in Neuroglancer
     * @param name   the rule of its names
     */
    protected StoreFormat(String scheme, StoreName name) {
        this.scheme = scheme;
        this.name = name;
    }

    /** Finds a stack in a store. */
    protected abstract Found find(Store store, String inside) throws IOException;

    /** Tells by what lies in it whether a folder is a store of this format. */
    protected abstract boolean isStore(Path directory);

    /** Finds a displacement field in a store; empty if stores of this format have none. */
    protected Optional<FieldReader> findField(Store store, String inside) throws IOException {
        return Optional.empty();
    }

    /** The layout of what is written. */
    protected abstract ArrayLayout layout(StackPlace target, StackSidecar stack);

    /** The folder of a layer in a store, unless a format has a place of its own for it. */
    protected String folder(Layer layer) {
        return layer.id();
    }

    @Override
    public final Optional<StackPlace> layer(StackPlace target, Layer layer) {
        String folder = folder(layer);
        return Optional.of(new StackPlace(this, target.name() + "/" + folder, target.file(), folder));
    }

    @Override
    public final Optional<StackPlace> named(String place) {
        return name.parse(this, place);
    }

    @Override
    public final Optional<String> scheme() {
        return Optional.of(scheme);
    }

    @Override
    public final boolean isFolder() {
        return true;
    }

    @Override
    public final boolean recognises(Path directory) {
        return name.hasEnding(directory) || isStore(directory);
    }

    @Override
    public final List<Path> files(Path directory) throws IOException {
        return FolderStore.files(directory);
    }

    @Override
    public final SectionReader open(StackPlace place, Set<ReadOption> options) throws IOException {
        return StoredSections.pixels(find(name.store(place), place.inside()));
    }

    @Override
    public final LabelReader openLabels(StackPlace place) throws IOException {
        return StoredSections.labels(find(name.store(place), place.inside()));
    }

    @Override
    public final Optional<FieldReader> openField(StackPlace place) throws IOException {
        return findField(name.store(place), place.inside());
    }

    @Override
    public final boolean keepsLabels() {
        return true;
    }

    @Override
    public final void checkTarget(StackPlace target) {
        name.checkTarget(target);
    }

    @Override
    public final Path built(StackPlace target) {
        return name.built(target);
    }

    @Override
    public final Optional<Delivery> delivery(StackPlace target) {
        return name.delivery(target);
    }

    @Override
    public final StackAssembly assembly(StackPlace target, StackSidecar stack) {
        return new StoreAssembly(stack, layout(target, stack), target.inside());
    }
}
