package org.sstem.store.internal.zarr;

import org.sstem.Restoration.Layer;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.internal.file.field.FieldLayout;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.store.internal.chunk.Found;
import org.sstem.store.internal.place.Store;
import org.sstem.store.internal.place.StoreName;
import org.sstem.store.internal.write.ArrayLayout;
import org.sstem.store.internal.write.StoreFormat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Zarr stores. Written is version 2 with OME-NGFF 0.4, which all programs read, and under a name that begins with
 * {@code zarr3://} version 3 with OME-NGFF 0.5, in shards.
 */
public final class ZarrFormat extends StoreFormat {

    /** Made by {@link java.util.ServiceLoader}. */
    public ZarrFormat() {
        super("zarr", new StoreName("zarr[23]?", ".zarr"));
    }

    @Override
    public String described() {
        return "a Zarr store (volume.zarr, volume.zarr/path, zarr3://volume.zarr)";
    }

    @Override
    protected Found find(Store store, String inside) throws IOException {
        return ZarrNode.find(store, inside);
    }

    @Override
    protected boolean isStore(Path directory) {
        return List.of("zarr.json", ".zgroup", ".zarray").stream()
                .anyMatch(name -> Files.exists(directory.resolve(name)));
    }

    @Override
    public Optional<FieldLayout> field(StackPlace target, FieldShape shape) {
        return Optional.of(new ZarrField(shape, isThird(target)));
    }

    @Override
    protected Optional<FieldReader> findField(Store store, String inside) throws IOException {
        return Optional.of(ZarrField.open(store, inside));
    }

    private static boolean isThird(StackPlace target) {
        return target.name().startsWith("zarr3:");
    }

    @Override
    protected ArrayLayout layout(StackPlace target, StackSidecar stack) {
        Optional<Layer> layer = Stream.of(Layer.values())
                .filter(known -> folder(known).equals(target.inside()))
                .findFirst();
        NgffMetadata metadata = new NgffMetadata(stack, layer);
        return isThird(target) ? new LayoutOf3(stack, metadata) : new LayoutOf2(stack, metadata);
    }

    /** OME-NGFF has a place for labels, and none for images that go with an image. */
    @Override
    protected String folder(Layer layer) {
        return layer.isCodes() ? NgffMetadata.LABELS + "/" + layer.id() : layer.id();
    }
}
