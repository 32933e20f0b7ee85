package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One request while it is being answered.
 *
 * @param connection who asks
 * @param request what is asked
 * @param effects what comes of it
 */
record Turn(GuestConnection connection, GuestFrame.Request request, Effects effects) {

    @Nullable
    String tracingId() {
        return request.tracingId();
    }

    JsonNode field(String name) {
        return request.fields().path(name);
    }

    void answer(Envelope frame) {
        effects.send(connection, frame);
    }

    /** Answers with an error frame (Web Messaging protocol notes §2.11). */
    void refuse(int code, String text) {
        answer(Envelope.error(code, tracingId(), text));
    }

    void badRequest(String reason) {
        refuse(ErrorCodes.BAD_REQUEST, "Bad request: " + reason);
    }

    /** Asks a rate window, and refuses the request when it is full (§10). */
    boolean exceeds(RateWindow window, Realm realm, String text) {
        int retryAfter = realm.admit(window);
        if (retryAfter == RateWindow.ADMITTED) {
            return false;
        }
        answer(Envelope.tooManyRequests(tracingId(), retryAfter, text));
        return true;
    }
}
