/**
 * Where a section shows tissue, and where it has nothing to say: padding that alignment left, borders of a mosaic, parts
 * that were lost. A {@link org.sstem.internal.tissue.TissueSource} carries this through statistics, registration and repair.
 *
 * <pre>{@code
 * TissueSource sections = TissueSource.of(SectionSource.of(stack));
 * double share = sections.section(4).share();          // of section 4 that shows tissue
 * Plane weight = sections.tissue(4, area);              // 1 where it does, 0 where not
 * }</pre>
 */
package org.sstem.internal.tissue;
