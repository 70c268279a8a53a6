package org.sstem.internal.precipitate;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Filters;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Three sections of cell-like texture that share half of their variance, the middle one with blobs and less contrast:
 * thresholded smooth noise gives dark lines (membranes) about bright patches of varying brightness.
 */
public final class StainedTissue implements SectionSource {

    static final int Z = 1;

    final int size;
    public final List<Plane> sections = new ArrayList<>();
    public final Plane clean;
    final Plane transmission;
    public final boolean[] mask;

    public StainedTissue(int size, long seed, double gain, double offset, double[]... discs) {
        this.size = size;
        Random random = new Random(seed);
        Plane shared = noise(random, 5);
        Plane patches = noise(random, 12);
        for (int z = 0; z < 3; z++) {
            sections.add(section(shared, patches, random));
        }
        clean = sections.get(Z).copy();
        transmission = new Plane(size, size);
        mask = new boolean[size * size];
        Plane stained = sections.get(Z);
        for (int i = 0; i < mask.length; i++) {
            double t = 1;
            for (double[] disc : discs) {
                double r = Math.hypot(i % size - disc[0], i / size - disc[1]) / disc[2];
                if (r <= 1) {
                    t = TransmissionLaw.REFERENCE.transmission(r, Math.PI * disc[2] * disc[2]);
                    mask[i] = true;
                }
            }
            transmission.pixels()[i] = (float) t;
            stained.pixels()[i] = quantised(t * (gain * clean.pixels()[i] + offset));
        }
    }

    private static float quantised(double value) {
        return Math.round(Math.min(1, Math.max(0, value)) * 255) / 255f;
    }

    private Plane noise(Random random, double sigma) {
        Plane plane = new Plane(size, size);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = (float) random.nextGaussian();
        }
        plane = Filters.gaussian(plane, sigma);
        double sum = 0;
        for (float v : plane.pixels()) {
            sum += v * v;
        }
        float scale = (float) (1 / Math.sqrt(sum / plane.pixels().length));
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] *= scale;
        }
        return plane;
    }

    private Plane section(Plane shared, Plane patches, Random random) {
        Plane own = noise(random, 5);
        Plane out = new Plane(size, size);
        for (int i = 0; i < out.pixels().length; i++) {
            double u = 0.9 * shared.pixels()[i] + 0.43 * own.pixels()[i];
            double membrane = Math.exp(-u * u / 0.06);
            double grey = 0.62 + 0.1 * patches.pixels()[i] - 0.45 * membrane + 0.05 * random.nextGaussian();
            out.pixels()[i] = quantised(grey);
        }
        return out;
    }

    /** The same tissue with every grey value multiplied, as a stack that uses a small part of its range has it. */
    public StainedTissue scaled(float factor) {
        StainedTissue copy = new StainedTissue(this, factor);
        return copy;
    }

    private StainedTissue(StainedTissue from, float factor) {
        size = from.size;
        for (Plane plane : from.sections) {
            Plane scaled = plane.copy();
            for (int i = 0; i < scaled.pixels().length; i++) {
                scaled.pixels()[i] *= factor;
            }
            sections.add(scaled);
        }
        clean = from.clean;
        transmission = from.transmission;
        mask = from.mask;
    }

    Task task(boolean withMask) {
        return task(withMask, List.of(0), List.of(2));
    }

    Task task(boolean withMask, List<Integer> below, List<Integer> above) {
        Optional<SectionMask> given = withMask ? Optional.of(SectionMask.of(size, size, mask)) : Optional.empty();
        return new Task(this, DamageKind.PRECIPITATE, Z, Z, below, above, given);
    }

    @Override
    public int width() {
        return size;
    }

    @Override
    public int height() {
        return size;
    }

    @Override
    public int sections() {
        return sections.size();
    }

    @Override
    public Plane read(int z, Area area) {
        return sections.get(z).crop(area.x(), area.y(), area.width(), area.height());
    }
}
