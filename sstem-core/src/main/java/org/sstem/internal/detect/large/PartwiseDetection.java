package org.sstem.internal.detect.large;

import org.sstem.ProgressListener;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.detect.DetectionRun;
import org.sstem.internal.detect.Looking;
import org.sstem.internal.detect.large.PatchedMask.Patch;
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.registration.LeastSize;
import org.sstem.internal.tile.Tiles;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A search through a stack of large sections, from coarse to fine: what is missing is told from sections reduced to an
 * overview; then the stack is searched part by part, each part a small stack of its own, at up to an eighth of the
 * resolution; what is found of bands is then looked at as it is. Memory does not grow with the size of a section.
 */
public final class PartwiseDetection {

    /** Sections with a longer side are searched so. */
    private static final int LARGE_PX = 16_384;
    /** Longest side of a section as an overview. */
    private static final int OVERVIEW_PX = 2048;
    /** Pixels of a section that parts are cut from: of larger ones the resolution is lowered. */
    private static final double MOST_PIXELS = 1 << 28;

    private static final int COARSEST = 8;
    /** Side of a part without its margin, reduced pixels; it may be longer than its neighbours by one. */
    private static final int PART_PX = 2048;
    /** What parts have in common with those beside them. */
    private static final int MARGIN_PX = 128;
    /** Side of what is looked at as it is, without its margin. */
    private static final int CLOSE_PX = 1024;

    private static final int CLOSE_MARGIN_PX = 256;
    /** Sections on each side that are looked at with it. */
    private static final int BESIDE = 2;
    /** Part of what was marked before that has to be seen again. */
    private static final double AGAIN = 0.5;

    private final SectionSource stack;
    private final Map<Integer, SectionMask> absent;
    private final Optional<GreyLevels> known;
    private final Set<DamageKind> kinds;
    private final ProgressListener listener;
    private final int factor;
    private final PartwiseFindings findings;

    /**
     * Prepares.
     *
     * @param stack    the stack
     * @param absent   pixels without tissue, by section, as far as somebody said so
     * @param known    where black is, if somebody said so
     * @param kinds    what to look for
     * @param listener is told of each part
     */
    public PartwiseDetection(
            SectionSource stack,
            Map<Integer, SectionMask> absent,
            Optional<GreyLevels> known,
            Set<DamageKind> kinds,
            ProgressListener listener) {
        LeastSize.require("the stack", stack.width(), stack.height());
        this.stack = stack;
        this.absent = absent;
        this.known = known;
        this.kinds = kinds;
        this.listener = listener;
        this.factor = factor(stack.width(), stack.height());
        this.findings = new PartwiseFindings(stack.width(), stack.height());
    }

    /** Whether sections are so large that they are searched part by part. */
    public static boolean isFor(SectionSource stack) {
        return Math.max(stack.width(), stack.height()) > LARGE_PX;
    }

    private static int factor(int width, int height) {
        int factor = 1;
        while (factor < COARSEST
                && (double) width * height / factor / factor > MOST_PIXELS
                && Math.min(width, height) / factor >= PART_PX) {
            factor *= 2;
        }
        return factor;
    }

