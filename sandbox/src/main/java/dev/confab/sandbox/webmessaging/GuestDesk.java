package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.agent.AgentProfile;
import dev.confab.sandbox.control.AgentDesk;
import dev.confab.sandbox.control.Outcome;
import dev.confab.sandbox.json.BoundedJson;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What people send through the control API in the name of an agent. */
final class GuestDesk implements AgentDesk {

    /** Finds the sessions of a token and lets something happen in them. */
    interface Sessions {
        Outcome unsupported(String token);

        Outcome act(String token, boolean needsOpenConversation, BiConsumer<Session, Effects> act);
    }

    private final Sessions sessions;
    private final AgentContent content;
    private final AgentProfile profile;

    GuestDesk(Sessions sessions, AgentContent content, AgentProfile profile) {
        this.sessions = sessions;
        this.content = content;
        this.profile = profile;
    }

    @Override
    public Outcome unsupported(String session) {
        return sessions.unsupported(session);
    }

    @Override
    public Outcome stopTyping(String session) {
        ObjectNode event = BoundedJson.object().put("eventType", "Typing");
        event.putObject("typing").put("type", "Off");
        return signal(session, event);
    }

    @Override
    public Outcome show(String session, @Nullable String text, ArrayNode parts) {
        return sessions.act(session, true, (found, effects) -> content.show(found, profile, text, parts, effects));
    }

    @Override
    public Outcome sendFile(String session, @Nullable String text, AgentAct.OutgoingFile file) {
        return sessions.act(
                session, true, (found, effects) -> content.files(found, profile, text, List.of(file), effects));
    }

    @Override
    public Outcome signal(String session, ObjectNode event) {
        return sessions.act(session, true, (found, effects) -> content.signal(found, profile, event, effects));
    }

    @Override
    public Outcome frame(String session, String frame) {
        return sessions.act(session, false, (found, effects) -> found.connections()
                .forEach(connection -> effects.add(new Effect.Send(connection, found.token(), frame, null))));
    }
}
