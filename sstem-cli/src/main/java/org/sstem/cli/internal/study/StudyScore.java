package org.sstem.cli.internal.study;

import org.sstem.internal.metric.SegmentationScores;

/**
 * One line of a study.
 *
 * @param stack      number of the stack, from 0
 * @param damage     what was simulated
 * @param seed       of the simulation
 * @param z          the damaged section, or the first of two
 * @param treatment  what was segmented in its place
 * @param dimensions 2 for the damaged sections themselves, their pieces taken for objects; 3 for the sections around them,
 *     linked
 * @param scores     against the true labels
 */
record StudyScore(
        int stack,
        StudyDamage damage,
        long seed,
        int z,
        Treatment treatment,
        int dimensions,
        SegmentationScores scores) {}
