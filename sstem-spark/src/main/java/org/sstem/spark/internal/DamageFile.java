package org.sstem.spark.internal;

import org.sstem.damage.Damage;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;

/**
 * A file that says what is damaged, on a file system that all computers share.
 *
 * @param place where it is: paths do not travel
 */
public record DamageFile(URI place) implements Serializable {

    /** Names a file. */
    public static DamageFile of(Path file) {
        return new DamageFile(file.toAbsolutePath().normalize().toUri());
    }

    /** Reads it; masks are read when they are needed. */
    public Damage read() throws IOException {
        return Damage.read(Path.of(place));
    }
}
