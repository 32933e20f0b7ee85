package dev.confab.sandbox.amm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The frames of the channels (AMM notes B.8.2). */
final class Frames {

    static final String CONVERSATION = "conversation";
    static final String CHAT_STATE = "chatState";
    static final String APPLICATION = "AMM";

    private static final String VERSION = "1";

    private Frames() {}

    /**
     * The first frame, on which clients wait.
     *
     * @param commands where the commands of an event stream go, null on a WebSocket
     */
    static String discovery(@Nullable String commands) {
        ObjectNode frame = BoundedJson.object();
        ObjectNode body = frame.putObject("discovery").put("version", VERSION);
        body.putArray("applications").add(APPLICATION);
        body.putArray("capabilities");
        body.putObject("sessionManagement");
        if (commands != null) {
            body.put("commandURL", commands);
        }
        return BoundedJson.text(frame);
    }

    static String changed(String resource, String entityTag) {
        ObjectNode contents = BoundedJson.object().put("entityTag", entityTag);
        return notification(CONVERSATION, resource, contents);
    }

    static String typing(String resource, String address, String state, String action, Instant time) {
        ObjectNode contents = BoundedJson.object()
                .put("address", address)
                .put("state", state)
                .put("action", action)
                .put("timestamp", Times.text(time));
        return notification(CHAT_STATE, resource, contents);
    }

    private static String notification(String service, String resource, ObjectNode contents) {
        ObjectNode frame = BoundedJson.object();
        frame.putObject("notification")
                .put("application", APPLICATION)
                .put("service", service)
                .put("resource", resource)
                .put("version", VERSION)
                .set("contents", contents);
        return BoundedJson.text(frame);
    }

    /** What kind of thing a frame tells: its name, for notifications with the service after it. */
    static @Nullable String kindOf(String text) {
        try {
            JsonNode frame = BoundedJson.parse(text);
            Iterator<String> names = frame.fieldNames();
            if (!names.hasNext()) {
                return null;
            }
            String name = names.next();
            String service = frame.path(name).path("service").asText("");
            return service.isEmpty() ? name : name + "." + service;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
