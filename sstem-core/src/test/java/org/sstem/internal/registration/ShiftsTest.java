package org.sstem.internal.registration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class ShiftsTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5, 1 / 3.0})
    void everyShiftIsThatOfAWarpByAConstantFlowToTheBit(double reach) {
        Plane plane = Tissue.section(40, 30, 7);
        Shifts shifts = new Shifts(plane, reach, 2);
        float[] row = new float[40];
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                Flow flow = new Flow(40, 30);
                Arrays.fill(flow.u().pixels(), (float) (reach * dx));
                Arrays.fill(flow.v().pixels(), (float) (reach * dy));
                Plane warped = Resampler.warp(plane, flow, Interpolation.BILINEAR);
                for (int y = 0; y < 30; y++) {
                    shifts.row(dx, dy, y, row);
                    assertThat(row).isEqualTo(Arrays.copyOfRange(warped.pixels(), 40 * y, 40 * y + 40));
                }
            }
        }
    }
}
