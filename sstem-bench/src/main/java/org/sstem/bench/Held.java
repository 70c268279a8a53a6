package org.sstem.bench;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.stream.IntStream;

/** Sections held in memory, so that what is measured is what is done to them. Stateless. */
final class Held {

    private Held() {}

    /** Some sections of a stack. */
    static List<Plane> planes(SectionSource stack, List<Integer> sections) {
        return sections.stream()
                .map(z -> stack.read(z, new Area(0, 0, stack.width(), stack.height())))
                .toList();
    }

    /** All sections of a stack as an image. */
    static Img<FloatType> image(SectionSource stack) {
        return image(planes(stack, IntStream.range(0, stack.sections()).boxed().toList()));
    }

    /** Sections of one size as an image. */
    static Img<FloatType> image(List<Plane> planes) {
        int width = planes.get(0).width();
        int height = planes.get(0).height();
        int size = Math.multiplyExact(width, height);
        float[] pixels = new float[Math.multiplyExact(size, planes.size())];
        for (int i = 0; i < planes.size(); i++) {
            System.arraycopy(planes.get(i).pixels(), 0, pixels, i * size, size);
        }
        return ArrayImgs.floats(pixels, width, height, planes.size());
    }
}
