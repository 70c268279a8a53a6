package org.sstem.internal.tile;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Values that are made when they are first asked for and held softly: under memory pressure one may be made again. Of more
 * values than it holds at most, those go first that were not asked for longest; what the memory was needed for leaves nothing
 * behind. Thread-safe.
 *
 * @param <K> what a value is for
 * @param <V> values that do not change
 */
public final class SoftCache<K, V> {

    private final int most;
    private final Map<K, Held<K, V>> held = new LinkedHashMap<>(16, 0.75f, true);
    private final ReferenceQueue<V> cleared = new ReferenceQueue<>();
    private final Map<K, Object> making = new ConcurrentHashMap<>();

    private static final class Held<K, V> extends SoftReference<V> {

        private final K key;

        Held(K key, V value, ReferenceQueue<V> cleared) {
            super(value, cleared);
            this.key = key;
        }
    }

    /**
     * Makes an empty cache.
     *
     * @param most values that are held at a time, at least 1
     */
    public SoftCache(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a cache holds at least 1 value, was asked for " + most);
        }
        this.most = most;
    }

    /**
     * Returns the value for a key, from memory if it is still there. Two threads may make one value at the same time: waiting
     * for each other could deadlock where a value is made with the threads of the caller.
     *
     * @param maker makes the value; null if there is none, which is not remembered
     */
    public V get(K key, Function<? super K, ? extends V> maker) {
        V value = peek(key);
        if (value == null) {
            value = maker.apply(key);
            if (value != null) {
                keep(key, value);
            }
        }
        return value;
    }

    /** As {@link #get}, for makers that need no other thread: others who ask for the same value wait until it is made. */
    public V getOnce(K key, Function<? super K, ? extends V> maker) {
        V value = peek(key);
        if (value != null) {
            return value;
        }
        Object lock = making.computeIfAbsent(key, k -> new Object());
        synchronized (lock) {
            try {
                return get(key, maker);
            } finally {
                making.remove(key, lock);
            }
        }
    }

    /** How many values are held. */
    public synchronized int size() {
        drop();
        return held.size();
    }

    private synchronized V peek(K key) {
        Held<K, V> reference = held.get(key);
        return reference == null ? null : reference.get();
    }

    private synchronized void keep(K key, V value) {
        drop();
        held.put(key, new Held<>(key, value, cleared));
        if (held.size() > most) {
            Iterator<K> oldest = held.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private void drop() {
        for (Object reference = cleared.poll(); reference != null; reference = cleared.poll()) {
            held.remove(((Held<?, ?>) reference).key, reference);
        }
    }
}
