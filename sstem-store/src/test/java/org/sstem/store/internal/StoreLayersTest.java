package org.sstem.store.internal;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Restoration.Layer;
import org.sstem.internal.file.PartialStack;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RandomStacks;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackPart;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.internal.output.Permission;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.StackWriter.WriteOption;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A stack in a store carries layers beside its pixels. */
class StoreLayersTest {

    private static final int WIDTH = 270;
    private static final int HEIGHT = 20;
    private static final int SECTIONS = 17;
    private static final VoxelSize VOXEL = new VoxelSize(4, 4, 4);
    private static final RandomAccessibleInterval<UnsignedByteType> STACK =
            RandomStacks.bytes(1, WIDTH, HEIGHT, SECTIONS);

    @TempDir
    Path folder;

    private static RandomAccessibleInterval<UnsignedByteType> values(Layer layer) {
        return RandomStacks.bytes(2 + layer.ordinal(), WIDTH, HEIGHT, SECTIONS);
    }

    private static StackWriter<UnsignedByteType> open(String target, WriteOption... options) throws IOException {
        return StackWriter.to(target)
                .voxelSize(VOXEL)
                .layers(Layer.values())
                .options(options)
                .open(new UnsignedByteType(), WIDTH, HEIGHT, SECTIONS);
    }

    private static void write(String target, int sections, WriteOption... options) throws IOException {
        try (StackWriter<UnsignedByteType> writer = open(target, options)) {
            for (int z = 0; z < sections; z++) {
                write(writer, STACK, z);
                for (Layer layer : Layer.values()) {
                    write(writer.layer(layer), values(layer), z);
                }
            }
            if (sections == SECTIONS) {
                writer.commit();
            }
        }
    }

    private static void write(
            StackWriter<UnsignedByteType> writer, RandomAccessibleInterval<UnsignedByteType> stack, int z)
            throws IOException {
        if (!writer.isWritten(z)) {
            writer.write(z, Views.hyperSlice(stack, 2, z));
        }
    }

