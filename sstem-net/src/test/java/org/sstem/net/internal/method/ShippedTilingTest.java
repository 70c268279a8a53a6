package org.sstem.net.internal.method;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.damage.DamageKind;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.net.Engine;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.tile.TiledNetwork;
import org.sstem.net.internal.tile.TiledNetworkTest;
import org.sstem.net.internal.tile.Tiling;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** The tilings that restorations use, as they are, not as a test would choose them. */
class ShippedTilingTest {

    private static final List<Integer> WIDTHS = List.of(2, 2, 3, 3, 3);

    @ParameterizedTest
    @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "INTERPOLATION_OF_TWO")
    void tilesOfCompactNetworksReadAsFarAsTheNetworkSees(Role role) {
        RefinementConfig config = new RefinementConfig(role, List.of(4, 6, 8));
        int size = 640;
        int cell = 64;
        try (SharedSession inference = new SharedSession(CompactRestorationTest.shaken(config), Engine.ONNX)) {
            TiledNetwork tiled = Compact.tiled(
                    inference,
                    task(size, size),
                    cell,
                    TiledNetworkTest.cut(TiledNetworkTest.section(size, size, config.inputChannels())));

            // when one cell in the middle is read
            Area read = tiled.readArea(new Area(5 * cell, 4 * cell, cell, cell));

            // then everything that can have an influence is: see the test of what the reach is
            assertThat(read.x()).isBetween(5 * cell - config.reachPx() - 3, 5 * cell - config.reachPx());
            assertThat(read.y()).isBetween(4 * cell - config.reachPx() - 3, 4 * cell - config.reachPx());
            assertThat(read.x() + read.width()).isBetween(6 * cell + config.reachPx(), 6 * cell + config.reachPx() + 3);
            assertThat(read.y() + read.height())
                    .isBetween(5 * cell + config.reachPx(), 5 * cell + config.reachPx() + 3);
        }
    }

    @Test
    void tilesOfPublishedNetworksAreThoseWhoseSeamsWereMeasured() {
        Architecture interpolation = new InterpolationConfig(1, 3, 5, WIDTHS);
        Architecture fusion = new FoldFusionConfig(3, List.of(2, 3, 4, 5));

        // Cells of 384 px, an overlap of 128 of which half fades; 64 where tiles fit exactly: docs/networks.md.
        assertThat(Tiling.of(interpolation, 384))
                .isEqualTo(
                        new Tiling(384, 128, 64, Tiling.of(interpolation, 384).stridePx()));
        assertThat(Tiling.of(fusion, 384))
                .isEqualTo(new Tiling(384, 64, 32, Tiling.of(fusion, 384).stridePx()));
    }

    @Test
    void atTheShippedOverlapTheSeamsOfAPublishedNetworkAreFainterThanAtHalfOfIt() {
        // given a network whose layers depend on the size of the tile
        int width = 768;
        int height = 64;
        NetworkWeights network = PublishedRestorationTest.narrow(new InterpolationConfig(1, 3, 5, WIDTHS));
        List<Plane> section = TiledNetworkTest.section(width, height, 2);
        Tiling shippedTiling = Tiling.of(network.architecture(), 384);
        try (SharedSession inference = new SharedSession(network, Engine.ONNX)) {
            double shipped = seams(
                    section, inference, TiledNetwork.of(inference, width, height, 384, TiledNetworkTest.cut(section)));
            double half = seams(
                    section,
                    inference,
                    new TiledNetwork(
                            inference,
                            width,
                            height,
                            new Tiling(384, 64, 32, shippedTiling.stridePx()),
                            TiledNetworkTest.cut(section)));

            assertThat(shipped).isPositive().isLessThan(0.8 * half);
        }
    }

    /** Greatest difference between tiles and one run over the whole, relative to the root mean square. */
    private static double seams(List<Plane> section, SharedSession inference, TiledNetwork tiled) {
        int width = section.get(0).width();
        int height = section.get(0).height();
        Plane made = tiled.read(new Area(0, 0, width, height)).get(0);
        Plane whole = Planes.plane(inference.run(Planes.tensor(section, width, height)), 0, 0, 0, width, height);
        double squares = 0;
        double farthest = 0;
        for (int i = 0; i < whole.pixels().length; i++) {
            farthest = Math.max(farthest, Math.abs(whole.pixels()[i] - made.pixels()[i]));
            squares += whole.pixels()[i] * whole.pixels()[i];
        }
        return farthest / Math.sqrt(squares / whole.pixels().length);
    }

    private static Task task(int width, int height) {
        Plane blank = new Plane(width, height);
        return new Task(
                Tissue.source(List.of(blank, blank, blank)),
                DamageKind.MISSING,
                1,
                1,
                List.of(0),
                List.of(2),
                Optional.empty());
    }
}
