/**
 * Folds and cracks as they are: a section is a sheet, cut along its bands. How each side of a band was displaced is
 * estimated against the neighbouring sections, and undone.
 *
 * <pre>{@code
 * RestorationMethod method = SheetMethod.folds();
 * SectionRestoration restoration = method.prepare(task);        // a damaged section, its neighbours, a mask
 * restoration.restore(task.firstZ(), area, pixels, provenance); // any area of it
 * Findings findings = restoration.findings(task.firstZ());
 * }</pre>
 */
package org.sstem.internal.sheet;
