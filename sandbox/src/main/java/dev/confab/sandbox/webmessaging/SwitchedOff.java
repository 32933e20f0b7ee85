package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;

/** What the service answers for features that a deployment has switched off (Web Messaging protocol notes §1.8, §2.7). */
final class SwitchedOff {

    private static final String ATTACHMENTS = "Attachments are switched off for this deployment";

    private SwitchedOff() {}

    /** An error of {@code onAttachment} is an object only for clients that ask for objects. */
    static void upload(Turn turn) {
        if (!turn.field("errorsAsJson").asBoolean()) {
            turn.refuse(ErrorCodes.FEATURE_UNAVAILABLE, ATTACHMENTS);
            return;
        }
        ObjectNode body = BoundedJson.object();
        JsonNode attachmentId = turn.field("attachmentId");
        if (attachmentId.isTextual()) {
            body.set("attachmentId", attachmentId);
        }
        body.put("errorCode", ErrorCodes.FEATURE_UNAVAILABLE).put("errorMessage", ATTACHMENTS);
        turn.answer(new Envelope("response", "GenerateUrlError", 400, turn.tracingId(), body));
    }

    static void attachment(Turn turn) {
        turn.refuse(ErrorCodes.FEATURE_UNAVAILABLE, ATTACHMENTS);
    }

    static void feature(Turn turn) {
        turn.refuse(ErrorCodes.FEATURE_UNAVAILABLE, turn.request().action() + " is switched off for this deployment");
    }

    /** Without an identity provider no JWT can be good (§11.3.3). */
    static void authentication(Turn turn) {
        if (turn.field("data").path("code").isTextual()) {
            turn.refuse(
                    ErrorCodes.FORBIDDEN,
                    "Session authentication failed: authentication is switched off for this deployment");
        } else {
            turn.badRequest("data.code is missing or not a string");
        }
    }
}
