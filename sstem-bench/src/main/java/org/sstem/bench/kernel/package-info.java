/**
 * The hot loops.
 *
 * <pre>{@code
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --include bench.kernel"
 * }</pre>
 */
package org.sstem.bench.kernel;
