package org.sstem.store.internal;

import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.sstem.fuzz.Fuzz;
import org.sstem.fuzz.Fuzz.Format;
import org.sstem.fuzz.Mutator;
import org.sstem.internal.file.RandomStacks;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The metadata and the chunks of stores, damaged. */
final class StoreFuzz {

    /** Metadata that asks for too much, leads elsewhere, or goes round in a circle. */
    private static final List<String> BOMBS = List.of(
            "{\"zarr_format\": 2, \"shape\": [1000000000000, 1000000, 1000000], \"chunks\": [64, 64, 64],"
                    + " \"dtype\": \"|u1\", \"compressor\": null, \"fill_value\": 0, \"order\": \"C\"}",
            "{\"zarr_format\": 2, \"shape\": [3, 30000, 30000], \"chunks\": [2048, 1024, 1024], \"dtype\": \"<u8\","
                    + " \"compressor\": {\"id\": \"zlib\"}, \"fill_value\": 18446744073709551615, \"order\": \"F\"}",
            "{\"zarr_format\": 2, \"shape\": [3, 10, 10], \"chunks\": [2147483647, 2147483647, 2147483647],"
                    + " \"dtype\": \"<f4\", \"compressor\": {\"id\": \"blosc\"}, \"fill_value\": \"NaN\"}");

    private StoreFuzz() {}

    public static void main(String... arguments) throws Exception {
        Fuzz.main(formats(Path.of(arguments[2])), arguments);
    }

    private static Map<String, Format> formats(Path folder) throws Exception {
        Path seeds = folder.resolve("seeds");
        if (!Files.exists(seeds)) {
            Unzip.into(seeds, "python/stores.zip");
            Unzip.into(seeds, "javascript/zarr3.zip");
            Unzip.into(seeds.resolve("tensorstore"), "tensorstore/stores.zip");
            Optional<VoxelSize> voxel = Optional.of(new VoxelSize(4, 4, 40));
            for (String store : List.of("zarr3://%s/shards.zarr", "%s/pyramid.n5", "%s/volume.precomputed")) {
                Stacks.write(RandomStacks.bytes(1, 300, 20, 3), voxel, store.formatted(seeds));
            }
        }
        Map<String, Format> out = new LinkedHashMap<>();
        List<String> arrays = new ArrayList<>(BOMBS);
        arrays.addAll(texts(seeds, "codec-.*zarr/\\.zarray|type-.*/\\.zarray|order-f.zarr/.zarray"));
        out.put("zarr2", format(arrays, seeds.resolve("codec-none.zarr/.zarray")));
        out.put("zarr3", format(texts(seeds, "[a-z0-9-]*\\.zarr/zarr\\.json"), seeds.resolve("gzip.zarr/zarr.json")));
        out.put("shards", format(texts(seeds, "shards.zarr/0/zarr.json"), seeds.resolve("shards.zarr/0/zarr.json")));
        out.put("ngff2", format(texts(seeds, "pyramid.ome.zarr/.zattrs"), seeds.resolve("pyramid.ome.zarr/.zattrs")));
        out.put("ngff3", format(texts(seeds, "shards.zarr/zarr.json"), seeds.resolve("shards.zarr/zarr.json")));
        out.put(
                "n5",
                format(texts(seeds, "codec-.*n5/raw/.*json"), seeds.resolve("codec-gzip.n5/raw/attributes.json")));
        out.put("pyramid", format(texts(seeds, "pyramid.n5/.*json"), seeds.resolve("pyramid.n5/s0/attributes.json")));
        out.put("info", format(texts(seeds, "volume.*/info"), seeds.resolve("volume.precomputed/info")));
        for (String codec : List.of("zlib", "zstd", "lz4", "blosc-lz4-1", "blosc-zstd-2")) {
            out.put("chunk-" + codec, chunk(seeds.resolve("codec-" + codec + ".zarr/0.0.0")));
        }
        for (String codec : List.of("gzip", "blosc")) {
            out.put("block-" + codec, chunk(seeds.resolve("codec-" + codec + ".n5/raw/0/0/0")));
        }
        Path volumes = seeds.resolve("tensorstore");
        out.put(
                "sharding",
                format(
                        texts(volumes, "(shards|jpeg|png).*precomputed/info"),
                        volumes.resolve("shards-identity-raw-gzip.precomputed/info")));
        out.put("volume-shard", chunk(volumes.resolve("shards-identity-raw-gzip.precomputed/4_4.6_47.5/0.shard")));
        for (String picture : List.of("jpeg", "png-uint16")) {
            out.put(
                    "volume-" + picture,
                    chunk(volumes.resolve(picture + ".precomputed/4_4.6_47.5/116-117_12-13_7-10")));
        }
        out.put("shard", chunk(seeds.resolve("shards.zarr/0/c/0/0/0")));
        return out;
    }

    private static List<String> texts(Path seeds, String name) throws IOException {
        List<String> out = new ArrayList<>();
        try (Stream<Path> all = Files.walk(seeds)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                if (seeds.relativize(file).toString().matches(name)) {
                    out.add(Files.readString(file));
                }
            }
        }
        return out;
    }

    private static Format format(List<String> whole, Path place) {
        return new Format("metadata", Mutator.text(whole), file -> read(file, place));
    }

    private static Format chunk(Path place) throws IOException {
        return new Format("chunk", Mutator.bytes(Fuzz.contents(place)), file -> read(file, place));
    }

    /** Puts a damaged file in the place of a whole one and reads the store, as pixels and as labels. */
    private static void read(Path damaged, Path place) throws IOException {
        byte[] whole = Files.readAllBytes(place);
        Files.copy(damaged, place, StandardCopyOption.REPLACE_EXISTING);
        try {
            Path store = place;
            while (!store.getFileName().toString().matches(".*\\.(zarr|n5|precomputed)")) {
                store = store.getParent();
            }
            boolean inside = Files.exists(store.resolve("raw"));
            pixels(store + (inside ? "/raw" : ""));
        } finally {
            Files.write(place, whole);
        }
    }

    private static void pixels(String name) throws IOException {
        IOException refused = null;
        try (StackReader<?> stack = Stacks.open(name)) {
            for (int z = 0; z < Math.min(5, stack.sections()); z++) {
                stack.pixels().getAt(stack.width() - 1, stack.height() - 1, z).getRealFloat();
            }
            stack.voxelSize();
            stack.remarks();
        } catch (IOException e) {
            refused = e;
        } catch (UncheckedIOException e) {
            refused = e.getCause();
        }
        try (StackReader<UnsignedLongType> labels = Stacks.openLabels(name)) {
            labels.pixels().getAt(labels.width() - 1, labels.height() - 1, 0);
        }
        if (refused != null) {
            throw refused;
        }
    }
}
