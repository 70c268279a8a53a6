/**
 * Synthetic neural tissue: seeded, endless, computed where it is looked at.
 *
 * <pre>{@code
 * SyntheticTissue tissue = SyntheticTissue.builder().size(512, 512, 16).seed(1).build();
 * Plane section = tissue.read(3, new Area(0, 0, 512, 512));
 * int[] cells = tissue.labels(3, new Area(0, 0, 512, 512));      // 0 = membrane
 * }</pre>
 */
package org.sstem.simulate.internal.tissue;
