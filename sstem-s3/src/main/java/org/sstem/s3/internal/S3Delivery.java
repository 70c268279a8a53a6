package org.sstem.s3.internal;

import org.sstem.internal.output.Delivery;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How a store gets into object storage: an object for each file. Objects appear as a whole, and only where there is none
 * of that name, which the server itself sees to.
 */
final class S3Delivery implements Delivery {

    private static final int NAME_IS_TAKEN = 412;

    private final S3Client client;
    private final S3Place place;
    private final S3Store there;

    S3Delivery(S3Client client, S3Place place) {
        this.client = client;
        this.place = place;
        this.there = new S3Store(client, place);
    }

    @Override
    public void check(boolean begun) throws IOException {
        boolean taken;
        try {
            taken = client.listObjectsV2(
                            r -> r.bucket(place.bucket()).prefix(place.prefix()).maxKeys(1))
                    .hasContents();
        } catch (SdkException e) {
            throw S3Failure.of(place.name("") + " cannot be written", e);
        }
        if (taken && !begun) {
            throw new IOException(place.name("") + " exists already; what lies in object storage is never replaced:"
                    + " delete it, choose another name, or go on with what a run has left (--resume)");
        }
    }

    @Override
    public void bring(String name, Path file) throws IOException {
        if (there.size(name) >= 0) {
            checkSame(name, file);
            return;
        }
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.key(name))
                .ifNoneMatch("*")
                .build();
        try {
            client.putObject(request, RequestBody.fromFile(file));
        } catch (SdkException e) {
            if (S3Failure.status(e) != NAME_IS_TAKEN) {
                throw S3Failure.of(place.name(name) + " cannot be written", e);
            }
            checkSame(name, file);
        }
    }

    private void checkSame(String name, Path file) throws IOException {
        long size = Files.size(file);
        if (there.size(name) != size || !Arrays.equals(there.read(name, size), Files.readAllBytes(file))) {
            throw new IOException(place.name(name) + " cannot be written: something else has this name");
        }
    }
}
