package org.sstem.internal.method;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.image.GreyValues;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sections of something like tissue in 8 bit, of which some in the middle are damaged, each kind in its way. */
public final class DamagedTissue {

    private static final int MARGIN = 100;

    private final DamageKind kind;
    private final int run;
    private final int width;
    private final int height;
    private final List<Plane> sections = new ArrayList<>();
    private final boolean[] mask;
    private final boolean marked;

    /**
     * Makes the sections: two intact, the damaged, two intact.
     *
     * @param run damaged sections in a row; more than one only where they are missing
     */
    public DamagedTissue(DamageKind kind, int width, int height, int run, long seed) {
        this(kind, width, height, run, seed, kind != DamageKind.MISSING);
    }

    /** The same, but tasks do not say where in its section the damage lies. */
    public static DamagedTissue unmarked(DamageKind kind, int width, int height, int run, long seed) {
        return new DamagedTissue(kind, width, height, run, seed, false);
    }

    private DamagedTissue(DamageKind kind, int width, int height, int run, long seed, boolean marked) {
        this.marked = marked;
        this.kind = kind;
        this.width = width;
        this.height = height;
        this.run = run;
        this.mask = new boolean[width * height];
        int w = width + 2 * MARGIN;
        int h = height + 2 * MARGIN;
        Plane tissue = Tissue.section(w, h, seed);
        for (int z = 0; z < run + 4; z++) {
            Plane moved = Tissue.warped(tissue, Tissue.motion(w, h, 0.8 * z));
            Plane large = Tissue.grained(moved, 0.03, seed + z);
            boolean damaged = z >= 2 && z < 2 + run;
            sections.add(quantised(damaged ? damaged(large) : cut(large)));
        }
    }

    private Plane cut(Plane large) {
        return large.crop(MARGIN, MARGIN, width, height);
    }

    private Plane damaged(Plane large) {
        return switch (kind) {
            case MISSING -> new Plane(width, height);
            case FOLD -> folded(large);
            case PRECIPITATE -> stained(cut(large));
            case CRACK, LOST -> throw new IllegalArgumentException("no tissue is damaged by a " + kind.id() + " here");
        };
    }

    private Plane folded(Plane large) {
        Fold fold = new Fold(FoldArc.line(0, height * 0.35, width - 1, height * 0.55), 6, 20, 0.2);
        Area all = new Area(-MARGIN, -MARGIN, large.width(), large.height());
        Plane grey = Resampler.warp(large, fold.foldingFlow(all), Resampler.Interpolation.BILINEAR);
        boolean[] band = fold.band(all);
        for (int i = 0; i < band.length; i++) {
            grey.pixels()[i] = band[i] ? 0.02f : grey.pixels()[i];
        }
        boolean[] inside = fold.band(new Area(0, 0, width, height));
        System.arraycopy(inside, 0, mask, 0, mask.length);
        return cut(grey);
    }

    private Plane stained(Plane clean) {
        double[][] discs = {{0.3, 0.35, 0.2}, {0.7, 0.6, 0.25}};
        for (int i = 0; i < mask.length; i++) {
            double t = 1;
            for (double[] disc : discs) {
                double radius = disc[2] * Math.min(width, height);
                double r = Math.hypot(i % width - disc[0] * width, i / width - disc[1] * height) / radius;
                if (r <= 1) {
                    // Much darker than the law says of blobs so small: the networks are to have something to do.
                    t = 0.02 + 0.98 * TransmissionLaw.REFERENCE.transmission(r, 100_000);
                    mask[i] = true;
                }
            }
            clean.pixels()[i] *= (float) t;
        }
        return clean;
    }

    private static Plane quantised(Plane plane) {
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = Math.round(Math.min(1, Math.max(0, plane.pixels()[i])) * 255) / 255f;
        }
        return plane;
    }

    public DamageKind kind() {
        return kind;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** First damaged section. */
    public int firstZ() {
        return 2;
    }

    /** Last damaged section. */
    public int lastZ() {
        return 1 + run;
    }

    public Plane section(int z) {
        return sections.get(z);
    }

    public SectionSource source() {
        return Tissue.source(sections);
    }

    public SectionMask mask() {
        return SectionMask.of(width, height, mask);
    }

    /** The damage of a section. */
    public DamagedSection damage(int z) {
        return marked ? new DamagedSection(z, kind, mask()) : new DamagedSection(z, kind);
    }

    /** The task, with intact sections on both sides. */
    public Task task() {
        return task(List.of(1, 0), List.of(run + 2, run + 3));
    }

    public Task task(List<Integer> below, List<Integer> above) {
        return new Task(
                source(), kind, firstZ(), lastZ(), below, above, marked ? Optional.of(mask()) : Optional.empty());
    }

    /** The sections as a stack. */
    public Img<UnsignedByteType> stack() {
        Img<UnsignedByteType> stack = ArrayImgs.unsignedBytes(width, height, sections.size());
        for (int z = 0; z < sections.size(); z++) {
            GreyValues.store(sections.get(z), 0, 0, Views.hyperSlice(stack, 2, z));
        }
        return stack;
    }
}
