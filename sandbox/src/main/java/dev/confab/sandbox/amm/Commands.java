package dev.confab.sandbox.amm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What clients command on a channel, and the frames that answer (AMM notes B.8.2, B.8.3). */
final class Commands {

    /** Somebody types. */
    interface Typing {
        void show(Conversation conversation, Person person, String state, String action);
    }

    private static final String VERSION = "1";
    private static final Set<String> STATES = Set.of("composing", "paused");
    private static final Set<String> ACTIONS =
            Set.of("typing", "recordingAudio", "recordingVideo", "attachingFile", "takingPicture", "other");

    private final Exchange exchange;
    private final Typing typing;

    Commands(Exchange exchange, Typing typing) {
        this.exchange = exchange;
        this.typing = typing;
    }

    /** Does what a frame wants, and gives the frame that answers it. */
    String obey(Line line, String text) {
        JsonNode frame;
        try {
            frame = BoundedJson.parse(text);
        } catch (JsonProcessingException e) {
            return refused("", "The frame is no JSON: " + e.getOriginalMessage());
        }
        if (!frame.isObject() || frame.size() != 1) {
            return refused("", "A frame is an object with one command");
        }
        String command = frame.fieldNames().next();
        JsonNode body = frame.path(command);
        return switch (command) {
            case "subscribe" -> each("subscribed", body, "resources", one -> subscribe(line, one));
            case "unsubscribe" -> each("unsubscribed", body, "resources", one -> unsubscribe(line, one));
            case "notify" -> each("notified", body, "notifications", one -> notified(line, one));
            case "getState" -> each("resourceState", body, "resources", one -> state(line, one));
            case "ping" -> frame("pong", body, null);
            default ->
                refused(
                        body.path("requestId").asText(""),
                        "There is no command " + command
                                + "; there are subscribe, unsubscribe, notify, getState, ping");
        };
    }

    /** An error frame, which is ours: what the service says to a frame that makes no sense is not known (B.11). */
    static String refused(String requestId, String reason) {
        ObjectNode frame = BoundedJson.object();
        frame.putObject("error")
                .put("requestId", requestId)
                .put("version", VERSION)
                .put("errorCode", Refusal.INVALID_PARAMETER)
                .put("errorMsg", reason);
        return BoundedJson.text(frame);
    }

    private String each(String answer, JsonNode body, String list, Predicate<ObjectNode> command) {
        JsonNode all = body.path(list);
        if (!all.isArray() || all.isEmpty()) {
            return refused(body.path("requestId").asText(""), list + " must be a list with something in it");
        }
        ObjectNode results = BoundedJson.object();
        ArrayNode successful = results.putArray("successful");
        ArrayNode failed = BoundedJson.array();
        for (JsonNode one : all) {
            boolean done = one instanceof ObjectNode object
                    && Frames.APPLICATION.equals(one.path("application").asText())
                    && command.test(object);
            (done ? successful : failed).add(one);
        }
        if (!failed.isEmpty()) {
            results.set("failed", failed);
        }
        return frame(answer, body, results);
    }

    private boolean subscribe(Line line, ObjectNode wanted) {
        String service = wanted.path("service").asText();
        String conversation = conversationOf(line, service, wanted);
        if (conversation == null) {
            return false;
        }
        line.subscribe(service, conversation, wanted.path("resource").asText());
        return true;
    }

    private boolean unsubscribe(Line line, ObjectNode wanted) {
        String service = wanted.path("service").asText();
        String path = Hrefs.path(wanted.path("resource").asText());
        if (path == null || !path.startsWith(Hrefs.CONVERSATIONS)) {
            return false;
        }
        line.unsubscribe(service, path.equals(Hrefs.CONVERSATIONS) ? "" : idIn(path));
        return true;
    }

    private boolean notified(Line line, ObjectNode wanted) {
        String id = conversationOf(line, wanted.path("service").asText(), wanted);
        Conversation conversation = id == null ? null : exchange.find(id);
        String state = wanted.path("contents").path("state").asText("");
        String action = wanted.path("contents").path("action").asText("typing");
        if (conversation == null || conversation.closed() || !STATES.contains(state) || !ACTIONS.contains(action)) {
            return false;
        }
        typing.show(conversation, line.caller().person(), state, action);
        return true;
    }

    private boolean state(Line line, ObjectNode wanted) {
        if (conversationOf(line, wanted.path("service").asText(), wanted) == null) {
            return false;
        }
        wanted.putObject("state").put("entityTag", line.caller().account().entityTag());
        return true;
    }

    /** The id of the conversation that a resource is, empty for the list of all; null when the caller has no such. */
    private @Nullable String conversationOf(Line line, String service, ObjectNode wanted) {
        String path = Hrefs.path(wanted.path("resource").asText());
        if (path == null) {
            return null;
        }
        if (service.equals(Frames.CONVERSATION)) {
            return path.equals(Hrefs.CONVERSATIONS) ? "" : null;
        }
        if (!service.equals(Frames.CHAT_STATE) || !path.startsWith(Hrefs.CONVERSATIONS + "/")) {
            return null;
        }
        Conversation conversation = exchange.find(idIn(path));
        return conversation != null && conversation.has(line.caller().person()) ? conversation.id() : null;
    }

    private static String idIn(String path) {
        return path.substring(Math.min(path.length(), Hrefs.CONVERSATIONS.length() + 1));
    }

    private static String frame(String name, JsonNode asked, @Nullable ObjectNode results) {
        ObjectNode frame = BoundedJson.object();
        ObjectNode body = frame.putObject(name);
        if (asked.path("requestId").isTextual()) {
            body.put("requestId", asked.path("requestId").asText());
        }
        body.put("version", VERSION);
        if (results != null) {
            body.set("results", results);
        }
        return BoundedJson.text(frame);
    }
}
