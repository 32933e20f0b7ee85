package dev.confab.sandbox.guestchat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.testing.EventStream;
import dev.confab.sandbox.testing.Http;
import java.util.ArrayList;
import java.util.List;

/** A guest of the default deployment, made of plain HTTP and a WebSocket. */
final class ChatGuest implements AutoCloseable {

    static final String CONVERSATIONS = "/api/v2/webchat/guest/conversations";
    static final String JSON = "application/json";

    static final String CREATE = "{\"organizationId\":\"" + GuestChatDeployment.DEFAULT_ORGANIZATION
            + "\",\"deploymentId\":\"" + GuestChatDeployment.DEFAULT_ID
            + "\",\"routingTarget\":{\"targetType\":\"QUEUE\",\"targetAddress\":\"Support\"},"
            + "\"memberInfo\":{\"displayName\":\"Ada\",\"email\":\"ada@example.test\",\"customFields\":{\"order\":\"A-1\"}}}";

    final String id;
    final String member;
    final String jwt;
    final String streamUri;
    private final Sandbox sandbox;
    private final List<EventStream> streams = new ArrayList<>();

    private ChatGuest(Sandbox sandbox, JsonNode created) {
        this.sandbox = sandbox;
        id = created.path("id").asText();
        member = created.at("/member/id").asText();
        jwt = created.path("jwt").asText();
        streamUri = created.path("eventStreamUri").asText();
    }

    static Http.Answer create(Sandbox sandbox, String body) {
        return Http.send(sandbox, "POST", CONVERSATIONS, body, "Content-Type", JSON);
    }

    /** Begins a conversation and listens to nothing yet. */
    static ChatGuest begin(Sandbox sandbox) {
        Http.Answer created = create(sandbox, CREATE);
        assertEquals(200, created.status(), created.body());
        return new ChatGuest(sandbox, created.json());
    }

    /** Begins a conversation, listens, and waits until the agent is there. */
    static ChatGuest inConversation(Sandbox sandbox) {
        ChatGuest guest = begin(sandbox);
        EventStream stream = guest.listen();
        JsonNode frame = stream.next();
        while (!frame.at("/eventBody/bodyType").asText().equals("member-join") || guest.isQueue(frame)) {
            frame = stream.next();
        }
        // The queue goes when the agent is there.
        stream.next();
        return guest;
    }

    private boolean isQueue(JsonNode frame) {
        String sender = frame.at("/eventBody/sender/id").asText();
        return get("/members/" + sender).json().path("role").asText().equals("ACD");
    }

    EventStream listen() {
        EventStream stream = new EventStream(streamUri);
        streams.add(stream);
        return stream;
    }

    /** The first stream that was opened. */
    EventStream stream() {
        return streams.get(0);
    }

    String path(String rest) {
        return CONVERSATIONS + "/" + id + rest;
    }

    Http.Answer get(String rest) {
        return call("GET", rest, "");
    }

    Http.Answer call(String method, String rest, String body) {
        return Http.send(sandbox, method, path(rest), body, "Authorization", "Bearer " + jwt, "Content-Type", JSON);
    }

    Http.Answer say(String text) {
        String quoted = TextNode.valueOf(text).toString();
        return call("POST", "/members/" + member + "/messages", "{\"body\":" + quoted + "}");
    }

    /** The next message of a type on the first stream. */
    JsonNode nextMessage(String bodyType) {
        JsonNode frame = stream().next();
        while (!frame.at("/eventBody/bodyType").asText().equals(bodyType)) {
            frame = stream().next();
        }
        return frame.path("eventBody");
    }

    String agent() {
        for (JsonNode each : get("/members").json().path("entities")) {
            if (each.path("role").asText().equals("AGENT")
                    && each.path("state").asText().equals("CONNECTED")) {
                return each.path("id").asText();
            }
        }
        throw new AssertionError("No agent is there");
    }

    @Override
    public void close() {
        streams.forEach(EventStream::close);
    }
}
