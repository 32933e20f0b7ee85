package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;

/**
 * The answer to a REST request.
 *
 * @param status the HTTP status; {@link #RESET} to cut the TCP connection instead
 * @param type the content type, empty without a body
 * @param body the body
 * @param session the token of the session it is about, empty when it is about none
 * @param retryAfterSeconds when to try again, 0 when that does not matter
 */
record RestAnswer(int status, String type, String body, String session, int retryAfterSeconds) {

    static final int RESET = 0;

    static RestAnswer json(int status, JsonNode body) {
        return new RestAnswer(status, "application/json; charset=utf-8", BoundedJson.text(body), "", 0);
    }

    /** Free text, as failed logins are answered (Web Messaging protocol notes §2.9). */
    static RestAnswer text(int status, String text) {
        return new RestAnswer(status, "text/plain; charset=utf-8", text, "", 0);
    }

    static RestAnswer empty() {
        return new RestAnswer(204, "", "", "", 0);
    }

    RestAnswer about(String token) {
        return new RestAnswer(status, type, body, token, retryAfterSeconds);
    }

    RestAnswer retryAfter(int seconds) {
        return new RestAnswer(status, type, body, session, seconds);
    }
}
