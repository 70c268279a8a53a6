package org.sstem.internal.detect.speck;

import org.sstem.internal.precipitate.blob.Blob;
import org.sstem.internal.precipitate.blob.Discs;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Tells specks from dark rims of places that were lost: soiled or charred edges, which run along what is gone. What is gone
 * is a lost part, however small, or a place without tissue that all neighbours have; one that is darker than the speck is its
 * core. Around what was burnt tissue is darkened farther out.
 */
public final class LostRims {

    /** Within how many pixels of a speck a place lies along it. */
    private static final int BESIDE_PX = 4;
    /** Part of what surrounds a speck that is gone, where the speck is a rim. */
    private static final double ALONG = 0.25;

    /** How far around a burnt part tissue is darkened, pixels. */
    private static final int DARKENED_PX = 64;

    private final TissueSource stack;
    private final Map<Integer, MaskRuns> lost;
    private final BitSet burnt;

    /**
     * Prepares.
     *
     * @param stack the stack
     * @param lost  masks of lost parts, by section
     * @param burnt sections of which a part was burnt
     */
    public LostRims(TissueSource stack, Map<Integer, MaskRuns> lost, BitSet burnt) {
        this.stack = stack;
        this.lost = lost;
        this.burnt = burnt;
    }

    /** Whether a dark place of a section runs along what was lost. */
    public boolean along(int z, List<Integer> neighbours, Blob shape) {
        Area section = new Area(0, 0, stack.width(), stack.height());
        if (burnt.get(z) && lost.get(z).marks(shape.box().grow(DARKENED_PX).intersect(section))) {
            return true;
        }
        Area box = shape.box().grow(BESIDE_PX).intersect(section);
        boolean[] inside = inside(shape, box);
        boolean[] wide = Discs.dilate(inside, box.width(), box.height(), BESIDE_PX);
        boolean[] gone = gone(z, neighbours, box, inside);
        int along = 0;
        int around = 0;
        for (int i = 0; i < wide.length; i++) {
            along += wide[i] && gone[i] ? 1 : 0;
            around += wide[i] && !inside[i] ? 1 : 0;
        }
        return along >= ALONG * around;
    }

    private static boolean[] inside(Blob shape, Area box) {
        Area of = shape.box();
        boolean[] inside = new boolean[box.width() * box.height()];
        for (int i = 0; i < shape.inside().length; i++) {
            inside[(of.y() - box.y() + i / of.width()) * box.width() + of.x() - box.x() + i % of.width()] =
                    shape.inside()[i];
        }
        return inside;
    }

    private boolean[] gone(int z, List<Integer> neighbours, Area box, boolean[] inside) {
        boolean[] gone = stack.section(z).holes(box);
        for (int other : neighbours) {
            boolean[] absent = stack.section(other).absent(box);
            for (int i = 0; i < gone.length; i++) {
                gone[i] &= !absent[i];
            }
        }
        float[] grey = stack.original(z, box).pixels();
        double sum = 0;
        int n = 0;
        for (int i = 0; i < grey.length; i++) {
            sum += inside[i] && !gone[i] ? grey[i] : 0;
            n += inside[i] && !gone[i] ? 1 : 0;
        }
        boolean[] known = lost.containsKey(z) ? lost.get(z).read(box) : new boolean[gone.length];
        for (int i = 0; i < gone.length; i++) {
            gone[i] = known[i] || gone[i] && n > 0 && grey[i] > sum / n;
        }
        return gone;
    }
}
