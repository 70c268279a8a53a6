package org.sstem.metric;

import org.sstem.method.Plane;

/**
 * Cuts a section into objects, so that the effect of a restoration on segmentation can be measured. Thread-safe and
 * deterministic.
 */
@FunctionalInterface
public interface Segmenter {

    /**
     * Labels the pixels of one section.
     *
     * @param section grey values as the stack stores them
     * @return one label a pixel, row-major; 0 where there is no object
     */
    long[] segment(Plane section);
}
