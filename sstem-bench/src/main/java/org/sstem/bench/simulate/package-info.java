/**
 * Simulation of damage and tissue.
 *
 * <pre>{@code
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --include bench.simulate"
 * }</pre>
 */
package org.sstem.bench.simulate;
