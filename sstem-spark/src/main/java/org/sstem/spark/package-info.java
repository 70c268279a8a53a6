/**
 * Large stacks on clusters: jobs of Apache Spark. A job is a static function of a context and of what can be sent to
 * tasks; {@link org.sstem.spark.SparkJobs} is all of them, and the program for {@code spark-submit}.
 *
 * <pre>{@code
 * try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("restore"))) {
 *     StackSupplier stack = StackSupplier.of("/shared/volume.zarr");
 *     Path damage = Path.of("/shared/damage/damage.json");
 *     SparkJobs.restore(spark, new SparkJobs.Restore(stack, damage, "/shared/restored.zarr"), ProgressListener.NONE);
 * }
 * }</pre>
 */
package org.sstem.spark;
