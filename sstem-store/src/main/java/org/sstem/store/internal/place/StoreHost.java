package org.sstem.store.internal.place;

import org.sstem.internal.output.Delivery;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Computers that keep stores for others. Hosts are services: whatever {@link ServiceLoader} finds is asked. Implementations
 * are thread-safe.
 */
public interface StoreHost {

    /** All hosts that are on the class path. */
    List<StoreHost> ALL = ServiceLoader.load(StoreHost.class, StoreHost.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    /** Finds whose a name is. */
    static Optional<StoreHost> of(String root) {
        return ALL.stream().filter(host -> host.owns(root)).findFirst();
    }

    /** Tells by its beginning whether a name is one of this host's. */
    boolean owns(String root);

    /**
     * Makes a store for reading; nothing is asked yet.
     *
     * @param root where it lies, such as {@code https://host/volume.zarr}
     * @throws IllegalArgumentException if that is no name of a store there
     */
    Store open(String root);

    /**
     * How a store gets there; nothing is asked yet.
     *
     * @return empty if stores of this host can only be read
     * @throws IllegalArgumentException if the root is no name of a store there
     */
    default Optional<Delivery> delivery(String root) {
        return Optional.empty();
    }
}
