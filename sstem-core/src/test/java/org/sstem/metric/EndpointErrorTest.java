package org.sstem.metric;

import org.junit.jupiter.api.Test;
import org.sstem.internal.metric.GoldenArray;
import org.sstem.method.Flow;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class EndpointErrorTest {

    @Test
    void agreesWithTheReferenceOnGoldenFlows() throws IOException {
        // given two flows, whose errors the reference averages over both
        double mean = 0;
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            Flow flow = golden("input", i);
            Flow truth = golden("target", i);
            mean += EndpointError.mean(flow, truth) / 2;
            sum += EndpointError.meanWhereMoved(flow, truth) * (12 * 16 - 14) / 2;
        }

        // then within single precision: flows hold floats
        assertThat(mean).isCloseTo(3.793432907609264, within(1e-6));
        assertThat(sum).isCloseTo(685.9489222346735, within(1e-4));
    }

    @Test
    void isTheLengthOfTheDifference() {
        // given
        Flow still = new Flow(5, 4);
        Flow shifted = new Flow(5, 4);
        java.util.Arrays.fill(shifted.u().pixels(), 3);
        java.util.Arrays.fill(shifted.v().pixels(), -4);

        // then
        assertThat(EndpointError.mean(shifted, still)).isEqualTo(5);
        assertThat(EndpointError.mean(still, shifted)).isEqualTo(5);
        assertThat(EndpointError.mean(still, still)).isZero();
        assertThat(EndpointError.meanWhereMoved(shifted, still)).isNaN();
    }

    @Test
    void summaryLeavesOutWhatIsNotKnown() {
        // given errors of 0, 1, ... 100 px in another order, and one pixel of which nothing is known
        Flow truth = new Flow(102, 1);
        Flow flow = new Flow(102, 1);
        for (int i = 0; i <= 100; i++) {
            flow.v().set(i, 0, (37 * i) % 101);
        }
        truth.u().set(101, 0, Float.NaN);
        flow.u().set(101, 0, 1e6f);

        // then
        assertThat(EndpointError.summary(flow, truth)).isEqualTo(new EndpointError.Summary(101, 50, 50, 95));
        flow.u().set(3, 0, Float.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointError.summary(flow, truth))
                .withMessageContaining("pixel (3, 0)");
    }

    @Test
    void refusesFlowsThatDoNotFitOrAreNotFinite() {
        Flow broken = new Flow(5, 4);
        broken.v().set(2, 1, Float.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointError.mean(new Flow(5, 4), new Flow(4, 5)))
                .withMessageContaining("5 x 4 and 4 x 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointError.mean(new Flow(5, 4), broken))
                .withMessageContaining("pixel (2, 1)");
    }

    private static Flow golden(String name, int index) throws IOException {
        return new Flow(GoldenArray.plane(name, 16, 12, 2 * index), GoldenArray.plane(name, 16, 12, 2 * index + 1));
    }
}
