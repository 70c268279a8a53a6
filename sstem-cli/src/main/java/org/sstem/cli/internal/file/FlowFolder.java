package org.sstem.cli.internal.file;

import org.sstem.Restoration;
import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;
import org.sstem.method.Flow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The flows that unfold the sections of a stack, in a folder that is whole or absent. */
public final class FlowFolder {

    private FlowFolder() {}

    /** Writes the flows of all sections but those that are left as they are. */
    public static void write(
            Path target,
            Restoration<?> restoration,
            IntPredicate left,
            Map<String, String> recipe,
            Permission permission)
            throws IOException {
        try (WholeFolder folder = WholeFolder.forFolder(target, recipe, permission)) {
            if (folder.isComplete()) {
                return;
            }
            for (int z : restoration.damagedSections()) {
                Optional<Flow> flow = left.test(z) ? Optional.empty() : restoration.unfolding(z);
                if (flow.isPresent()) {
                    folder.announce(FlowFile.name(z));
                    FlowFile.write(flow.get(), FlowFile.of(folder.work(), z));
                }
            }
            folder.commit();
        }
    }
}
