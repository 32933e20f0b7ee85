package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A CometD client between its handshake and its end, with what waits for it (Engage chat protocol notes §2.2). */
final class BayeuxClient {

    /** A connect that is not answered yet. At most one of a client is. */
    private record Held(long number, BayeuxPort port, List<ObjectNode> before, ObjectNode reply) {}

    private final String id;
    private final String browser;
    private final Set<String> channels = new TreeSet<>();
    private final List<ObjectNode> queue = new ArrayList<>();
    private @Nullable Held held;
    private @Nullable BayeuxPort socket;
    private String session = "";
    private Instant lastContact;
    private boolean gone;
    private long connects;

    BayeuxClient(String id, String browser, Instant now) {
        this.id = id;
        this.browser = browser;
        lastContact = now;
    }

    String id() {
        return id;
    }

    /** The cookie that it must bring over HTTP. */
    String browser() {
        return browser;
    }

    Set<String> channels() {
        return channels;
    }

    /** The chat it has most to do with, empty while there is none. */
    String session() {
        return session;
    }

    void belongsTo(Chat chat) {
        session = chat.id();
    }

    void contact(Instant now) {
        lastContact = now;
    }

    /** When it is forgotten, unless it connects; null while a connect is held. */
    @Nullable
    Instant silentSince() {
        return held == null ? lastContact : null;
    }

    boolean gone() {
        return gone;
    }

    void leave() {
        gone = true;
    }

    boolean hasMail() {
        return !queue.isEmpty();
    }

    /** A WebSocket over which it can be told things at any time. */
    void reachableBy(BayeuxPort port) {
        if (port.pushes()) {
            socket = port;
        }
    }

    /** Tells it something: at once over a WebSocket, with the held connect, or with the next one. */
    void deliver(ObjectNode event, Instant now) {
        queue.add(event);
        if (socket != null) {
            socket.send(session, drain());
        } else if (held != null) {
            release(now);
        }
    }

    /**
     * Holds a connect; what came before it in its request is answered together with it, unless it was already.
     *
     * @return its number
     */
    long hold(BayeuxPort port, List<ObjectNode> before, ObjectNode reply) {
        held = new Held(++connects, port, List.copyOf(before), reply);
        return connects;
    }

    /** Whether the connect of that number still waits. */
    boolean holds(long number) {
        return held != null && held.number() == number;
    }

    /** Answers the held connect. */
    void release(Instant now) {
        Held waiting = held;
        if (waiting != null) {
            held = null;
            lastContact = now;
            List<ObjectNode> messages = new ArrayList<>(waiting.before());
            messages.addAll(drain());
            messages.add(waiting.reply());
            waiting.port().send(session, messages);
        }
    }

    /** The held connect tells something else than that all is well. */
    void advise(ObjectNode advice) {
        if (held != null) {
            held.reply().set("advice", advice);
        }
    }

    /** A connection is gone, and with it what was held on it. */
    void lost(BayeuxPort port, Instant now) {
        if (port.equals(socket)) {
            socket = null;
        }
        if (held != null && held.port().equals(port)) {
            held = null;
            lastContact = now;
        }
    }

    /** Ends the connection of the held connect, for a fault; what waits goes on waiting. */
    void cutHeld(Instant now) {
        Held waiting = held;
        if (waiting != null) {
            lost(waiting.port(), now);
            waiting.port().cut();
        }
    }

    /** Ends all its connections. */
    int cut(Instant now) {
        int count = (held == null ? 0 : 1) + (socket != null && (held == null || !socket.equals(held.port())) ? 1 : 0);
        BayeuxPort line = socket;
        cutHeld(now);
        if (line != null) {
            lost(line, now);
            line.cut();
        }
        return count;
    }

    List<ObjectNode> drain() {
        List<ObjectNode> mail = List.copyOf(queue);
        queue.clear();
        return mail;
    }
}
