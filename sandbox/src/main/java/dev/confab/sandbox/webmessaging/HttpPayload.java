package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import io.vertx.core.http.HttpServerRequest;

/** How HTTP requests and answers stand in the journal. */
final class HttpPayload {

    private HttpPayload() {}

    static String request(HttpServerRequest request) {
        return BoundedJson.text(describe(request));
    }

    static String answer(HttpServerRequest request, int status) {
        return BoundedJson.text(describe(request).put("status", status));
    }

    private static ObjectNode describe(HttpServerRequest request) {
        return BoundedJson.object().put("method", request.method().name()).put("path", request.uri());
    }
}
