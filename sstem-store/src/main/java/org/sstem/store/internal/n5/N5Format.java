package org.sstem.store.internal.n5;

import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.internal.file.field.FieldLayout;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.store.internal.chunk.Found;
import org.sstem.store.internal.place.FolderStore;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.place.Store;
import org.sstem.store.internal.place.StoreName;
import org.sstem.store.internal.write.ArrayLayout;
import org.sstem.store.internal.write.StoreFormat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** N5 stores. */
public final class N5Format extends StoreFormat {

    /** Made by {@link java.util.ServiceLoader}. */
    public N5Format() {
        super("n5", new StoreName("n5", ".n5"));
    }

    @Override
    public String described() {
        return "an N5 store (volume.n5, volume.n5/path)";
    }

    @Override
    protected Found find(Store store, String inside) throws IOException {
        return N5Node.find(store, inside);
    }

    @Override
    protected boolean isStore(Path directory) {
        return Json.has(new FolderStore(directory), "attributes.json", "n5", "dimensions");
    }

    @Override
    public Optional<FieldLayout> field(StackPlace target, FieldShape shape) {
        return Optional.of(new N5Field(shape));
    }

    @Override
    protected Optional<FieldReader> findField(Store store, String inside) throws IOException {
        return Optional.of(N5Field.open(store, inside));
    }

    @Override
    protected ArrayLayout layout(StackPlace target, StackSidecar stack) {
        return new N5Layout(stack);
    }
}
