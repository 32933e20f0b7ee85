package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** What a guest does besides speaking: typing, joining, clearing, answering offers (Web Messaging protocol notes §11.3.4). */
final class GuestEvents {

    private final Realm realm;
    private final SessionLife life;
    private final AgentSide agents;

    GuestEvents(Realm realm, SessionLife life, AgentSide agents) {
        this.realm = realm;
        this.life = life;
        this.agents = agents;
    }

    void take(Turn turn, Session session, GuestMessage.Done done) {
        for (GuestEvent event : done.events()) {
            switch (event.kind()) {
                case TYPING -> typing(turn, session);
                case JOIN -> join(turn, session, done.attributes());
                case OFFER_ANSWERED -> answer(turn, session, event.json());
                case CLEAR -> {
                    clear(turn, session);
                    return;
                }
            }
        }
    }

    /** Told to the agent, not echoed, not kept. */
    private void typing(Turn turn, Session session) {
        if (!session.deployment().typing()) {
            turn.refuse(ErrorCodes.FORBIDDEN, "Typing events are switched off by a feature toggle");
            return;
        }
        agents.schedule(session, session.conversation().agent().noticedTyping(), turn.effects());
    }

    /** Echoed to all connections; without the echo auto-start never completes for a client (§2.7). */
    private void join(Turn turn, Session session, CustomAttributes attributes) {
        if (!session.deployment().autoStart()) {
            turn.refuse(ErrorCodes.FORBIDDEN, "Presence events Conversation Join are not supported");
            return;
        }
        Conversation conversation = session.conversation();
        Instant time = conversation.stamp(realm.now());
        String messageId = realm.ids().uuid().toString();
        ObjectNode entry = MessageFrames.presence("Join", "Inbound", realm.ids().hex(), time, messageId);
        conversation.add(entry);
        session.touch(realm.now());
        String correlationId = realm.ids().uuid().toString();
        Envelope echo = MessageFrames.echo(entry, session.marked(Map.of()), correlationId, turn.tracingId());
        turn.effects().broadcast(session, MessageFrames.attributed(echo, attributes), realm.echoDue());
        if (conversation.join()) {
            agents.schedule(session, conversation.agent().joined(), turn.effects());
        }
    }

    /** Echoed and kept, as all events but typing are (§2.7, §11.3.13); the answer means something to agents only. */
    private void answer(Turn turn, Session session, ObjectNode event) {
        Conversation conversation = session.conversation();
        Instant time = conversation.stamp(realm.now());
        String messageId = realm.ids().uuid().toString();
        ObjectNode entry = MessageFrames.event(event, "Inbound", realm.ids().hex(), time, messageId);
        conversation.add(entry);
        session.touch(realm.now());
        String correlationId = realm.ids().uuid().toString();
        Envelope echo = MessageFrames.echo(entry, session.marked(Map.of()), correlationId, turn.tracingId());
        turn.effects().broadcast(session, echo, realm.echoDue());
    }

    private void clear(Turn turn, Session session) {
        if (session.deployment().conversationClear()) {
            life.clear(session, turn.tracingId(), turn.effects());
        } else {
            turn.refuse(ErrorCodes.FORBIDDEN, "Presence events Conversation Clear are not supported");
        }
    }
}
