package org.sstem.internal.fold;

import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldCurve;

/**
 * A dark band that was found in a section.
 *
 * @param curve     its course
 * @param arc       the arc nearest to its course; equal to {@code curve} unless that is bent otherwise
 * @param halfWidth half its width, pixels
 * @param rim       how far the darkness reaches beyond that, pixels
 * @param coverage  part of its length where it is seen to be a band
 * @param length    length inside the section, pixels
 * @param grey      its mean grey value
 * @param tissue    mean grey value right beside it
 */
record Band(
        FoldCurve curve,
        FoldArc arc,
        double halfWidth,
        double rim,
        double coverage,
        double length,
        double grey,
        double tissue) {}
