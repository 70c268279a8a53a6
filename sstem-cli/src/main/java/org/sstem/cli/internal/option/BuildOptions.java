package org.sstem.cli.internal.option;

import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;
import org.sstem.stack.StackWriter;
import org.sstem.stack.StackWriter.WriteOption;
import org.sstem.stack.VoxelSize;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What may happen to what is there already, for commands that an interruption leaves unfinished. */
public final class BuildOptions extends OutputOptions {

    @ArgGroup
    private Unfinished unfinished = new Unfinished();

    /** What becomes of an unfinished run. */
    private static final class Unfinished {

        @Option(
                names = "--resume",
                description = "Go on where an interrupted run stopped; the result is the same. Refused if anything that"
                        + " decides the result has changed.")
        private boolean resume;

        @Option(names = "--restart", description = "Delete what an interrupted run has done, and start anew.")
        private boolean restart;
    }

    public boolean resume() {
        return unfinished.resume;
    }

    public boolean restart() {
        return unfinished.restart;
    }

    @Override
    public Permission permission() {
        return new Permission(overwrite(), resume(), restart());
    }

    /** Describes a stack to be written. */
    public static StackWriter.Builder writer(
            Permission permission, String target, Optional<VoxelSize> voxelSize, Map<String, String> recipe) {
        Set<WriteOption> options = EnumSet.noneOf(WriteOption.class);
        if (permission.overwrite()) {
            options.add(WriteOption.OVERWRITE);
        }
        if (permission.resume()) {
            options.add(WriteOption.RESUME);
        }
        if (permission.restart()) {
            options.add(WriteOption.RESTART);
        }
        return StackWriter.to(target)
                .voxelSize(voxelSize)
                .options(options.toArray(WriteOption[]::new))
                .recipe(recipe);
    }

    /**
     * Describes a stack in a folder that is written as a whole. What a run before has done of it is gone on with: the
     * folder as a whole was found to be made of the same.
     */
    public static StackWriter.Builder inside(
            WholeFolder folder, String name, Optional<VoxelSize> voxelSize, Map<String, String> recipe)
            throws IOException {
        folder.announce(name);
        folder.announce(name + WholeFolder.PARTIAL);
        return writer(
                new Permission(false, true, false), folder.work().resolve(name).toString(), voxelSize, recipe);
    }
}
