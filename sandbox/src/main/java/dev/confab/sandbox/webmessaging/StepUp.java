package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A running guest session becomes that of a user (Web Messaging protocol notes §2.12, §11.3.3): the conversation goes on,
 * the guest's other connections and the user's other sessions are let go. What the user had said before in another
 * session is out of reach afterwards; whether the real service merges is not known (§13.6).
 */
final class StepUp {

    private final Realm realm;
    private final SessionLife life;

    StepUp(Realm realm, SessionLife life) {
        this.realm = realm;
        this.life = life;
    }

    void perform(Turn turn, Session session, User user) {
        Account formerAccount = realm.accounts().find(session.deployment(), user);
        List<Session> former = realm.accounts().sessions(session.deployment(), user);
        List<GuestConnection> guests = session.connections().stream()
                .filter(connection -> connection != turn.connection())
                .toList();
        Account account = new Account(session.deployment(), user, session.conversation(), realm.now());
        realm.accounts().put(account);
        realm.accounts().bind(session, account);
        life.enter(turn, session, false, !former.isEmpty());
        turn.effects().send(turn.connection(), signIn(session, user));
        for (GuestConnection guest : guests) {
            life.retire(guest, SessionFrames.connectionClosed("signedIn"), turn.effects());
        }
        for (Session other : former) {
            other.connections().forEach(connection -> life.retire(connection, turn.effects()));
            life.remove(other);
        }
        if (formerAccount != null) {
            realm.attachments().forget(formerAccount);
        }
    }

    private Envelope signIn(Session session, User user) {
        Instant time = session.conversation().stamp(realm.now());
        String messageId = realm.ids().uuid().toString();
        ObjectNode entry =
                MessageFrames.presence("SignIn", "Inbound", realm.ids().hex(), time, messageId);
        ((ObjectNode) entry.path("channel"))
                .putObject("from")
                .put("firstName", user.firstName())
                .put("lastName", user.lastName());
        session.conversation().add(entry);
        String correlationId = realm.ids().uuid().toString();
        return MessageFrames.echo(entry, session.marked(Map.of()), correlationId, null);
    }
}
