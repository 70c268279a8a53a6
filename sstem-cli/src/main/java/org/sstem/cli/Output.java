package org.sstem.cli;

import com.google.gson.GsonBuilder;

import java.io.PrintWriter;
import java.util.Map;

/** Prints results: a name and a value a line for people, JSON for machines. */
final class Output {

    private Output() {}

    static void print(PrintWriter out, Map<String, ?> facts, boolean json) {
        if (json) {
            out.println(new GsonBuilder().setPrettyPrinting().create().toJson(facts));
            return;
        }
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        facts.forEach((name, value) -> out.println(name + " ".repeat(width + 2 - name.length()) + value));
    }
}
