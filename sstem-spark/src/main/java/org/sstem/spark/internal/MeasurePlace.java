package org.sstem.spark.internal;

import org.sstem.damage.Damage;
import org.sstem.damage.DamagedSection;
import org.sstem.method.SectionSource;
import org.sstem.simulate.internal.statistics.Measurement;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures damaged places of a stack.
 *
 * @param stack  opens the damaged stack
 * @param damage the file that says what is damaged
 */
public record MeasurePlace(StackSupplier stack, DamageFile damage)
        implements Blocks.Work<MeasurePlace.Place, Measurement.Samples> {

    /**
     * A place that one task measures.
     *
     * @param number in the order of places
     * @param name   for people
     */
    public record Place(int number, String name) implements Serializable {

        /** All places that are measured. */
        public static List<Place> of(Measurement measurement) {
            List<Place> all = new ArrayList<>();
            for (DamagedSection place : measurement.places()) {
                all.add(new Place(all.size(), place.toString()));
            }
            return all;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public Measurement.Samples of(Place place) throws IOException {
        Damage known = damage.read();
        try (StackReader<?> in = stack.open()) {
            Measurement measurement = new Measurement(SectionSource.of(in.pixels()), known);
            return measurement.samples(measurement.places().get(place.number()));
        }
    }
}
