package dev.confab.sandbox.webmessaging;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A guest session (Web Messaging protocol notes §11.2). Lives until it is cleared, or expired and configured anew. */
final class Session {

    /** What tells sessions apart: the same token in two deployments means two sessions. */
    record Key(String deploymentId, String token) {}

    private final Key key;
    private final String id;
    private final Deployment deployment;
    private final Instant created;
    private final List<GuestConnection> connections = new ArrayList<>();
    private final RateWindow messageRate;
    private final RateWindow configureRate;
    private final RateWindow historyRate;
    private Conversation conversation;
    private Instant expiresAt;
    private Instant agentFreeAt;
    private boolean expired;
    private ServiceAddress address = ServiceAddress.UNKNOWN;
    private boolean authenticationDue;
    private @Nullable Account account;

    Session(Key key, String id, Deployment deployment, RateLimits limits, Conversation conversation, Instant now) {
        this.key = key;
        this.id = id;
        this.deployment = deployment;
        this.conversation = conversation;
        this.created = now;
        this.agentFreeAt = now;
        this.expiresAt = now.plus(deployment.sessionDuration());
        this.messageRate = limits.messages();
        this.configureRate = limits.configures();
        this.historyRate = limits.historyPages();
    }

    Key key() {
        return key;
    }

    String token() {
        return key.token();
    }

    /** An id that, unlike the token, is no secret. */
    String id() {
        return id;
    }

    Deployment deployment() {
        return deployment;
    }

    Instant created() {
        return created;
    }

    Conversation conversation() {
        return account == null ? conversation : account.conversation();
    }

    /** Ends the conversation for good and begins another. */
    void startNew(Conversation next) {
        if (account == null) {
            conversation = next;
        } else {
            account.startNew(next);
        }
    }

    /** The connections in the order in which they were attached. */
    List<GuestConnection> connections() {
        return List.copyOf(connections);
    }

    /** Who hears what is said in its conversation: its connections and, when it is a user's, those of the user's others. */
    List<GuestConnection> audience() {
        return account == null || expired ? connections() : account.connections();
    }

    /** Itself and, when it is a user's, the user's others. */
    List<Session> siblings() {
        return account == null ? List.of(this) : account.sessions();
    }

    /** The user's account, null for a guest. */
    @Nullable
    Account account() {
        return account;
    }

    void signIn(Account to) {
        account = to;
    }

    /** The live metadata of a message, which tells whether a user wrote it (§2.7). */
    Map<String, String> marked(Map<String, String> metadata) {
        if (account == null) {
            return metadata;
        }
        Map<String, String> marked = new LinkedHashMap<>(metadata);
        marked.put("authenticated", "true");
        return marked;
    }

    /** Whether the guest must authenticate anew before anything else is done. */
    boolean authenticationDue() {
        return authenticationDue;
    }

    void demandAuthentication(boolean due) {
        authenticationDue = due;
    }

    void attach(GuestConnection connection) {
        address = connection.address();
        if (!connections.contains(connection)) {
            connections.add(connection);
        }
    }

    /** Where its guest reached the service last; addresses that are given to it begin so. */
    ServiceAddress address() {
        return address;
    }

    void detach(GuestConnection connection) {
        connections.remove(connection);
    }

    /** A message went through: the session lives its full duration from now (§11.3.10). */
    void touch(Instant now) {
        siblings().forEach(sibling -> sibling.expiresAt = now.plus(deployment.sessionDuration()));
        if (account != null) {
            account.touch(now);
        }
    }

    Instant expiresAt() {
        return expiresAt;
    }

    boolean expired() {
        return expired;
    }

    void expire() {
        expired = true;
    }

    boolean readOnly() {
        return conversation().readOnly();
    }

    void makeReadOnly() {
        conversation().makeReadOnly();
    }

    RateWindow messageRate() {
        return messageRate;
    }

    RateWindow configureRate() {
        return configureRate;
    }

    RateWindow historyRate() {
        return historyRate;
    }

    /** Books the agent for one more thing and tells when it will have done it: one after the other, in order. */
    Instant bookAgent(Instant from, Duration effort) {
        Instant start = agentFreeAt.isAfter(from) ? agentFreeAt : from;
        agentFreeAt = start.plus(effort);
        return agentFreeAt;
    }
}
