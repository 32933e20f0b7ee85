package dev.confab.sandbox.webmessaging;

import org.jspecify.annotations.Nullable;

/** What the service knows of one open WebSocket of a guest. It belongs to no session until it is configured. */
final class GuestConnection {

    private final Deployment deployment;
    private final @Nullable String application;
    private final @Nullable String userAgent;
    private final RateWindow echoRate;
    private final RateWindow requestRate;
    private ServiceAddress address = ServiceAddress.UNKNOWN;
    private @Nullable Session session;
    private String alias = "";
    private long received;

    GuestConnection(
            Deployment deployment, @Nullable String application, @Nullable String userAgent, RateLimits limits) {
        this.deployment = deployment;
        this.application = application;
        this.userAgent = userAgent;
        this.echoRate = limits.echoes();
        this.requestRate = limits.requests();
    }

    Deployment deployment() {
        return deployment;
    }

    @Nullable
    String application() {
        return application;
    }

    @Nullable
    String userAgent() {
        return userAgent;
    }

    /** Where the guest reached the service. */
    ServiceAddress address() {
        return address;
    }

    void reachedAt(ServiceAddress reached) {
        address = reached;
    }

    RateWindow echoRate() {
        return echoRate;
    }

    RateWindow requestRate() {
        return requestRate;
    }

    @Nullable
    Session session() {
        return session;
    }

    /** The token of its session, null while there is none. */
    @Nullable
    String token() {
        return session == null ? null : session.token();
    }

    /** Joins a session. With a resume token the guest goes on by a token of its own (§13.7). */
    void attach(Session to, String alias) {
        detach();
        this.alias = alias;
        session = to;
        to.attach(this);
    }

    /** Whether a request that carries a token is one of its session. */
    boolean knows(String token) {
        return session != null && (token.equals(alias) || token.equals(session.token()));
    }

    void detach() {
        if (session != null) {
            session.detach(this);
            session = null;
        }
    }

    /** Counts one more frame of the guest. */
    long countReceived() {
        return ++received;
    }
}
