package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The frames of the event stream (guest chat protocol notes §6.1). */
final class StreamFrames {

    /** What faults call the frame that only says that the stream lives. */
    static final String HEARTBEAT_KIND = "heartbeat";

    static final String HEARTBEAT =
            "{\"topicName\":\"channel.metadata\",\"eventBody\":{\"message\":\"WebSocket Heartbeat\"}}";

    private StreamFrames() {}

    static String message(ChatMessage message) {
        ObjectNode body = body(message.id(), message.conversation(), message.sender());
        if (message.body() != null) {
            body.put("body", message.body());
        }
        body.put("bodyType", message.bodyType()).put("timestamp", Times.text(message.time()));
        return envelope(message.conversation(), "messages", "message", body);
    }

    static String typing(Chat chat, String id, Member sender, Instant time) {
        ObjectNode body = body(id, chat.id(), sender.id()).put("timestamp", Times.text(time));
        return envelope(chat.id(), "messages", "typing-indicator", body);
    }

    static String memberChange(Chat chat, Member member, Instant time) {
        ObjectNode body = BoundedJson.object();
        body.putObject("conversation").put("id", chat.id());
        body.putObject("member")
                .put("id", member.id())
                .put("state", member.state().name());
        body.put("timestamp", Times.text(time));
        return envelope(chat.id(), "members", "member-change", body);
    }

    /** What kind of thing a frame tells: {@code metadata.type}, or the heartbeat, which has none. */
    static @Nullable String kindOf(String frame) {
        if (frame.equals(HEARTBEAT)) {
            return HEARTBEAT_KIND;
        }
        try {
            return BoundedJson.parse(frame).at("/metadata/type").textValue();
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static ObjectNode body(String id, String conversation, String sender) {
        ObjectNode body = BoundedJson.object().put("id", id);
        body.putObject("conversation").put("id", conversation);
        body.putObject("sender").put("id", sender);
        return body;
    }

    private static String envelope(String conversation, String topic, String type, ObjectNode body) {
        ObjectNode frame = BoundedJson.object();
        frame.put("topicName", "v2.conversations.chats." + conversation + "." + topic)
                .put("version", "2")
                .set("eventBody", body);
        frame.putObject("metadata")
                .put("CorrelationId", UUID.randomUUID().toString())
                .put("type", type);
        return BoundedJson.text(frame);
    }
}
