package org.sstem.internal.sheet;

import org.junit.jupiter.api.Test;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WindowFieldTest {

    private static final Area WINDOW = new Area(40, 60, 80, 50);

    /** A band down column 80, whose sides are pulled apart. */
    private final SheetField field = new SheetField(List.of(pull()), 1);

    private final WindowField window = new WindowField(field, WINDOW, Plane.filled(WINDOW.width(), WINDOW.height(), 1));

    private static Pull pull() {
        Course course = new Course(
                new Course.Axis(80, 0, 0, 1, 0.0004),
                0,
                200,
                new double[] {0, 0},
                new double[] {Double.NaN, Double.NaN},
                true,
                true,
                6);
        return new Pull(
                course,
                0,
                200,
                new double[][] {{9, 12, 7, 8}, {-9, -5, -7, -11}},
                new double[][] {{1, 1, 2, 1}, {-1, -1, 0, 1}},
                new double[] {60, 50},
                new double[] {0, 0});
    }

    @Test
    void betweenPixelsOfOneSideTheDisplacementIsThatOfTheField() {
        SheetField.Probe probe = field.probe();
        WindowField.Reader reader = window.reader();
        for (int y = 65; y < 105; y++) {
            for (int x = 45; x < 70; x++) {
                probe.at(x, y);
                reader.start(pixel(x, y));
                assertThat(reader.u).isEqualTo((float) probe.u);
                probe.onSameSides(x + 0.3, y - 0.6);
                reader.at(x + 0.3, y - 0.6);
                assertThat(reader.u).isCloseTo(probe.u, within(0.002));
                assertThat(reader.v).isCloseTo(probe.v, within(0.002));
            }
        }
    }

    @Test
    void acrossTheBandAndBeyondTheWindowItIsAskedForItself() {
        SheetField.Probe probe = field.probe();
        WindowField.Reader reader = window.reader();
        for (double x : new double[] {110, 20}) {
            probe.at(60, 80);
            probe.onSameSides(x, 80.5);
            reader.start(pixel(60, 80));
            reader.at(x, 80.5);
            assertThat(reader.u).isEqualTo(probe.u);
            assertThat(reader.v).isEqualTo(probe.v);
        }
    }

    private static int pixel(int x, int y) {
        return (y - WINDOW.y()) * WINDOW.width() + x - WINDOW.x();
    }
}
