package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.confab.sandbox.json.BoundedJson;
import org.jspecify.annotations.Nullable;

/**
 * A frame of the service (Web Messaging protocol notes §2.6).
 *
 * @param type {@code response} for the direct answer to a request, {@code message} for what is pushed
 * @param bodyClass the class of the body
 * @param code 200, or the number of an error
 * @param tracingId the id of the request it belongs to
 * @param body the body
 */
record Envelope(
        String type, String bodyClass, int code, @Nullable String tracingId, JsonNode body) {

    static Envelope response(String bodyClass, @Nullable String tracingId, JsonNode body) {
        return new Envelope("response", bodyClass, 200, tracingId, body);
    }

    static Envelope message(String bodyClass, @Nullable String tracingId, JsonNode body) {
        return new Envelope("message", bodyClass, 200, tracingId, body);
    }

    /** An error as a {@code string} frame (§2.11). */
    static Envelope error(int code, @Nullable String tracingId, String text) {
        return new Envelope("response", "string", code, tracingId, TextNode.valueOf(text));
    }

    /** {@code TooManyRequestsErrorMessage} (§2.7). */
    static Envelope tooManyRequests(@Nullable String tracingId, int retryAfterSeconds, String text) {
        ObjectNode body = BoundedJson.object()
                .put("retryAfter", retryAfterSeconds)
                .put("errorCode", ErrorCodes.REQUEST_RATE_TOO_HIGH)
                .put("errorMessage", text);
        return new Envelope("response", "TooManyRequestsErrorMessage", 429, tracingId, body);
    }

    String text() {
        ObjectNode frame = BoundedJson.object();
        frame.put("type", type).put("class", bodyClass).put("code", code);
        if (tracingId != null) {
            frame.put("tracingId", tracingId);
        }
        frame.set("body", body);
        return BoundedJson.text(frame);
    }
}
