package org.sstem.store.internal;

import com.github.luben.zstd.Zstd;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.field.FieldLayout;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.method.Flow;
import org.sstem.stack.VoxelSize;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Displacement fields are what their specifications say: OME-NGFF 0.6 ("coordinates and displacements") for Zarr, and
 * {@code N5DisplacementField} of saalfeldlab/n5-imglib2 at 0ce5394d for N5. Files are taken apart here by the
 * specifications of Zarr and N5 alone.
 */
class DisplacementFieldTest {

    private static final int WIDTH = 600;
    private static final int HEIGHT = 40;
    private static final VoxelSize VOXELS = new VoxelSize(4, 8, 45);

    @TempDir
    private Path folder;

    /** The right one of the two tiles of section 2 of 4, 88 px wide; the left one does not move and is left out. */
    private static Flow tile() {
        Flow flow = new Flow(WIDTH - 512, HEIGHT);
        for (int i = 0; i < flow.u().pixels().length; i++) {
            flow.u().pixels()[i] = i;
            flow.v().pixels()[i] = -0.25f * i;
        }
        return flow;
    }

    private Path write(String name, Optional<VoxelSize> voxels) throws IOException {
        StackPlace place = StackPlace.parse(scheme(name) + folder.resolve(file(name)));
        FieldLayout layout =
                place.field(new FieldShape(WIDTH, HEIGHT, 4, voxels)).orElseThrow();
        put(place.path().resolve(layout.key(2, 0, 1)), layout.encode(tile()));
        for (Map.Entry<String, String> file : layout.metadata(List.of(1, 2)).entrySet()) {
            put(place.path().resolve(file.getKey()), file.getValue().getBytes());
        }
        return place.path();
    }

    private static String scheme(String name) {
        return name.contains("://") ? name.substring(0, name.indexOf("://") + 3) : "";
    }

