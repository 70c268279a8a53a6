package org.sstem.cuda.internal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.RegistrationJob;
import org.sstem.internal.registration.RegistrationJob.Image;
import org.sstem.internal.registration.RegistrationJob.Moving;
import org.sstem.internal.registration.RegistrationOnCpu;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What fills the strip that a fold has swallowed, brought into register on a device, beside what the CPU makes of it. */
interface RegistrationContract {

    CudaDevice device();

    /** How far grey values may lie from the CPU's, where that warps whole sections. */
    double allowed();

    @ParameterizedTest
    @CsvSource({
        "333, 301, 1, false, 61, 40, 180, 150",
        "333, 301, 2, false, 61, 40, 180, 150",
        "333, 301, 2, true, 0, 0, 333, 301",
        "333, 301, 1, true, 290, 7, 43, 201",
        "97, 83, 2, true, 0, 0, 97, 83"
    })
    default void neighboursComeIntoRegisterWithADamagedSectionAsOnTheCpu(
            int width, int height, int neighbours, boolean gaps, int x, int y, int partWidth, int partHeight) {
        // given a section with a strip that is not its own, and neighbours of other contrast that have moved
        Plane tissue = Tissue.section(width, height, 5);
        Image fixed = new Image(
                Tissue.grained(tissue, 0.05, 1), without(width, height, new Area(width / 3, 0, width / 10, height)));
        List<Moving> moving = new ArrayList<>();
        for (int k = 0; k < neighbours; k++) {
            Plane grey = Tissue.grained(Tissue.warped(tissue, Tissue.motion(width, height, 4 - 7 * k)), 0.05, 2 + k);
            Area hole = new Area(width / 4 + k * width / 3, height / 4, width / 3, height / 2);
            moving.add(new Moving(
                    new Image(grey, gaps ? without(width, height, hole) : Plane.filled(width, height, 1)),
                    0.8f + 0.3f * k));
        }
        DenseRegistration registration = DenseRegistration.builder().build();
        Windows windows = registration.windows(width, height, new Area(x, y, partWidth, partHeight));
        RegistrationJob there = new DeviceRegistration(new DeviceShare(device(), Optional::empty));

        // when
        List<Plane> made = there.register(fixed, moving, windows);

        // then
        List<Plane> expected = new RegistrationOnCpu(registration).register(fixed, moving, windows);
        assertThat(made).hasSize(neighbours);
        // Of a section of which little is wanted the CPU cuts out a part: places in it are rounded less.
        boolean whole = partWidth == width && partHeight == height;
        for (int k = 0; k < neighbours; k++) {
            InterpolationContract.assertClose(
                    made.get(k), expected.get(k), whole ? allowed() : InterpolationContract.ALLOWED);
        }
    }

    private static Plane without(int width, int height, Area hole) {
        Plane counts = Plane.filled(width, height, 1);
        for (int i = 0; i < width * height; i++) {
            counts.pixels()[i] = hole.contains(i % width, i / width) ? 0 : 1;
        }
        return counts;
    }
}
