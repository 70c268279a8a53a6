package org.sstem.cli.internal.file;

import org.sstem.Restoration;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.field.FieldLayout;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Where the flows that unfold the sections of a stack lie: in a folder of files of NumPy, or in a store as one displacement
 * field. Either is whole or absent.
 */
public final class FlowPlace {

    /** Tiles that are held at a time. */
    private static final int BATCH = 8;

    private final StackPlace place;

    private FlowPlace(StackPlace place) {
        this.place = place;
    }

    /**
     * Takes a name apart.
     *
     * @throws IllegalArgumentException if it is that of a stack that has no room for flows
     */
    public static FlowPlace of(String name) {
        StackPlace place = StackPlace.parse(name);
        boolean folder = place.format().namesSections();
        boolean store = place.field(new FieldShape(1, 1, 1, Optional.empty())).isPresent();
        if (place.file().isEmpty() || !folder && !store) {
            throw new IllegalArgumentException(
                    name + " holds no flows: they lie in a folder, or in a Zarr or N5 store on this computer");
        }
        return new FlowPlace(place);
    }

    /**
     * Takes the name of a target apart.
     *
     * @throws IllegalArgumentException if flows are not written there
     */
    public static FlowPlace target(String name) {
        FlowPlace target = of(name);
        target.place.checkTarget();
        return target;
    }

    /** The folder. */
    public Path folder() {
        return place.path();
    }

    /** Opens the flows that are there. */
    public FieldReader open() throws IOException {
        Optional<FieldReader> field = Files.isDirectory(folder()) ? place.openField() : Optional.empty();
        return field.orElseGet(() -> new FlowFolder(folder()));
    }

    /** Writes the flows of all sections but those that are left as they are. */
    public void write(
            FieldShape shape,
            Restoration<?> restoration,
            IntPredicate left,
            Map<String, String> recipe,
            Permission permission)
            throws IOException {
        List<Integer> sections = restoration.damagedSections().stream()
                .filter(z -> !left.test(z))
                .toList();
        Optional<FieldLayout> field = place.field(shape);
        try (WholeFolder folder = WholeFolder.forFolder(folder(), recipe, permission)) {
            if (folder.isComplete()) {
                return;
            }
            if (field.isPresent()) {
                store(folder, field.get(), shape, sections, restoration);
            } else {
                for (int z : sections) {
                    Optional<Flow> flow = restoration.unfolding(z);
                    if (flow.isPresent()) {
                        folder.announce(FlowFile.name(z));
                        FlowFile.write(flow.get(), FlowFile.of(folder.work(), z));
                    }
                }
            }
            folder.commit();
        }
    }

    /** Writes a displacement field tile by tile; a run that was ended goes on with the section that it was at. */
    private static void store(
            WholeFolder folder, FieldLayout field, FieldShape shape, List<Integer> sections, Restoration<?> restoration)
            throws IOException {
        List<Integer> moved = new ArrayList<>();
        for (int z : sections) {
            String done = "flow of section " + z;
            String none = "no flow of section " + z;
            if (!folder.isDone(done) && !folder.isDone(none)) {
                folder.done(section(folder, field, shape, z, restoration) ? done : none);
            }
            if (folder.isDone(done)) {
                moved.add(z);
            }
        }
        for (Map.Entry<String, String> file : field.metadata(moved).entrySet()) {
            byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
            folder.addAll(Map.of(file.getKey(), empty -> Files.write(empty, text)));
        }
    }

    /** Writes the tiles of a section in which anything moves; tells whether the section has a flow. */
    private static boolean section(
            WholeFolder folder, FieldLayout field, FieldShape shape, int z, Restoration<?> restoration)
            throws IOException {
        Map<String, AtomicFile.Building> batch = new LinkedHashMap<>();
        for (Area area : new Tiles(shape.width(), shape.height(), field.tilePx()).all()) {
            Cancellation.check("in the flow of section " + z);
            Optional<Flow> flow = restoration.unfolding(z, area);
            if (flow.isEmpty()) {
                return false;
            }
            if (moves(flow.get())) {
                String key = field.key(z, area.y() / field.tilePx(), area.x() / field.tilePx());
                batch.put(key, empty -> Files.write(empty, field.encode(flow.get())));
            }
            if (batch.size() == BATCH) {
                folder.addAll(batch);
                batch = new LinkedHashMap<>();
            }
        }
        folder.addAll(batch);
        return true;
    }

    private static boolean moves(Flow flow) {
        for (int i = 0; i < flow.u().pixels().length; i++) {
            if (flow.u().pixels()[i] != 0 || flow.v().pixels()[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
