package org.sstem.cli;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How long work on a stack takes: a piece of it is done at once, in memory, and the time scaled up. */
final class Trial<T extends NativeType<T> & RealType<T>> {

    private static final int PIECE_PX = 512;
    private static final int NEIGHBOURS = 4;

    private final StackReader<T> stack;

    Trial(StackReader<T> stack) {
        this.stack = stack;
    }

    /** Something that is done with a piece of the stack. */
    interface Work<T> {
        void on(RandomAccessibleInterval<T> piece) throws IOException;
    }

    /** Something that is done with a section of a piece of the stack, of which it is known what is damaged. */
    interface SectionWork<T> {
        void on(RandomAccessibleInterval<T> piece, Damage damage, int z) throws IOException;
    }

    /** Work that every section takes alike. */
    Duration everySection(Work<T> work) throws IOException {
        Area area = around(Optional.empty());
        int sections = Math.min(stack.sections(), 2 * NEIGHBOURS + 1);
        RandomAccessibleInterval<T> piece = piece(area, 0, sections);
        return scaled(area, (double) stack.sections() / sections, () -> work.on(piece));
    }

    /** Work on the damaged sections: one of each combination of kinds stands for all that have the same. */
    Duration damagedSections(Damage damage, SectionWork<T> work) throws IOException {
        Map<Set<DamageKind>, List<Integer>> alike = new HashMap<>();
        damage.damagedSections().forEach(z -> alike.computeIfAbsent(damage.kinds(z), kinds -> new ArrayList<>())
                .add(z));
        Duration all = Duration.ZERO;
        for (List<Integer> sections : alike.values()) {
            int z = sections.get(sections.size() / 2);
            Area area = around(damage.entries().stream()
                    .filter(entry -> entry.z() == z)
                    .flatMap(entry -> entry.mask().stream())
                    .findFirst());
            int from = Math.max(0, z - NEIGHBOURS);
            int to = Math.min(stack.sections(), z + NEIGHBOURS + 1);
            Damage within = within(damage, area, from, to);
            RandomAccessibleInterval<T> piece = piece(area, from, to);
            all = all.plus(scaled(area, sections.size(), () -> work.on(piece, within, z - from)));
        }
        return all;
    }

    private interface Step {
        void run() throws IOException;
    }

    /** The first time Java is still learning how to do it fast. */
    private Duration scaled(Area area, double times, Step step) throws IOException {
        step.run();
        long start = System.nanoTime();
        step.run();
        double nanos = System.nanoTime() - start;
        double share = (double) stack.width() * stack.height() / ((double) area.width() * area.height());
        return Duration.ofNanos(Math.round(nanos * share * times));
    }

    private RandomAccessibleInterval<T> piece(Area area, int from, int to) {
        return Views.zeroMin(Views.interval(
                stack.pixels(),
                Intervals.createMinMax(
                        area.x(),
                        area.y(),
                        from,
                        area.x() + area.width() - 1L,
                        area.y() + area.height() - 1L,
                        to - 1L)));
    }

    /** A square in the middle of a mask, or of the section. */
    private Area around(Optional<SectionMask> mask) {
        int width = Math.min(stack.width(), PIECE_PX);
        int height = Math.min(stack.height(), PIECE_PX);
        long count = 0;
        long sumX = 0;
        long sumY = 0;
        if (mask.isPresent()) {
            for (int y = 0; y < stack.height(); y++) {
                boolean[] row = mask.get().read(new Area(0, y, stack.width(), 1));
                for (int x = 0; x < row.length; x++) {
                    if (row[x]) {
                        count++;
                        sumX += x;
                        sumY += y;
                    }
                }
            }
        }
        long middleX = count == 0 ? stack.width() / 2 : sumX / count;
        long middleY = count == 0 ? stack.height() / 2 : sumY / count;
        return new Area(
                (int) Math.max(0, Math.min(stack.width() - width, middleX - width / 2)),
                (int) Math.max(0, Math.min(stack.height() - height, middleY - height / 2)),
                width,
                height);
    }

    private static Damage within(Damage damage, Area area, int from, int to) {
        return Damage.of(damage.entries().stream()
                .filter(entry -> entry.z() >= from && entry.z() < to)
                .map(entry -> new DamagedSection(
                        entry.z() - from,
                        entry.kind(),
                        entry.mask().map(mask -> SectionMask.of(area.width(), area.height(), mask.read(area))),
                        entry.found()))
                .toList());
    }
}
