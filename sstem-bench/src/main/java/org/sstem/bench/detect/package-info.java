/**
 * The search for damage from end to end.
 *
 * <pre>{@code
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --include bench.detect"
 * }</pre>
 */
package org.sstem.bench.detect;
