package org.sstem.damage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is damaged in a stack: which sections, how, and where.
 *
 * <p>Immutable and thread-safe; masks are read when they are asked for.
 *
 * <p>The file is JSON, with the masks as PNG files in its folder or below:
 * <pre>{@code
 * { "version": 1, "sections": [ { "z": 7, "kind": "fold", "mask": "mask_0007.png" }, { "z": 9, "kind": "missing" } ] }
 * }</pre>
 *
 * <p>Where the mask is not what somebody knows but what a detector made out, {@code "found": true} is with it.
 *
 * <p>The version rises when a field changes its meaning. A kind of damage that is added does not raise it: files written
 * before stay valid, and a release that does not know a kind refuses the file by the kind's name.
 */
public final class Damage {

    private static final Damage NONE = new Damage("damage", List.of());

    private final String name;
    private final List<DamagedSection> entries;
    private final TreeMap<Integer, Map<DamageKind, DamagedSection>> byZ = new TreeMap<>();

    Damage(String name, Collection<DamagedSection> entries) {
        this.name = name;
        List<DamagedSection> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingInt(DamagedSection::z).thenComparing(DamagedSection::kind));
        this.entries = List.copyOf(sorted);
        for (DamagedSection entry : sorted) {
            Map<DamageKind, DamagedSection> kinds =
                    byZ.computeIfAbsent(entry.z(), z -> new EnumMap<>(DamageKind.class));
            if (kinds.put(entry.kind(), entry) != null) {
                throw new IllegalArgumentException(name + " lists " + entry + " twice");
            }
        }
    }

    /**
     * Returns the damage of an intact stack.
     *
     * @return no damage
     */
    public static Damage none() {
        return NONE;
    }

    /**
     * Puts together the damage of a stack.
     *
     * @param sections every damage of every section, in any order
     * @return the damage
     * @throws IllegalArgumentException if a section is listed twice with one kind
     */
    public static Damage of(Collection<DamagedSection> sections) {
        return new Damage("damage", sections);
    }

    /**
     * Puts together the damage of a stack.
     *
     * @param sections every damage of every section, in any order
     * @return the damage
     * @throws IllegalArgumentException if a section is listed twice with one kind
     */
    public static Damage of(DamagedSection... sections) {
        return of(List.of(sections));
    }

    /**
     * Reads a damage file. Of the masks only the sizes are read.
     *
     * @param json the file
     * @return the damage
     * @throws IOException if there is no such file, or something in it is wrong: the message names the file, the entry
     *     and the rule
     */
    public static Damage read(Path json) throws IOException {
        return DamageJson.read(json);
    }

    /**
     * Writes a damage file, and beside it the masks that do not lie in its folder already: {@code mask_0007.png}, or
     * {@code mask_0007_fold.png} where a section has several, with a number behind where such a file is there already.
     * Each file is written aside first and then moved to its place; the JSON file comes last and replaces what was there.
     * No mask is ever replaced.
     *
     * @param json the file to write; its folder must exist
     * @throws IOException if that fails; the message names the file
     */
    public void write(Path json) throws IOException {
        DamageJson.write(this, json);
    }

    /**
     * Lists every damage of every section.
     *
     * @return the entries, by section and then by kind
     */
    public List<DamagedSection> entries() {
        return entries;
    }

    /**
     * Returns the damaged sections.
     *
     * @return their numbers in ascending order, unmodifiable
     */
    public SortedSet<Integer> damagedSections() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byZ.keySet()));
    }

    /**
     * Tells whether a section is damaged.
     *
     * @param z section
     * @return true if it has any damage
     */
    public boolean isDamaged(int z) {
        return byZ.containsKey(z);
    }

    /**
     * Returns what is wrong with a section.
     *
     * @param z section
     * @return its kinds of damage, empty if it is intact; unmodifiable
     */
    public Set<DamageKind> kinds(int z) {
        Map<DamageKind, DamagedSection> found = byZ.getOrDefault(z, Map.of());
        return found.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(found.keySet()));
    }

    /**
     * Returns where a section is damaged.
     *
     * @param z    section
     * @param kind what kind of damage
     * @return the mask, or empty if the section has no such damage or nobody knows where it is
     */
    public Optional<SectionMask> mask(int z, DamageKind kind) {
        return Optional.ofNullable(byZ.getOrDefault(z, Map.of()).get(kind)).flatMap(DamagedSection::mask);
    }

    /**
     * Tells whether the place of a damage was made out by a detector.
     *
     * @param z    section
     * @param kind what kind of damage
     * @return true if there is a mask, and it was found
     */
    public boolean found(int z, DamageKind kind) {
        DamagedSection entry = byZ.getOrDefault(z, Map.of()).get(kind);
        return entry != null && entry.found();
    }

    /**
     * Checks that this can be the damage of a stack.
     *
     * @param width    pixels in x
     * @param height   pixels in y
     * @param sections sections in z
     * @throws IllegalArgumentException if a section is beyond the stack's end, a mask has another size than the
     *     sections, or no section is intact
     */
    public void validate(int width, int height, int sections) {
        for (DamagedSection entry : entries) {
            if (entry.z() >= sections) {
                throw new IllegalArgumentException(
                        name + " lists " + entry + ", but the stack has only the sections 0" + " to " + (sections - 1));
            }
            entry.mask().ifPresent(mask -> {
                if (mask.width() != width || mask.height() != height) {
                    throw new IllegalArgumentException(name + ": the mask of " + entry
                            + mask.file().map(f -> ", " + f + ",").orElse("")
                            + " must be " + width + " x " + height + " as the sections are, was " + mask.width()
                            + " x " + mask.height());
                }
            });
        }
        if (!byZ.isEmpty() && byZ.size() == sections) {
            throw new IllegalArgumentException(
                    name + " lists all " + sections + " sections as damaged; at least one must be intact");
        }
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
