package org.sstem.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that lies below a folder, or a file: names and hashes of the bytes. Manifests tell what came when, so they differ. */
final class Tree {

    private Tree() {}

    static SortedMap<String, Integer> of(Path root) throws IOException {
        SortedMap<String, Integer> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals(".sstem-manifest.jsonl")) {
                    files.put(root.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }
}
