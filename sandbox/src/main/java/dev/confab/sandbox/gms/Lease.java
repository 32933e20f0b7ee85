package dev.confab.sandbox.gms;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which Chat Server keeps a chat, under which alias the guest knows it, and when the guest was last heard of. */
final class Lease {

    /** How long the former alias is good once the new one was told: an answer may be lost. Then the newest counts (§1.2). */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private ChatServer server;
    private @Nullable String formerAlias;
    private @Nullable Instant told;
    private Instant lastContact;
    private int watchers;
    private boolean background;

    Lease(ChatServer server, Instant now) {
        this.server = server;
        lastContact = now;
    }

    ChatServer server() {
        return server;
    }

    /** Another Chat Server takes over (§1.2). */
    void moveTo(ChatServer other) {
        formerAlias = server.alias();
        told = null;
        server = other;
    }

    /** Whether the guest may name the Chat Server so. */
    boolean knows(String alias, Instant now) {
        if (alias.equals(server.alias())) {
            formerAlias = null;
            return true;
        }
        return alias.equals(formerAlias) && (told == null || now.isBefore(told.plus(GRACE)));
    }

    /** The alias stands in an answer. */
    void told(Instant now) {
        if (formerAlias != null && told == null) {
            told = now;
        }
    }

    void contact(Instant now) {
        lastContact = now;
    }

    /** A CometD client of the guest takes what happens, or does so no more. */
    void watch(int change, Instant now) {
        watchers += change;
        lastContact = now;
        background &= watchers == 0;
    }

    /** The guest's device takes pushes instead (§2.5). */
    void sleep() {
        background = true;
    }

    boolean asleep() {
        return background;
    }

    /** When the guest is to be removed for its silence, null while somebody listens. */
    @Nullable
    Instant silentAt(Duration patience) {
        return watchers > 0 || background ? null : lastContact.plus(patience);
    }
}
