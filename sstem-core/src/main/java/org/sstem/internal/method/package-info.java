/**
 * What networks need of the restoration without training beyond {@link org.sstem.method}: its result together with the
 * evidence that it rests on, and the flow by which it unfolds.
 */
package org.sstem.internal.method;
