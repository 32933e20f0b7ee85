package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** {@code configureSession}: begins, resumes or renews a guest session (Web Messaging protocol notes §11.3.2). */
final class ConfigureSession implements Action {

    private final Realm realm;
    private final SessionLife life;

    ConfigureSession(Realm realm, SessionLife life) {
        this.realm = realm;
        this.life = life;
    }

    @Override
    public void answer(Turn turn) {
        Deployment deployment = deployment(turn);
        JsonNode startNew = turn.field("startNew");
        if (deployment == null) {
            return;
        }
        if (!startNew.isMissingNode() && !startNew.isNull() && !startNew.isBoolean()) {
            turn.badRequest("startNew is not a boolean");
            return;
        }
        Session.Key key = new Session.Key(deployment.id(), turn.request().token());
        Session known = realm.sessions().find(key);
        if (known != null
                && turn.exceeds(known.configureRate(), realm, "Too many configure requests for this session")) {
            return;
        }
        boolean expired = known != null && life.isOver(known, turn.effects());
        if (expired && realm.options().refuseExpiredToken()) {
            turn.refuse(ErrorCodes.SESSION_HAS_EXPIRED, "Session has expired");
            return;
        }
        if (known == null || expired) {
            enter(turn, life.begin(key, deployment, turn.effects()), true);
        } else if (startNew.asBoolean()) {
            life.startNewConversation(known);
            enter(turn, known, true);
        } else {
            enter(turn, known, false);
        }
    }

    private void enter(Turn turn, Session session, boolean newSession) {
        turn.connection().attach(session);
        turn.answer(SessionFrames.sessionResponse(session, turn.tracingId(), true, newSession, session.readOnly()));
        life.enforceConnectionLimit(session, turn.effects());
    }

    /** The deployment of the frame, which must be the one that the connection was opened for. */
    private @Nullable Deployment deployment(Turn turn) {
        String id = turn.field("deploymentId").textValue();
        Deployment deployment = realm.deployments().find(id);
        if (id == null) {
            turn.badRequest("deploymentId is missing or not a string");
        } else if (deployment == null || !deployment.active()) {
            turn.badRequest("unknown deployment");
        } else if (deployment != turn.connection().deployment()) {
            turn.badRequest("deploymentId is not the one this connection was opened with");
        } else {
            return deployment;
        }
        return null;
    }
}
