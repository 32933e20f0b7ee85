package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How sessions begin, gain and lose connections, and end. */
final class SessionLife {

    /** The fourth connection of a session closes the oldest (Web Messaging protocol notes §10). */
    private static final int MAX_CONNECTIONS = 3;

    private final Realm realm;

    SessionLife(Realm realm) {
        this.realm = realm;
    }

    /** Begins a session, in the place of an expired one with the same key. */
    Session begin(Session.Key key, Deployment deployment, Effects effects) {
        Session session = new Session(
                key, realm.ids().hex(), deployment, realm.options().limits(), newConversation(), realm.now());
        Session former = realm.sessions().find(key);
        if (former != null) {
            realm.attachments().forget(former);
        }
        session.configureRate().admit(realm.now());
        realm.sessions().put(session);
        effects.add(new Effect.Later(session.expiresAt(), new Effect.Task.ExpiryDue(session)));
        return session;
    }

    /** Lets a connection into a session, and tells it so. */
    void enter(Turn turn, Session session, boolean newSession) {
        enter(turn, session, newSession, false);
    }

    /** The same, telling whether another session of the user was closed for this one. */
    void enter(Turn turn, Session session, boolean newSession, boolean clearedExisting) {
        turn.connection().attach(session, turn.request().token());
        session.demandAuthentication(false);
        Envelope answer =
                SessionFrames.sessionResponse(session, turn.tracingId(), true, newSession, session.readOnly());
        turn.answer(clearedExisting ? SessionFrames.clearedExisting(answer) : answer);
        enforceConnectionLimit(session, turn.effects());
    }

    void startNewConversation(Session session) {
        session.startNew(newConversation());
        session.touch(realm.now());
    }

    /** Lets go the oldest connections above the limit (§2.12, §11.3.2). */
    void enforceConnectionLimit(Session session, Effects effects) {
        while (session.connections().size() > MAX_CONNECTIONS) {
            retire(session.connections().get(0), effects);
        }
    }

    /** Tells a connection that it is no longer wanted, and lets it go. */
    void retire(GuestConnection connection, Effects effects) {
        retire(connection, SessionFrames.connectionClosed(), effects);
    }

    /** Tells a connection why it is no longer wanted, and lets it go. */
    void retire(GuestConnection connection, Envelope farewell, Effects effects) {
        effects.send(connection, farewell);
        effects.add(new Effect.Retire(connection));
        connection.detach();
    }

    /** Expires the session if its time has come, and tells whether it is expired. */
    boolean isOver(Session session, Effects effects) {
        if (!session.expired() && !realm.now().isBefore(session.expiresAt())) {
            expire(session, effects);
        }
        return session.expired();
    }

    /** The timer of a session fired; it may have been touched since the timer was set. */
    void expiryDue(Session session, Effects effects) {
        boolean gone = realm.sessions().withId(session.id()) != session;
        if (gone || session.expired() || isOver(session, effects)) {
            return;
        }
        effects.add(new Effect.Later(session.expiresAt(), new Effect.Task.ExpiryDue(session)));
    }

    /** Ends the session by age (§11.3.10); its connections stay, to hear so once more whenever they ask for something. */
    void expire(Session session, Effects effects) {
        if (!session.expired()) {
            session.expire();
            effects.tell(session, SessionFrames.sessionExpired());
        }
    }

    /**
     * Wipes the session (§2.12, §11.3.4): the next configure with its token begins a new one.
     *
     * @param tracingId of the guest's wish, null when it came from elsewhere
     */
    void clear(Session session, @Nullable String tracingId, Effects effects) {
        Instant time = session.conversation().stamp(realm.now());
        String messageId = realm.ids().uuid().toString();
        ObjectNode entry =
                MessageFrames.presence("Clear", "Inbound", realm.ids().hex(), time, messageId);
        String correlationId = realm.ids().uuid().toString();
        effects.broadcast(session, MessageFrames.echo(entry, session.marked(Map.of()), correlationId, tracingId));
        effects.broadcast(session, SessionFrames.sessionCleared());
        session.audience().forEach(connection -> retire(connection, effects));
        List<Session> ended = session.siblings();
        ended.forEach(this::remove);
        Account account = session.account();
        if (account != null) {
            realm.accounts().remove(account);
            realm.attachments().forget(account);
        }
    }

    /** Ends the sessions of a user who logged out: every device is told (§2.12). The conversation stays the user's. */
    void logOut(Deployment deployment, User user, Effects effects) {
        for (Session session : realm.accounts().sessions(deployment, user)) {
            session.connections().forEach(connection -> retire(connection, SessionFrames.loggedOut(), effects));
            remove(session);
            Account account = session.account();
            if (account != null) {
                account.remove(session);
            }
        }
    }

    /** Takes a session away with its files; those that a user's conversation holds stay with the user. */
    void remove(Session session) {
        realm.sessions().remove(session);
        realm.attachments().forget(session);
    }

    Conversation newConversation() {
        return new Conversation(realm.options().agents().get());
    }
}
