package org.sstem.internal.image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.method.Flow;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** The golden pictures were made with the published implementation's flow_to_image; it truncates to 8 bit. */
class FlowImageTest {

    @ParameterizedTest
    @ValueSource(strings = {"radial", "small", "fold", "zero", "unknown"})
    void paintsThePublishedColours(String name) throws IOException {
        ByteBuffer data = npy(name + "_flow.npy");
        ByteBuffer expected = npy(name + "_rgb.npy");
        int width = name.equals("fold") ? 56 : name.equals("zero") ? 7 : 31;
        int height = expected.remaining() / 3 / width;
        Flow flow = new Flow(width, height);
        for (int i = 0; i < width * height; i++) {
            flow.u().pixels()[i] = data.getFloat();
            flow.v().pixels()[i] = data.getFloat();
        }

        BufferedImage image = FlowImage.of(flow);

        for (int i = 0; i < width * height; i++) {
            int rgb = image.getRGB(i % width, i / width);
            for (int shift = 16; shift >= 0; shift -= 8) {
                assertThat(rgb >> shift & 255).as("pixel %d", i).isCloseTo(expected.get() & 255, within(1));
            }
        }
    }

    @Test
    void theWheelIsThePublishedOne() throws IOException {
        ByteBuffer expected = npy("wheel.npy");

        for (double[] colour : FlowImage.colours()) {
            for (double c : colour) {
                assertThat(255 * c).isCloseTo(expected.getDouble(), within(1e-9));
            }
        }
        assertThat(expected.hasRemaining()).isFalse();
    }

    @Test
    void longerDisplacementsThanTheScaleAreDarkened() {
        Flow flow = new Flow(1, 1);
        flow.u().set(0, 0, 4);

        assertThat(FlowImage.of(flow, 2).getRGB(0, 0))
                .isNotEqualTo(FlowImage.of(flow, 4).getRGB(0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowImage.of(flow, -1))
                .withMessageContaining("-1");
    }

    private static ByteBuffer npy(String name) throws IOException {
        try (InputStream in = FlowImageTest.class.getResourceAsStream("/golden/flowcolor/" + name)) {
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            file.position(10 + file.getShort(8));
            return file.slice().order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
