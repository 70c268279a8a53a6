/**
 * The contract of restoration: a {@link org.sstem.method.RestorationMethod} prepares a
 * {@link org.sstem.method.RestorationMethod.Task} and returns a {@link org.sstem.method.SectionRestoration} that fills the
 * section area by area, with the {@link org.sstem.Provenance} of every pixel.
 *
 * <pre>{@code
 * SectionRestoration restoration = method.prepare(task);
 * restoration.restore(7, new Area(0, 0, 512, 512), pixels, provenance);
 * Findings findings = restoration.findings(7);
 * }</pre>
 */
package org.sstem.method;