    private static String file(String name) {
        return name.substring(scheme(name).length());
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static List<Double> numbers(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsDouble)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flows.zarr", "zarr3://flows.zarr", "flows.n5"})
    void whatIsWrittenIsReadBack(String name) throws IOException {
        Path field = write(name, Optional.empty());

        FieldReader reader = StackPlace.parse(field.toString()).openField().orElseThrow();

        assertThat(reader.sections()).containsExactly(1, 2);
        Flow flow = reader.read(2);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int i = y * (WIDTH - 512) + x - 512;
                assertThat(flow.u().get(x, y)).isEqualTo(x < 512 ? 0 : i);
                assertThat(flow.v().get(x, y)).isEqualTo(x < 512 ? 0 : -0.25f * i);
            }
        }
        assertThat(reader.read(1).u().pixels()).containsOnly(0);
        assertThatThrownBy(() -> reader.read(3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no flow of section 3");
    }

    /** One component for each axis, in their order and unit, on an axis of its own before those of space. */
    @ParameterizedTest
    @ValueSource(strings = {"flows.zarr", "zarr3://flows.zarr"})
    void zarrHasTheAxesOfOmeNgff(String name) throws IOException {
        Path field = write(name, Optional.of(VOXELS));

        boolean third = name.startsWith("zarr3");
        JsonObject group =
                third ? json(field.resolve("zarr.json")).getAsJsonObject("attributes") : json(field.resolve(".zattrs"));
        JsonObject image = (third ? group.getAsJsonObject("ome") : group)
                .getAsJsonArray("multiscales")
                .get(0)
                .getAsJsonObject();
        JsonArray axes = image.getAsJsonArray("axes");
        JsonObject vector = axes.get(0).getAsJsonObject();
        assertThat(vector.get("type").getAsString()).isEqualTo("displacement");
        assertThat(vector.get("discrete").getAsBoolean()).isTrue();
        for (int i = 0; i < 3; i++) {
            JsonObject axis = axes.get(1 + i).getAsJsonObject();
            assertThat(axis.get("name").getAsString())
                    .isEqualTo(List.of("z", "y", "x").get(i));
            assertThat(axis.get("type").getAsString()).isEqualTo("space");
            assertThat(axis.get("unit").getAsString()).isEqualTo("nanometer");
        }
        JsonObject dataset = image.getAsJsonArray("datasets").get(0).getAsJsonObject();
        JsonObject scale =
                dataset.getAsJsonArray("coordinateTransformations").get(0).getAsJsonObject();
        assertThat(numbers(scale.get("scale"))).containsExactly(1.0, 45.0, 8.0, 4.0);
        Path array = field.resolve(dataset.get("path").getAsString());
        JsonObject said = json(array.resolve(third ? "zarr.json" : ".zarray"));
        assertThat(numbers(said.get("shape"))).containsExactly(3.0, 4.0, (double) HEIGHT, (double) WIDTH);

        byte[] packed = Files.readAllBytes(array.resolve(third ? "c/0/2/0/1" : "0/2/0/1"));
        byte[] frame = third ? Arrays.copyOf(packed, packed.length - 4) : packed;
        ByteBuffer chunk =
                ByteBuffer.wrap(Zstd.decompress(frame, 3 * 512 * 512 * 4)).order(ByteOrder.LITTLE_ENDIAN);
        int at = 7 * 512 + 5;
        int i = 7 * (WIDTH - 512) + 5;
        assertThat(chunk.getFloat(4 * at)).as("along z").isZero();
        assertThat(chunk.getFloat(4 * (512 * 512 + at))).as("along y, nm").isEqualTo(-0.25f * i * 8);
        assertThat(chunk.getFloat(4 * (2 * 512 * 512 + at))).as("along x, nm").isEqualTo(i * 4f);
        assertThat(array.resolve(third ? "c/0/2/0/0" : "0/2/0/0")).doesNotExist();
        assertThat(group.getAsJsonObject("sstem").get("unit").getAsString()).isEqualTo("nanometer");
    }

    /** Vectors first, whose number is that of the axes of space; "spacing" is in the unit of the displacements. */
    @Test
    void n5IsAsN5DisplacementFieldReadsIt() throws IOException {
        Path field = write("flows.n5", Optional.of(VOXELS)).resolve("dfield");

        JsonObject dataset = json(field.resolve("attributes.json"));
        assertThat(numbers(dataset.get("dimensions"))).containsExactly(3.0, (double) WIDTH, (double) HEIGHT, 4.0);
        assertThat(numbers(dataset.get("spacing"))).containsExactly(4.0, 8.0, 45.0);
        assertThat(dataset.get("dataType").getAsString()).isEqualTo("float32");
        try (DataInputStream block =
                new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(field.resolve("0/1/0/2"))))) {
            assertThat(block.readShort()).isZero();
            assertThat(block.readShort()).isEqualTo((short) 4);
            assertThat(List.of(block.readInt(), block.readInt(), block.readInt(), block.readInt()))
                    .containsExactly(3, WIDTH - 512, HEIGHT, 1);
            DataInputStream numbers = new DataInputStream(new GZIPInputStream(block));
            int i = 7 * (WIDTH - 512) + 5;
            numbers.skipNBytes(12L * i);
            assertThat(numbers.readFloat()).as("along x, nm").isEqualTo(i * 4f);
            assertThat(numbers.readFloat()).as("along y, nm").isEqualTo(-0.25f * i * 8);
            assertThat(numbers.readFloat()).as("along z").isZero();
        }
    }

    @Test
    void whatIsNoFieldIsRefusedInOneSentence() throws IOException {
        Path field = write("flows.zarr", Optional.empty());
        String array = Files.readString(field.resolve("0/.zarray"));
        Files.writeString(field.resolve("0/.zarray"), array.replaceFirst("3,", "2,"));

        assertThatThrownBy(() -> StackPlace.parse(field.toString()).openField())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("one of three components");
    }
}
