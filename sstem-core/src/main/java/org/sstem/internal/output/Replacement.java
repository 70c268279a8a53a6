package org.sstem.internal.output;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts a folder in the place of another by two renames, and puts right what a run has left that was ended between them:
 * the folder's manifest names what it replaces before the first.
 */
final class Replacement {

    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);
    private static final String OLD = ".sstem-old";

    private Replacement() {}

    /** Moves a folder that is complete to where another is, and deletes that one. */
    static void replace(Path target, Path work, Manifest manifest) throws IOException {
        Path old = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + OLD);
        manifest.replaced(old.getFileName().toString());
        AtomicFile.move(target, old);
        try {
            AtomicFile.move(work, target);
        } catch (IOException e) {
            AtomicFile.move(old, target);
            throw e;
        }
        deleteOld(old);
    }

    /** What cannot be deleted stays: the target is whole already. */
    private static void deleteOld(Path old) {
        try {
            Optional<Manifest> manifest = Manifest.read(old);
            if (manifest.isPresent()) {
                manifest.get().delete();
            }
        } catch (IOException e) {
            LOG.warn("what was replaced stays in {}: {}", old, e.getMessage());
        }
    }

    /** Puts right what a run has left that was ended between two renames. */
    static void recover(OutputPlace place) throws IOException {
        Path target = place.target();
        Optional<Path> old = old(place.work(), target);
        if (old.isPresent() && !OutputPlace.exists(target)) {
            AtomicFile.move(old.get(), target);
        }
        if (!place.single() && OutputPlace.exists(target)) {
            Optional<Path> replaced = old(target, target);
            if (replaced.isPresent()) {
                deleteOld(replaced.get());
            }
        }
    }

    private static Optional<Path> old(Path folder, Path target) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<String> name = Manifest.read(folder).flatMap(Manifest::replaced);
        // Manifests may come from strangers: only a name that is given here is believed.
        return name.filter(n -> n.startsWith("." + target.getFileName() + ".") && n.endsWith(OLD))
                .map(target::resolveSibling)
                .filter(Files::isDirectory);
    }
}
