package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.identity.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts of the service, and which session tokens belong to whom: a token once bound to a user stays so (§3.9). */
final class Accounts {

    private record Key(String deploymentId, String userId) {}

    private final Map<Key, Account> byUser = new HashMap<>();
    private final Map<Session.Key, User> owners = new HashMap<>();

    @Nullable
    Account find(Deployment deployment, User user) {
        return byUser.get(new Key(deployment.id(), user.id()));
    }

    void put(Account account) {
        byUser.put(new Key(account.deployment().id(), account.user().id()), account);
    }

    void remove(Account account) {
        byUser.remove(new Key(account.deployment().id(), account.user().id()), account);
    }

    /** The user that a session token is bound to, null for a guest's. */
    @Nullable
    User ownerOf(Session.Key key) {
        return owners.get(key);
    }

    /** Makes a session one of an account, and its token the user's for good. */
    void bind(Session session, Account account) {
        owners.put(session.key(), account.user());
        session.signIn(account);
        account.add(session);
    }

    /** The live sessions of a user in a deployment. */
    List<Session> sessions(Deployment deployment, User user) {
        Account account = find(deployment, user);
        return account == null ? List.of() : new ArrayList<>(account.sessions());
    }
}
