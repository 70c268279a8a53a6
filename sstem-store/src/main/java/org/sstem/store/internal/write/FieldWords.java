package org.sstem.store.internal.write;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.place.Json;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What displacement fields say of themselves beside what their formats have words for. */
public final class FieldWords {

    /** Where this is said, among the attributes. */
    public static final String NAME = "sstem";

    private static final String SECTIONS = "sections";

    private FieldWords() {}

    /** Says which way vectors point, in which unit, and which sections have a flow. */
    public static Map<String, Object> of(FieldShape shape, List<Integer> sections) {
        return Json.members(
                "field",
                "from the restored stack to the damaged one: restored(p) = damaged(p + displacement)",
                "unit",
                shape.voxelSize().isPresent() ? "nanometer" : "pixel",
                SECTIONS,
                sections);
    }

    /** The sections that have a flow; null if nothing is said of them. */
    public static List<Integer> sections(JsonObject attributes) {
        JsonElement said = Json.object(attributes, NAME).get(SECTIONS);
        return said == null
                ? null
                : StreamSupport.stream(said.getAsJsonArray().spliterator(), false)
                        .map(JsonElement::getAsInt)
                        .toList();
    }

    /** The size of a pixel; 1 where it is not known, so that displacements are in pixels. */
    public static VoxelSize pixel(FieldShape shape) {
        return shape.voxelSize().orElse(new VoxelSize(1, 1, 1));
    }
}
