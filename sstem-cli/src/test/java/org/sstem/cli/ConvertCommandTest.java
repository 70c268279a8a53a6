package org.sstem.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.Stacks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/** A stack is the same in every format. */
class ConvertCommandTest {

    private static final List<String> FORMATS = List.of(
            "%s/sections",
            "%s/stack.tif",
            "%s/stack.h5:/raw",
            "%s/stack.zarr",
            "zarr3://%s/stack3.zarr",
            "%s/stack.n5",
            "%s/stack.precomputed");

    @TempDir
    Path folder;

    private static <T extends RealType<T>> List<Float> values(RandomAccessibleInterval<T> stack) {
        List<Float> out = new ArrayList<>();
        Views.flatIterable(stack).forEach(pixel -> out.add(pixel.getRealFloat()));
        return out;
    }

    @Test
    void everyFormatIsWrittenFromEveryOther() throws Exception {
        RandomAccessibleInterval<UnsignedByteType> pixels = TestStacks.pattern(300, 40, 5);
        List<Float> expected = values(pixels);
        Stacks.write(pixels, Optional.of(TestStacks.VOXELS), folder.resolve("in"));

        for (String from : FORMATS) {
            Path first = Files.createTempDirectory(folder, "from");
            assertThat(Run.sstem("convert", folder.resolve("in"), from.formatted(first))
                            .exitCode())
                    .isZero();
            for (String to : FORMATS) {
                Path second = Files.createTempDirectory(folder, "to");
                Run run = Run.sstem("convert", from.formatted(first), to.formatted(second));

                assertThat(run.exitCode()).as(run.err()).isZero();
                try (StackReader<?> stack = Stacks.open(to.formatted(second))) {
                    assertThat(values(stack.pixels())).as(from + " " + to).isEqualTo(expected);
                    assertThat(stack.voxelSize()).hasValue(TestStacks.VOXELS);
                }
            }
        }
    }

