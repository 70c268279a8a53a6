package org.sstem.s3.internal;

import org.sstem.internal.output.Delivery;
import org.sstem.store.internal.place.Store;
import org.sstem.store.internal.place.StoreHost;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;

import java.util.Optional;

/**
 * Object storage that speaks the protocol of Amazon S3. Where it is and who asks is said as to other programs of its kind:
 * by the environment and the profiles that the client reads. Who has no credentials asks without, as public buckets allow.
 */
public final class S3Host implements StoreHost {

    /** One client for all: it holds connections. */
    private static final class Shared {
        static final S3Client CLIENT = client();

        private Shared() {}
    }

    private static S3Client client() {
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(region())
                .crossRegionAccessEnabled(true)
                // Servers that are not Amazon's seldom have a name for each bucket.
                .forcePathStyle(true)
                .credentialsProvider(AwsCredentialsProviderChain.of(
                        DefaultCredentialsProvider.builder().build(), AnonymousCredentialsProvider.create()))
                .build();
    }

    /** The region that is set; else the first one, which knows where every bucket is. */
    private static Region region() {
        try {
            return new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1;
        }
    }

    @Override
    public boolean owns(String root) {
        return root.regionMatches(true, 0, S3Place.SCHEME, 0, S3Place.SCHEME.length());
    }

    @Override
    public Store open(String root) {
        return new S3Store(Shared.CLIENT, S3Place.of(root));
    }

    @Override
    public Optional<Delivery> delivery(String root) {
        return Optional.of(new S3Delivery(Shared.CLIENT, S3Place.of(root)));
    }
}
