package org.sstem.net.internal.example;

/**
 * How compact networks cut their examples.
 *
 * @param pool   how many pairs serve
 * @param sizePx width and height of an example
 */
public record Crops(int pool, int sizePx) {}