    /**
     * Searches.
     *
     * @return what was found; its masks are put together when they are read
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public Detection result() {
        Area whole = new Area(0, 0, stack.width(), stack.height());
        int longest = Math.max(stack.width(), stack.height());
        int shortest = Math.min(stack.width(), stack.height());
        int step = Math.min((longest + OVERVIEW_PX - 1) / OVERVIEW_PX, shortest / LeastSize.PX);
        List<Integer> all = IntStream.range(0, stack.sections()).boxed().toList();
        TissueSource overview = part(all, whole, step);
        GreyLevels levels = known.orElseGet(() -> GreyLevels.estimate(new WithOverview(stack, overview, step)));
        Detection overall = run(overview, levels, EnumSet.of(DamageKind.MISSING));
        Set<Integer> missing = overall.damage().damagedSections();
        List<Integer> present = all.stream().filter(z -> !missing.contains(z)).toList();
        if (kinds.contains(DamageKind.MISSING)) {
            overall.findings().forEach(findings::add);
            overall.doubts().forEach(findings::add);
            overall.measured().forEach(findings::add);
        }
        if (!present.isEmpty() && !EnumSet.of(DamageKind.MISSING).containsAll(kinds)) {
            parts(present, levels);
        }
        return findings.detection(stack.sections(), levels, overall.tissue());
    }

    private void parts(List<Integer> present, GreyLevels levels) {
        EnumSet<DamageKind> wanted = EnumSet.copyOf(kinds);
        wanted.remove(DamageKind.MISSING);
        if (wanted.contains(DamageKind.LOST)) {
            wanted.add(DamageKind.MISSING);
        }
        List<Area> parts = parts(Math.max(1, stack.width() / factor), Math.max(1, stack.height() / factor));
        long done = 0;
        for (Area reduced : parts) {
            Area area = enlarged(reduced);
            Detection found = run(part(present, area, factor), levels, wanted);
            findings.add(new PartwiseFindings.Part(area, factor, present), found);
            listener.progress(++done, parts.size(), "looked over part " + done + " of all sections");
            Cancellation.check("after part " + done);
        }
        if (factor > 1) {
            for (DamageKind kind : EnumSet.of(DamageKind.FOLD, DamageKind.CRACK)) {
                findings.sections(kind).forEach(z -> look(z, kind, present, levels));
            }
        }
    }

    /** Parts overlap, so that what lies on the border of one is seen whole in another. */
    private static List<Area> parts(int width, int height) {
        int columns = (width + PART_PX - 1) / PART_PX;
        int rows = (height + PART_PX - 1) / PART_PX;
        List<Area> parts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = (int) ((long) width * column / columns);
                int y = (int) ((long) height * row / rows);
                int right = (int) ((long) width * (column + 1) / columns);
                int bottom = (int) ((long) height * (row + 1) / rows);
                parts.add(
                        new Area(x, y, right - x, bottom - y).grow(MARGIN_PX).intersect(new Area(0, 0, width, height)));
            }
        }
        return parts;
    }

    /** The pixels of the stack; the last part takes those with it that do not make up a whole one. */
    private Area enlarged(Area reduced) {
        int right = reduced.x() + reduced.width();
        int bottom = reduced.y() + reduced.height();
        int x = reduced.x() * factor;
        int y = reduced.y() * factor;
        return new Area(
                x,
                y,
                (right == stack.width() / factor ? stack.width() : right * factor) - x,
                (bottom == stack.height() / factor ? stack.height() : bottom * factor) - y);
    }

    private TissueSource part(List<Integer> sections, Area area, int step) {
        ReducedPart part = new ReducedPart(stack, sections, area, step);
        Map<Integer, SectionMask> bare = new TreeMap<>();
        for (int i = 0; i < sections.size(); i++) {
            SectionMask mask = absent.get(sections.get(i));
            if (mask != null) {
                bare.put(i, reduced(mask, area, step, part));
            }
        }
        return TissueSource.of(part).withAbsent(bare);
    }

    /** A reduced pixel has no tissue where one of those that it is made of has none. */
    private static SectionMask reduced(SectionMask mask, Area area, int step, SectionSource part) {
        return SectionMask.of(part.width(), part.height(), wanted -> {
            boolean[] flags = mask.read(new Area(
                    area.x() + wanted.x() * step,
                    area.y() + wanted.y() * step,
                    wanted.width() * step,
                    wanted.height() * step));
            boolean[] out = new boolean[wanted.width() * wanted.height()];
            for (int i = 0; i < flags.length; i++) {
                int row = i / (wanted.width() * step) / step;
                out[row * wanted.width() + i % (wanted.width() * step) / step] |= flags[i];
            }
            return out;
        });
    }

    private static Detection run(TissueSource source, GreyLevels levels, Set<DamageKind> kinds) {
        return new DetectionRun(source, Looking.here(source), Optional.of(levels), kinds, ProgressListener.NONE)
                .result();
    }

    /** Looks at the bands of a section as they are, where they were found. */
    private void look(int z, DamageKind kind, List<Integer> present, GreyLevels levels) {
        int at = present.indexOf(z);
        List<Integer> near = present.subList(Math.max(0, at - BESIDE), Math.min(present.size(), at + BESIDE + 1));
        List<Patch> close = new ArrayList<>();
        Area whole = new Area(0, 0, stack.width(), stack.height());
        for (Area tile : new Tiles(stack.width(), stack.height(), CLOSE_PX).all()) {
            if (findings.marks(z, kind, tile)) {
                Cancellation.check("in section " + z);
                Area area = tile.grow(CLOSE_MARGIN_PX).intersect(whole);
                run(part(near, area, 1), levels, EnumSet.of(kind))
                        .damage()
                        .mask(near.indexOf(z), kind)
                        .map(mask -> new Patch(tile, area.x(), area.y(), 1, MaskRuns.of(mask), true))
                        .filter(patch -> again(patch, findings.mask(z, kind)))
                        .ifPresent(close::add);
            }
        }
        findings.refine(z, kind, close);
    }

    private static boolean again(Patch close, SectionMask before) {
        boolean[] marked = before.read(close.area());
        boolean[] seen = new PatchedMask(before.width(), before.height(), List.of(close)).read(close.area());
        int n = 0;
        int both = 0;
        for (int i = 0; i < marked.length; i++) {
            n += marked[i] ? 1 : 0;
            both += marked[i] && seen[i] ? 1 : 0;
        }
        return both >= AGAIN * n;
    }

    /** The grey values of the stack, with the tissue of its overview. */
    private record WithOverview(SectionSource stack, TissueSource overview, int step) implements SectionSource {

        @Override
        public int width() {
            return stack.width();
        }

        @Override
        public int height() {
            return stack.height();
        }

        @Override
        public int sections() {
            return stack.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            return stack.read(z, area);
        }

        @Override
        public Plane tissue(int z, Area area) {
            int x0 = Math.floorDiv(area.x(), step);
            int y0 = Math.floorDiv(area.y(), step);
            int columns = Math.floorDiv(area.x() + area.width() - 1, step) - x0 + 1;
            int rows = Math.floorDiv(area.y() + area.height() - 1, step) - y0 + 1;
            Plane seen = overview.tissue(z, new Area(x0, y0, columns, rows));
            Plane out = new Plane(area.width(), area.height());
            for (int y = 0; y < area.height(); y++) {
                int row = Math.floorDiv(area.y() + y, step) - y0;
                for (int x = 0; x < area.width(); x++) {
                    out.set(x, y, seen.get(Math.floorDiv(area.x() + x, step) - x0, row));
                }
            }
            return out;
        }
    }
}
