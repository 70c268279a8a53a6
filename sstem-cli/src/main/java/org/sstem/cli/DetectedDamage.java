package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.LevelOptions;
import org.sstem.damage.Damage;
import org.sstem.damage.Detection;
import org.sstem.internal.output.Manifest;
import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The damage that {@code restore} detects by itself, in a folder beside the restored stack: to look at, to correct, and
 * not to be looked for again if the restoration fails.
 */
final class DetectedDamage {

    private static final String FILE = "damage.json";

    private final Path folder;
    private final Permission permission;

    DetectedDamage(String out, Permission permission) {
        this.folder = place(out);
        this.permission = permission;
    }

    /** Where it is kept. */
    static Path place(String out) {
        Path file = Stacks.file(out).toAbsolutePath().normalize();
        return file.resolveSibling(file.getFileName() + ".damage");
    }

    /** Takes what an earlier run has detected in the same stack, or detects. */
    <T extends NativeType<T> & RealType<T>> Damage of(
            Map<String, String> recipe,
            StackReader<T> stack,
            LevelOptions levels,
            CommonOptions common,
            PrintWriter out)
            throws IOException {
        if (!isThere(recipe)) {
            check();
            Detection found = Detecting.in(stack, levels, false, common);
            DetectCommand.lines(found.findings()).forEach(out::println);
            write(found.damage(), recipe);
        }
        out.println("the detected damage is in " + folder.resolve(FILE));
        return Damage.read(folder.resolve(FILE));
    }

    private boolean isThere(Map<String, String> recipe) throws IOException {
        Optional<Manifest> manifest = Files.isDirectory(folder) ? Manifest.read(folder) : Optional.empty();
        return manifest.isPresent()
                && manifest.get().difference(recipe).isEmpty()
                && manifest.get().has(FILE)
                && manifest.get().foreign().isEmpty();
    }

    /** Before the detection: whether it can be kept. Half of one is of no use to anybody. */
    private void check() throws IOException {
        WholeFolder.check(folder, false, anew());
    }

    private Permission anew() {
        return new Permission(permission.overwrite() || permission.restart(), false, true);
    }

    private void write(Damage damage, Map<String, String> recipe) throws IOException {
        try (WholeFolder whole = WholeFolder.forFolder(folder, recipe, anew())) {
            DamageFiles.announce(damage, whole);
            damage.write(whole.work().resolve(FILE));
            whole.commit();
        }
    }
}
