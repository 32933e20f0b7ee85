package dev.confab.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.control.EmulatedService;
import dev.confab.sandbox.control.Outcome;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.json.BoundedJson;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The agent of one session, played by a test. What it sends goes to all connections of the session and, unless said
 * otherwise, into its history, before the method returns. Every method may be called from any thread, and throws a {@link
 * SandboxException} when there is no such session, it has ended, or its service has no such thing.
 */
public final class SandboxAgent {

    private final Sandbox sandbox;
    private final String session;

    SandboxAgent(Sandbox sandbox, String session) {
        this.sandbox = sandbox;
        this.session = session;
    }

    /**
     * Says something.
     *
     * @param text what is said; not limited in length, so that a test can also send what the service never would
     */
    public void say(String text) {
        perform(service -> service.say(session, text));
    }

    /** Shows that an answer is being written. History keeps nothing of it. */
    public void typing() {
        perform(service -> service.type(session));
    }

    /** Shows that nothing is being written any more. History keeps nothing of it. */
    public void stopTyping() {
        perform(service -> service.desk().stopTyping(session));
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
            perform(service -> service.desk().show(session, text, content));
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
        perform(service -> service.desk().sendFile(session, null, file));
    }

    /**
     * Sends a presence event.
     *
     * @param type for example {@code Join}; {@link #disconnect} ends the conversation
     */
    public void presence(String type) {
        ObjectNode event = BoundedJson.object().put("eventType", "Presence");
        event.putObject("presence").put("type", type);
        perform(service -> service.desk().signal(session, event));
    }

    /**
     * Sends an event as it is.
     *
     * @param eventJson a JSON object (Web Messaging protocol notes §2.7)
     * @throws IllegalArgumentException when it is no JSON object
     */
    public void event(String eventJson) {
        if (parse(eventJson) instanceof ObjectNode event) {
            perform(service -> service.desk().signal(session, event));
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
        perform(service -> service.desk().frame(session, text));
    }

    /** Ends the conversation, in the way that the deployment says. */
    public void disconnect() {
        perform(service -> service.disconnect(session));
    }

    /**
     * Does something that only the service of the session has; {@code GET /} lists the acts of each service.
     *
     * @param act the name of the act
     * @param parametersJson its parameters, a JSON object
     * @throws IllegalArgumentException when it is no JSON object, or a parameter is wrong
     */
    public void act(String act, String parametersJson) {
        if (parse(parametersJson) instanceof ObjectNode parameters) {
            perform(service -> service.act(session, act, parameters));
        } else {
            throw new IllegalArgumentException("Not a JSON object: " + parametersJson);
        }
    }

    private void perform(Function<EmulatedService, Outcome> act) {
        sandbox.perform(session, act);
    }

    private static JsonNode parse(String json) {
        try {
            return BoundedJson.parse(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }
}
