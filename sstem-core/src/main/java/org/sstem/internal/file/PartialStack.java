package org.sstem.internal.file;

import org.sstem.Restoration.Layer;
import org.sstem.internal.output.Delivery;
import org.sstem.internal.output.LooseFiles;
import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The folder in which a stack is built up, one complete file a section, beside its target. */
public final class PartialStack implements AutoCloseable {

    private final StackPlace target;
    private final WholeFolder folder;
    private final StackSidecar stack;
    private final StackAssembly assembly;
    private final Permission permission;
    private final List<String> names;
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private final Map<Layer, PartialStack> layers = new EnumMap<>(Layer.class);
    /** Of which layer of a stack this is; null if it is a stack itself. */
    private final Layer layer;

    private PartialStack(
            StackPlace target,
            StackSidecar stack,
            StackAssembly assembly,
            WholeFolder folder,
            Permission permission,
            List<String> names,
            Layer layer) {
        this.target = target;
        this.folder = folder;
        this.stack = stack;
        this.assembly = assembly;
        this.permission = permission;
        this.names = names;
        this.layer = layer;
    }

    /** A layer, which is written into the folder of the stack that it goes with. */
    private PartialStack(PartialStack of, StackPlace target, Layer layer) {
        this(
                target,
                of.stack.of(layer),
                target.format().assembly(target, of.stack.of(layer)),
                of.folder,
                of.permission,
                IntStream.range(0, of.stack.sections())
                        .mapToObj(z -> target.inside() + "/" + number(z, of.stack.sections()))
                        .toList(),
                layer);
        written.addAll(of.written);
    }

    /** Checks, before any work, what can be checked before it is known what the stack will be made of. */
    public static void check(StackPlace target, Permission permission) throws IOException {
        WholeFolder.check(target.path(), !target.format().isFolder(), permission);
        checkThere(target, permission);
    }

    /** Checks that the target may be written, and finds or makes the folder beside it. */
    public static PartialStack open(
            StackPlace target, StackSidecar stack, Map<String, String> record, Permission permission)
            throws IOException {
        return open(target, stack, List.of(), record, permission);
    }

