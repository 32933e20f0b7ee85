package dev.confab.client.webmessaging.sdk;

import dev.confab.transport.jvm.FrameConnection;
import dev.confab.transport.model.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The frames of a session on their way out, in the order of the calls. While the session is being configured they wait, for the service orders
 * nothing (protocol notes §2.6); without a session they are refused.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails is told by the future that is looked at.
final class Outgoing {

    private static final int MAX_WAITING = 256;

    private enum Gate {
        /** There is no session. */
        SHUT,
        /** The service was asked for one. */
        WAITING,
        OPEN
    }

    private static final class Waiting {
        private final String frame;
        private final CompletableFuture<Void> sent = new CompletableFuture<>();

        Waiting(String frame) {
            this.frame = frame;
        }
    }

    private final FrameConnection connection;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Gate gate = Gate.SHUT;

    Outgoing(FrameConnection connection) {
        this.connection = connection;
    }

    synchronized CompletableFuture<Void> send(String frame) {
        switch (gate) {
            case OPEN:
                return connection.send(frame);
            case WAITING:
                if (waiting.size() >= MAX_WAITING) {
                    return failed(new WebMessagingException(
                            ErrorCode.OUTBOX_FULL,
                            MAX_WAITING
                                    + " frames wait for the session already: wait for the answer to configuring it."));
                }
                Waiting entry = new Waiting(frame);
                waiting.add(entry);
                return entry.sent;
            default:
                return failed(notConnected());
        }
    }

    /** From now on frames wait for the session. */
    synchronized void hold() {
        gate = Gate.WAITING;
    }

    /** The session stands: what waits goes out, and what comes goes after it. */
    void open() {
        List<Waiting> entries = new ArrayList<>();
        List<CompletableFuture<Void>> results = new ArrayList<>();
        synchronized (this) {
            gate = Gate.OPEN;
            for (Waiting entry : waiting) {
                // One that was cancelled is not wanted any more.
                if (!entry.sent.isDone()) {
                    entries.add(entry);
                    results.add(connection.send(entry.frame));
                }
            }
            waiting.clear();
        }
        // Outside of the lock: completing runs code of the application.
        for (int i = 0; i < entries.size(); i++) {
            CompletableFuture<Void> sent = entries.get(i).sent;
            results.get(i).whenComplete((done, failure) -> Futures.settle(sent, null, failure));
        }
    }

    /** There is no session any more, or none came about. */
    void shut(WebMessagingException failure) {
        List<Waiting> entries;
        synchronized (this) {
            gate = Gate.SHUT;
            entries = new ArrayList<>(waiting);
            waiting.clear();
        }
        entries.forEach(entry -> Futures.settle(entry.sent, null, failure));
    }

    static WebMessagingException notConnected() {
        return new WebMessagingException(
                ErrorCode.NOT_CONNECTED,
                "There is no configured session to send in: call connect and configureSession first; while a lost connection is coming back,"
                        + " send again after sessionResponse.");
    }

    private static CompletableFuture<Void> failed(WebMessagingException failure) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        future.completeExceptionally(failure);
        return future;
    }
}
