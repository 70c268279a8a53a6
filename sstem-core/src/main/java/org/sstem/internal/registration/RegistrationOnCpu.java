package org.sstem.internal.registration;

import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/**
 * Brings sections into register with another one, by grey values alone: by the dense motion between them, and a spline.
 * Uses the threads of the caller's {@link net.imglib2.parallel.Parallelization} context, same result on any number of them.
 */
public final class RegistrationOnCpu implements RegistrationJob {

    private final DenseRegistration registration;

    /**
     * Takes a registration.
     *
     * @param registration finds the motion; its levels are those of the windows
     */
    public RegistrationOnCpu(DenseRegistration registration) {
        this.registration = registration;
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public List<Plane> register(Image fixed, List<Moving> moving, Windows windows) {
        List<Plane> registered = new ArrayList<>();
        List<Plane> weights = new ArrayList<>();
        Area part = windows.held(-1);
        DenseRegistration.Fixed still = registration.fixed(fixed.grey(), fixed.counts(), part);
        for (Moving section : moving) {
            Plane grey = section.image().grey();
            Plane tissue = section.image().counts();
            Flow flow = still.register(grey, tissue).flow();
            weights.add(Resampler.warp(tissue, part.x(), part.y(), flow, Resampler.Interpolation.BILINEAR));
            Plane warped = Resampler.warp(grey, part.x(), part.y(), flow, Resampler.Interpolation.SPLINE);
            for (int i = 0; i < warped.pixels().length; i++) {
                warped.pixels()[i] *= section.gain();
            }
            registered.add(warped);
        }
        if (registered.size() == 2) {
            exchange(registered.get(0), weights.get(0), registered.get(1), weights.get(1));
            exchange(registered.get(1), weights.get(1), registered.get(0), weights.get(0));
        }
        return registered;
    }

    /** Where a section has no tissue, the other stands for both. */
    private static void exchange(Plane one, Plane weight, Plane other, Plane otherWeight) {
        for (int i = 0; i < one.pixels().length; i++) {
            float w = weight.pixels()[i];
            if (w < 1 && otherWeight.pixels()[i] > w) {
                one.pixels()[i] += (1 - w) * (other.pixels()[i] - one.pixels()[i]);
            }
        }
    }
}
