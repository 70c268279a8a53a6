package org.sstem.internal.missing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.missing.TileInterpolation.Neighbour;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Asks a device for tiles, and remembers what it was and what it could not do. Thread-safe. */
final class DeviceTiles {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceTiles.class);
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private final Supplier<Optional<TileInterpolation>> device;
    private volatile String name;
    private volatile String failure;

    DeviceTiles(Supplier<Optional<TileInterpolation>> device) {
        this.device = device;
    }

    /**
     * Asks for a tile; see {@link TileInterpolation}.
     *
     * @return the tile; empty if the CPU has to make it
     * @throws IllegalStateException if the device fails and was asked for by name
     */
    Optional<Interpolated> interpolate(
            Neighbour below, Neighbour above, double fraction, Windows windows, Area target, boolean inRegister) {
        Optional<TileInterpolation> there = device.get();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        name = there.get().name();
        try {
            return Optional.of(there.get().interpolate(below, above, fraction, windows, target, inRegister));
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
    boolean present() {
        return device.get().isPresent();
    }

    /** Where tiles were made, for the report; empty if there was no device. */
    Optional<String> remark() {
        return Optional.ofNullable(name)
                .map(there -> failure == null
                        ? "interpolated on " + there
                        : "interpolated on " + there + ", but for tiles that the CPU made: " + failure);
    }
}
