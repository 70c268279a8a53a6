package org.sstem.s3.internal;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Turns failures of the client into those of files. */
final class S3Failure {

    private S3Failure() {}

    /** Tells whether a failure says that there is no such object, or no such bucket. */
    static boolean isMissing(SdkException e) {
        return e instanceof AwsServiceException service && service.statusCode() == 404;
    }

    /** Tells which answer a failure is; 0 if there was none. */
    static int status(SdkException e) {
        return e instanceof AwsServiceException service ? service.statusCode() : 0;
    }

    /**
     * Says in one sentence what failed.
     *
     * @param what such as {@code s3://bucket/x cannot be read}
     */
    static IOException of(String what, SdkException e) {
        if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(what + ": interrupted");
            interrupted.initCause(e);
            return interrupted;
        }
        return new IOException(what + ": " + reason(e), e);
    }

    private static String reason(SdkException e) {
        if (e instanceof AwsServiceException service) {
            String said = service.awsErrorDetails() == null
                    ? null
                    : service.awsErrorDetails().errorMessage();
            return "its server answers " + service.statusCode() + (said == null || said.isEmpty() ? "" : ", " + said);
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
