package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/**
 * {@code disconnectCustomer}: the guest ends the conversation. The schema names the action and no more (Web Messaging
 * protocol notes §2.4, §13.7), so this is a choice: it mirrors how an agent ends it (§11.3.11), with an Inbound event that
 * is echoed to all connections, and is refused where the deployment has no Conversation Disconnect.
 */
final class DisconnectCustomer implements Action.InSession {

    private final Realm realm;

    DisconnectCustomer(Realm realm) {
        this.realm = realm;
    }

    @Override
    public void answer(Turn turn, Session session) {
        Deployment.ConversationDisconnect mode = session.deployment().conversationDisconnect();
        if (mode == Deployment.ConversationDisconnect.OFF) {
            turn.refuse(ErrorCodes.FORBIDDEN, "Conversation Disconnect is switched off by a feature toggle");
            return;
        }
        if (session.readOnly()) {
            turn.refuse(ErrorCodes.READ_ONLY, "The conversation is read-only");
            return;
        }
        Instant time = session.conversation().stamp(realm.now());
        String messageId = realm.ids().uuid().toString();
        ObjectNode entry =
                MessageFrames.presence("Disconnect", "Inbound", realm.ids().hex(), time, messageId);
        session.conversation().add(entry);
        boolean readOnly = mode == Deployment.ConversationDisconnect.READ_ONLY;
        if (readOnly) {
            session.makeReadOnly();
        }
        Map<String, String> metadata = readOnly ? Map.of("readOnly", "true") : Map.of();
        String correlationId = realm.ids().uuid().toString();
        turn.effects().broadcast(session, MessageFrames.echo(entry, metadata, correlationId, turn.tracingId()));
    }
}
