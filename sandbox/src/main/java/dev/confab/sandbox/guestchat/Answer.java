package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call.
 *
 * @param status the HTTP status
 * @param body the body, null for none
 * @param retryAfterSeconds when to try again, 0 when that does not matter
 * @param lost whether faults want the connection reset instead of the answer
 */
record Answer(int status, @Nullable ObjectNode body, int retryAfterSeconds, boolean lost) {

    static Answer ok(ObjectNode body) {
        return new Answer(200, body, 0, false);
    }

    static Answer noContent() {
        return new Answer(204, null, 0, false);
    }

    Answer retryAfter(int seconds) {
        return new Answer(status, body, seconds, lost);
    }

    Answer orLost(boolean isLost) {
        return new Answer(status, body, retryAfterSeconds, lost || isLost);
    }

    /** An error with the code of the notes, §5. */
    static Answer error(int status, String code, String message) {
        return error(status, code, message, null);
    }

    /** An error about a field, which {@code details} names. */
    static Answer error(int status, String code, String message, @Nullable String field) {
        ObjectNode body = BoundedJson.object()
                .put("message", message)
                .put("code", code)
                .put("status", status)
                .put("messageWithParams", message);
        body.putObject("messageParams");
        ArrayNode details = body.putArray("details");
        if (field != null) {
            details.addObject().put("errorCode", code).put("fieldName", field);
        }
        body.putArray("errors");
        return new Answer(status, body, 0, false);
    }

    /** The observed form of an error with a parameter: {@code message} is a title, the parameter says more. */
    Answer because(String reason) {
        if (body != null && body.get("messageParams") instanceof ObjectNode parameters) {
            parameters.put("message", reason);
        }
        return this;
    }

    /** The code of an error, empty when it is none. */
    String code() {
        return body == null ? "" : body.path("code").asText("");
    }
}
