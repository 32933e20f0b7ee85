package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a guest may put into a message: what one of the two official dialects has (Web Messaging protocol notes §2.5), with
 * the fields of §2.8. A complaint names the field.
 */
final class ReplyRules {

    private static final Set<String> REPLY_TYPES = Set.of("QuickReply", "Button", "DatePicker", "ListPicker");

    /** The mobile dialect sends these as a Text without text. */
    private static final Set<String> MOBILE_REPLY_TYPES = Set.of("QuickReply", "DatePicker");

    private ReplyRules() {}

    /**
     * Looks at a message.
     *
     * @param type its type, null when it has none
     * @param text its text, null when it has none
     * @param content its contents; null when it has none
     * @return what is wrong, or null
     */
    static @Nullable String complaint(@Nullable String type, @Nullable String text, @Nullable ArrayNode content) {
        Set<String> kinds = new HashSet<>();
        Set<String> replies = new HashSet<>();
        int count = 0;
        if (content != null) {
            for (JsonNode part : content) {
                String kind = part.path("contentType").asText();
                kinds.add(kind);
                String complaint = part(kind, part);
                if (complaint != null) {
                    return complaint;
                }
                if (!kind.equals("Attachment")) {
                    count++;
                    replies.add(replyType(part));
                }
            }
        }
        if (type == null) {
            // A file alone is all that the web dialect sends without a type.
            return text == null && kinds.equals(Set.of("Attachment")) ? null : "type is missing";
        }
        return dialect(type, text == null ? "" : text, replies, count);
    }

    private static @Nullable String dialect(String type, String text, Set<String> replies, int count) {
        if (replies.isEmpty()) {
            return null;
        }
        if (replies.size() > 1 || (count > 1 && !replies.contains("ListPicker"))) {
            return "content has more than one reply, and only items of a list picker come together";
        }
        if (type.equals("Text") && (!text.isEmpty() || !MOBILE_REPLY_TYPES.containsAll(replies))) {
            return "type is Text, but such a reply is Structured"
                    + (text.isEmpty() ? "" : ", or a Text whose text is empty");
        }
        return null;
    }

    private static String replyType(JsonNode part) {
        return part.has("form")
                ? "Form"
                : part.path("buttonResponse").path("type").asText();
    }

    private static @Nullable String part(String kind, JsonNode part) {
        return switch (kind) {
            case "Attachment" -> missing("attachment", part.path("attachment"), List.of("id"));
            case "ButtonResponse" -> button("buttonResponse", part.path("buttonResponse"), REPLY_TYPES);
            case "Form" -> form(part.path("form"));
            default -> "contentType " + kind + " is not one that guests may send";
        };
    }

    private static @Nullable String button(String path, JsonNode button, Set<String> types) {
        String missing = missing(path, button, List.of("text", "payload", "type"));
        if (missing != null) {
            return missing;
        }
        String type = button.path("type").asText();
        if (!types.contains(type)) {
            return path + ".type " + type + " is unknown";
        }
        JsonNode origin = button.path("originatingMessageId");
        if (!origin.isMissingNode() && !origin.isNull() && !origin.isTextual()) {
            return path + ".originatingMessageId is not a string";
        }
        return type.equals("DatePicker") && !isTime(button.path("payload").asText())
                ? path + ".payload is no ISO date-time"
                : null;
    }

    private static @Nullable String form(JsonNode form) {
        String missing = missing("form", form, List.of("originatingMessageId", "cannedResponseId"));
        JsonNode answers = form.path("response");
        if (missing == null && (!answers.isArray() || answers.isEmpty())) {
            missing = "form.response is missing or not an array with answers";
        }
        for (JsonNode answer : answers) {
            if (missing == null) {
                missing = missing("form.response", answer, List.of("id"));
            }
            JsonNode component = answer.path("component");
            if (missing == null
                    && !"ButtonResponse".equals(component.path("contentType").textValue())) {
                missing = "form.response.component.contentType is not ButtonResponse";
            }
            if (missing == null) {
                missing = button(
                        "form.response.component.buttonResponse", component.path("buttonResponse"), Set.of("Form"));
            }
        }
        return missing;
    }

    private static @Nullable String missing(String path, JsonNode object, List<String> names) {
        if (!object.isObject()) {
            return path + " is missing or not an object";
        }
        for (String name : names) {
            if (!object.path(name).isTextual()) {
                return path + "." + name + " is missing or not a string";
            }
        }
        return null;
    }

    private static boolean isTime(String text) {
        try {
            DateTimeFormatter.ISO_DATE_TIME.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
