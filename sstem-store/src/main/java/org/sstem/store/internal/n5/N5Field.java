package org.sstem.store.internal.n5;

import com.google.gson.JsonObject;
import org.sstem.internal.file.field.FieldLayout;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.method.Flow;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.chunk.StoredField;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.place.Store;
import org.sstem.store.internal.write.FieldWords;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A displacement field as {@code N5DisplacementField} of n5-imglib2 reads it, and BigWarp with it: vectors first, then x, y and
 * z; components in that order, too, in the unit of {@code spacing}; those along z are 0.
 *
 * @param shape the stack
 */
record N5Field(FieldShape shape) implements FieldLayout {

    /** What readers look for where no name is given. */
    private static final String DATASET = "dfield";

    private static final String SPACING = "spacing";
    private static final int TILE_PX = 512;
    private static final List<String> AXES = List.of("d", "x", "y", "z");

    @Override
    public int tilePx() {
        return TILE_PX;
    }

    @Override
    public String key(int z, int row, int column) {
        return DATASET + "/0/" + column + "/" + row + "/" + z;
    }

    @Override
    public byte[] encode(Flow tile) throws IOException {
        VoxelSize pixel = FieldWords.pixel(shape);
        int pixels = tile.width() * tile.height();
        ByteBuffer block = ByteBuffer.allocate(3 * pixels * Float.BYTES);
        for (int i = 0; i < pixels; i++) {
            block.putFloat((float) (tile.u().pixels()[i] * pixel.xNm()))
                    .putFloat((float) (tile.v().pixels()[i] * pixel.yNm()))
                    .putFloat(0);
        }
        byte[] packed = Codecs.gzip().encode(block.array());
        return ByteBuffer.allocate(N5Dataset.head(AXES.size()) + packed.length)
                .putShort((short) 0)
                .putShort((short) AXES.size())
                .putInt(3)
                .putInt(tile.width())
                .putInt(tile.height())
                .putInt(1)
                .put(packed)
                .array();
    }

    @Override
    public Map<String, String> metadata(List<Integer> sections) {
        VoxelSize pixel = FieldWords.pixel(shape);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                DATASET + "/attributes.json",
                Json.text(Json.members(
                        "dimensions",
                        List.of(3, shape.width(), shape.height(), shape.sections()),
                        "blockSize",
                        List.of(3, TILE_PX, TILE_PX, 1),
                        "dataType",
                        "float32",
                        "compression",
                        Json.members("type", "gzip", "useZlib", false, "level", -1),
                        SPACING,
                        List.of(pixel.xNm(), pixel.yNm(), pixel.zNm()),
                        FieldWords.NAME,
                        FieldWords.of(shape, sections))));
        files.put("attributes.json", Json.text(Json.members("n5", "2.5.1")));
        return files;
    }

    /** Finds the field that a path of a store names: a dataset, or {@code dfield} in a group. */
    static FieldReader open(Store store, String path) throws IOException {
        JsonObject own = attributes(store, path);
        if (own != null && own.has("dimensions")) {
            return field(store, path, own);
        }
        String inside = path.isEmpty() ? DATASET : path + "/" + DATASET;
        JsonObject field = attributes(store, inside);
        if (field == null) {
            throw new IOException(store.name(path) + " holds no displacement field: it has no dataset " + DATASET);
        }
        return field(store, inside, field);
    }

    private static JsonObject attributes(Store store, String path) throws IOException {
        return Json.read(store, path.isEmpty() ? "attributes.json" : path + "/attributes.json");
    }

    private static FieldReader field(Store store, String path, JsonObject attributes) throws IOException {
        return Json.guard(store.name(path), () -> {
            N5Dataset dataset = N5Dataset.parse(store, path, attributes);
            double[] spacing = attributes.has(SPACING) ? Json.numbers(attributes.get(SPACING)) : new double[] {1, 1, 1};
            if (spacing.length != 3) {
                throw new IllegalArgumentException("its spacing is " + attributes.get(SPACING));
            }
            double[] scale = {1, spacing[0], spacing[1], spacing[2]};
            return StoredField.of(
                    store.name(path), dataset.grid(), AXES, scale, FieldWords.sections(attributes), dataset);
        });
    }
}
