/**
 * What every algorithm works on, and the operations they share: {@link org.sstem.method.Plane}, a rectangle of floats,
 * {@link org.sstem.method.Flow}, a displacement a pixel from target to source, {@link org.sstem.internal.image.Filters} and
 * {@link org.sstem.internal.image.Resampler}.
 *
 * <pre>{@code
 * Plane section = new Plane(512, 512);
 * Flow shift = new Flow(512, 512);
 * Arrays.fill(shift.u().pixels(), 3f);      // every pixel is taken from 3 px to its right
 * Plane moved = Resampler.warp(section, shift, Resampler.Interpolation.SPLINE);
 * Plane smooth = Filters.gaussian(moved, 2.5);
 * }</pre>
 */
package org.sstem.internal.image;
