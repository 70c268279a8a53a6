package org.sstem.store.internal.place;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A store that is served by HTTP, for reading. What fails for a reason that may pass is tried again after a while: when
 * the connection breaks, and when the server says 429 or 500 and above. 404 and 410 say that there is no such value;
 * every other answer is a failure.
 */
public final class HttpStore implements Store {

    private static final int TRIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String root;
    private final Duration firstPause;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(Redirect.NORMAL)
            .build();

    /**
     * Makes a store; nothing is asked yet.
     *
     * @param root where it lies, such as {@code https://host/volume.zarr}
     */
    public HttpStore(String root) {
        this(root, Duration.ofMillis(250));
    }

    /** As the other, with the first pause before something is tried again; every next one is twice as long. */
    HttpStore(String root, Duration firstPause) {
        this.root = root.replaceAll("/+$", "");
        this.firstPause = firstPause;
    }

    /** Takes what a server has answered. */
    private interface Answer<T> {
        T take(HttpResponse<InputStream> response) throws IOException;
    }

    @Override
    public byte[] read(String key, long most) throws IOException {
        return ask(key, HttpRequest.newBuilder().GET(), response -> {
            try (InputStream body = response.body()) {
                byte[] out = body.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
                if (out.length > most) {
                    throw new TooLong(name(key) + " has more than " + most + " bytes");
                }
                long said =
                        response.headers().firstValueAsLong("content-length").orElse(out.length);
                if (said != out.length) {
                    throw new IOException("it ended after " + out.length + " of " + said + " bytes");
                }
                return out;
            }
        });
    }

    @Override
    public byte[] read(String key, long from, int count) throws IOException {
        if (from < 0 || count < 0) {
            throw new IOException(name(key) + " has no " + count + " bytes from " + from + " on");
        }
        if (count == 0) {
            return new byte[0];
        }
        String range = "bytes=" + from + "-" + (from + count - 1);
        return ask(key, HttpRequest.newBuilder().header("Range", range), response -> {
            try (InputStream body = response.body()) {
                if (response.statusCode() != 206) {
                    // A server that knows no ranges sends all of it.
                    body.skipNBytes(from);
                }
                byte[] out = body.readNBytes(count);
                if (out.length < count) {
                    throw new IOException("it ended after " + out.length + " of " + count + " bytes");
                }
                return out;
            }
        });
    }

    @Override
    public long size(String key) throws IOException {
        HttpRequest.Builder head = HttpRequest.newBuilder().method("HEAD", HttpRequest.BodyPublishers.noBody());
        Long size = ask(key, head, response -> {
            response.body().close();
            return response.headers()
                    .firstValueAsLong("content-length")
                    .orElseThrow(() -> new IOException("its server does not say how long it is"));
        });
        return size == null ? -1 : size;
    }

    /** What another try would not make shorter. */
    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(String message) {
            super(message);
        }
    }

    private <T> T ask(String key, HttpRequest.Builder request, Answer<T> answer) throws IOException {
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                if (i > 0) {
                    Thread.sleep(firstPause.toMillis() << i - 1);
                }
                HttpResponse<InputStream> response =
                        client.send(request.uri(uri(key)).timeout(PATIENCE).build(), BodyHandlers.ofInputStream());
                int status = response.statusCode();
                if (status / 100 == 2) {
                    return answer.take(response);
                }
                response.body().close();
                if (status == 404 || status == 410) {
                    return null;
                }
                last = new IOException("its server answers " + status);
                if (status != 429 && status < 500) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted =
                        new InterruptedIOException("interrupted while " + name(key) + " was read");
                interrupted.initCause(e);
                throw interrupted;
            } catch (TooLong e) {
                throw e;
            } catch (IOException e) {
                last = e;
            }
        }
        String reason = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
        throw new IOException(name(key) + " cannot be read: " + reason, last);
    }

    private URI uri(String key) throws IOException {
        try {
            // The key is plain text, the root as it was given.
            String path = new URI(null, null, "/" + key, null).getRawPath();
            return URI.create(key.isEmpty() ? root : root + path);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException(name(key) + " is no address: " + e.getMessage(), e);
        }
    }

    @Override
    public String name(String key) {
        return key.isEmpty() ? root : root + "/" + key;
    }
}
