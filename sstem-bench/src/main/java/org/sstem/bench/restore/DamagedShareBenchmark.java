package org.sstem.bench.restore;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
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
import org.sstem.Restoration;
import org.sstem.Restoration.RestoredSection;
import org.sstem.Restorer;
import org.sstem.bench.Threads;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Training-free restoration of a stack of which more and more is damaged: cost should follow the damaged area. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class DamagedShareBenchmark {

    private static final int SECTIONS = 9;

    /** One kind that is corrected where it is, and one that moves the whole section. */
    @Param({"precipitate", "fold"})
    private String kind;

    /** Damaged sections of nine, each between undamaged ones: the last takes four times the first. */
    @Param({"1", "2", "4"})
    private int damaged;

    /** Rows and columns. */
    @Param("512")
    private int size;

    private Img<FloatType> stack;
    private Damage damage;

    /** Makes tissue and damages one section. */
    @Setup
    public void make() {
        SyntheticTissue tissue =
                SyntheticTissue.builder().size(size, size, SECTIONS).seed(1).build();
        StackSimulation simulation = DamageSimulator.builder()
                .seed(2)
                .sections(DamageKind.valueOf(kind.toUpperCase(Locale.ROOT)), sections())
                .build()
                .apply(tissue);
        float[] pixels = new float[size * size * SECTIONS];
        for (int z = 0; z < SECTIONS; z++) {
            Plane plane = simulation.degraded().read(z, new Area(0, 0, size, size));
            System.arraycopy(plane.pixels(), 0, pixels, z * size * size, size * size);
        }
        stack = ArrayImgs.floats(pixels, size, size, SECTIONS);
        damage = simulation.damage();
    }

    private List<Integer> sections() {
        return IntStream.range(0, damaged).mapToObj(i -> 1 + 2 * i).toList();
    }

    /**
     * Restores all damaged sections, one after the other.
     *
     * @return the sections
     */
    @Benchmark
    public List<RestoredSection<FloatType>> restore() {
        return Threads.grant(() -> {
            Restoration<FloatType> restoration = Restorer.trainingFree().restore(stack, damage);
            return sections().stream().map(restoration::section).toList();
        });
    }
}
