package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * An event that a guest may send (Web Messaging protocol notes §2.4, §2.7).
 *
 * @param kind what it is
 * @param json as it came
 */
record GuestEvent(Kind kind, ObjectNode json) {

    /** What guests do. */
    enum Kind {
        /** Typing On; there is no Off for guests. */
        TYPING,
        /** Presence Join. */
        JOIN,
        /** Presence Clear. */
        CLEAR,
        /** An offer to browse together or to see each other is accepted or rejected. */
        OFFER_ANSWERED
    }

    /** Reads an event, null when it is none that guests may send. */
    static @Nullable GuestEvent read(JsonNode json) {
        Kind kind =
                switch (json.path("eventType").asText("")) {
                    case "Typing" -> type(json, "typing").equals("On") ? Kind.TYPING : null;
                    case "Presence" -> presence(type(json, "presence"));
                    case "CoBrowse" -> answer(type(json, "coBrowse"));
                    case "Video" -> answer(type(json, "video"));
                    default -> null;
                };
        return kind != null && json instanceof ObjectNode event ? new GuestEvent(kind, event) : null;
    }

    private static @Nullable Kind presence(String type) {
        return switch (type) {
            case "Join" -> Kind.JOIN;
            case "Clear" -> Kind.CLEAR;
            default -> null;
        };
    }

    private static @Nullable Kind answer(String type) {
        return type.equals("OfferingAccepted") || type.equals("OfferingRejected") ? Kind.OFFER_ANSWERED : null;
    }

    private static String type(JsonNode json, String field) {
        return json.path(field).path("type").asText("");
    }
}
