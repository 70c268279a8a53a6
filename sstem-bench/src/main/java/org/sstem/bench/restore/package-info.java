/**
 * Restoration from end to end.
 *
 * <pre>{@code
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --include bench.restore"
 * }</pre>
 */
package org.sstem.bench.restore;
