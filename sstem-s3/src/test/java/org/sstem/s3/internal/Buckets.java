package org.sstem.s3.internal;

import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import org.sstem.internal.output.Manifest;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A server of somebody else in this JVM, where the library's own client looks for Amazon's, with buckets to be filled. */
final class Buckets {

    static final Buckets LOCAL = new Buckets();

    private final LocalS3 server =
            LocalS3.builder().port(-1).mode(LocalS3Mode.IN_MEMORY).build();
    private final S3Client client;

    private Buckets() {
        server.start();
        System.setProperty("aws.endpointUrlS3", endpoint().toString());
        // Credentials are looked for in the environment, and not at an address of Amazon's.
        System.setProperty("aws.disableEc2Metadata", "true");
        client = client(UrlConnectionHttpClient.create());
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** A client of its own, for another connection. */
    S3Client client(SdkHttpClient connection) {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .httpClient(connection)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }

    /** Makes an empty bucket. */
    String bucket() {
        String name = "b" + UUID.randomUUID();
        client.createBucket(r -> r.bucket(name));
        return name;
    }

    void put(String bucket, String key, byte[] bytes) {
        client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    /** Puts all files below a folder into a bucket. */
    void putAll(String bucket, Path folder) throws IOException {
        filesOf(folder).forEach((key, bytes) -> put(bucket, key, bytes));
    }

    /** Every file below a folder with its bytes, by what would be its key. */
    static Map<String, byte[]> filesOf(Path folder) throws IOException {
        Map<String, byte[]> out = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return out;
    }

    /** Checks that a store there has the files of one here, but for the manifests, which tell how each was made. */
    void assertHolds(String bucket, String key, Path store) throws IOException {
        Map<String, byte[]> there = new TreeMap<>();
        all(bucket).forEach((name, bytes) -> {
            if (name.startsWith(key + "/")) {
                there.put(name.substring(key.length() + 1), bytes);
            }
        });
        Map<String, byte[]> here = filesOf(store);
        assertThat(there.remove(Manifest.NAME)).isNotNull();
        here.remove(Manifest.NAME);
        assertThat(there).hasSizeGreaterThan(3);
        assertSame(there, here);
    }

    static void assertSame(Map<String, byte[]> some, Map<String, byte[]> others) {
        assertThat(some.keySet()).isEqualTo(others.keySet());
        some.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(others.get(key)));
    }

    void delete(String bucket, String key) {
        client.deleteObject(r -> r.bucket(bucket).key(key));
    }

    /** Everything that is in a bucket, by its keys. */
    Map<String, byte[]> all(String bucket) {
        Map<String, byte[]> out = new TreeMap<>();
        client.listObjectsV2Paginator(r -> r.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .forEach(key -> {
                    try (var body = client.getObject(r -> r.bucket(bucket).key(key))) {
                        out.put(key, body.readAllBytes());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return out;
    }
}
