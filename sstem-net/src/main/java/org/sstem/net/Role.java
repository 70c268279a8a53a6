package org.sstem.net;

import org.sstem.damage.DamageKind;

import java.util.Locale;

/** What a network is for: the one name of its task in configurations, recipes, model files and on the command line. */
public enum Role {
    /** Makes one section from its two neighbours. */
    INTERPOLATION("interpolation", DamageKind.MISSING),
    /** Makes two missing sections from the two around them; published networks only. */
    INTERPOLATION_OF_TWO("interpolation of two sections", DamageKind.MISSING),
    /** Says how far the neighbours of a missing section have to be moved on to lie as it did; compact networks only. */
    MOTION("motion", DamageKind.MISSING),
    /** Predicts, or corrects, the flow that undoes a fold. */
    UNFOLDING("unfolding", DamageKind.FOLD),
    /** Makes one section of the unfolded and the interpolated one. */
    FOLD_FUSION("fold fusion", DamageKind.FOLD),
    /** Recovers, or corrects, the contrast below precipitates. */
    PRECIPITATE_CORRECTION("precipitate correction", DamageKind.PRECIPITATE),
    /** Makes one section of the corrected and the interpolated one. */
    PRECIPITATE_FUSION("precipitate fusion", DamageKind.PRECIPITATE),
    /** Tells membranes from the inside of cells, for segmentation; compact networks only. It restores nothing. */
    MEMBRANE("membranes", null);

    private final String words;
    private final DamageKind damage;

    Role(String words, DamageKind damage) {
        this.words = words;
        this.damage = damage;
    }

    /**
     * Says which damage a network for this learns to undo.
     *
     * @return the kind of damage that its training pairs have
     * @throws IllegalStateException if it undoes none: {@link #MEMBRANE}
     */
    public DamageKind damage() {
        if (damage == null) {
            throw new IllegalStateException("a network for " + words + " undoes no damage");
        }
        return damage;
    }

    /**
     * Tells roles in restoring from others.
     *
     * @return false for {@link #MEMBRANE}
     */
    public boolean restores() {
        return damage != null;
    }

    /**
     * Names the role as the command line does.
     *
     * @return as in {@code "fold-fusion"}
     */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Names the role in words.
     *
     * @return as in {@code "fold fusion"}
     */
    @Override
    public String toString() {
        return words;
    }
}
