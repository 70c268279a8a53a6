package org.sstem.internal.precipitate;

import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

/** A place in a stack as a stack of its own; what is read beyond its border is what lies there. Stateless. */
final class TaskPart {

    private TaskPart() {}

    /** The same task in a part of the section. */
    static Task of(Task task, Area part) {
        return new Task(
                new Cut(task.source(), part),
                task.kind(),
                task.firstZ(),
                task.lastZ(),
                task.intactBelow(),
                task.intactAbove(),
                task.mask().map(mask -> cut(mask, part)),
                task.seen().map(mask -> cut(mask, part)));
    }

    private static SectionMask cut(SectionMask mask, Area part) {
        return SectionMask.of(part.width(), part.height(), area -> mask.read(moved(area, part)));
    }

    /** An area that is counted from the origin of a part, counted from that of the section. */
    private static Area moved(Area area, Area part) {
        return new Area(area.x() + part.x(), area.y() + part.y(), area.width(), area.height());
    }

    private record Cut(SectionSource source, Area part) implements SectionSource {

        @Override
        public int width() {
            return part.width();
        }

        @Override
        public int height() {
            return part.height();
        }

        @Override
        public int sections() {
            return source.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            return source.read(z, moved(area, part));
        }

        @Override
        public Plane tissue(int z, Area area) {
            return source.tissue(z, moved(area, part));
        }
    }
}
