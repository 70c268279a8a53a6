/**
 * Staining precipitates: the law of their transmission, finding them, and undoing them.
 *
 * <p>A precipitate is a dark blob that multiplies the light by a transmission T, 1 on its rim and least in its centre;
 * the section around it is often paler: {@code damaged = T (gain * clean + offset)}.
 *
 * <pre>{@code
 * double centre = TransmissionLaw.REFERENCE.transmission(0, 5_000);          // 0.56: a small blob lets half through
 * boolean[] mask = BlobExtraction.find(section, List.of(below, above));
 * Plane transmission = BlobTransmission.of(mask, 512, 512, TransmissionLaw.MEASURED);
 *
 * SectionRestoration restoration = new PrecipitateMethod().prepare(task);   // with a mask or without
 * restoration.restore(7, new Area(0, 0, 512, 512), pixels, provenance);
 * }</pre>
 */
package org.sstem.internal.precipitate;
