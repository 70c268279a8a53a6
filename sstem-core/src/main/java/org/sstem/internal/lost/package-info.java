/**
 * Filling lost parts of a section, such as tiles that were not imaged, from its neighbours.
 *
 * <pre>{@code
 * Restorer restorer = Restorer.builder().method(new LostMethod()).build();
 * Restoration<UnsignedByteType> restored = restorer.restore(stack, damage);   // damage names what was lost, with masks
 * }</pre>
 */
package org.sstem.internal.lost;
