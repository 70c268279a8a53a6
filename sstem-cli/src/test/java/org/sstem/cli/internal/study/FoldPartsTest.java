package org.sstem.cli.internal.study;

import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.DamageKind;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.SectionSource;
import org.sstem.net.Engine;
import org.sstem.net.RestorationModel;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left of a repaired fold when the network has to do without unfolding, or without the neighbours. */
class FoldPartsTest {

    private static final int MARGIN_PX = 80;
    private static final int SIZE = 512;
    private static final int Z = 3;
    /** How far from the band there may be no tissue. */
    private static final int RIM_PX = 6;

    private static final Area ALL = new Area(0, 0, SIZE, SIZE);

    @Test
    void withoutUnfoldingOnlyTheBandIsFilledAndWithoutNeighboursTheStripIsGrey() throws IOException {
        // given a fold whose tissue is moved back
        StackSimulation simulation = simulation();
        Plane folded = simulation.degraded().read(Z, ALL);
        try (RestorationModel model = RestorationModel.bundled()) {
            List<RestorationMethod> networks = model.methods(Engine.ONNX);
            Restoration<FloatType> restoration =
                    Restorer.builder().methods(networks).build().restore(simulation.degraded(), simulation.damage());
            Plane whole = SectionSource.of(restoration.pixels()).read(Z, ALL);
            Flow flow = restoration.unfolding(Z, ALL).orElseThrow();
            assertThat(Math.abs(flow.u().pixels()[SIZE * SIZE / 2 + SIZE / 2])).isGreaterThan(1);

            // when
            FoldParts parts = new FoldParts(
                    simulation, Z, Map.of(Treatment.TRAINING_FREE, List.of(), Treatment.NETWORKS, networks));
            Plane inPlace = parts.fusedInPlace();
            Plane alone = parts.fusedAlone();

            // then
            boolean[] band = simulation.fold(Z).orElseThrow().mask().read(ALL);
            int farFromTheBand = 0;
            int changedInTheBand = 0;
            int ownInBoth = 0;
            for (int i = 0; i < band.length; i++) {
                farFromTheBand += inPlace.pixels()[i] != folded.pixels()[i] && !near(band, i) ? 1 : 0;
                changedInTheBand += inPlace.pixels()[i] != folded.pixels()[i] && band[i] ? 1 : 0;
                ownInBoth += alone.pixels()[i] == whole.pixels()[i] ? 1 : 0;
            }
            assertThat(farFromTheBand).isZero();
            assertThat(changedInTheBand).isGreaterThan(SIZE * 5);
            assertThat(ownInBoth).isBetween(SIZE * SIZE / 2, SIZE * SIZE - SIZE * 10);
        }
    }

    private static StackSimulation simulation() {
        SyntheticTissue tissue = SyntheticTissue.builder()
                .size(SIZE + 2 * MARGIN_PX, SIZE + 2 * MARGIN_PX, Z + 2)
                .seed(0)
                .build();
        DamageSimulator.Builder simulator =
                DamageSimulator.builder().seed(0).margin(MARGIN_PX).sections(DamageKind.FOLD, List.of(Z));
        simulator.sections(DamageKind.PRECIPITATE, List.of()).sections(DamageKind.MISSING, List.of());
        return simulator.build().apply(tissue);
    }

    /** Whether a pixel lies in the band or beside it. */
    private static boolean near(boolean[] band, int i) {
        int x = i % SIZE;
        int y = i / SIZE;
        for (int v = Math.max(0, y - RIM_PX); v <= Math.min(SIZE - 1, y + RIM_PX); v++) {
            for (int u = Math.max(0, x - RIM_PX); u <= Math.min(SIZE - 1, x + RIM_PX); u++) {
                if (band[v * SIZE + u]) {
                    return true;
                }
            }
        }
        return false;
    }
}
