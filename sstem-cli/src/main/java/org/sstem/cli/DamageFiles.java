package org.sstem.cli;

import org.sstem.cli.internal.option.Version;
import org.sstem.damage.Damage;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.output.Manifest;
import org.sstem.internal.output.WholeFolder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Damage files with their masks beside them. */
final class DamageFiles {

    private DamageFiles() {}

    /** Names the files that damage is going to be written to, in a folder that holds nothing else of these names. */
    static void announce(Damage damage, WholeFolder folder) throws IOException {
        for (DamagedSection entry : damage.entries()) {
            if (entry.mask().isPresent()) {
                String name = String.format(Locale.ROOT, "mask_%04d", entry.z());
                folder.announce(name + ".png");
                folder.announce(name + "_" + entry.kind().id() + ".png");
            }
        }
        folder.announce("damage.json");
    }

    /** Refuses, before the work begins, to write beside masks that may belong to other damage. */
    static void check(Path json, boolean overwrite) throws IOException {
        Path folder = json.toAbsolutePath().getParent();
        try (DirectoryStream<Path> masks = Files.newDirectoryStream(folder, "mask_[0-9][0-9][0-9][0-9]*.png")) {
            if (!overwrite && masks.iterator().hasNext()) {
                throw new IOException(
                        folder + " holds masks already; --overwrite replaces those of " + json + " and keeps others");
            }
        }
    }

    /**
     * Writes damage over what an earlier run has written. New masks get names that are free, the damage file changes
     * over to them at one moment, then the old masks go, if they are unchanged.
     */
    static void replace(Damage damage, Path json) throws IOException {
        Optional<Manifest> before = Manifest.readBeside(json);
        damage.write(json);
        Path folder = json.toAbsolutePath().getParent();
        Manifest now = Manifest.createBeside(json, Map.of("version of sstem", Version.current()));
        Set<String> masks = new HashSet<>();
        for (DamagedSection entry : Damage.read(json).entries()) {
            Optional<Path> mask = entry.mask().flatMap(SectionMask::file);
            if (mask.isPresent()) {
                masks.add(mask.get().getFileName().toString());
                now.add(mask.get().getFileName().toString(), mask.get());
            }
        }
        now.add(json.getFileName().toString(), folder.resolve(json.getFileName()));
        if (before.isPresent()) {
            for (String name : before.get().names()) {
                if (name.startsWith("mask_") && !masks.contains(name)) {
                    before.get().delete(name);
                }
            }
        }
    }
}
