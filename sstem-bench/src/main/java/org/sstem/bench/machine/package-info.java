/**
 * What the machine can do: the yardsticks.
 *
 * <pre>{@code
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --include bench.machine"
 * }</pre>
 */
package org.sstem.bench.machine;
