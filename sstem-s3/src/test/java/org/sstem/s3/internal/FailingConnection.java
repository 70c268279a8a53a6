package org.sstem.s3.internal;

import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fails a number of times, in one way, and works then. Of objects that may only be made where there is none it sees to that
 * itself, as Amazon's servers do, since the server of the tests passes over the condition.
 */
final class FailingConnection implements SdkHttpClient {

    private final SdkHttpClient real = UrlConnectionHttpClient.create();
    private final AtomicInteger asked = new AtomicInteger();
    private final Fault fault;
    private final int times;

    FailingConnection(Fault fault, int times) {
        this.fault = fault;
        this.times = times;
    }

    int asked() {
        return asked.get();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest sent = real.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                if (asked.incrementAndGet() > times) {
                    return isTaken(request) ? answer(412) : sent.call();
                }
                return switch (fault) {
                    case BUSY -> answer(503);
                    case FORBIDDEN -> answer(403);
                    case NOT_THERE -> answer(404);
                    case BROKEN_OFF -> throw new IOException("the connection breaks");
                    case CUT_SHORT -> cutShort(sent.call());
                    case NONE -> sent.call();
                };
            }

            @Override
            public void abort() {
                sent.abort();
            }
        };
    }

    private boolean isTaken(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest put = request.httpRequest();
        if (put.firstMatchingHeader("If-None-Match").filter("*"::equals).isEmpty()) {
            return false;
        }
        SdkHttpRequest head = SdkHttpRequest.builder()
                .method(SdkHttpMethod.HEAD)
                .uri(put.getUri())
                .build();
        return real.prepareRequest(HttpExecuteRequest.builder().request(head).build())
                .call()
                .httpResponse()
                .isSuccessful();
    }

    private static HttpExecuteResponse answer(int status) {
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder().statusCode(status).build())
                .build();
    }

    private static HttpExecuteResponse cutShort(HttpExecuteResponse whole) throws IOException {
        byte[] bytes = whole.responseBody().orElseThrow().readAllBytes();
        return HttpExecuteResponse.builder()
                .response(whole.httpResponse())
                .responseBody(
                        AbortableInputStream.create(new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length / 2))))
                .build();
    }

    @Override
    public void close() {
        real.close();
    }
}
