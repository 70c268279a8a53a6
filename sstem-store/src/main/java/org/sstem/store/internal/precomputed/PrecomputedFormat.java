package org.sstem.store.internal.precomputed;

import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.chunk.Found;
import org.sstem.store.internal.place.FolderStore;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.place.Store;
import org.sstem.store.internal.place.StoreName;
import org.sstem.store.internal.write.ArrayLayout;
import org.sstem.store.internal.write.StoreFormat;

import java.io.IOException;
import java.nio.file.Path;

/** Neuroglancer's precomputed volumes. */
public final class PrecomputedFormat extends StoreFormat {

    /** Made by {@link java.util.ServiceLoader}. */
    public PrecomputedFormat() {
        super("precomputed", new StoreName("precomputed", ".precomputed"));
    }

    @Override
    public String described() {
        return "a precomputed volume (precomputed://volume, volume.precomputed)";
    }

    @Override
    protected Found find(Store store, String inside) throws IOException {
        return Volume.find(store, inside);
    }

    @Override
    protected boolean isStore(Path directory) {
        return Json.has(new FolderStore(directory), "info", "scales");
    }

    @Override
    protected ArrayLayout layout(StackPlace target, StackSidecar stack) {
        VoxelSize voxel = stack.voxelSize()
                .orElseThrow(() -> new IllegalArgumentException("target " + target
                        + " needs the size of a voxel, which a precomputed volume says in nanometres"));
        return new VolumeLayout(stack, voxel);
    }
}
