package org.sstem.damage;

/** The kinds of damage that preparation leaves in a section. */
public enum DamageKind {
    /** Support film fold: a dark band that has swallowed a strip of tissue and pulled in what lies beside it. */
    FOLD,
    /** Staining precipitate: dark blobs over the tissue, often on a paler section. */
    PRECIPITATE,
    /** The section is absent or useless. */
    MISSING
}
