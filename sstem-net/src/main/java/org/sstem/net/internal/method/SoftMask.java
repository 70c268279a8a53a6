package org.sstem.net.internal.method;

import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.blob.BlobExtraction;
import org.sstem.internal.precipitate.blob.BlobTransmission;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.internal.tile.SoftCache;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The soft mask by which the published networks fuse a stained section: the transmission that their training gives
 * blobs of the given mask, or where there is none, of the blobs that are found. 1 where nothing covers the tissue.
 *
 * <p>Sections of more than 12 million pixels are looked at in cells of several pixels. Worked out when it is first
 * asked for, held softly. Thread-safe; two threads may both work it out.
 */
final class SoftMask {

    private static final double MOST_CELLS = 12e6;

    private final Task task;
    private final int step;
    private final int columns;
    private final int rows;
    private final SoftCache<Integer, Plane> held = new SoftCache<>(1);

    SoftMask(Task task) {
        this.task = task;
        int width = task.source().width();
        int height = task.source().height();
        this.step = (int) Math.ceil(Math.sqrt((double) width * height / MOST_CELLS));
        this.columns = (width + step - 1) / step;
        this.rows = (height + step - 1) / step;
    }

    /** Reads an area inside the section. */
    Plane read(Area area) {
        Plane cells = cells();
        if (step == 1) {
            return cells.crop(area.x(), area.y(), area.width(), area.height());
        }
        Plane out = new Plane(area.width(), area.height());
        for (int y = 0; y < area.height(); y++) {
            double row = Math.min(Math.max((area.y() + y + 0.5) / step - 0.5, 0), rows - 1);
            int top = Math.min((int) row, Math.max(0, rows - 2));
            float down = (float) (row - top);
            for (int x = 0; x < area.width(); x++) {
                double column = Math.min(Math.max((area.x() + x + 0.5) / step - 0.5, 0), columns - 1);
                int left = Math.min((int) column, Math.max(0, columns - 2));
                float right = (float) (column - left);
                int next = Math.min(left + 1, columns - 1);
                int below = Math.min(top + 1, rows - 1);
                float upper = cells.get(left, top) * (1 - right) + cells.get(next, top) * right;
                float lower = cells.get(left, below) * (1 - right) + cells.get(next, below) * right;
                out.set(x, y, upper * (1 - down) + lower * down);
            }
        }
        return out;
    }

    private Plane cells() {
        return held.get(task.firstZ(), z -> {
            boolean[] mask = task.mask().map(this::reduced).orElseGet(this::found);
            return BlobTransmission.of(mask, columns, rows, (double) step * step, TransmissionLaw.REFERENCE);
        });
    }

    /** A cell counts as covered if one of its pixels is. */
    private boolean[] reduced(SectionMask mask) {
        boolean[] cells = new boolean[columns * rows];
        int width = task.source().width();
        for (int row = 0; row < rows; row++) {
            boolean[] flags = mask.read(strip(row));
            for (int i = 0; i < flags.length; i++) {
                cells[row * columns + i % width / step] |= flags[i];
            }
        }
        return cells;
    }

    private boolean[] found() {
        List<Plane> neighbours = new ArrayList<>();
        for (List<Integer> side : List.of(task.intactBelow(), task.intactAbove())) {
            side.stream().limit(1).forEach(z -> neighbours.add(reduced(z)));
        }
        return BlobExtraction.find(reduced(task.firstZ()), neighbours);
    }

    /** The mean of each cell. */
    private Plane reduced(int z) {
        SectionSource source = task.source();
        Plane cells = new Plane(columns, rows);
        int[] count = new int[columns];
        for (int row = 0; row < rows; row++) {
            Plane strip = source.read(z, strip(row));
            Arrays.fill(count, 0);
            for (int i = 0; i < strip.pixels().length; i++) {
                int column = i % strip.width() / step;
                cells.pixels()[row * columns + column] += strip.pixels()[i];
                count[column]++;
            }
            for (int column = 0; column < columns; column++) {
                cells.pixels()[row * columns + column] /= count[column];
            }
        }
        return cells;
    }

    private Area strip(int row) {
        SectionSource source = task.source();
        return new Area(0, row * step, source.width(), Math.min(step, source.height() - row * step));
    }
}
