/** Synthetic neural tissue and simulated damage. */
package org.sstem.simulate;
