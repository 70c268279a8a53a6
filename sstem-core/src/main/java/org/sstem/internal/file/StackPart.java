package org.sstem.internal.file;

import org.sstem.internal.output.LooseFiles;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What another process has to know to make files of a stack that is being built, and makes them: they wait in its folder
 * until {@link PartialStack} takes them. Immutable.
 */
public final class StackPart implements Serializable {

    private static final long serialVersionUID = 1;

    private final String target;
    private final String inside;
    private final String folder;
    private final PixelType type;
    private final int[] size;
    private final double[] voxelNm;
    private final boolean labels;

    StackPart(StackPlace target, StackSidecar stack, Path folder) {
        this.target = target.name();
        this.inside = target.inside();
        this.folder = folder.toAbsolutePath().toString();
        this.type = stack.section().type();
        this.size = new int[] {stack.section().width(), stack.section().height(), stack.sections()};
        this.voxelNm = stack.voxelSize()
                .map(v -> new double[] {v.xNm(), v.yNm(), v.zNm()})
                .orElse(null);
        this.labels = stack.labels();
    }

    /**
     * What came of a piece of work.
     *
     * @param step  the step that was done; null if a section became a file of its own
     * @param z     that section
     * @param files the files, to be taken
     */
    public record Made(StackAssembly.Shared.Step step, int z, List<LooseFiles.Loose> files) implements Serializable {}

    private StackSidecar stack() {
        return new StackSidecar(
                new SectionHeader(type, size[0], size[1]),
                size[2],
                Optional.ofNullable(voxelNm).map(v -> new VoxelSize(v[0], v[1], v[2])),
                labels);
    }

    private StackAssembly assembly() {
        StackPlace place = StackPlace.parse(target);
        return place.format().assembly(new StackPlace(place.format(), target, place.file(), inside), stack());
    }

    private Path work() {
        return StackPlace.path(folder);
    }

    /**
     * Begins a block of sections, which holds all sections of every file that it makes.
     *
     * @param first the first section
     * @param end   the one after the last
     */
    public Block block(int first, int end) {
        StackAssembly assembly = assembly();
        return assembly instanceof StackAssembly.Shared shared
                ? new Layers(shared, first, end)
                : new Sections(assembly);
    }

    /** Takes the sections of a block in their order and makes its files. For one thread. */
    public abstract static sealed class Block implements AutoCloseable {

        final List<Made> made = new ArrayList<>();
        boolean whole;

        /**
         * Takes a section.
         *
         * @param raw an array as {@link PixelType#newArray} makes it
         */
        public abstract void write(int z, Object raw) throws IOException;

        /** What was made; the files are the caller's from now on. */
        public List<Made> made() {
            whole = true;
            return made;
        }

        /** Deletes what nobody asked for. */
        @Override
        public abstract void close() throws IOException;
    }

    /** Sections that each become a file. */
    private final class Sections extends Block {

        private final StackAssembly assembly;

        Sections(StackAssembly assembly) {
            this.assembly = assembly;
        }

        @Override
        public void write(int z, Object raw) throws IOException {
            LooseFiles files = new LooseFiles(work());
            Object pixels = checked(raw, z);
            files.add(PartialStack.name(assembly, size[2], z), empty -> assembly.codec()
                    .write(empty, stack().section(), pixels));
            made.add(new Made(null, z, files.files()));
        }

        @Override
        public void close() throws IOException {
            for (Made one : whole ? List.<Made>of() : made) {
                LooseFiles.discard(work(), one.files());
            }
        }
    }

    /** Sections that wait in a temporary folder of this computer until all of a layer are there. */
    private final class Layers extends Block {

        private final StackAssembly.Shared assembly;
        private final Deque<StackAssembly.Shared.Step> steps;
        private final List<Path> waiting = new ArrayList<>();
        private Path scratch;

        Layers(StackAssembly.Shared assembly, int first, int end) {
            this.assembly = assembly;
            this.steps = new ArrayDeque<>(assembly.rounds().get(0).stream()
                    .filter(step -> step.first() >= first && step.end() <= end)
                    .toList());
        }

        @Override
        public void write(int z, Object raw) throws IOException {
            scratch = scratch == null ? Files.createTempDirectory("sstem") : scratch;
            Path section = scratch.resolve(z + assembly.codec().extension());
            waiting.add(section);
            assembly.codec().write(section, stack().section(), checked(raw, z));
            if (z + 1 == steps.getFirst().end()) {
                StackAssembly.Shared.Step step = steps.removeFirst();
                LooseFiles files = new LooseFiles(work());
                try {
                    assembly.build(step, waiting, files);
                } finally {
                    made.add(new Made(step, z, files.files()));
                }
                clear();
            }
        }

        private void clear() throws IOException {
            for (Path section : waiting) {
                Files.deleteIfExists(section);
            }
            waiting.clear();
        }

        @Override
        public void close() throws IOException {
            clear();
            if (scratch != null) {
                Files.deleteIfExists(scratch);
            }
            for (Made one : whole ? List.<Made>of() : made) {
                LooseFiles.discard(work(), one.files());
            }
        }
    }

    private Object checked(Object raw, int z) throws IOException {
        return Finite.check(raw, size[0], () -> "section " + z + " for " + target);
    }

    /** Does a step of a later round. */
    public Made build(StackAssembly.Shared.Step step) throws IOException {
        StackAssembly.Shared shared = (StackAssembly.Shared) assembly();
        LooseFiles files = new LooseFiles(work());
        boolean whole = false;
        try {
            shared.build(step, shared.waiting(work(), step), files);
            whole = true;
            return new Made(step, -1, files.files());
        } finally {
            if (!whole) {
                files.discard();
            }
        }
    }
}
