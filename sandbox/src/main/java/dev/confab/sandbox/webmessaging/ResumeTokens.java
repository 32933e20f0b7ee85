package dev.confab.sandbox.webmessaging;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code resumeToken}: gives out a bearer that lets another connection into the session without its token (Web Messaging
 * protocol notes §2.4, §13.7). How long the real one lives is not known; here it is five minutes.
 */
final class ResumeTokens implements Action.InSession {

    static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Realm realm;
    private final GuestJwt jwt = new GuestJwt(LIFETIME);

    ResumeTokens(Realm realm) {
        this.realm = realm;
    }

    @Override
    public void answer(Turn turn, Session session) {
        String deploymentId =
                turn.field("deploymentId").asText(session.deployment().id());
        if (!deploymentId.equals(session.deployment().id())) {
            turn.badRequest("deploymentId is not the one of the session");
            return;
        }
        turn.answer(
                SessionFrames.resumeToken(jwt.issue(session, realm.now()), jwt.expires(realm.now()), turn.tracingId()));
    }

    /** The session that a token resumes, null when it is forged, expired or of another deployment. */
    @Nullable
    Session find(String token, Deployment deployment) {
        String id = jwt.verify(token, realm.now());
        Session session = id == null ? null : realm.sessions().withId(id);
        return session != null && session.deployment() == deployment ? session : null;
    }
}
