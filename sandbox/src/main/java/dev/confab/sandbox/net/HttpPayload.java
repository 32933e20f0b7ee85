package dev.confab.sandbox.net;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import io.vertx.core.http.HttpServerRequest;

/** How HTTP requests and answers stand in the journal. */
public final class HttpPayload {

    private HttpPayload() {}

    /**
     * Describes a request.
     *
     * @param request the request
     * @return an object with its {@code method} and {@code path}
     */
    public static String request(HttpServerRequest request) {
        return BoundedJson.text(describe(request));
    }

    /**
     * Describes an answer.
     *
     * @param request the request that was answered
     * @param status the HTTP status
     * @return an object with {@code method}, {@code path} and {@code status}
     */
    public static String answer(HttpServerRequest request, int status) {
        return BoundedJson.text(describe(request).put("status", status));
    }

    private static ObjectNode describe(HttpServerRequest request) {
        return BoundedJson.object().put("method", request.method().name()).put("path", request.uri());
    }
}
