package org.sstem.s3.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a name of a store in object storage stands for.
 *
 * @param bucket the bucket
 * @param prefix what the keys of all that belongs to the store begin with: empty, or with a slash at its end
 */
record S3Place(String bucket, String prefix) {

    /** What names begin with. */
    static final String SCHEME = "s3://";

    private static final Pattern NAME = Pattern.compile("s3://([^/]+)(?:/(.*?))?/*", Pattern.CASE_INSENSITIVE);

    /**
     * Takes a name apart.
     *
     * @throws IllegalArgumentException if it names no bucket
     */
    static S3Place of(String root) {
        Matcher name = NAME.matcher(root);
        if (!name.matches()) {
            throw new IllegalArgumentException(
                    "\"" + root + "\" names no bucket; stores in object storage are named as s3://bucket/volume.zarr");
        }
        String path = name.group(2) == null ? "" : name.group(2);
        return new S3Place(name.group(1), path.isEmpty() ? "" : path + "/");
    }

    /** The key of a value in the store. */
    String key(String inside) {
        return prefix + inside;
    }

    /** Names a value, or the store by an empty key, for messages. */
    String name(String inside) {
        String all = SCHEME + bucket + "/" + key(inside);
        return inside.isEmpty() ? all.replaceAll("/$", "") : all;
    }
}
