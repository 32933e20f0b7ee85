package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * {@code closeSession}: lets go the connections of a session, mostly to start a new chat after it (Web Messaging protocol
 * notes §2.12, §11.3.9). The answer says read-only even when the conversation is not: the SDK would otherwise believe
 * itself configured. The socket of the caller stays open for the configure that follows.
 */
final class CloseSession implements Action.InSession {

    private final SessionLife life;

    CloseSession(SessionLife life) {
        this.life = life;
    }

    @Override
    public void answer(Turn turn, Session session) {
        JsonNode all = turn.field("closeAllConnections");
        if (!all.isBoolean()) {
            turn.badRequest("closeAllConnections is missing or not a boolean");
            return;
        }
        turn.answer(SessionFrames.sessionResponse(session, turn.tracingId(), false, false, true));
        turn.connection().detach();
        if (all.booleanValue()) {
            session.connections().forEach(connection -> life.retire(connection, turn.effects()));
        }
    }
}
