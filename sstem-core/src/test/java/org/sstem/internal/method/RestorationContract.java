package org.sstem.internal.method;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.Provenance;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.SectionRestoration;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

/**
 * What every {@link RestorationMethod} promises. Subclasses name a method and give it something to do: one damaged
 * section or a run, of which at least a tenth has to change.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RestorationContract {

    /** What a restoration left of a section. */
    private record Restored(Plane pixels, byte[] provenance) {}

    private final DamagedTissue tissue = tissue();
    private final Map<Integer, Restored> expected = new HashMap<>();

    /** The method under test. */
    protected abstract RestorationMethod method();

    /** Something that it can restore. */
    protected abstract DamagedTissue tissue();

    /** How far a pixel may be from what it is when all are filled at once: 0 unless the method says otherwise. */
    protected float tileTolerance() {
        return 0;
    }

    @Test
    void pixelsThatStayOriginalAreNotTouchedAndAllOthersSayWhereTheyComeFrom() {
        for (int z = tissue.firstZ(); z <= tissue.lastZ(); z++) {
            Restored restored = expected(z);

            int changed = 0;
            for (int i = 0; i < restored.provenance.length; i++) {
                float value = restored.pixels.pixels()[i];
                byte code = restored.provenance[i];
                boolean kept = value == tissue.section(z).pixels()[i];
                boolean said = code > Provenance.ORIGINAL && code <= Provenance.FUSED;
                if (!Float.isFinite(value) || !(said || code == Provenance.ORIGINAL && kept)) {
                    fail("pixel %d of section %d has value %s and provenance %d", i, z, value, code);
                }
                changed += said ? 1 : 0;
            }
            assertThat(changed).isGreaterThan(restored.provenance.length / 10);
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "97, 51", "200, 40"})
    void areasFilledOneByOneAreTheSectionFilledAtOnce(int width, int height) {
        Restored whole = expected(tissue.lastZ());

        Restored tiled = inTiles(method().prepare(tissue.task()), width, height);

        assertThat(tiled.provenance).isEqualTo(whole.provenance);
        float farthest = 0;
        for (int i = 0; i < whole.provenance.length; i++) {
            farthest = Math.max(
                    farthest, Math.abs(tiled.pixels.pixels()[i] - whole.pixels.pixels()[i]));
        }
        assertThat(farthest).isLessThanOrEqualTo(tileTolerance());
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        int z = tissue.firstZ();
        Restored one = Parallelization.runSingleThreaded(() -> whole(method().prepare(tissue.task()), z));

        for (int threads : new int[] {2, 5}) {
            // Prepared and filled anew: what other tests have worked out ran on who knows how many.
            Restored several =
                    Parallelization.runWithNumThreads(threads, () -> whole(method().prepare(tissue.task()), z));

            assertThat(several.provenance).isEqualTo(one.provenance);
            assertThat(several.pixels.pixels()).isEqualTo(one.pixels.pixels());
        }
    }

    @Test
    void severalThreadsMayFillAreasOfOneRestoration() throws InterruptedException {
        int z = tissue.firstZ();
        Restored expected = expected(z);
        SectionRestoration restoration = method().prepare(tissue.task());
        Restored[] results = new Restored[3];
        Thread[] threads = new Thread[results.length];
        for (int i = 0; i < threads.length; i++) {
            int slot = i;
            threads[i] = new Thread(() -> results[slot] = whole(restoration, z));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        for (Restored result : results) {
            assertThat(result).as("a thread failed").isNotNull();
            assertThat(result.provenance).isEqualTo(expected.provenance);
            assertThat(result.pixels.pixels()).isEqualTo(expected.pixels.pixels());
        }
    }

    @Test
    void anInterruptedThreadFinishesOrStopsAndNothingIsLeftHalfDone() {
        int z = tissue.firstZ();
        Restored expected = expected(z);
        SectionRestoration restoration = method().prepare(tissue.task());
        Restored interrupted = null;
        Thread.currentThread().interrupt();
        try {
            interrupted = whole(restoration, z);
        } catch (CancellationException e) {
            assertThat(e).hasMessageStartingWith("interrupted");
        } catch (RuntimeException e) {
            // How ImgLib2 says that a thread was interrupted while it waited for others.
            assertThat(e).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            Thread.interrupted(); // or the next test would run interrupted
        }

        Restored afterwards = whole(restoration, z);

        assertThat(afterwards.pixels.pixels()).isEqualTo(expected.pixels.pixels());
        if (interrupted != null) {
            assertThat(interrupted.pixels.pixels()).isEqualTo(expected.pixels.pixels());
        }
    }

    @Test
    void theSourcesAreIntactAndTheFindingsSpeakOfTheSection() {
        SectionRestoration restoration = method().prepare(tissue.task());

        assertThat(restoration.sources()).isNotEmpty().noneMatch(z -> z >= tissue.firstZ() && z <= tissue.lastZ());
        for (int z = tissue.firstZ(); z <= tissue.lastZ(); z++) {
            assertThat(restoration.findings(z).confidence()).isBetween(0.0, 1.0);
        }
        Area target = new Area(10, 20, 30, 40);
        Area read = restoration.sourceArea(target);
        assertThat(read.contains(target.x(), target.y())).isTrue();
        assertThat(read.contains(target.x() + target.width() - 1, target.y() + target.height() - 1))
                .isTrue();
    }

    @Test
    void parametersThatWereSentElsewhereGiveTheSameBits() {
        Survey sent = Surveys.sent(method().survey(tissue.task()));

        SectionRestoration elsewhere = method().restoration(tissue().task(), sent);

        SectionRestoration here = method().prepare(tissue.task());
        assertThat(elsewhere.sources()).isEqualTo(here.sources());
        for (int z = tissue.firstZ(); z <= tissue.lastZ(); z++) {
            Restored restored = whole(elsewhere, z);
            assertThat(restored.provenance).isEqualTo(expected(z).provenance);
            assertThat(restored.pixels.pixels()).isEqualTo(expected(z).pixels.pixels());
            assertThat(elsewhere.findings(z)).isEqualTo(here.findings(z));
        }
    }

    @Test
    void parametersThatAreNoneAreRefusedInASentence() {
        Survey none = new Survey("a method", "{\"what\": 1}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> method().restoration(tissue.task(), none))
                .withMessageContaining("a method: there is an unknown field \"what\"");
    }

    /** All of a section, filled at once. */
    private Restored expected(int z) {
        return expected.computeIfAbsent(z, section -> whole(method().prepare(tissue.task()), section));
    }

    private Restored whole(SectionRestoration restoration, int z) {
        Plane pixels = tissue.section(z).copy();
        byte[] provenance = new byte[pixels.pixels().length];
        restoration.restore(z, new Area(0, 0, pixels.width(), pixels.height()), pixels, provenance);
        return new Restored(pixels, provenance);
    }

    private Restored inTiles(SectionRestoration restoration, int width, int height) {
        int z = tissue.lastZ();
        Plane pixels = tissue.section(z).copy();
        byte[] provenance = new byte[pixels.pixels().length];
        for (int y = 0; y < pixels.height(); y += height) {
            for (int x = 0; x < pixels.width(); x += width) {
                int w = Math.min(width, pixels.width() - x);
                int h = Math.min(height, pixels.height() - y);
                Plane part = pixels.crop(x, y, w, h);
                byte[] codes = new byte[w * h];
                restoration.restore(z, new Area(x, y, w, h), part, codes);
                for (int row = 0; row < h; row++) {
                    int to = (y + row) * pixels.width() + x;
                    System.arraycopy(part.pixels(), row * w, pixels.pixels(), to, w);
                    System.arraycopy(codes, row * w, provenance, to, w);
                }
            }
        }
        return new Restored(pixels, provenance);
    }
}