    /** Round through all formats: each is read once and written once, of other pixels than bytes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sixteenBitsAndFloatsGoRoundThroughAllFormats(boolean floats) throws Exception {
        int[] size = {270, 20, 3};
        Random random = new Random(3);
        RandomAccessibleInterval<? extends RealType<?>> pixels =
                floats ? ArrayImgs.floats(270, 20, 3) : ArrayImgs.unsignedShorts(270, 20, 3);
        Views.flatIterable(pixels).forEach(pixel -> pixel.setReal(random.nextInt(65536) / (floats ? 7.0 : 1.0)));
        Stacks.write(pixels, Optional.of(TestStacks.VOXELS), folder.resolve("in"));
        List<Float> expected;
        try (StackReader<?> in = Stacks.open(folder.resolve("in"))) {
            expected = values(in.pixels());
        }

        String from = folder + "/in";
        for (int i = 0; i <= FORMATS.size(); i++) {
            String to = FORMATS.get(i % FORMATS.size()).formatted(folder.resolve("round" + i));
            Run run = Run.sstem("convert", from, to);

            assertThat(run.exitCode()).as(run.err()).isZero();
            try (StackReader<?> stack = Stacks.open(to)) {
                assertThat(new int[] {stack.width(), stack.height(), stack.sections()})
                        .isEqualTo(size);
                assertThat(stack.type()).isInstanceOf(floats ? FloatType.class : UnsignedShortType.class);
                assertThat(stack.voxelSize()).hasValue(TestStacks.VOXELS);
                assertThat(values(stack.pixels())).as(to).isEqualTo(expected);
            }
            from = to;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.mrc", "r.nrrd", "-", "s3://b/x", "https://localhost/out.zarr"})
    void whatIsNotWrittenIsWrongUsage(String out) throws Exception {
        Stacks.write(TestStacks.pattern(20, 20, 2), Optional.empty(), folder.resolve("in"));

        Run run = Run.sstem("convert", folder.resolve("in"), out);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(out);
    }

    @Test
    void labelsKeepTheir64Bits() throws Exception {
        long[] values = new Random(1).longs(20 * 10 * 2).toArray();
        StackWriter.to(folder + "/in.zarr").write(ArrayImgs.unsignedLongs(values, 20, 10, 2));

        Run run = Run.sstem("convert", folder.resolve("in.zarr"), folder + "/out.n5", "--labels");
        Run refused = Run.sstem("convert", folder.resolve("in.zarr"), folder + "/out.tif", "--labels");

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (StackReader<UnsignedLongType> out = Stacks.openLabels(folder + "/out.n5")) {
            assertThat(out.pixels().getAt(3, 4, 1).get()).isEqualTo(values[200 + 4 * 20 + 3]);
        }
        assertThat(refused.err()).contains("can hold no labels of 64 bits");
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    @Test
    void aStateOfNeuroglancerShowsWhatLiesInStores() throws Exception {
        Path damage = TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}");
        Stacks.write(TestStacks.pattern(96, 96, 6), Optional.of(TestStacks.VOXELS), folder.resolve("in.tif"));
        Run.sstem("convert", folder.resolve("in.tif"), folder.resolve("in.n5"));

        for (String in : List.of("in.n5", "in.tif")) {
            Run run = Run.sstem(
                    "restore",
                    folder.resolve(in),
                    "zarr3://" + folder + "/out/volume.zarr",
                    "--damage",
                    damage,
                    "--provenance",
                    folder.resolve("codes.precomputed"),
                    "--neuroglancer",
                    folder.resolve("state.json"),
                    "--served",
                    "http://127.0.0.1:8080/data/",
                    "--overwrite");

            assertThat(run.exitCode()).as(run.err()).isZero();
            JsonObject state = JsonParser.parseString(Files.readString(folder.resolve("state.json")))
                    .getAsJsonObject();
            List<String> layers = state.getAsJsonArray("layers").asList().stream()
                    .map(JsonElement::getAsJsonObject)
                    .map(layer -> layer.get("name").getAsString() + " "
                            + layer.get("type").getAsString() + " "
                            + layer.get("source").getAsString())
                    .toList();
            List<String> written = List.of(
                    "restored image zarr://http://127.0.0.1:8080/data/out/volume.zarr",
                    "provenance segmentation precomputed://http://127.0.0.1:8080/data/codes.precomputed");
            assertThat(layers).containsAll(written);
            assertThat(layers.contains("original image n5://http://127.0.0.1:8080/data/in.n5"))
                    .isEqualTo(in.equals("in.n5"));
            assertThat(state.get("dimensions")
                            .getAsJsonObject()
                            .get("z")
                            .getAsJsonArray()
                            .get(0)
                            .getAsDouble())
                    .isEqualTo(45e-9, offset(1e-15));
        }
    }

    @Test
    void detectRestoreAndEvaluateTakeStores() throws Exception {
        Path damage = TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}");
        Stacks.write(TestStacks.pattern(96, 96, 6), Optional.of(TestStacks.VOXELS), folder.resolve("in"));
        Run.sstem("convert", folder.resolve("in"), folder.resolve("in.zarr"));

        Run restored =
                Run.sstem("restore", folder.resolve("in.zarr"), folder.resolve("out.ome.zarr"), "--damage", damage);
        Run.sstem("restore", folder.resolve("in"), folder.resolve("out"), "--damage", damage);
        Run compared = Run.sstem("evaluate", folder.resolve("out.ome.zarr"), folder.resolve("out"), "--json");
        Run detected = Run.sstem("detect", folder.resolve("in.zarr"), "-o", folder.resolve("found.json"));

        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(detected.exitCode()).as(detected.err()).isZero();
        assertThat(compared.exitCode()).as(compared.err()).isZero();
        try (StackReader<?> one = Stacks.open(folder.resolve("out"));
                StackReader<?> two = Stacks.open(folder.resolve("out.ome.zarr"))) {
            assertThat(values(two.pixels())).isEqualTo(values(one.pixels()));
        }
    }
}
