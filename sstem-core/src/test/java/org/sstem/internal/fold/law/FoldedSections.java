package org.sstem.internal.fold.law;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Three sections of one random texture that correlate as neighbours do, the middle one folded. The texture is larger
 * than the section, so that folding draws real texture from beyond the border.
 */
public final class FoldedSections implements SectionSource {

    private static final int MARGIN = 100;

    final int width;
    final int height;
    final Plane clean;
    public final Plane[] sections = new Plane[3];
    public boolean[] band;

    /** Texture with a membrane-like scale of 2 px and grey values around 0.5. */
    public FoldedSections(int width, int height, long seed, Fold... folds) {
        this.width = width;
        this.height = height;
        int w = width + 2 * MARGIN;
        int h = height + 2 * MARGIN;
        Random random = new Random(seed);
        Plane common = noise(w, h, random);
        Plane[] large = new Plane[3];
        for (int z = 0; z < 3; z++) {
            large[z] = mix(common, noise(w, h, random));
            sections[z] = large[z].crop(MARGIN, MARGIN, width, height);
        }
        clean = sections[1];
        band = new boolean[width * height];
        if (folds.length > 0) {
            fold(large[1], folds);
        }
    }

    private void fold(Plane large, Fold... folds) {
        Area all = new Area(-MARGIN, -MARGIN, large.width(), large.height());
        Plane grey = large;
        for (Fold fold : folds) {
            Flow flow = fold.foldingFlow(all);
            grey = Resampler.warp(grey, flow, Resampler.Interpolation.BILINEAR);
            boolean[] own = fold.band(all);
            for (int i = 0; i < own.length; i++) {
                // Below every value of the texture, so that bands can be told when they have been folded themselves.
                grey.pixels()[i] = own[i] ? 0 : grey.pixels()[i];
            }
        }
        sections[1] = grey.crop(MARGIN, MARGIN, width, height);
        for (int i = 0; i < band.length; i++) {
            band[i] = sections[1].pixels()[i] < 0.05f;
        }
    }

    private static Plane noise(int width, int height, Random random) {
        Plane plane = new Plane(width, height);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = (float) random.nextGaussian();
        }
        Plane smooth = Filters.gaussian(plane, 2);
        double square = 0;
        for (float value : smooth.pixels()) {
            square += value * value;
        }
        float scale = (float) (1 / Math.sqrt(square / smooth.pixels().length));
        for (int i = 0; i < smooth.pixels().length; i++) {
            smooth.pixels()[i] *= scale;
        }
        return smooth;
    }

    private static Plane mix(Plane common, Plane own) {
        Plane plane = new Plane(common.width(), common.height());
        for (int i = 0; i < plane.pixels().length; i++) {
            double value = 0.55 + 0.12 * (0.8 * common.pixels()[i] + 0.6 * own.pixels()[i]);
            plane.pixels()[i] = (float) Math.min(Math.max(value, 0.1), 1);
        }
        return plane;
    }

    /** The same with all grey values changed: offset + scale * value. */
    public FoldedSections rescaled(float offset, float scale) {
        FoldedSections other = new FoldedSections(width, height, 1);
        other.band = band;
        for (int z = 0; z < 3; z++) {
            other.sections[z] = sections[z].copy();
            for (int i = 0; i < other.sections[z].pixels().length; i++) {
                other.sections[z].pixels()[i] = offset + scale * sections[z].pixels()[i];
            }
        }
        return other;
    }

    public Task task(boolean masked) {
        return new Task(
                this, DamageKind.FOLD, 1, 1, List.of(0), List.of(2), masked ? Optional.of(mask()) : Optional.empty());
    }

    SectionMask mask() {
        return SectionMask.of(width, height, band);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int sections() {
        return sections.length;
    }

    @Override
    public Plane read(int z, Area area) {
        return sections[z].crop(area.x(), area.y(), area.width(), area.height());
    }

    /** Root mean square difference from the clean section where a fold left tissue, ten pixels off its rim. */
    public static double error(Plane plane, FoldedSections truth, Fold... folds) {
        List<boolean[]> swallowed = new ArrayList<>();
        Area all = new Area(0, 0, truth.width, truth.height);
        for (Fold fold : folds) {
            swallowed.add(new Fold(fold.curve(), fold.halfWidth(), fold.foldWidth() + 10, 0).swallowed(all));
        }
        double sum = 0;
        int n = 0;
        for (int i = 0; i < plane.pixels().length; i++) {
            int x = i % truth.width;
            int y = i / truth.width;
            boolean rim = Math.min(Math.min(x, y), Math.min(truth.width - 1 - x, truth.height - 1 - y)) < 60;
            boolean lost = rim;
            for (boolean[] flags : swallowed) {
                lost |= flags[i];
            }
            if (!lost) {
                double d = plane.pixels()[i] - truth.clean.pixels()[i];
                sum += d * d;
                n++;
            }
        }
        return Math.sqrt(sum / n);
    }
}
