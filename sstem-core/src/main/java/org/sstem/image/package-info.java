/**
 * The two value types that every algorithm works on: {@link org.sstem.image.Plane}, a rectangle of floats, and
 * {@link org.sstem.image.Flow}, a displacement a pixel from target to source.
 *
 * <pre>{@code
 * Plane section = new Plane(512, 512);
 * Flow shift = new Flow(512, 512);
 * Arrays.fill(shift.u().pixels(), 3f);      // every pixel is taken from 3 px to its right
 * }</pre>
 */
package org.sstem.image;
