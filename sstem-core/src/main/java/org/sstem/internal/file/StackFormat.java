package org.sstem.internal.file;

import org.sstem.Restoration.Layer;
import org.sstem.internal.file.field.FieldLayout;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.internal.output.Delivery;
import org.sstem.stack.StackReader.ReadOption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One way in which stacks are kept. Formats are services: whatever {@link java.util.ServiceLoader} finds can be read and
 * written by its name. Implementations hold no state.
 */
public interface StackFormat {

    /** What a stack of this format is, and how it is named: "a multi-page TIFF file (.tif, .tiff)". */
    String described();

    /**
     * Takes a place apart if its name says that it is of this format; nothing is looked up.
     *
     * @throws IllegalArgumentException if the name is of this format and wrong
     */
    Optional<StackPlace> named(String place);

    /** What names begin with in Neuroglancer; empty if it does not show this format. */
    default Optional<String> scheme() {
        return Optional.empty();
    }

    /** Formats of a lower rank are asked first. */
    default int rank() {
        return 0;
    }

    /** Tells whether a stack that is written is a folder, or one file. */
    boolean isFolder();

    /** Tells by what lies in it whether a directory holds a stack of this format. */
    default boolean recognises(Path directory) {
        return false;
    }

    /** Lists the files that a stack in a directory is read from, in a fixed order. */
    default List<Path> files(Path directory) throws IOException {
        try (Stream<Path> inside = Files.list(directory)) {
            return inside.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /** Whether each section is a file with a name of its own. */
    default boolean namesSections() {
        return false;
    }

    /** Opens a stack whose file or directory is there. */
    SectionReader open(StackPlace place, Set<ReadOption> options) throws IOException;

    /** Opens labels; unless a format can do more, a stack whose values are whole numbers. */
    default LabelReader openLabels(StackPlace place) throws IOException {
        return LabelReader.of(place, open(place, Set.of()));
    }

    /**
     * Checks that a stack can be written there.
     *
     * @throws IllegalArgumentException if the name promises something that is not written
     */
    void checkTarget(StackPlace target);

    /** Tells whether labels of 64 bits can be written. */
    default boolean keepsLabels() {
        return false;
    }

    /** Refuses to replace what holds something else besides the stack. */
    default void checkReplaced(StackPlace target) throws IOException {}

    /**
     * Where a layer lies that goes with a stack, in the stack's own folder.
     *
     * @return a place inside of the target; empty if stacks of this format have no room for layers
     */
    default Optional<StackPlace> layer(StackPlace target, Layer layer) {
        return Optional.empty();
    }

    /**
     * How a displacement field is kept in a store of this format.
     *
     * @param target where it is to go, checked before
     * @return its layout; empty if stacks of this format are no stores that have one for fields
     */
    default Optional<FieldLayout> field(StackPlace target, FieldShape shape) {
        return Optional.empty();
    }

    /**
     * Opens a displacement field that is there.
     *
     * @return the field; empty if stores of this format have none
     * @throws IOException if the store holds something else, or cannot be read
     */
    default Optional<FieldReader> openField(StackPlace place) throws IOException {
        return Optional.empty();
    }

    /** How a stack that is built here gets to the computer that a target names; empty if the target lies here. */
    default Optional<Delivery> delivery(StackPlace target) {
        return Optional.empty();
    }

    /** Where a stack is built that goes to another computer. */
    default Path built(StackPlace target) {
        throw new IllegalArgumentException(target + " does not lie on this computer");
    }

    /** How a stack, or a layer in it, is put together from its sections. */
    StackAssembly assembly(StackPlace target, StackSidecar stack);
}
