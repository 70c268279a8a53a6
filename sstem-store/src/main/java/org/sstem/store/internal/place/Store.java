package org.sstem.store.internal.place;

import java.io.IOException;
import java.util.List;

/**
 * What lies below a root, by keys such as {@code 0/3/1}: values are read as a whole or in part. That there is no value is
 * one thing, that it cannot be read another. Implementations are thread-safe.
 */
public interface Store {

    /**
     * Reads a whole value.
     *
     * @param most bytes that it may have at most
     * @return its bytes; null if there is none
     * @throws IOException if it cannot be read or is longer; the message names it
     */
    byte[] read(String key, long most) throws IOException;

    /**
     * Reads a part of a value.
     *
     * @return so many bytes; null if there is no such value
     * @throws IOException if it cannot be read or is shorter; the message names it
     */
    byte[] read(String key, long from, int count) throws IOException;

    /** Returns the length of a value in bytes; -1 if there is none. */
    long size(String key) throws IOException;

    /** Lists what lies directly below a key, or below the root by an empty key; nothing where that cannot be known. */
    default List<String> children(String key) throws IOException {
        return List.of();
    }

    /** Names a value, or the root by an empty key, for messages. */
    String name(String key);

    /**
     * Checks a key that comes from a file of a stranger.
     *
     * @return the key
     * @throws IOException if it leads out of the store, or is no key
     */
    static String inside(String where, String key) throws IOException {
        for (String part : key.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.matches(".*[\\\\:\\x00].*")) {
                throw new IOException(where + " names \"" + key + "\", which is no place in the store");
            }
        }
        return key;
    }
}
