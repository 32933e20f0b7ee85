package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code echo}: tells that the session lives, and until when (Web Messaging protocol notes §2.7, §11.3.5). */
final class HealthCheck implements Action.InSession {

    private final Realm realm;

    HealthCheck(Realm realm) {
        this.realm = realm;
    }

    @Override
    public void answer(Turn turn, Session session) {
        JsonNode message = turn.field("message");
        JsonNode text = message.path("text");
        boolean lenient = realm.options().wire().lenient();
        if (!text.isTextual()) {
            turn.badRequest("message.text is missing or not a string");
        } else if (!lenient && !"Text".equals(message.path("type").textValue())) {
            turn.badRequest("message.type is missing or not Text");
        } else if (!turn.exceeds(
                turn.connection().echoRate(), realm, "Health checks come too often on this connection")) {
            turn.answer(MessageFrames.healthCheck(
                    text.textValue(), realm.ids().hex(), realm.now(), session, turn.tracingId()));
        }
    }
}
