package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** {@code configureSession}: begins, resumes or renews a guest session (Web Messaging protocol notes §11.3.2). */
final class ConfigureSession implements Action {

    private final Realm realm;
    private final SessionLife life;
    private final ResumeTokens resumeTokens;

    ConfigureSession(Realm realm, SessionLife life, ResumeTokens resumeTokens) {
        this.realm = realm;
        this.life = life;
        this.resumeTokens = resumeTokens;
    }

    @Override
    public void answer(Turn turn) {
        ConfigureRequest request = ConfigureRequest.read(turn, realm);
        if (request == null) {
            return;
        }
        JsonNode resumeToken = turn.field("resumeToken");
        if (resumeToken.isTextual()) {
            resume(turn, request, resumeTokens.find(resumeToken.textValue(), request.deployment()));
        } else if (!resumeToken.isMissingNode() && !resumeToken.isNull()) {
            turn.badRequest("resumeToken is not a string");
        } else if (realm.accounts().ownerOf(request.key()) != null) {
            turn.refuse(
                    ErrorCodes.CANNOT_DOWNGRADE, "Cannot downgrade an authenticated session to an unauthenticated one");
        } else {
            configure(turn, request);
        }
    }

    private void configure(Turn turn, ConfigureRequest request) {
        Session known = realm.sessions().find(request.key());
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
            life.enter(turn, life.begin(request.key(), request.deployment(), turn.effects()), true);
        } else {
            if (request.startNew()) {
                life.startNewConversation(known);
            }
            life.enter(turn, known, request.startNew());
        }
    }

    /** §13.7: it is not known what a resume token does exactly; here it lets one more device into the session. */
    private void resume(Turn turn, ConfigureRequest request, @Nullable Session session) {
        if (session == null || life.isOver(session, turn.effects())) {
            turn.badRequest("resumeToken is unknown or has expired");
        } else if (!turn.exceeds(session.configureRate(), realm, "Too many configure requests for this session")) {
            if (request.startNew()) {
                life.startNewConversation(session);
            }
            life.enter(turn, session, request.startNew());
        }
    }
}
