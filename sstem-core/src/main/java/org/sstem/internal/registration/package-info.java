/**
 * Bringing sections into register: the dense motion between two of them, and the drift of a whole section.
 *
 * <pre>{@code
 * Motion motion = DenseRegistration.builder().build().register(section, neighbour);
 * Plane inRegister = Resampler.warp(neighbour, motion.flow(), Resampler.Interpolation.SPLINE);
 * float trust = motion.confidence().get(120, 80);
 * }</pre>
 */
package org.sstem.internal.registration;
