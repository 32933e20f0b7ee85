package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.json.BoundedJson;

/**
 * The answer to a request for history.
 *
 * @param status the HTTP status; {@link #RESET} to cut the TCP connection instead
 * @param body the body as JSON
 * @param session the token of the session, empty when the request was not entitled to one
 * @param retryAfterSeconds when to try again, 0 when that does not matter
 */
record HistoryAnswer(int status, String body, String session, int retryAfterSeconds) {

    static final int RESET = 0;

    static HistoryAnswer page(String session, String body) {
        return new HistoryAnswer(200, body, session, 0);
    }

    static HistoryAnswer error(int status, String session, String code, String message) {
        return new HistoryAnswer(status, errorBody(status, code, message), session, 0);
    }

    static HistoryAnswer tooMany(String session, int retryAfterSeconds) {
        String body = errorBody(429, "too.many.requests", "History was asked for too often");
        return new HistoryAnswer(429, body, session, retryAfterSeconds);
    }

    static HistoryAnswer failure(int status, String session, int retryAfterSeconds) {
        return new HistoryAnswer(
                status, errorBody(status, "fault", "This page fails on purpose"), session, retryAfterSeconds);
    }

    static HistoryAnswer reset(String session) {
        return new HistoryAnswer(RESET, "", session, 0);
    }

    static String errorBody(int status, String code, String message) {
        return BoundedJson.text(
                BoundedJson.object().put("message", message).put("code", code).put("status", status));
    }
}
