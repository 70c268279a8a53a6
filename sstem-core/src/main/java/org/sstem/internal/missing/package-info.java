/**
 * Sections that are not there: interpolation from the intact neighbours, brought into register, without training.
 *
 * <pre>{@code
 * SectionInterpolator interpolator = SectionInterpolator.of(task);
 * Interpolated made = interpolator.interpolate(7, new Area(0, 0, 512, 512));
 * Interpolated fitted = interpolator.interpolate(7, target, area, damaged, validity);   // in register with what is left of 7
 * }</pre>
 */
package org.sstem.internal.missing;
