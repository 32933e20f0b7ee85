package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.identity.Logins.Bearer;
import dev.confab.sandbox.identity.User;

/**
 * {@code configureAuthenticatedSession}: a user begins or resumes a session, or a guest becomes a user (Web Messaging
 * protocol notes §2.4, §11.3.3). A token that belongs to one user is refused to another.
 */
final class ConfigureAuthenticated implements Action {

    private static final String FAILED = "Session authentication failed: ";

    private final Realm realm;
    private final SessionLife life;
    private final StepUp stepUp;

    ConfigureAuthenticated(Realm realm, SessionLife life) {
        this.realm = realm;
        this.life = life;
        this.stepUp = new StepUp(realm, life);
    }

    @Override
    public void answer(Turn turn) {
        ConfigureRequest request = ConfigureRequest.read(turn, realm);
        JsonNode code = turn.field("data").path("code");
        if (request == null) {
            return;
        }
        if (!code.isTextual()) {
            turn.badRequest("data.code is missing or not a string");
            return;
        }
        if (!request.deployment().authentication()) {
            turn.refuse(ErrorCodes.FORBIDDEN, FAILED + "authentication is switched off for this deployment");
            return;
        }
        Bearer bearer = realm.logins().check(code.textValue(), realm.now());
        if (bearer instanceof Bearer.Expired) {
            refuse(turn, realm.options().identity().expiredJwtCode(), "the JWT has expired");
        } else if (bearer instanceof Bearer.Good good
                && good.login().deploymentId().equals(request.deployment().id())) {
            enter(turn, request, good.login().user());
        } else {
            refuse(turn, realm.options().identity().badJwtCode(), "the JWT is not valid");
        }
    }

    private static void refuse(Turn turn, int code, String reason) {
        turn.refuse(code, code == ErrorCodes.FORBIDDEN ? FAILED + reason : "Unauthorized: " + reason);
    }

    private void enter(Turn turn, ConfigureRequest request, User user) {
        User owner = realm.accounts().ownerOf(request.key());
        Session known = realm.sessions().find(request.key());
        if (owner != null && !owner.equals(user)) {
            turn.refuse(ErrorCodes.FORBIDDEN, FAILED + "the token belongs to another user");
            return;
        }
        if (known != null
                && turn.exceeds(known.configureRate(), realm, "Too many configure requests for this session")) {
            return;
        }
        boolean expired = known != null && life.isOver(known, turn.effects());
        if (expired && realm.options().refuseExpiredToken()) {
            turn.refuse(ErrorCodes.SESSION_HAS_EXPIRED, "Session has expired");
        } else if (known == null || expired) {
            join(turn, request, user);
        } else if (known.account() != null) {
            resume(turn, request, known, false);
        } else if (request.deployment().sessionUpgrade()) {
            stepUp.perform(turn, known, user);
        } else {
            turn.refuse(ErrorCodes.FORBIDDEN, FAILED + "guests cannot become users in this deployment");
        }
    }

    /** One more session of a user, in the conversation that the user has, if any. */
    private void join(Turn turn, ConfigureRequest request, User user) {
        Session session = life.begin(request.key(), request.deployment(), turn.effects());
        Account account = realm.accounts().find(request.deployment(), user);
        boolean fresh = account == null || !realm.now().isBefore(account.expiresAt());
        if (account == null) {
            account = new Account(request.deployment(), user, life.newConversation(), realm.now());
            realm.accounts().put(account);
        } else if (fresh) {
            account.startNew(life.newConversation());
            realm.attachments().forget(account);
        }
        realm.accounts().bind(session, account);
        session.touch(realm.now());
        resume(turn, request, session, fresh);
    }

    private void resume(Turn turn, ConfigureRequest request, Session session, boolean fresh) {
        if (request.startNew() && !fresh) {
            life.startNewConversation(session);
        }
        life.enter(turn, session, fresh || request.startNew());
    }
}
