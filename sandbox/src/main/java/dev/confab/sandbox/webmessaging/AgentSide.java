package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.agent.AgentProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lets agents act in conversations: each thing takes its time, and one comes after the other. */
final class AgentSide {

    private final Realm realm;
    private final AgentContent content;

    AgentSide(Realm realm) {
        this.realm = realm;
        this.content = new AgentContent(realm);
    }

    AgentContent content() {
        return content;
    }

    /** Books what an agent wants to do. It begins when the guest's frame is acknowledged. */
    void schedule(Session session, List<AgentAct> acts, Effects effects) {
        Instant from = realm.now().plus(realm.options().echoDelay());
        for (AgentAct act : acts) {
            Instant due = session.bookAgent(from, realm.options().agentDelay());
            effects.add(new Effect.Later(due, new Effect.Task.AgentActs(session, session.conversation(), act)));
        }
    }

    /** An agent does what was booked, unless the conversation has ended since. */
    void act(Effect.Task.AgentActs task, Effects effects) {
        Session session = task.session();
        boolean gone = realm.sessions().withId(session.id()) != session;
        boolean ended = session.expired() || session.readOnly() || session.conversation() != task.conversation();
        if (gone || ended) {
            return;
        }
        AgentProfile agent = task.conversation().agent().profile();
        if (task.act() instanceof AgentAct.Say say) {
            say(session, agent, say.text(), effects);
        } else if (task.act() instanceof AgentAct.Typing typing) {
            type(session, agent, typing.duration(), effects);
        } else if (task.act() instanceof AgentAct.Show show) {
            content.show(session, agent, show.text(), show.content(), effects);
        } else if (task.act() instanceof AgentAct.SendFiles send) {
            content.files(session, agent, send.text(), send.files(), effects);
        } else if (task.act() instanceof AgentAct.Signal signal) {
            content.signal(session, agent, signal.event(), effects);
        } else if (task.act() instanceof AgentAct.Leave) {
            disconnect(session, agent, effects);
        }
    }

    void say(Session session, AgentProfile agent, String text, Effects effects) {
        Conversation conversation = session.conversation();
        Instant time = conversation.stamp(realm.now());
        ObjectNode entry = MessageFrames.agentText(text, agent, realm.ids().hex(), time);
        conversation.add(entry);
        session.touch(realm.now());
        effects.broadcast(session, Envelope.message("StructuredMessage", null, entry));
    }

    void type(Session session, AgentProfile agent, Duration duration, Effects effects) {
        Conversation conversation = session.conversation();
        Instant time = conversation.stamp(realm.now());
        ObjectNode body = MessageFrames.agentTyping(duration, agent, realm.ids().hex(), time);
        effects.broadcast(session, Envelope.message("StructuredMessage", null, body));
    }

    /** Shows a presence of the service, such as a wish that the guest logs in (§2.7); history keeps it. */
    void present(Session session, String presence, Effects effects) {
        Conversation conversation = session.conversation();
        Instant time = conversation.stamp(realm.now());
        ObjectNode entry =
                MessageFrames.presence(presence, "Outbound", realm.ids().hex(), time, null);
        conversation.add(entry);
        effects.broadcast(session, Envelope.message("StructuredMessage", null, entry));
    }

    /** Ends the conversation from the agent's side (Web Messaging protocol notes §11.3.11). */
    void disconnect(Session session, AgentProfile agent, Effects effects) {
        Deployment.ConversationDisconnect mode = session.deployment().conversationDisconnect();
        if (mode == Deployment.ConversationDisconnect.OFF || session.readOnly()) {
            return;
        }
        boolean readOnly = mode == Deployment.ConversationDisconnect.READ_ONLY;
        Instant time = session.conversation().stamp(realm.now());
        ObjectNode entry =
                MessageFrames.agentPresence("Disconnect", agent, realm.ids().hex(), time);
        session.conversation().add(entry);
        if (readOnly) {
            session.makeReadOnly();
        }
        String correlationId = realm.ids().uuid().toString();
        effects.broadcast(session, MessageFrames.disconnected(entry, correlationId, readOnly));
    }
}
