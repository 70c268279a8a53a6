package org.sstem.internal.precipitate;

import org.sstem.damage.DamageKind;
import org.sstem.internal.precipitate.blob.Blob;
import org.sstem.internal.precipitate.blob.BlobTransmission;
import org.sstem.internal.precipitate.blob.Discs;
import org.sstem.internal.precipitate.blob.Gauge;
import org.sstem.internal.precipitate.blob.MeasuredBlob;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured of a section with precipitates, given their mask. Immutable.
 *
 * <p>Nothing is assumed of the transmission: it is the light that is seen over the light that undamaged tissue and the
 * nearest intact sections let expect, summed over pixels of equal gauge. Grey value 0 is taken as no light.
 *
 * @param gain   contrast of the undamaged part over that of the neighbours at the same places
 * @param rise   by how much the section is paler than they are, over their mean grey value
 * @param blobs  its blobs
 */
public record PrecipitateSurvey(double gain, double rise, List<MeasuredBlob> blobs) implements Serializable {

    private static final double MARGIN_PX = 8;
    private static final int BINS = 20;
    private static final double RING_FROM = 1.2;
    private static final double RING_TO = 1.55;
    private static final int ORDERS = 12;
    /** Smaller specks have no shape and hardly a profile. */
    private static final int SMALLEST_PX = 60;

    /** Copies the list. */
    public PrecipitateSurvey {
        blobs = List.copyOf(blobs);
    }

    /**
     * Measures one section.
     *
     * @param task one section with precipitates and their mask
     * @return what was measured; specks below 60 px are left out
     * @throws IllegalArgumentException     if the task is of another kind, has more than one section or no mask, or if the
     *     mask leaves nothing undamaged
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public static PrecipitateSurvey of(Task task) {
        if (task.kind() != DamageKind.PRECIPITATE
                || task.firstZ() != task.lastZ()
                || task.mask().isEmpty()) {
            throw new IllegalArgumentException("task must be one section with precipitates and a mask, was "
                    + task.kind() + " in " + task.firstZ() + " to " + task.lastZ() + ", mask " + task.mask());
        }
        Working grid = Working.forSize(task.source().width(), task.source().height());
        boolean[] mask = grid.read(task.mask().get());
        Neighbours neighbours = Neighbours.of(task);
        Plane section = grid.read(task.source(), task.firstZ());
        List<Plane> intact = neighbours.nearest().stream()
                .map(z -> grid.read(task.source(), z))
                .toList();
        boolean[] use = Discs.dilate(mask, grid.width(), grid.height(), grid.cells(MARGIN_PX));
        int undamaged = 0;
        for (int i = 0; i < use.length; i++) {
            use[i] = !use[i];
            undamaged += use[i] ? 1 : 0;
        }
        if (undamaged < 100) {
            throw new IllegalArgumentException(
                    "the mask of section " + task.firstZ() + " leaves nothing undamaged to compare with");
        }
        Contrast contrast = Contrast.between(section, intact, use);
        Plane expected = grid.reduce(neighbours::read);
        for (int i = 0; i < expected.pixels().length; i++) {
            expected.pixels()[i] = (float) (contrast.gain() * expected.pixels()[i] + contrast.offset());
        }
        List<MeasuredBlob> blobs = new ArrayList<>();
        for (Blob blob : Blob.of(mask, grid.width(), grid.height())) {
            if (blob.pixels() * grid.step() * grid.step() >= SMALLEST_PX) {
                blobs.add(measured(blob, section, expected, mask, grid));
            }
        }
        double mean = contrast.mean();
        double rise = mean > 0 ? (contrast.gain() * mean + contrast.offset() - mean) / mean : 0;
        return new PrecipitateSurvey(contrast.gain(), rise, blobs);
    }

    private static MeasuredBlob measured(Blob blob, Plane section, Plane expected, boolean[] mask, Working grid) {
        Area box = blob.box();
        int step = grid.step();
        Area pixels = new Area(box.x() * step, box.y() * step, box.width() * step, box.height() * step);
        boolean whole = box.x() > 0
                && box.y() > 0
                && box.x() + box.width() < grid.width()
                && box.y() + box.height() < grid.height();
        double seen = 0;
        double light = 0;
        double[] gauge = BlobTransmission.gauge(blob);
        double[][] bins = new double[BINS][3];
        for (int i = 0; i < gauge.length; i++) {
            if (!blob.inside()[i]) {
                continue;
            }
            int at = (box.y() + i / box.width()) * grid.width() + box.x() + i % box.width();
            double[] bin = bins[Math.min(BINS - 1, (int) (gauge[i] * BINS))];
            bin[0] += section.pixels()[at];
            bin[1] += expected.pixels()[at];
            bin[2]++;
            seen += section.pixels()[at];
            light += expected.pixels()[at];
        }
        List<MeasuredBlob.Point> profile = new ArrayList<>();
        for (int b = 0; whole && b < BINS; b++) {
            if (bins[b][1] > 0) {
                profile.add(new MeasuredBlob.Point((b + 0.5) / BINS, bins[b][0] / bins[b][1], (int) bins[b][2]));
            }
        }
        Gauge star = Gauge.of(blob);
        boolean starred = star.area() <= 1.03 * blob.pixels() + 2 * Math.sqrt(blob.pixels());
        return new MeasuredBlob(
                (double) blob.pixels() * step * step,
                pixels,
                whole,
                light > 0 ? seen / light : 0,
                whole && starred ? ring(star, section, expected, mask) : Double.NaN,
                profile,
                whole && starred ? spectrum(star) : List.of());
    }

    private static double ring(Gauge star, Plane section, Plane expected, boolean[] mask) {
        int reach = (int) Math.ceil(RING_TO * star.reach());
        double seen = 0;
        double light = 0;
        for (int y = Math.max(0, (int) star.cy() - reach); y < Math.min(section.height(), star.cy() + reach); y++) {
            for (int x = Math.max(0, (int) star.cx() - reach); x < Math.min(section.width(), star.cx() + reach); x++) {
                int i = y * section.width() + x;
                double r = star.at(x, y);
                if (!mask[i] && r >= RING_FROM && r <= RING_TO) {
                    seen += section.pixels()[i];
                    light += expected.pixels()[i];
                }
            }
        }
        return light > 0 ? seen / light : Double.NaN;
    }

    private static List<Double> spectrum(Gauge star) {
        int n = star.rim().length;
        double mean = 0;
        for (double r : star.rim()) {
            mean += r / n;
        }
        List<Double> spectrum = new ArrayList<>();
        for (int order = 2; order <= ORDERS; order++) {
            double a = 0;
            double b = 0;
            for (int k = 0; k < n; k++) {
                double angle = 2 * Math.PI * order * k / n;
                a += 2 * star.rim()[k] * Math.cos(angle) / n;
                b += 2 * star.rim()[k] * Math.sin(angle) / n;
            }
            spectrum.add(Math.sqrt(0.5 * (a * a + b * b)) / mean);
        }
        return spectrum;
    }
}
