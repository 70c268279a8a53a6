package org.sstem.bench.simulate;

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
import org.sstem.internal.precipitate.blob.BlobExtraction;
import org.sstem.internal.precipitate.blob.BlobTransmission;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.FoldSimulation;
import org.sstem.simulate.FoldSimulator;
import org.sstem.simulate.PrecipitateSimulation;
import org.sstem.simulate.PrecipitateSimulator;
import org.sstem.simulate.SyntheticTissue;

import java.util.concurrent.TimeUnit;

/** Simulation of damage on one section, and of tissue. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SimulatorBenchmark {

    /** Rows and columns of the published simulators' sections. */
    @Param("1250")
    private int size;

    private Plane section;
    private FoldSimulator folds;
    private PrecipitateSimulator precipitates;
    private Plane stained;
    private boolean[] blobs;

    /** Makes a section, and one that is stained so much that the published rule finds blobs: a third of it. */
    @Setup
    public void make() {
        section = SyntheticTissue.builder().size(size, size, 1).seed(1).build().read(0, new Area(0, 0, size, size));
        folds = FoldSimulator.builder().seed(2).build();
        precipitates = PrecipitateSimulator.builder().seed(3).build();
        stained = PrecipitateSimulator.builder().seed(5).build().apply(section).degraded();
        blobs = BlobExtraction.reference(stained);
        int found = 0;
        for (boolean flag : blobs) {
            found += flag ? 1 : 0;
        }
        if (found < blobs.length / 5) {
            throw new IllegalStateException("the section is to have blobs, only " + found + " px were found");
        }
    }

    /**
     * Folds the section.
     *
     * @return the pair
     */
    @Benchmark
    public FoldSimulation fold() {
        return Threads.grant(() -> folds.apply(section));
    }

    /**
     * Stains the section.
     *
     * @return the pair
     */
    @Benchmark
    public PrecipitateSimulation precipitates() {
        return Threads.grant(() -> precipitates.apply(section));
    }

    /**
     * Finds the blobs of a stained section, by the published rule.
     *
     * @return their mask
     */
    @Benchmark
    public boolean[] blobExtraction() {
        return Threads.grant(() -> BlobExtraction.reference(stained));
    }

    /**
     * Makes the soft mask of blobs: how much they let through.
     *
     * @return the transmission
     */
    @Benchmark
    public Plane softMask() {
        return Threads.grant(() -> BlobTransmission.of(blobs, size, size, TransmissionLaw.REFERENCE));
    }

    /**
     * Finds the blobs and makes their soft mask.
     *
     * @return the transmission
     */
    @Benchmark
    public Plane softMaskExtraction() {
        return Threads.grant(
                () -> BlobTransmission.of(BlobExtraction.reference(stained), size, size, TransmissionLaw.REFERENCE));
    }

    /**
     * Makes 256 x 256 pixels of tissue.
     *
     * @return the section
     */
    @Benchmark
    public Plane tissue() {
        return Threads.grant(() ->
                SyntheticTissue.builder().size(256, 256, 1).seed(4).build().read(0, new Area(0, 0, 256, 256)));
    }
}
