package org.sstem.net.internal.tile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.net.Engine;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.graph.NetworkGraph;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.method.CompactRestorationTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

public class TiledNetworkTest {

    private static final RefinementConfig NARROW = new RefinementConfig(Role.UNFOLDING, List.of(4, 6, 8));

    @ParameterizedTest
    @CsvSource({
        // width, height, cell, ramp: sections that the stride of 4 divides and others, also smaller than the stride
        "128, 96, 32, 0",
        "131, 97, 32, 0",
        "131, 97, 64, 12",
        "70, 203, 48, 24",
        "3, 2, 32, 0",
        "1, 65, 32, 8"
    })
    void cellsOfACompactNetworkFitTogether(int width, int height, int cell, int ramp) {
        List<Plane> section = section(width, height, NARROW.inputChannels());
        try (SharedSession network = new SharedSession(CompactRestorationTest.shaken(NARROW), Engine.ONNX)) {
            Tensor whole = network.run(Planes.tensor(section, Tiling.roundedUp(width, 4), Tiling.roundedUp(height, 4)));

            Tiling tiling = new Tiling(cell, NARROW.reachPx() + ramp, ramp, 4);
            List<Plane> tiled =
                    new TiledNetwork(network, width, height, tiling, cut(section)).read(new Area(0, 0, width, height));

            for (int c = 0; c < 2; c++) {
                float[] expected = Planes.plane(whole, c, 0, 0, width, height).pixels();
                float farthest = 0;
                for (int i = 0; i < expected.length; i++) {
                    farthest = Math.max(
                            farthest, Math.abs(expected[i] - tiled.get(c).pixels()[i]));
                }
                assertThat(farthest).isLessThan(2e-6f);
                assertThat(expected[0]).isNotZero();
            }
        }
    }

    @Test
    void anAreaGetsTheSameValuesWhateverItIsPartOf() {
        int size = 150;
        List<Plane> section = section(size, size, NARROW.inputChannels());
        Tiling tiling = new Tiling(48, 40, 20, 4);
        try (SharedSession network = new SharedSession(CompactRestorationTest.shaken(NARROW), Engine.ONNX)) {
            Plane whole = new TiledNetwork(network, size, size, tiling, cut(section))
                    .read(new Area(0, 0, size, size))
                    .get(0);

            Plane part = new TiledNetwork(network, size, size, tiling, cut(section))
                    .read(new Area(30, 61, 77, 50))
                    .get(0);

            assertThat(part.pixels()).isEqualTo(whole.crop(30, 61, 77, 50).pixels());
        }
    }

    @Test
    void weightsOfTheCellsAddUpToOne() {
        int size = 100;
        for (int ramp : new int[] {0, 3, 16}) {
            Tiling tiling = new Tiling(32, 32, ramp, 4);
            for (int place = 0; place < size; place++) {
                float sum = 0;
                for (int first = 0; first < size; first += 32) {
                    float weight = tiling.weight(first, Math.min(first + 32, size), size, place);
                    assertThat(weight).isBetween(0f, 1f);
                    sum += weight;
                }
                assertThat(sum).isCloseTo(1, within(1e-6f));
            }
        }
    }

    @Test
    void onlyTheCellsThatAreNeededAreRun() {
        List<Area> asked = new ArrayList<>();
        List<Plane> section = section(100, 100, NARROW.inputChannels());
        Function<Area, List<Plane>> input = area -> {
            asked.add(area);
            return cut(section).apply(area);
        };
        try (SharedSession network = new SharedSession(CompactRestorationTest.shaken(NARROW), Engine.ONNX)) {
            TiledNetwork tiled = new TiledNetwork(network, 100, 100, new Tiling(32, 16, 0, 4), input);

            Plane some = tiled.read(new Area(0, 0, 100, 100), part -> part.x() == 32 && part.y() == 64)
                    .get(0);
            tiled.read(new Area(40, 70, 5, 5));

            assertThat(asked).containsExactly(new Area(16, 48, 64, 52));
            assertThat(some.get(33, 65)).isNotZero();
            assertThat(some.get(31, 65)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "ONNX_CUDA")
    void severalThreadsMayRunOneNetworkAtOnce(Engine engine) throws InterruptedException {
        Tensor input = Planes.tensor(section(64, 64, NARROW.inputChannels()), 64, 64);
        NetworkWeights network = CompactRestorationTest.shaken(NARROW);
        float[] expected = values(NetworkGraph.of(network).run(input));
        float[][] results = new float[4][];
        try (SharedSession shared = new SharedSession(network, engine)) {
            Thread[] threads = new Thread[results.length];
            for (int i = 0; i < threads.length; i++) {
                int slot = i;
                threads[i] = new Thread(() -> {
                    for (int repeat = 0; repeat < 5; repeat++) {
                        results[slot] = values(shared.run(input));
                    }
                });
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        for (float[] result : results) {
            assertThat(result).hasSize(expected.length);
            float farthest = 0;
            for (int i = 0; i < result.length; i++) {
                farthest = Math.max(farthest, Math.abs(result[i] - expected[i]));
            }
            assertThat(farthest).isLessThan(1e-4f);
        }
    }

    private static float[] values(Tensor tensor) {
        float[] values = new float[tensor.size()];
        tensor.data().get(0, values);
        return values;
    }

    @Test
    void anInterruptedThreadRunsNothing() {
        List<Plane> section = section(20, 20, NARROW.inputChannels());
        try (SharedSession network = new SharedSession(CompactRestorationTest.shaken(NARROW), Engine.ONNX)) {
            TiledNetwork tiled = new TiledNetwork(network, 20, 20, new Tiling(32, 16, 0, 4), cut(section));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> tiled.read(new Area(0, 0, 20, 20)))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted before a network ran on the area at 0, 0 of 20 x 20 px");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatIsNotFiniteIsRefused() {
        List<Plane> section = section(20, 20, NARROW.inputChannels());
        section.get(0).set(3, 3, Float.NaN);
        try (SharedSession network = new SharedSession(CompactRestorationTest.shaken(NARROW), Engine.ONNX)) {
            TiledNetwork tiled = new TiledNetwork(network, 20, 20, new Tiling(32, 16, 0, 4), cut(section));
            assertThatThrownBy(() -> tiled.read(new Area(0, 0, 20, 20)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not finite");
        }
    }

    @Test
    void tilingsThatLeaveGapsAreRefused() {
        assertThatThrownBy(() -> new Tiling(30, 16, 0, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tiling(32, 16, 17, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tiling(32, 8, 16, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    public static List<Plane> section(int width, int height, int channels) {
        Random random = new Random(4);
        List<Plane> planes = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            Plane plane = new Plane(width, height);
            for (int i = 0; i < plane.pixels().length; i++) {
                plane.pixels()[i] = random.nextFloat();
            }
            planes.add(plane);
        }
        return planes;
    }

    public static Function<Area, List<Plane>> cut(List<Plane> section) {
        return area -> section.stream()
                .map(plane -> plane.crop(area.x(), area.y(), area.width(), area.height()))
                .toList();
    }
}
