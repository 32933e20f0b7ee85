package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Duration;
import java.util.List;

/** The answers of the Bayeux protocol (Engage chat protocol notes §2.2; Bayeux 1.0). */
final class BayeuxReplies {

    static final List<String> TYPES = List.of("websocket", "long-polling", "callback-polling");

    private final Duration timeout;

    BayeuxReplies(Duration timeout) {
        this.timeout = timeout;
    }

    ObjectNode done(JsonNode message) {
        return about(message).put("successful", true);
    }

    ObjectNode refused(JsonNode message, String error) {
        return about(message).put("successful", false).put("error", error);
    }

    /** The client must begin anew. */
    ObjectNode unknownClient(JsonNode message) {
        ObjectNode reply = refused(message, "402::Unknown client");
        reply.set("advice", advice("handshake"));
        return reply;
    }

    ObjectNode advice(String reconnect) {
        ObjectNode advice = BoundedJson.object().put("reconnect", reconnect);
        if (!reconnect.equals("none")) {
            advice.put("interval", 0);
        }
        return reconnect.equals("retry") ? advice.put("timeout", timeout.toMillis()) : advice;
    }

    ObjectNode versions(ObjectNode handshake) {
        handshake.put("version", "1.0").put("minimumVersion", "1.0");
        TYPES.forEach(handshake.putArray("supportedConnectionTypes")::add);
        return handshake;
    }

    private static ObjectNode about(JsonNode message) {
        ObjectNode reply =
                BoundedJson.object().put("channel", message.path("channel").asText(""));
        if (message.has("id")) {
            reply.set("id", message.path("id"));
        }
        return reply;
    }
}
