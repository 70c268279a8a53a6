package org.sstem.internal.detect.unaligned;

import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.internal.registration.RigidMotion;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Optional;

/**
 * Sections laid over each other in one frame, sampled bilinearly, so that what had one grey value has it still. Beyond their
 * borders they are mirrored.
 *
 * @param stack     the sections
 * @param placement where they lie
 */
record LaidOver(TissueSource stack, Placement placement) implements SectionSource {

    private static final int STRIP_ROWS = 64;

    @Override
    public int width() {
        return placement.width();
    }

    @Override
    public int height() {
        return placement.height();
    }

    @Override
    public int sections() {
        return stack.sections();
    }

    @Override
    public Plane read(int z, Area area) {
        Plane out = new Plane(area.width(), area.height());
        for (int y = 0; y < area.height(); y += STRIP_ROWS) {
            int rows = Math.min(STRIP_ROWS, area.height() - y);
            Plane strip = strip(z, new Area(area.x(), area.y() + y, area.width(), rows));
            System.arraycopy(strip.pixels(), 0, out.pixels(), y * area.width(), strip.pixels().length);
        }
        return out;
    }

    private Plane strip(int z, Area area) {
        RigidMotion motion = placement.toSection().get(z);
        double[] xs = new double[area.width() * area.height()];
        double[] ys = new double[xs.length];
        double left = stack.width() - 1.0;
        double top = stack.height() - 1.0;
        double right = 0;
        double bottom = 0;
        for (int i = 0; i < xs.length; i++) {
            double x = (double) area.x() + i % area.width();
            double y = (double) area.y() + i / area.width();
            xs[i] = mirrored(motion.x(x, y), stack.width() - 1.0);
            ys[i] = mirrored(motion.y(x, y), stack.height() - 1.0);
            left = Math.min(left, xs[i]);
            top = Math.min(top, ys[i]);
            right = Math.max(right, xs[i]);
            bottom = Math.max(bottom, ys[i]);
        }
        int x0 = (int) left;
        int y0 = (int) top;
        Plane grey = withoutPadding(z, new Area(x0, y0, (int) right + 2 - x0, (int) bottom + 2 - y0));
        Flow flow = new Flow(area.width(), area.height());
        for (int i = 0; i < xs.length; i++) {
            flow.u().pixels()[i] = (float) (xs[i] - x0 - i % area.width());
            flow.v().pixels()[i] = (float) (ys[i] - y0 - i / area.width());
        }
        return Resampler.warp(grey, flow, Interpolation.BILINEAR);
    }

    /** A place outside is mirrored at the border. */
    private static double mirrored(double place, double last) {
        double inside = place < 0 ? -place : place > last ? 2 * last - place : place;
        return Math.min(Math.max(inside, 0), last);
    }

    /** The smooth brightness of its surroundings in place of padding: of one grey value it would look like a lost part. */
    private Plane withoutPadding(int z, Area area) {
        Plane grey = stack.original(z, area);
        boolean[] padding = padding(z, area);
        Plane smooth = null;
        for (int i = 0; i < padding.length; i++) {
            if (padding[i]) {
                smooth = smooth == null ? stack.read(z, area) : smooth;
                grey.pixels()[i] = smooth.pixels()[i];
            }
        }
        return grey;
    }

    /** Padding of a section; beyond its border nothing is. */
    private boolean[] padding(int z, Area area) {
        Area inside = area.intersect(new Area(0, 0, stack.width(), stack.height()));
        boolean[] own = stack.section(z).padding(inside);
        boolean[] out = new boolean[area.width() * area.height()];
        for (int y = 0; y < inside.height(); y++) {
            System.arraycopy(own, y * inside.width(), out, y * area.width(), inside.width());
        }
        return out;
    }

    /** Where a section shows nothing in the frame: outside of it, in its padding, and where that is said. */
    SectionMask absent(int z, Optional<SectionMask> said) {
        SectionMask none =
                said.orElseGet(() -> SectionMask.of(stack.width(), stack.height(), area -> padding(z, area)));
        return new Moved(width(), height(), placement.toSection().get(z), none, stack.width(), stack.height(), true);
    }

    /** A mask in the frame, in a section. */
    SectionMask inSection(int z, SectionMask mask) {
        RigidMotion back = placement.toSection().get(z).inverse();
        return new Moved(stack.width(), stack.height(), back, mask, width(), height(), false);
    }

    /**
     * A mask whose pixels are elsewhere.
     *
     * @param motion  from its pixels to those of the other mask
     * @param mask    the other mask
     * @param columns of the other mask
     * @param rows    of the other mask
     * @param outside whether what lies outside of that is marked
     */
    private record Moved(
            int width, int height, RigidMotion motion, SectionMask mask, int columns, int rows, boolean outside)
            implements SectionMask {

        @Override
        public boolean[] read(Area area) {
            boolean[] out = new boolean[area.width() * area.height()];
            Area whole = new Area(0, 0, columns, rows);
            Area reached = motion.of(area);
            Area read = reached.meets(whole) ? reached.intersect(whole) : new Area(0, 0, 1, 1);
            boolean[] there = mask.read(read);
            for (int i = 0; i < out.length; i++) {
                double x = (double) area.x() + i % area.width();
                double y = (double) area.y() + i / area.width();
                int sx = (int) Math.rint(motion.x(x, y));
                int sy = (int) Math.rint(motion.y(x, y));
                out[i] = whole.contains(sx, sy) ? there[(sy - read.y()) * read.width() + sx - read.x()] : outside;
            }
            return out;
        }
    }
}
