package org.sstem.cli.internal.file;

import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of a training pair, by name: one image, or two of one thing. */
final class PairArrays {

    private PairArrays() {}

    /** The arrays of a pair; equal kinds of pairs have the same names in the same order. */
    static Map<String, List<Plane>> of(TrainingPair pair) {
        Map<String, List<Plane>> arrays = new LinkedHashMap<>();
        arrays.put("neighbours", pair.neighbours());
        pair.degraded().ifPresent(plane -> arrays.put("damaged", List.of(plane)));
        arrays.put("target", List.of(pair.target()));
        if (pair instanceof TrainingPair.Folded folded) {
            arrays.put("band", List.of(folded.band()));
            arrays.put("swallowed", List.of(folded.swallowed()));
            arrays.put("flow", both(folded.flow()));
        } else if (pair instanceof TrainingPair.Cracked cracked) {
            arrays.put("flow", both(cracked.flow()));
        } else if (pair instanceof TrainingPair.Stained stained) {
            arrays.put("transmission", List.of(stained.transmission()));
        }
        return arrays;
    }

    private static List<Plane> both(Flow flow) {
        return List.of(flow.u(), flow.v());
    }
}
