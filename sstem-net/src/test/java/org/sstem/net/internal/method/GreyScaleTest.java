package org.sstem.net.internal.method;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.damage.DamageKind;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GreyScaleTest {

    private static final GreyScale NATURAL = new GreyScale(0, 1, true);
    private static final GreyScale MAPPED = new GreyScale(100, 2900, false);

    @ParameterizedTest
    @CsvSource({"-0.5, 0, 100", "0, 0, 100", "0.25, 0.25, 825", "1, 1, 3000", "1.5, 1, 3000"})
    void whatANetworkMakesIsCutToItsScaleAndMappedBack(float made, float natural, float mapped) {
        assertThat(NATURAL.grey(made)).isEqualTo(natural);
        assertThat(MAPPED.grey(made)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @CsvSource({
        // value, change, result: none leaves any value; others start from the value cut to the scale and end within it
        "50, 0, 50",
        "50, 0.5, 1550",
        "4000, -0.5, 1550",
        "1550, 0.25, 2275",
        "1550, 0.75, 3000",
        "1550, -0.75, 100"
    })
    void aChangeIsAddedToWhatTheNetworkSaw(float value, float change, float result) {
        assertThat(MAPPED.changed(value, change)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        // grey values from, to, and whether they are taken as they are: 8 bit microscopy uses half of [0, 1] and more
        "0, 1, true",
        "0.3, 0.55, true",
        "0.3, 0.45, false",
        "-0.5, 0.5, false",
        "0.5, 1.5, false",
        "100, 3000, false"
    })
    void onlyStacksThatFillTheScaleBadlyAreMapped(float lowest, float highest, boolean natural) {
        // given neighbours of which one fills the lower half of the range, the other the upper
        float middle = (lowest + highest) / 2;
        GreyScale scale = GreyScale.of(task(ramp(lowest, middle), ramp(middle, highest)));

        assertThat(scale.natural()).isEqualTo(natural);
        if (!natural) {
            // A thousandth of the pixels on either side may lie outside.
            float range = highest - lowest;
            assertThat(scale.lowest()).isCloseTo(lowest, within(0.002f * range));
            assertThat(scale.range()).isCloseTo(range, within(0.004f * range));
            Plane mapped = scale.mapped(Plane.filled(2, 2, middle));
            assertThat(mapped.pixels()[0]).isCloseTo(0.5f, within(0.002f));
        }
    }

    @Test
    void sectionsOfOneGreyValueAreTakenAsTheyAre() {
        Plane flat = Plane.filled(64, 64, 700);

        assertThat(GreyScale.of(task(flat, flat)).natural()).isTrue();
    }

    private static Plane ramp(float lowest, float highest) {
        Plane plane = new Plane(64, 64);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = lowest + (highest - lowest) * i / (plane.pixels().length - 1);
        }
        return plane;
    }

    private static Task task(Plane below, Plane above) {
        return new Task(
                Tissue.source(List.of(below, new Plane(64, 64), above)),
                DamageKind.MISSING,
                1,
                1,
                List.of(0),
                List.of(2),
                Optional.empty());
    }
}
