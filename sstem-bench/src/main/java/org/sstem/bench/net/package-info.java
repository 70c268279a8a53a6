/**
 * Inference of the published networks.
 *
 * <pre>{@code
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --include bench.net"
 * }</pre>
 */
package org.sstem.bench.net;
