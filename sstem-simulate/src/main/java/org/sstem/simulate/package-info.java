/**
 * Simulated damage, so that there is a truth to compare a restoration with.
 */
package org.sstem.simulate;
