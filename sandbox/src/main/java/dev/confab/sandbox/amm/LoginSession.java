package dev.confab.sandbox.amm;

import java.time.Instant;

/** A login of a client that keeps cookies (AMM notes B.2). */
final class LoginSession {

    private final String cookie;
    private final Account account;
    private Instant lastSeen = Instant.EPOCH;
    private Instant listed = Instant.EPOCH;

    LoginSession(String cookie, Account account) {
        this.cookie = cookie;
        this.account = account;
    }

    String cookie() {
        return cookie;
    }

    Account account() {
        return account;
    }

    Instant lastSeen() {
        return lastSeen;
    }

    void seen(Instant now) {
        lastSeen = now;
    }

    /** Up to which change the client knows the list; what a long poll waits for came after it. */
    Instant listed() {
        return listed;
    }

    void listed(Instant upTo) {
        listed = upTo;
    }
}
