package org.sstem.internal.fold.law;

/** How the displacement that undoes a fold is computed from the one that made it. */
public enum FoldLaw {
    /** The displacement is taken where the tissue came to lie: folding and unfolding are inverse to each other. */
    EXACT,
    /**
     * As the published training target has it: the displacement is taken where the tissue belongs. Off by decay times
     * displacement, up to several pixels; pixels of the swallowed strip sample the fold's line.
     */
    REFERENCE
}
