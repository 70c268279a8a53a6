package org.sstem.cuda.internal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.fold.Unfolding;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.sheet.Sheets;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Sheets unfolded on a device, beside what the CPU makes of them. */
interface UnfoldingContract {

    CudaDevice device();

    @ParameterizedTest
    @CsvSource({
        "233, 211, 1, 1, false, 61, 40, 120, 97",
        "233, 211, 1, 1, true, 61, 40, 120, 97",
        "233, 211, 3, 1, true, 0, 0, 233, 211",
        "233, 211, 2, 2, false, 40, 0, 193, 150",
        "233, 211, 4, 3, true, 201, 7, 32, 201",
        "97, 83, 2, 1, true, 0, 0, 97, 83"
    })
    default void sheetsAreUnfoldedAsOnTheCpu(
            int width, int height, int bands, int factor, boolean lost, int x, int y, int areaWidth, int areaHeight) {
        // given a section, in a part of which there may be no tissue
        SectionSource source = section(width, height, lost);
        Area area = new Area(x, y, areaWidth, areaHeight);

        // when
        Unfolding unfolding = unfolding(device(), source, bands, factor);
        Unfolding.Unfolded made = unfolding.unfold(area);

        // then
        Unfolding.Unfolded expected =
                Sheets.cut(source, bands, factor, Optional::empty).unfold(area);
        assertThat(unfolding.whereMade()).contains("unfolded on cuda (" + device().name() + ")");
        InterpolationContract.assertClose(made.weight(), expected.weight(), InterpolationContract.ALLOWED);
        InterpolationContract.assertClose(made.pixels(), expected.pixels(), InterpolationContract.ALLOWED);
        assertThat(made.moved()).isEqualTo(expected.moved());
        int moved = 0;
        int partly = 0;
        for (int i = 0; i < made.moved().length; i++) {
            moved += made.moved()[i] ? 1 : 0;
            partly += made.weight().pixels()[i] < 1 ? 1 : 0;
        }
        assertThat(moved).isGreaterThan(made.moved().length / 4);
        assertThat(partly).isGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource({"8, 0.1", "16, 0"})
    default void sectionsAreReadAsTheyAreStored(int bits, float black) {
        SectionSource source = InterpolationContract.stored(section(233, 211, false), bits, black);
        Area area = new Area(50, 30, 90, 101);

        Unfolding.Unfolded made = unfolding(device(), source, 2, 1).unfold(area);

        Unfolding.Unfolded expected = Sheets.cut(source, 2, 1, Optional::empty).unfold(area);
        InterpolationContract.assertClose(made.pixels(), expected.pixels(), InterpolationContract.ALLOWED);
        assertThat(made.moved()).isEqualTo(expected.moved());
    }

    @Test
    default void areasFitTogether() {
        SectionSource source = section(233, 211, true);
        Unfolding unfolding = unfolding(device(), source, 3, 1);
        Plane whole = unfolding.unfold(new Area(0, 0, 233, 211)).pixels();

        for (Area part : List.of(new Area(0, 0, 101, 90), new Area(101, 90, 132, 121))) {
            Plane made = unfolding.unfold(part).pixels();
            InterpolationContract.assertClose(
                    made, whole.crop(part.x(), part.y(), part.width(), part.height()), InterpolationContract.ALLOWED);
        }
    }

    static Unfolding unfolding(CudaDevice device, SectionSource source, int bands, int factor) {
        UnfoldingJob there = new DeviceUnfolding(new DeviceShare(device, Optional::empty));
        return Sheets.cut(source, bands, factor, () -> Optional.of(there));
    }

    static SectionSource section(int width, int height, boolean lost) {
        Plane grey = Tissue.grained(Tissue.section(width, height, 3), 0.05, 4);
        SectionSource source = Tissue.source(List.of(grey));
        return lost ? new InterpolationContract.Holed(source) : source;
    }
}