    /** The same with names for the sections, where each becomes a file; without, they are numbered. */
    public static PartialStack open(
            StackPlace target,
            StackSidecar stack,
            List<String> names,
            Map<String, String> record,
            Permission permission)
            throws IOException {
        if (stack.section().type() == PixelType.UINT64 && !target.format().keepsLabels()) {
            throw new IllegalArgumentException(
                    "target " + target + " can hold no labels of 64 bits; an HDF5 file or a store can");
        }
        Map<Layer, StackPlace> layers = new EnumMap<>(Layer.class);
        for (Layer layer : stack.layers()) {
            layers.put(layer, layer(target, layer));
        }
        checkThere(target, permission);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("stack", stack.words() + (target.inside().isEmpty() ? "" : " in " + target.inside()));
        List<String> own = IntStream.range(0, stack.sections())
                .mapToObj(z -> number(z, stack.sections()))
                .toList();
        if (target.format().namesSections() && usable(names, stack.sections())) {
            if (!names.equals(own)) {
                all.put(
                        "names of sections",
                        names.get(0) + " to " + names.get(names.size() - 1) + " with hash "
                                + Integer.toHexString(names.hashCode()));
            }
            own = names;
        }
        all.putAll(record);
        StackAssembly assembly = target.format().assembly(target, stack);
        WholeFolder folder = target.format().isFolder()
                ? WholeFolder.forFolder(target.path(), all, permission)
                : WholeFolder.forFile(target.path(), all, permission);
        try {
            PartialStack partial = new PartialStack(target, stack, assembly, folder, permission, own, null);
            partial.written.addAll(folder.names());
            layers.forEach((layer, place) -> partial.layers.put(layer, new PartialStack(partial, place, layer)));
            if (!folder.isComplete() && !partial.written.contains(StackSidecar.NAME)) {
                folder.add(StackSidecar.NAME, stack::write);
            }
            return partial;
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Names a layer of a stack.
     *
     * @throws IllegalArgumentException if the stack has no room for it
     */
    public static StackPlace layer(StackPlace target, Layer layer) {
        return target.format()
                .layer(target, layer)
                .orElseThrow(() -> new IllegalArgumentException(
                        "target " + target + " has no room for the layer " + layer.id() + "; a store has"));
    }

    /** The layers of this stack: they are written as it is, and are committed and closed with it. */
    public Map<Layer, PartialStack> layers() {
        return layers;
    }

    private static void checkThere(StackPlace target, Permission permission) throws IOException {
        checkReplaced(target, permission);
        Optional<Delivery> delivery = target.format().delivery(target);
        if (delivery.isPresent()) {
            delivery.get().check(permission.resume());
        }
    }

    private static void checkReplaced(StackPlace target, Permission permission) throws IOException {
        if (permission.overwrite()) {
            target.format().checkReplaced(target);
        }
    }

    public StackPlace target() {
        return target;
    }

    public boolean isWritten(int z) {
        return folder.isComplete() || written.contains(name(z)) || assembly.holds(folder, z);
    }

    private String name(int z) {
        return names.get(z) + assembly.codec().extension();
    }

    static String name(StackAssembly assembly, int sections, int z) {
        return number(z, sections) + assembly.codec().extension();
    }

    private static String number(int z, int sections) {
        int digits = Math.max(4, String.valueOf(sections - 1).length());
        return String.format(Locale.ROOT, "%0" + digits + "d", z);
    }

    /** One name a section, and no two that a file system could take for one. */
    private static boolean usable(List<String> names, int sections) {
        return names.size() == sections
                && names.stream()
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .distinct()
                                .count()
                        == sections;
    }

    /** Where the stack is built up; what is needed on the way may wait there, too. */
    public WholeFolder folder() {
        return folder;
    }

    /** What other processes have to know to make files of this stack. */
    public StackPart part() {
        return new StackPart(target, stack, folder.work());
    }

    /** How many sections files of the stack hold that are made of the sections themselves. */
    public int depth() {
        return depth(assembly);
    }

    /** The same of a stack that is not begun yet. */
    public static int depth(StackPlace target, StackSidecar stack) {
        return depth(target.format().assembly(target, stack));
    }

    private static int depth(StackAssembly assembly) {
        return assembly instanceof StackAssembly.Shared shared
                ? shared.rounds().get(0).get(0).end()
                : 1;
    }

    /** The steps of later rounds that are still to be done, round by round. */
    public List<List<StackAssembly.Shared.Step>> later() {
        if (folder.isComplete() || !(assembly instanceof StackAssembly.Shared shared)) {
            return List.of();
        }
        return shared.rounds().stream()
                .skip(1)
                .map(round -> round.stream()
                        .filter(step -> !folder.isDone(step.name()))
                        .toList())
                .toList();
    }

    /** Takes what another process has made. What is there already, as of a step that was done twice, is not taken. */
    public void take(StackPart.Made made) throws IOException {
        boolean there = made.step() == null
                ? isWritten(made.z())
                : folder.isDone(made.step().name());
        if (there) {
            LooseFiles.discard(folder.work(), made.files());
            return;
        }
        folder.take(made.files());
        if (made.step() == null) {
            written.add(name(made.z()));
            return;
        }
        folder.done(made.step().name());
        written.add(made.step().name());
        if (made.step().round() > 0) {
            for (Path used : ((StackAssembly.Shared) assembly).waiting(folder.work(), made.step())) {
                folder.remove(used);
            }
        }
    }

    public void write(int z, Object raw) throws IOException {
        if (folder.isComplete() || assembly.holds(folder, z)) {
            return;
        }
        folder.add(name(z), empty -> assembly.codec().write(empty, stack.section(), raw));
        written.add(name(z));
    }

    public void commit() throws IOException {
        if (layer != null) {
            return;
        }
        if (!folder.isComplete()) {
            checkReplaced(target, permission);
            folder.sweep();
            for (PartialStack own : layers.values()) {
                ((StackAssembly.Shared) own.assembly).assemble(folder, own.waiting());
            }
        }
        assembly.commit(folder, waiting());
        Optional<Delivery> delivery = target.format().delivery(target);
        if (delivery.isPresent()) {
            folder.deliver(delivery.get());
        }
    }

    private List<Path> waiting() {
        return IntStream.range(0, stack.sections())
                .mapToObj(z -> folder.work().resolve(name(z)))
                .toList();
    }

    /** Removes what was written. */
    public void delete() throws IOException {
        if (layer == null) {
            folder.discard();
        }
    }

    /** Lets go of the target. What was written and not committed stays; a folder in which nothing was does not. */
    @Override
    public void close() throws IOException {
        if (layer != null) {
            return;
        }
        if (!folder.isComplete()
                && written.stream().allMatch(StackSidecar.NAME::equals)
                && folder.names().stream().allMatch(StackSidecar.NAME::equals)) {
            folder.discard();
        }
        folder.close();
    }
}
