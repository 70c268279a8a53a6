package org.sstem.internal.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks a device for {@linkplain KernelProvider#job jobs}, and remembers what it was and what it could not do. Thread-safe.
 *
 * @param <J> what does them
 */
public final class DeviceJob<J> {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceJob.class);
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private final Supplier<Optional<J>> device;
    private final Function<J, String> namer;
    private volatile String name;
    private volatile String failure;

    /**
     * Asks nobody yet.
     *
     * @param device is asked for each job; where it gives nothing, or what it gives fails, the CPU computes
     * @param namer  names what does the jobs
     */
    public DeviceJob(Supplier<Optional<J>> device, Function<J, String> namer) {
        this.device = device;
        this.namer = namer;
    }

    /**
     * Asks for a result.
     *
     * @param work asks the device
     * @return the result; empty if the CPU has to make it
     * @throws IllegalStateException if the device fails and was asked for by name
     */
    public <R> Optional<R> ask(Function<J, R> work) {
        Optional<J> there = device.get();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        name = namer.apply(there.get());
        try {
            return Optional.of(work.apply(there.get()));
        } catch (IllegalStateException e) {
            String asked = System.getProperty(Kernels.PROPERTY);
            if (asked != null && !asked.isBlank()) {
                throw e;
            }
            failure = e.getMessage();
            if (SAID.add(name)) {
                LOG.warn("{} does not make every tile, the CPU makes the others: {}", name, failure);
            }
            return Optional.empty();
        }
    }

    /** Whether there is a device to be asked. */
    public boolean present() {
        return device.get().isPresent();
    }

    /**
     * Says where tiles are made, for the report.
     *
     * @param how what was done to them, as in "interpolated"
     * @return one remark; empty if there was no device
     */
    public Optional<String> remark(String how) {
        return Optional.ofNullable(name)
                .or(() -> device.get().map(namer))
                .map(there -> failure == null
                        ? how + " on " + there
                        : how + " on " + there + ", but for tiles that the CPU made: " + failure);
    }
}
