package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentProfile;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of class {@code StructuredMessage}, the only message body there is (Web Messaging protocol notes §2.7). An
 * entry is what history keeps; a live frame says a little more.
 */
final class MessageFrames {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private MessageFrames() {}

    /** What a guest said, as history keeps it. */
    static ObjectNode said(GuestMessage.Said said, String id, Instant time, String messageId, boolean repliesAsText) {
        ObjectNode entry = BoundedJson.object();
        entry.put("id", id).put("type", repliesAsText ? said.type() : echoedType(said));
        if (said.text() != null) {
            entry.put("text", said.text());
        }
        entry.put("direction", "Inbound");
        entry.putObject("channel").put("time", time(time)).put("messageId", messageId);
        if (said.content() != null) {
            entry.set("content", said.content());
        }
        return entry;
    }

    /** A presence of the guest, as history keeps it. */
    static ObjectNode presence(String presence, String direction, String id, Instant time, @Nullable String messageId) {
        ObjectNode event = BoundedJson.object().put("eventType", "Presence");
        event.putObject("presence").put("type", presence);
        return event(event, direction, id, time, messageId);
    }

    /** An event of the guest, or of no agent, as history keeps it. */
    static ObjectNode event(ObjectNode event, String direction, String id, Instant time, @Nullable String messageId) {
        ObjectNode entry = BoundedJson.object();
        entry.put("id", id).put("type", "Event").put("direction", direction);
        ObjectNode channel = entry.putObject("channel").put("time", time(time));
        if (messageId != null) {
            channel.put("messageId", messageId);
        }
        entry.putArray("events").add(event);
        return entry;
    }

    /** A presence of the agent's side, as history keeps it: outbound messages tell who is behind them (§2.7). */
    static ObjectNode agentPresence(String presence, AgentProfile agent, String id, Instant time) {
        return presence(presence, "Outbound", id, time, null).put("originatingEntity", entity(agent));
    }

    /** What an agent said, as history keeps it and the guest receives it. */
    static ObjectNode agentText(String text, AgentProfile agent, String id, Instant time) {
        ObjectNode entry = BoundedJson.object();
        entry.put("id", id).put("type", "Text").put("text", text).put("direction", "Outbound");
        from(entry, agent, time);
        return entry.put("originatingEntity", entity(agent));
    }

    /** What an agent sent besides words, as history keeps it and the guest receives it. */
    static ObjectNode agentContent(
            String type, @Nullable String text, ArrayNode content, AgentProfile agent, String id, Instant time) {
        ObjectNode entry = BoundedJson.object();
        entry.put("id", id).put("type", type);
        if (text != null) {
            entry.put("text", text);
        }
        entry.put("direction", "Outbound");
        from(entry, agent, time);
        entry.set("content", content);
        return entry.put("originatingEntity", entity(agent));
    }

    /** An event of the agent's side. */
    static ObjectNode agentEvent(ObjectNode event, AgentProfile agent, String id, Instant time) {
        ObjectNode entry = BoundedJson.object();
        entry.put("id", id).put("type", "Event").put("direction", "Outbound");
        from(entry, agent, time);
        entry.putArray("events").add(event);
        return entry.put("originatingEntity", entity(agent));
    }

    /** An agent is typing; history keeps nothing of it. */
    static ObjectNode agentTyping(Duration duration, AgentProfile agent, String id, Instant time) {
        ObjectNode body = BoundedJson.object();
        body.put("id", id).put("type", "Event").put("direction", "Outbound");
        from(body, agent, time);
        body.putArray("events")
                .addObject()
                .put("eventType", "Typing")
                .putObject("typing")
                .put("type", "On")
                .put("duration", duration.toMillis());
        return body.put("originatingEntity", entity(agent));
    }

    /** The acknowledgement of a guest's entry: the entry with what only live frames carry. */
    static Envelope echo(
            ObjectNode entry, Map<String, String> metadata, String correlationId, @Nullable String tracingId) {
        ObjectNode body = entry.deepCopy();
        ObjectNode liveMetadata = body.putObject("metadata");
        metadata.forEach(liveMetadata::put);
        liveMetadata.put("correlationId", correlationId);
        body.put("originatingEntity", "");
        return Envelope.message("StructuredMessage", tracingId, body);
    }

    /** The echo of something that came with custom attributes: {@code channel.metadata} of live frames has them (§2.7). */
    static Envelope attributed(Envelope echo, CustomAttributes attributes) {
        if (!attributes.values().isEmpty() && echo.body().path("channel") instanceof ObjectNode channel) {
            channel.putObject("metadata").set("customAttributes", attributes.values());
        }
        return echo;
    }

    /** The agent ended the conversation (§11.3.11). */
    static Envelope disconnected(ObjectNode entry, String correlationId, boolean readOnly) {
        ObjectNode body = entry.deepCopy();
        ObjectNode metadata = body.putObject("metadata").put("correlationId", correlationId);
        if (readOnly) {
            metadata.put("readOnly", "true");
        }
        return Envelope.message("StructuredMessage", null, body);
    }

    /** The answer to {@code echo}: numbers are strings here, and {@code channel.time} tells the time of the service. */
    static Envelope healthCheck(String text, String id, Instant time, Session session, @Nullable String tracingId) {
        ObjectNode body = BoundedJson.object();
        body.put("id", id).put("type", "Text").put("text", text).put("direction", "Inbound");
        body.putObject("channel").put("time", time(time));
        body.putObject("metadata")
                .put(
                        "durationSeconds",
                        Long.toString(session.deployment().sessionDuration().toSeconds()))
                .put("expirationDate", Long.toString(session.expiresAt().getEpochSecond()));
        return Envelope.response("StructuredMessage", tracingId, body);
    }

    /** The mobile dialect sends a chosen button as a Text without text; its echo is Structured (§11.3.4). */
    private static String echoedType(GuestMessage.Said said) {
        return said.textOrEmpty().isEmpty() && said.hasContent("ButtonResponse") ? "Structured" : said.type();
    }

    private static void from(ObjectNode entry, AgentProfile agent, Instant time) {
        ObjectNode from = entry.putObject("channel")
                .put("time", time(time))
                .put("type", "Private")
                .putObject("from")
                .put("nickname", agent.nickname());
        if (agent.image() != null) {
            from.put("image", agent.image());
        }
    }

    private static String entity(AgentProfile agent) {
        return agent.kind() == AgentProfile.Kind.BOT ? "Bot" : "Human";
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
