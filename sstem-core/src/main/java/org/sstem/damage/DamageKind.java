package org.sstem.damage;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of damage that preparation leaves in a section. */
public enum DamageKind {
    /** Support film fold: a dark band that has swallowed a strip of tissue and pulled in what lies beside it. */
    FOLD,
    /** Staining precipitate: dark blobs over the tissue, often on a paler section. */
    PRECIPITATE,
    /** The section is absent or useless. */
    MISSING,
    /** Crack or tear: the sheet has parted, its sides have moved away from each other, the gap is bright and empty. */
    CRACK,
    /** Part of the section has no tissue, though the neighbours do: not imaged, torn off, burnt or out of focus. */
    LOST;

    /**
     * Returns the name used in files and on the command line.
     *
     * @return {@code fold}, {@code precipitate}, {@code missing}, {@code crack} or {@code lost}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a kind by its name in files.
     *
     * @param id {@code fold}, {@code precipitate}, {@code missing}, {@code crack} or {@code lost}
     * @return the kind, or empty if there is none of that name
     */
    public static Optional<DamageKind> byId(String id) {
        return Stream.of(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
}
