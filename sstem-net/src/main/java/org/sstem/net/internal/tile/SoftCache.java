package org.sstem.net.internal.tile;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Values that are made when they are first asked for and held softly: under memory pressure one may be made again.
 * Thread-safe; two threads may make one value at the same time.
 *
 * @param <K> what a value is for
 * @param <V> values that do not change
 */
public final class SoftCache<K, V> {

    private final Map<K, SoftReference<V>> held = new ConcurrentHashMap<>();

    /** Returns the value for a key, from memory if it is still there. */
    public V get(K key, Function<? super K, ? extends V> maker) {
        SoftReference<V> kept = held.get(key);
        V value = kept == null ? null : kept.get();
        if (value == null) {
            value = maker.apply(key);
            held.put(key, new SoftReference<>(value));
        }
        return value;
    }
}
