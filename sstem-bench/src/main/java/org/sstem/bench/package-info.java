/**
 * Benchmarks, one package a subject, and {@link org.sstem.bench.Benchmarks}, which runs them, renders their results and
 * compares two runs.
 *
 * <pre>{@code
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test                                          # 3 minutes
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --profile full"
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --include Warp"
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="compare before.json after.json"
 * }</pre>
 *
 * <p>A new benchmark is a public class in the package of its subject with {@code @State}, seeded set-up, {@code @Param}
 * with a reason, and a result that is returned. It is found by itself. Where the operations or bytes of a call are known,
 * {@code Cost} turns its times into rates.
 */
package org.sstem.bench;
