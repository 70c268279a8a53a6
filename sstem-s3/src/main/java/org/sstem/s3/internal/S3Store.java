package org.sstem.s3.internal;

import org.sstem.store.internal.place.Store;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A store in object storage, for reading. What fails for a reason that may pass is tried again by the client. */
final class S3Store implements Store {

    private static final int PAST_THE_END = 416;

    private final S3Client client;
    private final S3Place place;

    S3Store(S3Client client, S3Place place) {
        this.client = client;
        this.place = place;
    }

    @Override
    public byte[] read(String key, long most) throws IOException {
        byte[] out = get(key, null, (response, body) -> {
            byte[] bytes = body.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
            if (bytes.length <= most && response.contentLength() != null && response.contentLength() != bytes.length) {
                throw cutShort(bytes.length, response.contentLength());
            }
            if (bytes.length > most) {
                body.abort();
            }
            return bytes;
        });
        if (out != null && out.length > most) {
            throw new IOException(name(key) + " has more than " + most + " bytes");
        }
        return out;
    }

    @Override
    public byte[] read(String key, long from, int count) throws IOException {
        if (from < 0 || count < 0) {
            throw new IOException(name(key) + " has no " + count + " bytes from " + from + " on");
        }
        if (count == 0) {
            return new byte[0];
        }
        byte[] out = get(key, "bytes=" + from + "-" + (from + count - 1), (response, body) -> {
            if (response.contentRange() == null) {
                // A server that knows no ranges sends all of it.
                body.skipNBytes(from);
            }
            byte[] bytes = body.readNBytes(count);
            if (response.contentRange() != null
                    && response.contentLength() != null
                    && bytes.length < Math.min(count, response.contentLength())) {
                throw cutShort(bytes.length, response.contentLength());
            }
            body.abort();
            return bytes;
        });
        if (out != null && out.length < count) {
            throw cutOff(key, from, count, null);
        }
        return out;
    }

    private static RetryableException cutShort(int got, long said) {
        return RetryableException.builder()
                .message("it ended after " + got + " of " + said + " bytes")
                .build();
    }

    private IOException cutOff(String key, long from, int count, SdkException e) {
        return new IOException(name(key) + " is cut off: " + count + " bytes from " + from + " on are missing", e);
    }

    /** Takes a body; a connection that breaks meanwhile is as one that breaks before. */
    private interface Body {
        byte[] take(GetObjectResponse response, AbortableInputStream body) throws IOException;
    }

    private byte[] get(String key, String range, Body taken) throws IOException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.key(key))
                .range(range)
                .build();
        ResponseTransformer<GetObjectResponse, byte[]> transformer = (response, body) -> {
            try {
                return taken.take(response, body);
            } catch (IOException e) {
                throw RetryableException.create(String.valueOf(e.getMessage()), e);
            }
        };
        try {
            return client.getObject(request, transformer);
        } catch (SdkException e) {
            if (S3Failure.isMissing(e)) {
                return null;
            }
            if (range != null && S3Failure.status(e) == PAST_THE_END) {
                throw new IOException(name(key) + " is cut off: nothing lies at " + range, e);
            }
            throw S3Failure.of(name(key) + " cannot be read", e);
        }
    }

    @Override
    public long size(String key) throws IOException {
        try {
            return client.headObject(r -> r.bucket(place.bucket()).key(place.key(key)))
                    .contentLength();
        } catch (SdkException e) {
            if (S3Failure.isMissing(e)) {
                return -1;
            }
            throw S3Failure.of(name(key) + " cannot be read", e);
        }
    }

    @Override
    public List<String> children(String key) throws IOException {
        String below = place.key(key.isEmpty() ? "" : key + "/");
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(place.bucket())
                .prefix(below)
                .delimiter("/")
                .build();
        try {
            return client.listObjectsV2Paginator(request).stream()
                    .flatMap(page -> Stream.concat(
                            page.commonPrefixes().stream().map(folder -> folder.prefix()),
                            page.contents().stream().map(object -> object.key())))
                    .map(name -> name.substring(below.length()).replaceAll("/$", ""))
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .toList();
        } catch (SdkException e) {
            throw S3Failure.of(name(key) + " cannot be listed", e);
        }
    }

    @Override
    public String name(String key) {
        return place.name(key);
    }
}
