package org.sstem.internal.registration;

import org.junit.jupiter.api.Test;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FlowsTest {

    private static final Area WHOLE = new Area(0, 0, 150, 110);

    private static Flow waves(double reach, double phase) {
        Flow flow = new Flow(WHOLE.width(), WHOLE.height());
        for (int y = 0; y < WHOLE.height(); y++) {
            for (int x = 0; x < WHOLE.width(); x++) {
                flow.u().set(x, y, (float) (reach * Math.sin(0.05 * x + 0.03 * y + phase)));
                flow.v().set(x, y, (float) (reach * Math.cos(0.04 * y - 0.02 * x + phase)));
            }
        }
        return flow;
    }

    private static Flow part(Flow flow, Area area) {
        return new Flow(part(flow.u(), area), part(flow.v(), area));
    }

    private static Plane part(Plane plane, Area area) {
        return plane.crop(area.x(), area.y(), area.width(), area.height());
    }

    /** Pixel x of the last flow comes from x + 3.5, that from 0.1 (x + 3.5) farther. */
    @Test
    void whatIsTakenFromWhatWasTakenAddsUp() {
        Flow last = new Flow(Plane.filled(20, 10, 3.5f), Plane.filled(20, 10, -2));
        Flow first = new Flow(20, 10);
        for (int i = 0; i < 200; i++) {
            first.u().pixels()[i] = 0.1f * (i % 20);
        }

        Flow both = Flows.after(last, new Area(0, 0, 20, 10), first, new Area(0, 0, 20, 10));

        assertThat(both.u().get(4, 5)).isCloseTo(3.5f + 0.75f, within(1e-6f));
        assertThat(both.u().get(19, 5)).as("the border is repeated").isCloseTo(3.5f + 1.9f, within(1e-6f));
        assertThat(both.v().get(4, 5)).isEqualTo(-2);
    }

    @Test
    void anAreaIsTheSameWhateverItIsPartOf() {
        Flow last = waves(23, 0);
        Flow first = waves(9, 1);
        Flow whole = Flows.after(last, WHOLE, first, WHOLE);

        for (Area area : new Tiles(WHOLE.width(), WHOLE.height(), 47).all()) {
            Flow own = part(last, area);
            Area read = Flows.reach(own, area, WHOLE);
            Flow both = Flows.after(own, area, part(first, read), read);

            assertThat(both.u().pixels()).isEqualTo(part(whole.u(), area).pixels());
            assertThat(both.v().pixels()).isEqualTo(part(whole.v(), area).pixels());
        }
    }
}
