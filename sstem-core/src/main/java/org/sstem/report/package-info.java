/**
 * What a person looks at afterwards: the reports of a restoration and of a detection, each one page that needs nothing
 * else, and the table of an evaluation.
 *
 * <pre>{@code
 * RestorationReport report = new RestorationReport("volume.tif", in.pixels(), in.voxelSize());
 * report.add(7,
 *         List.of(new Repair(DamageKind.FOLD, "training-free fold", List.of(6, 8), findings)),
 *         before, after, provenance);                       // 2-D views of section 7
 * report.write(Path.of("report.html"));                     // and report.json beside it
 *
 * String table = new EvaluationReport(evaluationResult).text();
 * }</pre>
 */
package org.sstem.report;
