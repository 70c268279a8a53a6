package org.sstem.internal.sheet;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Three sections of one random texture that correlate as neighbours do, the middle one displaced by a function of the
 * place: its pixel p shows what belongs at p + displacement(p), and a flat grey where it has a band. The functions of
 * the tests are not those that the estimate assumes.
 */
final class TornSections implements SectionSource {

    static final int SIZE = 448;
    private static final int MARGIN = 100;

    /** Where the tissue at a place belongs. */
    @FunctionalInterface
    interface Displacement {
        /** Adds to (u, v). */
        void add(double x, double y, double[] uv);
    }

    /** Where there is no tissue. */
    @FunctionalInterface
    interface Band {
        boolean at(double x, double y);
    }

    final Plane clean;
    final Plane[] sections = new Plane[3];
    final boolean[] band = new boolean[SIZE * SIZE];
    private final Displacement displacement;

    TornSections(long seed, float grey, Band band, Displacement displacement) {
        this(seed, grey, band, displacement, (x, y, uv) -> {});
    }

    /** The tissue has drifted by itself besides: what is no damage, and no error. */
    TornSections(long seed, float grey, Band band, Displacement displacement, Displacement drift) {
        this.displacement = displacement;
        int w = SIZE + 2 * MARGIN;
        Random random = new Random(seed);
        Plane common = texture(w, random);
        Plane[] large = new Plane[3];
        for (int z = 0; z < 3; z++) {
            Plane own = texture(w, random);
            large[z] = new Plane(w, w);
            for (int i = 0; i < own.pixels().length; i++) {
                double value = 0.5 + 0.12 * (0.8 * common.pixels()[i] + 0.6 * own.pixels()[i]);
                large[z].pixels()[i] = (float) Math.min(Math.max(value, 0), 1);
            }
            sections[z] = large[z].crop(MARGIN, MARGIN, SIZE, SIZE);
        }
        clean = sections[1];
        Flow flow = new Flow(SIZE, SIZE);
        double[] uv = new double[2];
        for (int i = 0; i < this.band.length; i++) {
            Arrays.fill(uv, 0);
            displacement.add(i % SIZE, i / SIZE, uv);
            drift.add(i % SIZE, i / SIZE, uv);
            flow.u().pixels()[i] = (float) uv[0];
            flow.v().pixels()[i] = (float) uv[1];
        }
        Plane torn = Resampler.warp(large[1], MARGIN, MARGIN, flow, Resampler.Interpolation.CUBIC);
        for (int i = 0; i < this.band.length; i++) {
            this.band[i] = band.at(i % SIZE, i / SIZE);
            torn.pixels()[i] = this.band[i] ? grey : torn.pixels()[i];
        }
        sections[1] = torn;
    }

    private static Plane texture(int size, Random random) {
        Plane out = new Plane(size, size);
        for (double sigma : new double[] {2, 5}) {
            Plane noise = new Plane(size, size);
            for (int i = 0; i < noise.pixels().length; i++) {
                noise.pixels()[i] = (float) random.nextGaussian();
            }
            Plane smooth = Filters.gaussian(noise, sigma);
            // The standard deviation of blurred white noise is 1 / (2 sigma sqrt(pi)).
            float scale = (float) (2 * sigma * Math.sqrt(Math.PI) * Math.sqrt(0.5));
            for (int i = 0; i < out.pixels().length; i++) {
                out.pixels()[i] += scale * smooth.pixels()[i];
            }
        }
        return out;
    }

    SectionMask mask() {
        return SectionMask.of(SIZE, SIZE, band);
    }

    Task task(DamageKind kind) {
        return new Task(this, kind, 1, 1, List.of(0), List.of(2), Optional.of(mask()));
    }

    /**
     * Errors of an estimated field where there is tissue, smallest first. A quadratic polynomial common to the whole
     * section is taken out: it is the section's own drift, which the data cannot tell from a pull that reaches far.
     */
    double[] errors(SheetField field) {
        SheetField.Probe probe = field.probe();
        double[] uv = new double[2];
        double[] m = new double[CubicDrift.TERMS];
        int terms = 6;
        DMatrixRMaj h = new DMatrixRMaj(terms, terms);
        DMatrixRMaj g = new DMatrixRMaj(terms, 2);
        double[][] error = new double[2][band.length];
        int[] at = new int[band.length];
        int n = 0;
        for (int i = 0; i < band.length; i++) {
            int x = i % SIZE;
            int y = i / SIZE;
            if (!band[i]) {
                Arrays.fill(uv, 0);
                displacement.add(x, y, uv);
                // What belongs outside the section cannot be compared with anything.
                if (x + uv[0] >= 0 && y + uv[1] >= 0 && x + uv[0] < SIZE && y + uv[1] < SIZE) {
                    probe.at(x, y);
                    error[0][n] = probe.u - uv[0];
                    error[1][n] = probe.v - uv[1];
                    CubicDrift.monomials(x, y, SIZE, SIZE, m);
                    for (int a = 0; a < terms; a++) {
                        for (int b = 0; b < terms; b++) {
                            h.add(a, b, m[a] * m[b]);
                        }
                        g.add(a, 0, m[a] * error[0][n]);
                        g.add(a, 1, m[a] * error[1][n]);
                    }
                    at[n++] = i;
                }
            }
        }
        DMatrixRMaj drift = new DMatrixRMaj(terms, 2);
        CommonOps_DDRM.solve(h, g, drift);
        double[] sorted = new double[n];
        for (int k = 0; k < n; k++) {
            CubicDrift.monomials(at[k] % SIZE, at[k] / SIZE, SIZE, SIZE, m);
            double u = error[0][k];
            double v = error[1][k];
            for (int a = 0; a < terms; a++) {
                u -= m[a] * drift.get(a, 0);
                v -= m[a] * drift.get(a, 1);
            }
            sorted[k] = Math.hypot(u, v);
        }
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public int width() {
        return SIZE;
    }

    @Override
    public int height() {
        return SIZE;
    }

    @Override
    public int sections() {
        return 3;
    }

    @Override
    public Plane read(int z, Area area) {
        return sections[z].crop(area.x(), area.y(), area.width(), area.height());
    }
}
