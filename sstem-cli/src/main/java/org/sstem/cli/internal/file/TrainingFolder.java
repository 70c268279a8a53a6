package org.sstem.cli.internal.file;

import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.Targets;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.output.Manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a training keeps beside its model while it runs: a folder of checkpoints and a table. */
public final class TrainingFolder {

    private final Path model;
    private final BuildOptions writing;

    public TrainingFolder(Path model, BuildOptions writing) {
        this.model = model;
        this.writing = writing;
    }

    /** The table of a model's training. */
    public static Path table(Path model) {
        return model.resolveSibling(model.getFileName() + ".csv");
    }

    /** The folder of its checkpoints. */
    public static Path checkpoints(Path model) {
        return model.resolveSibling(model.getFileName() + ".checkpoints");
    }

    /** Looks at what an earlier training has left; nothing of it is deleted unasked. */
    public void prepare(Recipe recipe, Targets targets) throws IOException {
        Path folder = checkpoints(model);
        Optional<Manifest> manifest = manifest();
        if (manifest.isPresent() && (writing.restart() || isFresh(manifest.get()))) {
            manifest.get().delete();
        } else if (manifest.isPresent() || Files.isDirectory(folder) && !isEmpty(folder)) {
            goOn(manifest, recipe);
            return;
        } else if (Files.exists(table(model))) {
            targets.checkFile(table(model));
        }
        Files.createDirectories(folder);
        Manifest.create(folder, recipe.parts());
    }

    private void goOn(Optional<Manifest> manifest, Recipe recipe) throws IOException {
        if (!writing.resume()) {
            throw new IOException("a training of " + model + " was begun already (" + checkpoints(model)
                    + "): go on with it (--resume), or start anew and delete what it has done (--restart)");
        }
        Map<String, String> before = manifest.map(Manifest::record).orElse(Map.of());
        Optional<String> difference =
                before.isEmpty() ? Optional.empty() : manifest.get().difference(recipe.parts());
        if (difference.isPresent()) {
            throw new IOException(
                    model + " cannot be gone on with: " + difference.get() + "; start anew with --restart");
        }
    }

    /** After a failure before the first step nothing remains. */
    public void tidy() throws IOException {
        Optional<Manifest> manifest = manifest();
        if (manifest.isPresent() && isFresh(manifest.get())) {
            manifest.get().delete();
        }
    }

    private Optional<Manifest> manifest() throws IOException {
        Path folder = checkpoints(model);
        return Files.isDirectory(folder) ? Manifest.read(folder) : Optional.empty();
    }

    /** A training that was ended before its first step leaves nothing worth keeping. */
    private boolean isFresh(Manifest manifest) {
        return manifest.names().isEmpty() && Files.notExists(table(model));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }
}
