package org.sstem.bench.detect;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sstem.bench.Threads;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.SyntheticTissue;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** The search for damage of every kind through a stack of 8-bit sections in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class DetectionBenchmark {

    /** Sections of the stack. */
    public static final int SECTIONS = 6;

    private static final int DAMAGED = 2;

    /** Nothing, or a fold in one section while the one before it is missing. */
    @Param({"nothing", "fold-missing"})
    private String damage;

    /** Rows and columns. */
    @Param({"1024", "2048"})
    private int size;

    private Img<UnsignedByteType> stack;

    /** Makes tissue, and damages one section. */
    @Setup
    public void make() {
        SyntheticTissue tissue =
                SyntheticTissue.builder().size(size, size, SECTIONS).seed(1).build();
        SectionSource source = damage.equals("nothing")
                ? tissue
                : DamageSimulator.builder()
                        .seed(2)
                        .sections(DamageKind.FOLD, List.of(DAMAGED))
                        .sections(DamageKind.MISSING, List.of(DAMAGED - 1))
                        .sections(DamageKind.PRECIPITATE, List.of())
                        .build()
                        .apply(tissue)
                        .degraded();
        byte[] pixels = new byte[size * size * SECTIONS];
        for (int z = 0; z < SECTIONS; z++) {
            Plane plane = source.read(z, new Area(0, 0, size, size));
            for (int i = 0; i < size * size; i++) {
                pixels[z * size * size + i] = (byte) Math.round(255 * plane.pixels()[i]);
            }
        }
        stack = ArrayImgs.unsignedBytes(pixels, size, size, SECTIONS);
    }

    /**
     * Searches.
     *
     * @return what was found
     */
    @Benchmark
    public Detection detect() {
        return Threads.grant(() -> DamageDetector.builder().build().detect(stack));
    }
}
