package org.sstem.internal.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import org.sstem.Repair;
import org.sstem.Repair.Findings;
import org.sstem.damage.Detection;
import org.sstem.stack.GreyLevels;

import java.io.Writer;
import java.util.List;

/** The facts of a restoration for machines. Numbers that are not finite become null or {@code "Infinity"}. */
public final class RestorationJson {

    public static final int VERSION = 1;

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .setStrictness(Strictness.STRICT)
            .create();

    private RestorationJson() {}

    public static void write(StackFacts facts, List<SectionEntry> entries, Writer out) {
        JsonObject root = new JsonObject();
        root.addProperty("version", VERSION);
        root.add("stack", stack(facts.stack()));
        facts.levels().ifPresent(levels -> root.add("greyLevels", levels(levels)));
        root.add("remarks", strings(facts.remarks()));
        long[] totals = new long[ProvenanceCode.values().length];
        JsonArray sections = new JsonArray();
        for (SectionEntry entry : entries) {
            sections.add(section(entry, facts.tissue().get(entry.z())));
            for (int i = 0; i < totals.length; i++) {
                totals[i] += entry.counts()[i];
            }
        }
        root.add("provenancePixels", counts(totals));
        root.add("sections", sections);
        write(root, out);
    }

    public static void write(JsonElement root, Writer out) {
        GSON.toJson(root, out);
    }

    /** A number that JSON may not be able to hold. */
    public static JsonElement number(double value) {
        if (Double.isNaN(value)) {
            return JsonNull.INSTANCE;
        }
        return Double.isInfinite(value)
                ? new JsonPrimitive(value > 0 ? "Infinity" : "-Infinity")
                : new JsonPrimitive(value);
    }

    private static JsonObject stack(StackSummary stack) {
        JsonObject json = new JsonObject();
        json.addProperty("name", stack.name());
        json.addProperty("width", stack.width());
        json.addProperty("height", stack.height());
        json.addProperty("sections", stack.sections());
        json.addProperty("pixelType", stack.pixelType());
        stack.voxelSize().ifPresent(size -> {
            JsonArray nm = new JsonArray();
            nm.add(size.xNm());
            nm.add(size.yNm());
            nm.add(size.zNm());
            json.add("voxelSizeNm", nm);
        });
        return json;
    }

    private static JsonObject levels(GreyLevels levels) {
        JsonObject json = new JsonObject();
        json.addProperty("black", levels.black());
        json.addProperty("white", levels.white());
        json.addProperty("given", levels.given());
        json.addProperty("inverted", levels.inverted());
        return json;
    }

    private static JsonObject section(SectionEntry entry, Detection.TissueShare tissue) {
        JsonObject json = new JsonObject();
        json.addProperty("z", entry.z());
        json.addProperty("doubtful", entry.doubtful());
        if (tissue != null) {
            json.addProperty("tissueShare", tissue.share());
            json.addProperty("paddingShare", tissue.padding());
        }
        json.add("provenancePixels", counts(entry.counts()));
        JsonArray repairs = new JsonArray();
        for (Repair repair : entry.repairs()) {
            repairs.add(repair(repair));
        }
        json.add("repairs", repairs);
        return json;
    }

    private static JsonObject repair(Repair repair) {
        Findings findings = repair.findings();
        JsonObject json = new JsonObject();
        json.addProperty("kind", SectionEntry.name(repair.kind()));
        json.addProperty("method", repair.method());
        JsonArray sources = new JsonArray();
        repair.sources().forEach(sources::add);
        json.add("sources", sources);
        json.add("confidence", number(findings.confidence()));
        json.addProperty("doubtful", findings.doubtful());
        JsonArray estimates = new JsonArray();
        for (Findings.Estimate estimate : findings.estimates()) {
            JsonObject one = new JsonObject();
            one.addProperty("name", estimate.name());
            one.add("value", number(estimate.value()));
            one.addProperty("unit", estimate.unit());
            one.add("confidence", number(estimate.confidence()));
            estimates.add(one);
        }
        json.add("estimates", estimates);
        json.add("remarks", strings(findings.remarks()));
        return json;
    }

    private static JsonObject counts(long[] counts) {
        JsonObject json = new JsonObject();
        for (ProvenanceCode code : ProvenanceCode.values()) {
            json.addProperty(code.key(), counts[code.ordinal()]);
        }
        return json;
    }

    private static JsonArray strings(List<String> strings) {
        JsonArray json = new JsonArray();
        strings.forEach(json::add);
        return json;
    }
}
