package dev.confab.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.control.ControlledBackend.Outcome;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.webmessaging.WebMessaging;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agent of one session, played by a test. What it sends goes to all connections of the session and, unless said
 * otherwise, into its history, before the method returns. Every method may be called from any thread, and throws a {@link
 * SandboxException} when there is no such session, or it is expired or read-only.
 */
public final class SandboxAgent {

    private final SandboxLoop loop;
    private final WebMessaging webMessaging;
    private final String session;

    SandboxAgent(SandboxLoop loop, WebMessaging webMessaging, String session) {
        this.loop = loop;
        this.webMessaging = webMessaging;
        this.session = session;
    }

    /**
     * Says something.
     *
     * @param text what is said; not limited in length, so that a test can also send what the service never would
     */
    public void say(String text) {
        perform(() -> webMessaging.say(session, text));
    }

    /** Shows that an answer is being written. History keeps nothing of it. */
    public void typing() {
        perform(() -> webMessaging.type(session));
    }

    /** Shows that nothing is being written any more. History keeps nothing of it. */
    public void stopTyping() {
        event("{\"eventType\":\"Typing\",\"typing\":{\"type\":\"Off\"}}");
    }

    /**
     * Sends rich content as a message of type Structured. The parts go out as they are, so that a test can also send what no
     * client knows.
     *
     * @param text words that come with it, or null
     * @param contentJson a JSON array of contents (Web Messaging protocol notes §2.8)
     * @throws IllegalArgumentException when it is no JSON array
     */
    public void show(@Nullable String text, String contentJson) {
        if (parse(contentJson) instanceof ArrayNode content) {
            perform(() -> webMessaging.desk().show(session, text, content));
        } else {
            throw new IllegalArgumentException("Not a JSON array: " + contentJson);
        }
    }

    /**
     * Sends a file; the guest can download it for as long as the deployment lets download addresses live.
     *
     * @param name its name
     * @param type its MIME type
     * @param content its bytes, which are copied
     */
    public void sendFile(String name, String type, byte[] content) {
        AgentAct.OutgoingFile file = new AgentAct.OutgoingFile(name, type, new FileContent.InMemory(content));
        perform(() -> webMessaging.desk().sendFile(session, null, file));
    }

    /**
     * Sends a presence event.
     *
     * @param type for example {@code Join}; {@link #disconnect} ends the conversation
     */
    public void presence(String type) {
        ObjectNode event = BoundedJson.object().put("eventType", "Presence");
        event.putObject("presence").put("type", type);
        perform(() -> webMessaging.desk().signal(session, event));
    }

    /**
     * Sends an event as it is.
     *
     * @param eventJson a JSON object (Web Messaging protocol notes §2.7)
     * @throws IllegalArgumentException when it is no JSON object
     */
    public void event(String eventJson) {
        if (parse(eventJson) instanceof ObjectNode event) {
            perform(() -> webMessaging.desk().signal(session, event));
        } else {
            throw new IllegalArgumentException("Not a JSON object: " + eventJson);
        }
    }

    /**
     * Sends a text frame as it is. History keeps nothing of it.
     *
     * @param text any text, JSON or not
     */
    public void frame(String text) {
        perform(() -> webMessaging.desk().frame(session, text));
    }

    /** Ends the conversation, in the way that the deployment says. */
    public void disconnect() {
        perform(() -> webMessaging.disconnect(session));
    }

    private void perform(Supplier<Outcome> act) {
        Sandbox.require(session, loop.call(act));
    }

    private static JsonNode parse(String json) {
        try {
            return BoundedJson.parse(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }
}
