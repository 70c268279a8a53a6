package org.sstem.internal.image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Arrays;
import java.util.List;

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

    @Test
    void severalPlanesAreWarpedByAMultipleOfAFlowAsEachAloneByThatFlow() {
        Plane one = waves(50, 40, 0, 0);
        Plane other = waves(50, 40, 3, 1);
        Flow flow = new Flow(waves(50, 40, 7, 2), waves(50, 40, 1, 9));
        Flow scaled = new Flow(flow.u().copy(), flow.v().copy());
        for (int i = 0; i < scaled.u().pixels().length; i++) {
            scaled.u().pixels()[i] *= -20.5f;
            scaled.v().pixels()[i] *= -20.5f;
        }

        List<Plane> warped = Resampler.warp(List.of(one, other), flow, -20.5);

        assertThat(warped.get(0).pixels())
                .isEqualTo(Resampler.warp(one, scaled, Interpolation.BILINEAR).pixels());
        assertThat(warped.get(1).pixels())
                .isEqualTo(Resampler.warp(other, scaled, Interpolation.BILINEAR).pixels());
    }

    @Test
    void aBilinearValueIsThatOfItsPlace() {
        Plane plane = waves(50, 40, 0, 0);
        Flow flow = new Flow(waves(30, 20, 7, 2), waves(30, 20, 1, 9));
        Plane warped = Resampler.warp(plane, 4.25, -3, flow, Interpolation.BILINEAR);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 30; x++) {
                float expected = Resampler.bilinear(
                        plane,
                        (float) (x + 4.25 + flow.u().get(x, y)),
                        y - 3 + flow.v().get(x, y));
                assertThat(warped.get(x, y)).isEqualTo(expected);
            }
        }
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
