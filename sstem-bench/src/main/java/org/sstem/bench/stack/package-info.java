/**
 * Reading and writing stacks.
 *
 * <pre>{@code
 * ./mvnw -q -pl sstem-bench -am -DskipTests -Pbenchmark test -Dbenchmark="run --include bench.stack"
 * }</pre>
 */
package org.sstem.bench.stack;
