/** A training from its first step to its last, and what is kept of it. */
package org.sstem.net.internal.training;
