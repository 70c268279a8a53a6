package org.sstem.internal.image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ResamplerTest {

    @ParameterizedTest
    @EnumSource
    void aWholeShiftCopiesPixelsAndClampsAtTheBorder(Interpolation interpolation) {
        Plane waves = waves(50, 40, 0, 0);
        Flow shift = shift(50, 40, 3, -2);
        Plane warped = Resampler.warp(waves, shift, interpolation);
        assertThat(warped.get(10, 20)).isCloseTo(waves.get(13, 18), within(2e-6f));
        assertThat(warped.get(49, 1)).isCloseTo(waves.get(49, 0), within(2e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void aFractionalShiftOfASmoothFormulaIsFoundWithinItsInterpolationError(Interpolation interpolation) {
        float tolerance =
                switch (interpolation) {
                    case BILINEAR -> 0.02f;
                    case CUBIC -> 0.003f;
                    case SPLINE -> 0.0005f;
                };
        Plane warped = Resampler.warp(waves(60, 60, 0, 0), shift(60, 60, 0.5f, 0.25f), interpolation);
        Plane expected = waves(60, 60, 0.5f, 0.25f);
        for (int y = 15; y < 45; y++) {
            for (int x = 15; x < 45; x++) {
                assertThat(warped.get(x, y)).isCloseTo(expected.get(x, y), within(tolerance));
            }
        }
    }

    @Test
    void anOriginMovesTheSourceAgainstTheFlow() {
        Plane waves = waves(64, 64, 0, 0);
        Plane read = waves.crop(4, 6, 40, 40);
        Plane part = Resampler.warp(read, 20 - 4, 18 - 6, shift(10, 8, 0.3f, 0.6f), Interpolation.CUBIC);
        Plane whole = Resampler.warp(waves, shift(64, 64, 0.3f, 0.6f), Interpolation.CUBIC);
        assertThat(part.get(5, 5)).isCloseTo(whole.get(25, 23), within(1e-6f));
    }

    private static Flow shift(int width, int height, float u, float v) {
        Flow flow = new Flow(width, height);
        Arrays.fill(flow.u().pixels(), u);
        Arrays.fill(flow.v().pixels(), v);
        return flow;
    }

    private static Plane waves(int width, int height, float dx, float dy) {
        Plane plane = new Plane(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                plane.set(x, y, (float)
                        (0.5 + 0.25 * Math.sin(0.6 * (x + dx)) + 0.2 * Math.cos(0.5 * (y + dy) + 0.2 * (x + dx))));
            }
        }
        return plane;
    }
}
