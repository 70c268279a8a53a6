package org.sstem.method;

import org.sstem.damage.DamageKind;

/**
 * One way to repair one kind of damage. The training-free methods and the networks are implementations of this.
 *
 * <p>Restoring has two stages. {@link #prepare} looks at the damaged section as a whole, at whatever scale it likes
 * but in bounded memory, and estimates what has to be known globally: where a fold runs, how much contrast was lost.
 * The {@link SectionRestoration} that it returns then fills the section area by area.
 *
 * <p>Implementations are immutable and thread-safe. They use the threads that the caller's
 * {@link net.imglib2.parallel.Parallelization} context grants, and give the same result on any number of them.
 */
public interface RestorationMethod {

    /**
     * Names the damage that this method repairs.
     *
     * @return the kind
     */
    DamageKind kind();

    /**
     * Names the method for provenance and reports, as in {@code "training-free fold"}.
     *
     * @return a short name
     */
    String name();

    /**
     * Looks at one task and works out how to do it.
     *
     * @param task what is damaged and what is intact around it
     * @return the restoration, ready to fill areas
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    SectionRestoration prepare(RestorationTask task);
}
