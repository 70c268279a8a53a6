/**
 * Measures of quality.
 *
 * <pre>{@code
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --include bench.metric"
 * }</pre>
 */
package org.sstem.bench.metric;
