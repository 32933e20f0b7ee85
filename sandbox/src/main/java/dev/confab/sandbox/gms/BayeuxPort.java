package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Where the replies to one request go: an HTTP answer, which is given once, or a WebSocket. */
interface BayeuxPort {

    /** The kind of connection, as {@code connectionType} names it. */
    String type();

    /** Whether messages can be sent at any time. */
    boolean pushes();

    /** The cookie that the client sent, or is given with this answer; empty for none. */
    String browser();

    /** Gives the client its cookie, if it comes with this answer. */
    void giveCookie();

    void send(String session, List<ObjectNode> messages);

    /**
     * Answers with an HTTP status instead.
     *
     * @return false when the port has no such thing
     */
    boolean fail(int status, int retryAfterSeconds);

    /** Ends the TCP connection without an answer. */
    void cut();
}
