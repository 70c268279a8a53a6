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

/** Training-free restoration of one damaged section between its neighbours, from arrays to arrays. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class RestorationBenchmark {

    private static final int DAMAGED = 2;

    /** Each kind has a method of its own. */
    @Param({"missing", "precipitate", "fold"})
    private String kind;

    /** Rows and columns: cost should grow with the pixels, so four times from one to the next. */
    @Param({"512", "1024"})
    private int size;

    private Img<FloatType> stack;
    private Damage damage;

    /** Makes tissue and damages one section. */
    @Setup
    public void make() {
        SyntheticTissue tissue =
                SyntheticTissue.builder().size(size, size, 5).seed(1).build();
        StackSimulation simulation = DamageSimulator.builder()
                .seed(2)
                .sections(DamageKind.valueOf(kind.toUpperCase(Locale.ROOT)), List.of(DAMAGED))
                .build()
                .apply(tissue);
        float[] pixels = new float[size * size * 5];
        for (int z = 0; z < 5; z++) {
            Plane plane = simulation.degraded().read(z, new Area(0, 0, size, size));
            System.arraycopy(plane.pixels(), 0, pixels, z * size * size, size * size);
        }
        stack = ArrayImgs.floats(pixels, size, size, 5);
        damage = simulation.damage();
    }

    /**
     * Restores the section.
     *
     * @return the section
     */
    @Benchmark
    public RestoredSection<FloatType> restore() {
        return Threads.grant(() -> {
            Restoration<FloatType> restoration = Restorer.trainingFree().restore(stack, damage);
            return restoration.section(DAMAGED);
        });
    }
}
