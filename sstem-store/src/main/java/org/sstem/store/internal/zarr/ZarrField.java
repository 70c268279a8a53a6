package org.sstem.store.internal.zarr;

import org.sstem.internal.file.field.FieldLayout;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.method.Flow;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.chunk.Codec;
import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.chunk.StoredField;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.place.Store;
import org.sstem.store.internal.write.FieldWords;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A displacement field as an image of OME-NGFF with an axis of vectors before z, y and x, as version 0.6 of the specification
 * has it: components in the order of the axes, in their unit; those along z are 0. Versions 0.4 and 0.5, which are
 * written, allow such an axis and have no word for what it means.
 *
 * @param shape the stack
 * @param third whether Zarr 3 with OME-NGFF 0.5 is written, in place of Zarr 2 with 0.4
 */
record ZarrField(FieldShape shape, boolean third) implements FieldLayout {

    private static final int TILE_PX = 512;
    private static final int[] CHUNK = {3, 1, TILE_PX, TILE_PX};
    private static final int LEVEL = 3;
    private static final String VECTOR = "d";

    @Override
    public int tilePx() {
        return TILE_PX;
    }

    @Override
    public String key(int z, int row, int column) {
        return (third ? "0/c/0/" : "0/0/") + z + "/" + row + "/" + column;
    }

    @Override
    public byte[] encode(Flow tile) throws IOException {
        VoxelSize pixel = FieldWords.pixel(shape);
        int section = TILE_PX * TILE_PX;
        ByteBuffer chunk = ByteBuffer.allocate(3 * section * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tile.width() * tile.height(); i++) {
            int at = i / tile.width() * TILE_PX + i % tile.width();
            chunk.putFloat((section + at) * Float.BYTES, (float) (tile.v().pixels()[i] * pixel.yNm()));
            chunk.putFloat((2 * section + at) * Float.BYTES, (float) (tile.u().pixels()[i] * pixel.xNm()));
        }
        List<Codec> codecs = third ? List.of(Codecs.zstd(LEVEL), Codecs.crc32c()) : List.of(Codecs.zstd(LEVEL));
        return Codecs.encode(codecs, chunk.array());
    }

    @Override
    public Map<String, String> metadata(List<Integer> sections) {
        Map<String, String> files = new LinkedHashMap<>();
        if (third) {
            files.put("0/zarr.json", Json.text(array3()));
            Map<String, Object> ome = Json.members("version", "0.5", "multiscales", multiscales(null));
            files.put(
                    "zarr.json",
                    Json.text(Json.members(
                            "zarr_format",
                            3,
                            "node_type",
                            "group",
                            "attributes",
                            Json.members("ome", ome, FieldWords.NAME, FieldWords.of(shape, sections)))));
        } else {
            files.put("0/.zarray", Json.text(array2()));
            files.put(
                    ".zattrs",
                    Json.text(Json.members(
                            "multiscales", multiscales("0.4"), FieldWords.NAME, FieldWords.of(shape, sections))));
            files.put(".zgroup", Json.text(Json.members("zarr_format", 2)));
        }
        return files;
    }

    private List<Integer> size() {
        return List.of(CHUNK[0], shape.sections(), shape.height(), shape.width());
    }

    private Map<String, Object> array2() {
        return Json.members(
                "zarr_format",
                2,
                "shape",
                size(),
                "chunks",
                CHUNK,
                "dtype",
                "<f4",
                "compressor",
                Json.members("id", "zstd", "level", LEVEL),
                "fill_value",
                0.0,
                "filters",
                null,
                "order",
                "C",
                "dimension_separator",
                "/");
    }

    private Map<String, Object> array3() {
        return Json.members(
                "zarr_format", 3,
                "node_type", "array",
                "shape", size(),
                "data_type", "float32",
                "chunk_grid", LayoutOf3.named("regular", Json.members("chunk_shape", CHUNK)),
                "chunk_key_encoding", LayoutOf3.named("default", Json.members("separator", "/")),
                "fill_value", 0.0,
                "codecs",
                        List.of(
                                LayoutOf3.named("bytes", Json.members("endian", "little")),
                                LayoutOf3.named("zstd", Json.members("level", LEVEL, "checksum", false)),
                                Json.members("name", "crc32c")),
                "attributes", Json.members(),
                "dimension_names", List.of(VECTOR, "z", "y", "x"));
    }

    private List<Map<String, Object>> multiscales(String version) {
        VoxelSize pixel = FieldWords.pixel(shape);
        Map<String, Object> image = version == null ? Json.members() : Json.members("version", version);
        Map<String, Object> vector = Json.members("name", VECTOR, "type", "displacement", "discrete", true);
        boolean known = shape.voxelSize().isPresent();
        image.put("name", "unfolding");
        image.put(
                "axes",
                Stream.concat(Stream.of(vector), Stream.of("z", "y", "x").map(name -> NgffMetadata.axis(name, known)))
                        .toList());
        Map<String, Object> scale =
                Json.members("type", "scale", "scale", List.of(1.0, pixel.zNm(), pixel.yNm(), pixel.xNm()));
        image.put("datasets", List.of(Json.members("path", "0", "coordinateTransformations", List.of(scale))));
        return List.of(image);
    }

    /** Finds the field that a path of a store names: a group of OME-NGFF whose largest array has an axis of vectors. */
    static FieldReader open(Store store, String path) throws IOException {
        ZarrNode node = ZarrNode.read(store, path)
                .filter(group -> group.array().isEmpty())
                .orElseThrow(() -> new IOException(store.name(path) + " is no group of Zarr that holds a field"));
        return Json.guard(store.name(path), () -> {
            Multiscales image = Multiscales.find(node.attributes())
                    .orElseThrow(() -> new IllegalArgumentException("it has no multiscales"));
            Multiscales.Level level = image.levels().get(0);
            String inside = Store.inside(store.name(path), level.path());
            String array = path.isEmpty() ? inside : path + "/" + inside;
            ArrayMetadata metadata = ZarrNode.read(store, array)
                    .flatMap(ZarrNode::array)
                    .orElseThrow(() -> new IllegalArgumentException("the array " + inside + " is not there"));
            double[] scale = level.scale().orElseGet(() -> IntStream.range(0, metadata.axes())
                    .mapToDouble(axis -> 1)
                    .toArray());
            return StoredField.of(
                    store.name(array),
                    metadata.grid(),
                    image.axes(),
                    scale,
                    FieldWords.sections(node.attributes()),
                    new ZarrChunks(store, array, metadata));
        });
    }
}
