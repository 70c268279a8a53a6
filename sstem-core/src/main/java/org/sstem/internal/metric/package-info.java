/**
 * How the figures of {@link org.sstem.metric} are computed: similarity in rows, sharpness, tables of overlap, and the
 * similarity as a loss with its gradient.
 */
package org.sstem.internal.metric;
