package dev.confab.sandbox.webmessaging;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions of the service: by key for guests, by id for guest JWTs. */
final class Sessions {

    private final Map<Session.Key, Session> byKey = new LinkedHashMap<>();
    private final Map<String, Session> byId = new HashMap<>();

    @Nullable
    Session find(Session.Key key) {
        return byKey.get(key);
    }

    @Nullable
    Session withId(String id) {
        return byId.get(id);
    }

    /** The sessions of a token, nearly always one. */
    List<Session> withToken(String token, Collection<Deployment> deployments) {
        return deployments.stream()
                .map(deployment -> byKey.get(new Session.Key(deployment.id(), token)))
                .filter(session -> session != null)
                .toList();
    }

    Collection<Session> all() {
        return byKey.values();
    }

    /** Adds a session, in the place of one with the same key. */
    void put(Session session) {
        Session former = byKey.put(session.key(), session);
        if (former != null) {
            byId.remove(former.id());
        }
        byId.put(session.id(), session);
    }

    void remove(Session session) {
        if (byKey.remove(session.key(), session)) {
            byId.remove(session.id());
        }
    }
}
