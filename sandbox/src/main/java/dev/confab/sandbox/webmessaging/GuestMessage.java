package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
     * @param attributeBytes the size of the custom attributes
     */
    record Said(
            String type,
            @Nullable String text,
            @Nullable ArrayNode content,
            Map<String, String> metadata,
            int attributeBytes)
            implements GuestMessage {

        /** The text, empty when there is none. */
        String textOrEmpty() {
            return text == null ? "" : text;
        }

        /** What an agent hears: the text, or the label of the button that was chosen. */
        String heard() {
            String label = "";
            if (content != null && textOrEmpty().isEmpty()) {
                for (JsonNode part : content) {
                    if (label.isEmpty()) {
                        label = part.path("buttonResponse").path("text").asText("");
                    }
                }
            }
            return textOrEmpty().isEmpty() ? label : textOrEmpty();
        }

        boolean hasContent(String contentType) {
            if (content != null) {
                for (JsonNode part : content) {
                    if (contentType.equals(part.path("contentType").textValue())) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /**
     * Things done (§2.4).
     *
     * @param events what, in order, at least one
     * @param attributeBytes the size of the custom attributes
     */
    record Done(List<GuestEvent> events, int attributeBytes) implements GuestMessage {}

    /**
     * A message that makes no sense.
     *
     * @param reason why
     */
    record Malformed(String reason) implements GuestMessage {}

    /** The events that a guest may send. */
    enum GuestEvent {
        /** Typing On; there is no Off for guests. */
        TYPING,
        /** Presence Join. */
        JOIN,
        /** Presence Clear. */
        CLEAR
    }
}
