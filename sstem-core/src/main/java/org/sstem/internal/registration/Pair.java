package org.sstem.internal.registration;

/**
 * Two views that a motion w is to bring to agreement: {@code a(x + aReach * w)} with {@code b(x + bReach * w)}.
 *
 * @param a      one section
 * @param aReach where it lies along the motion
 * @param b      the other section
 * @param bReach where that lies
 * @param weight how much this pair counts
 */
record Pair(View a, double aReach, View b, double bReach, double weight) {}
