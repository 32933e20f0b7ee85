package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code message} of an {@code onMessage} request. */
sealed interface GuestMessage {

    /**
     * Something said (Web Messaging protocol notes §2.4, §2.5).
     *
     * @param type {@code Text} or {@code Structured}
     * @param text what was said, null when there are only other contents
     * @param content the contents as they came, null when there are none
     * @param metadata what web clients add, empty when there is none
     * @param attributes the custom attributes, perhaps none
     */
    record Said(
            String type,
            @Nullable String text,
            @Nullable ArrayNode content,
            Map<String, String> metadata,
            CustomAttributes attributes)
            implements GuestMessage {

        /** The text, empty when there is none. */
        String textOrEmpty() {
            return text == null ? "" : text;
        }

        /** The contents of a type, in order. */
        List<JsonNode> parts(String contentType) {
            List<JsonNode> parts = new ArrayList<>();
            if (content != null) {
                for (JsonNode part : content) {
                    if (contentType.equals(part.path("contentType").textValue())) {
                        parts.add(part);
                    }
                }
            }
            return parts;
        }

        boolean hasContent(String contentType) {
            return !parts(contentType).isEmpty();
        }

        Said withContent(ArrayNode other) {
            return new Said(type, text, other, metadata, attributes);
        }
    }

    /**
     * Things done (§2.4).
     *
     * @param events what, in order, at least one
     * @param attributes the custom attributes, perhaps none
     */
    record Done(List<GuestEvent> events, CustomAttributes attributes) implements GuestMessage {}

    /**
     * A message that makes no sense.
     *
     * @param reason why
     */
    record Malformed(String reason) implements GuestMessage {}
}
