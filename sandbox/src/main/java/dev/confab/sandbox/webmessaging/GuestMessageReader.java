package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code message} of an {@code onMessage} request, in both official dialects (Web Messaging protocol notes
 * §2.5). Any JSON gives a value, none an exception.
 */
final class GuestMessageReader {

    private GuestMessageReader() {}

    /**
     * Reads a message.
     *
     * @param beside the {@code channel} of the request, which may hold custom attributes, too
     * @param lenient whether contents and combinations of which the protocol notes know nothing are let pass
     */
    static GuestMessage read(JsonNode message, JsonNode beside, boolean lenient) {
        if (!message.isObject()) {
            return new GuestMessage.Malformed("message is missing or not an object");
        }
        CustomAttributes attributes = CustomAttributes.read(message, beside);
        if (attributes == null) {
            return new GuestMessage.Malformed("customAttributes is not an object");
        }
        String type = message.path("type").asText("Text");
        return switch (type) {
            case "Text", "Structured" -> said(type, message, attributes, lenient);
            case "Event" -> done(message.path("events"), attributes);
            default -> new GuestMessage.Malformed("message type " + type + " is unknown");
        };
    }

    private static GuestMessage said(String type, JsonNode message, CustomAttributes attributes, boolean lenient) {
        JsonNode text = message.path("text");
        JsonNode content = message.path("content");
        if (!absent(text) && !text.isTextual()) {
            return new GuestMessage.Malformed("text is not a string");
        }
        if (!absent(content) && !content.isArray()) {
            return new GuestMessage.Malformed("content is not an array");
        }
        ArrayNode parts = content.isArray() && !content.isEmpty() ? (ArrayNode) content : null;
        if (parts == null && text.asText("").isEmpty()) {
            return new GuestMessage.Malformed("the message has neither text nor content");
        }
        if (parts != null && !everyPartNamesItsType(parts)) {
            return new GuestMessage.Malformed("a part of content is no object with a contentType");
        }
        String complaint =
                lenient ? null : ReplyRules.complaint(message.path("type").textValue(), text.textValue(), parts);
        if (complaint != null) {
            return new GuestMessage.Malformed(complaint);
        }
        Map<String, String> metadata = metadata(message.path("metadata"));
        if (metadata == null) {
            return new GuestMessage.Malformed("metadata is not a map of strings");
        }
        return new GuestMessage.Said(type, text.textValue(), parts, metadata, attributes);
    }

    private static GuestMessage done(JsonNode events, CustomAttributes attributes) {
        if (!events.isArray() || events.isEmpty()) {
            return new GuestMessage.Malformed("a message of type Event needs events");
        }
        List<GuestEvent> known = new ArrayList<>();
        for (JsonNode event : events) {
            GuestEvent read = GuestEvent.read(event);
            if (read == null) {
                return new GuestMessage.Malformed("an event is not one that guests may send");
            }
            known.add(read);
        }
        return new GuestMessage.Done(List.copyOf(known), attributes);
    }

    private static boolean everyPartNamesItsType(ArrayNode parts) {
        for (JsonNode part : parts) {
            if (!part.path("contentType").isTextual()) {
                return false;
            }
        }
        return true;
    }

    /** Web Messaging protocol notes §2.7: metadata maps strings to strings. */
    private static @Nullable Map<String, String> metadata(JsonNode json) {
        Map<String, String> map = new LinkedHashMap<>();
        if (absent(json)) {
            return map;
        }
        if (!json.isObject()) {
            return null;
        }
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (!entry.getValue().isTextual()) {
                return null;
            }
            map.put(entry.getKey(), entry.getValue().textValue());
        }
        return map;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
