package org.sstem.internal.fold;

import org.junit.jupiter.api.Test;
import org.sstem.internal.fold.law.FoldArc;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Where tissue beside a fold belongs, by the law that is fitted. */
class PlacementTest {

    @Test
    void atTheRimItIsTheJumpAndFallsOffFromThere() {
        float[] x = {10, 20, 30, 40};
        float[] y = {106, 120, 94, 600};
        Patch patch = new Patch(x, y, new float[4], List.of(), 0, 0, 1);
        Placement placement = new Placement(patch, List.of(FoldArc.line(0, 100, 199, 100)), new double[] {6});
        float[] px = new float[4];
        float[] py = new float[4];

        placement.place(new double[] {20}, new double[] {0.05}, 0, 4, px, py);

        assertThat(px).containsExactly(x, within(1e-3f));
        assertThat(py).containsExactly(new float[] {126, 139.3f, 74, 600}, within(1e-3f));
    }
}
