package org.sstem.cli;

import org.sstem.cli.internal.file.PixelNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.stack.StackReader;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a command would do, told in place of doing it. */
final class Foreseen {

    /** What Java and sstem take whatever the stack. */
    static final long BASE_BYTES = 24L << 20;

    private final Map<String, Object> facts = new LinkedHashMap<>();

    Foreseen(String what, List<String> reads, Targets targets) {
        facts.put("would", what);
        facts.put("reads", reads);
        facts.put("writes", targets.places());
    }

    Foreseen stack(StackReader<?> stack) {
        facts.put("size", stack.width() + " x " + stack.height() + " x " + stack.sections());
        facts.put("pixels", PixelNames.of(stack));
        return this;
    }

    /** The sections of each kind of damage. */
    Foreseen sections(Damage damage) {
        for (DamageKind kind : DamageKind.values()) {
            List<Integer> sections = damage.damagedSections().stream()
                    .filter(z -> damage.kinds(z).contains(kind))
                    .toList();
            if (!sections.isEmpty()) {
                facts.put(kind.id(), sections);
            }
        }
        return this;
    }

    Foreseen with(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    /** The least memory, as far as it depends on the size of a section. */
    Foreseen memory(long bytes) {
        facts.put(
                "memory MiB",
                "at least some " + (bytes >> 20) + "; Java takes up to "
                        + (Runtime.getRuntime().maxMemory() >> 20));
        return this;
    }

    Foreseen time(Duration estimate) {
        facts.put("time", "some " + words(estimate) + ", reading and writing not counted");
        return this;
    }

    static String words(Duration time) {
        long seconds = Math.max(1, Math.round(time.toMillis() / 1000.0));
        return seconds < 120
                ? seconds + " s"
                : seconds < 7200
                        ? Math.round(seconds / 60.0) + " min"
                        : String.format(Locale.ROOT, "%.1f h", seconds / 3600.0);
    }

    void print(PrintWriter out, boolean json) {
        Output.print(out, facts, json);
    }
}
