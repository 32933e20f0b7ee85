package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.identity.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A user in a deployment: all sessions of the user share one conversation and see each other's messages (Web Messaging
 * protocol notes §11.3.3). It outlives its sessions until the conversation expires.
 */
final class Account {

    private final Deployment deployment;
    private final User user;
    private final List<Session> sessions = new ArrayList<>();
    private Conversation conversation;
    private Instant expiresAt;

    Account(Deployment deployment, User user, Conversation conversation, Instant now) {
        this.deployment = deployment;
        this.user = user;
        this.conversation = conversation;
        this.expiresAt = now.plus(deployment.sessionDuration());
    }

    Deployment deployment() {
        return deployment;
    }

    User user() {
        return user;
    }

    Conversation conversation() {
        return conversation;
    }

    void startNew(Conversation next) {
        conversation = next;
    }

    /** Its sessions that live. */
    List<Session> sessions() {
        return sessions.stream().filter(session -> !session.expired()).toList();
    }

    void add(Session session) {
        sessions.removeIf(former -> former.key().equals(session.key()));
        sessions.add(session);
    }

    void remove(Session session) {
        sessions.remove(session);
    }

    List<GuestConnection> connections() {
        return sessions().stream()
                .flatMap(session -> session.connections().stream())
                .toList();
    }

    void touch(Instant now) {
        expiresAt = now.plus(deployment.sessionDuration());
    }

    Instant expiresAt() {
        return expiresAt;
    }
}