    static SortedMap<String, String> contents(Path store) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(".sstem-manifest.jsonl")) {
                    contents.put(
                            store.relativize(file).toString().replace('\\', '/'),
                            HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }

    @ParameterizedTest
    @CsvSource({
        "%s/a.zarr, labels/provenance, labels/damage, confidence, 1",
        "zarr3://%s/a.ome.zarr, labels/provenance, labels/damage, confidence, 1",
        "zarr2://%s/a, labels/provenance, labels/damage, confidence, ''",
        "%s/a.n5, provenance, damage, confidence, s1",
        "%s/a.precomputed, provenance, damage, confidence, mip1",
        "precomputed://%s/a, provenance, damage, confidence, ''"
    })
    void everyLayerIsAStackWithTheSamePyramid(String name, String origin, String damage, String sure, String half)
            throws Exception {
        String target = name.formatted(folder);

        write(target, SECTIONS);

        assertThat(values(target)).isEqualTo(RandomStacks.values(STACK));
        assertThat(values(target + "/" + origin)).isEqualTo(RandomStacks.values(values(Layer.PROVENANCE)));
        assertThat(values(target + "/" + damage)).isEqualTo(RandomStacks.values(values(Layer.DAMAGE)));
        assertThat(values(target + "/" + sure)).isEqualTo(RandomStacks.values(values(Layer.CONFIDENCE)));
        if (!half.isEmpty()) {
            assertHalved(target + "/" + origin + "/" + half, target + "/" + sure + "/" + half);
        }
    }

    /** Codes are those of one pixel, confidence is the mean. */
    private static void assertHalved(String codes, String mean) throws Exception {
        try (StackReader<?> origin = Stacks.open(codes);
                StackReader<?> sure = Stacks.open(mean)) {
            assertThat(new int[] {origin.width(), origin.height(), origin.sections()})
                    .isEqualTo(new int[] {135, 10, 9})
                    .isEqualTo(new int[] {sure.width(), sure.height(), sure.sections()});
            assertThat(origin.voxelSize()).hasValue(new VoxelSize(8, 8, 8));
            assertThat(origin.pixels().getAt(17, 3, 4).getRealDouble())
                    .isEqualTo(values(Layer.PROVENANCE).getAt(34, 6, 8).get());
            double sum = 0;
            for (int i = 0; i < 8; i++) {
                sum += values(Layer.CONFIDENCE)
                        .getAt(34 + i % 2, 6 + i / 2 % 2, 8 + i / 4)
                        .get();
            }
            assertThat(sure.pixels().getAt(17, 3, 4).getRealDouble()).isEqualTo(Math.floor(sum / 8 + 0.5));
        }
    }

    private static List<Float> values(String stack) throws IOException {
        try (StackReader<?> in = Stacks.open(stack)) {
            assertThat(in.voxelSize()).hasValue(VOXEL);
            return RandomStacks.values(in.pixels());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s.zarr", "precomputed://%s"})
    void aRunThatWasEndedIsGoneOnWithToTheSameBytes(String name) throws Exception {
        String whole = name.formatted(folder.resolve("whole"));
        String resumed = name.formatted(folder.resolve("resumed"));
        write(whole, SECTIONS);

        write(resumed, 7);
        assertThatThrownBy(() -> write(resumed, SECTIONS)).hasMessageContaining("resume");
        write(resumed, SECTIONS, WriteOption.RESUME);

        assertThat(contents(Stacks.file(resumed))).isEqualTo(contents(Stacks.file(whole)));
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void aRunWithoutLayersIsAnotherOne() throws Exception {
        String target = folder + "/a.zarr";
        write(target, 3);

        assertThatThrownBy(() -> StackWriter.to(target)
                        .voxelSize(VOXEL)
                        .options(WriteOption.RESUME)
                        .open(new UnsignedByteType(), WIDTH, HEIGHT, SECTIONS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("with provenance with confidence with damage");
    }

    /** As the tasks of a cluster make them: file by file, of the stack and of each layer. */
    @ParameterizedTest
    @ValueSource(strings = {"zarr3://%s.zarr", "precomputed://%s"})
    void otherProcessesMakeTheSameFiles(String name) throws Exception {
        write(name.formatted(folder.resolve("whole")), SECTIONS);
        StackPlace place = StackPlace.parse(name.formatted(folder.resolve("shared")));
        StackSidecar stack = new StackSidecar(
                SectionHeader.of(place, PixelType.UINT8, WIDTH, HEIGHT),
                SECTIONS,
                Optional.of(VOXEL),
                false,
                List.of(Layer.values()));

        try (PartialStack partial = PartialStack.open(place, stack, Map.of(), new Permission(false, false, false))) {
            make(partial, STACK);
            for (Map.Entry<Layer, PartialStack> layer : partial.layers().entrySet()) {
                make(layer.getValue(), values(layer.getKey()));
            }
            partial.commit();
        }

        assertThat(contents(place.path())).isEqualTo(contents(Stacks.file(name.formatted(folder.resolve("whole")))));
    }

    private static void make(PartialStack partial, RandomAccessibleInterval<UnsignedByteType> pixels)
            throws IOException {
        StackPart part = partial.part();
        for (int first = 0; first < SECTIONS; first += partial.depth()) {
            int end = Math.min(first + partial.depth(), SECTIONS);
            try (StackPart.Block block = part.block(first, end)) {
                for (int z = first; z < end; z++) {
                    block.write(z, PixelType.UINT8.rawSection(pixels, z));
                }
                for (StackPart.Made made : block.made()) {
                    partial.take(made);
                }
            }
        }
        for (List<StackAssembly.Shared.Step> round : partial.later()) {
            for (StackAssembly.Shared.Step step : round) {
                partial.take(part.build(step));
            }
        }
    }

    @Test
    void whatIsNotWrittenOfALayerIsSaid() throws Exception {
        try (StackWriter<UnsignedByteType> writer = open(folder + "/a.zarr")) {
            for (int z = 0; z < SECTIONS; z++) {
                write(writer, STACK, z);
            }
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("section 0 of " + folder + "/a.zarr/labels/provenance is not written yet");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sections", "stack.tif", "stack.h5:/raw"})
    void whatIsNoStoreHasNoRoom(String name) {
        assertThatThrownBy(() -> StackWriter.to(folder + "/" + name).layers(Layer.DAMAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target " + folder + "/" + name + " has no room for the layer damage; a store has");
    }

    @Test
    void aStackWithoutLayersHasNone() throws Exception {
        try (StackWriter<UnsignedByteType> writer =
                StackWriter.to(folder + "/a.zarr").open(new UnsignedByteType(), 5, 5, 1)) {
            assertThatThrownBy(() -> writer.layer(Layer.DAMAGE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("target " + folder + "/a.zarr was opened without the layer damage");
        }
    }
}
