package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of requests and their kinds (Web Messaging protocol notes §2.4). What the live service does without, although
 * its schema demands it ({@code time}, {@code fileSize}, {@code fileMd5}), may be left out here too; a field that is there
 * must be of its kind. Names of files have error codes of their own, so {@code fileName} is looked at elsewhere.
 */
final class FrameSchema {

    private static final Map<String, List<Field>> ACTIONS = Map.of(
            "configureSession",
            List.of(
                    string("deploymentId"),
                    bool("startNew").optional(),
                    object("journeyContext").optional(),
                    string("resumeToken").optional()),
            "configureAuthenticatedSession",
            List.of(
                    string("deploymentId"),
                    bool("startNew").optional(),
                    object("journeyContext").optional(),
                    string("data.code")),
            "onMessage",
            List.of(
                    object("message"),
                    string("time").optional(),
                    object("channel").optional()),
            "echo",
            List.of(object("message")),
            "onAttachment",
            List.of(
                    string("attachmentId").optional(),
                    new Field("fileName", "a string", JsonNode::isTextual, false),
                    string("fileType"),
                    size("fileSize").optional(),
                    string("fileMd5").optional(),
                    bool("errorsAsJson").optional()),
            "getAttachment",
            List.of(string("attachmentId")),
            "deleteAttachment",
            List.of(string("attachmentId")),
            "closeSession",
            List.of(bool("closeAllConnections")),
            "getConfiguration",
            List.of(string("deploymentId")));

    private FrameSchema() {}

    /** Tells what is wrong with a request, naming the field, or null. */
    static @Nullable String complaint(String action, JsonNode request) {
        JsonNode tracingId = request.path("tracingId");
        if (!absent(tracingId) && !tracingId.isTextual()) {
            return "tracingId is not a string";
        }
        for (Field field : ACTIONS.getOrDefault(action, List.of())) {
            String complaint = field.complaint(request.at("/" + field.name().replace('.', '/')));
            if (complaint != null) {
                return complaint;
            }
        }
        return null;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static Field string(String name) {
        return new Field(name, "a string with something in it", FrameSchema::isFilled, true);
    }

    private static Field bool(String name) {
        return new Field(name, "a boolean", JsonNode::isBoolean, true);
    }

    private static Field object(String name) {
        return new Field(name, "an object", JsonNode::isObject, true);
    }

    private static Field size(String name) {
        return new Field(
                name,
                "a whole number that is not negative",
                node -> node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0,
                true);
    }

    private static boolean isFilled(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty();
    }

    /** A field; dots in the name lead into objects. */
    private record Field(String name, String kind, Predicate<JsonNode> fits, boolean required) {

        Field optional() {
            return new Field(name, kind, fits, false);
        }

        @Nullable
        String complaint(JsonNode value) {
            if (absent(value)) {
                return required ? name + " is missing or not " + kind : null;
            }
            return fits.test(value) ? null : name + (required ? " is missing or not " : " is not ") + kind;
        }
    }
}
