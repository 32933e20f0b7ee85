package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.client.webmessaging.sdk.model.JsonModel;
import dev.confab.client.webmessaging.sdk.model.MessageDataType;
import dev.confab.transport.Confab;
import dev.confab.transport.backend.CloseReason;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.backend.webmessaging.WebMessagingSocket;
import dev.confab.transport.jvm.FrameConnection;
import dev.confab.transport.jvm.FrameSink;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.policy.ReconnectPolicy;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The session on a connection: configures it, configures it again with the same token on each connection that comes back, and keeps frames
 * until it stands.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails is told by the future that is looked at.
final class ClientSession implements FrameSink {

    private static final long ANSWER_MILLIS = 15_000;
    private static final int CLOSED_NORMALLY = 1000;
    private static final int CLOSED_FOR_POLICY = 1008;

    /** Of the range for applications (RFC 6455 §7.4.2). */
    private static final CloseReason NO_ANSWER = new CloseReason(4408, "no answer");

    private final Confab confab;
    private final SessionListeners listeners;
    private final FrameConnection connection;
    private final Outgoing outgoing;
    private final Answers answers = new Answers();

    private volatile @Nullable SessionSetup asked;
    private volatile @Nullable SessionSetup standing;
    private volatile @Nullable String configuring;
    private volatile boolean cameBack;
    private volatile boolean over;
    private volatile boolean closed;

    ClientSession(Confab confab, SessionListeners listeners, ReconnectPolicy policy) {
        this.confab = confab;
        this.listeners = listeners;
        this.connection = new FrameConnection(confab, policy, this);
        this.outgoing = new Outgoing(connection);
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** The token of the session that was asked for last; null without one. */
    @Nullable
    String token() {
        SessionSetup setup = asked;
        return setup == null ? null : setup.token();
    }

    CompletableFuture<Void> connect(WebMessagingOptions options, long timeoutMillis) {
        if (closed) {
            return Futures.failed(WebMessagingException.closed());
        }
        String target = "deployment " + options.getDeploymentId() + " with origin " + options.getOrigin();
        return connection.open(
                target, timeoutMillis, done -> WebMessagingSocket.open(options, confab.getHttpClient(), done));
    }

    /**
     * The token for configuring without one: a connection that came back by itself goes on with its session, which an application may want to
     * configure once more in {@code webSocketConnected}; otherwise a new one.
     */
    synchronized String tokenFor(String deploymentId) {
        SessionSetup setup = configuring == null ? standing : asked;
        boolean goesOn = cameBack && setup != null && setup.deploymentId().equals(deploymentId);
        return goesOn && setup != null ? setup.token() : newId();
    }

    /** Complete when the frame is on its way. */
    CompletableFuture<String> configure(SessionSetup setup, String tracingId, @Nullable Boolean startNew) {
        CompletableFuture<Void> sent;
        synchronized (this) {
            if (closed) {
                return Futures.failed(WebMessagingException.closed());
            }
            if (!connection.isOpen()) {
                return Futures.failed(new WebMessagingException(
                        ErrorCode.NOT_CONNECTED,
                        "There is no connection to configure a session on: call connect first."));
            }
            asked = setup;
            configuring = tracingId;
            over = false;
            outgoing.hold();
            sent = connection.send(Frames.configure(setup, tracingId, startNew));
        }
        sent.whenComplete((done, failure) -> {
            if (failure != null) {
                refused(tracingId, WebMessagingException.of(failure), false);
            }
        });
        answers.expect(tracingId, "the configuring of the session", ANSWER_MILLIS)
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        // A refusal of the service was noted when it arrived; what is left may go well on the next
                        // connection.
                        refused(tracingId, WebMessagingException.of(failure), false);
                    }
                });
        return Futures.then(sent, done -> tracingId);
    }

    /** Sends a frame that {@code encode} makes with the session's token. The result is the tracing id, when it is on its way. */
    CompletableFuture<String> send(String tracingId, UnaryOperator<String> encode) {
        SessionSetup setup = asked;
        if (setup == null) {
            return Futures.failed(noSession());
        }
        return Futures.then(outgoing.send(encode.apply(setup.token())), done -> tracingId);
    }

    /** Sends a frame that needs no session. */
    CompletableFuture<String> sendAtOnce(String tracingId, String frame) {
        return closed
                ? Futures.failed(WebMessagingException.closed())
                : Futures.then(connection.send(frame), done -> tracingId);
    }

    /** Sends a frame and waits for its answer. */
    CompletableFuture<BaseMessage> ask(String tracingId, String what, long millis, UnaryOperator<String> encode) {
        CompletableFuture<BaseMessage> answer = answers.expect(tracingId, what, millis);
        send(tracingId, encode).whenComplete((sent, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    CompletableFuture<Void> disconnect(CloseReason reason) {
        return Futures.typed(connection.disconnect(reason));
    }

    CompletableFuture<Void> close(CloseReason reason) {
        closed = true;
        return connection.close(reason).whenComplete((done, failure) -> end());
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    @Override
    public CompletionStage<?> onOpened(boolean again) {
        // Also one whose answer the loss took away: an application that has asked for it does not ask twice.
        SessionSetup setup = asked;
        cameBack = again;
        if (!again) {
            over = false;
            end();
        } else if (setup != null) {
            configureAgain(setup);
        }
        return listeners.tell(SessionListener::webSocketConnected);
    }

    @Override
    public CompletionStage<?> onFrame(String text) {
        BaseMessage message;
        try {
            message = JsonModel.read(text, BaseMessage.class);
        } catch (MessagingException unreadable) {
            String reason = "A frame is left to unexpectedMessage. " + unreadable.getMessage();
            return CompletableFuture.allOf(
                    listeners.tell(listener -> listener.webSocketError(reason)),
                    listeners.tell(text, new BaseMessage()));
        }
        note(message);
        return listeners.tell(text, message);
    }

    @Override
    public boolean mayReturn(int code) {
        return !over && code != CLOSED_NORMALLY && code != CLOSED_FOR_POLICY;
    }

    @Override
    public CompletionStage<?> onClosed(int code, String reason, boolean returns) {
        if (returns) {
            leave();
        } else {
            end();
        }
        return listeners.tell(listener -> listener.webSocketDisconnected(code, reason));
    }

    @Override
    public CompletionStage<?> onFailure(MessagingException failure) {
        String reason = String.valueOf(failure.getMessage());
        return listeners.tell(listener -> listener.webSocketError(reason));
    }

    private synchronized void end() {
        asked = null;
        standing = null;
        leave();
    }

    /** Nothing is on its way any more. */
    private synchronized void leave() {
        configuring = null;
        outgoing.shut(noSession());
        answers.fail(noSession());
    }

    private WebMessagingException noSession() {
        return closed ? WebMessagingException.closed() : Outgoing.notConnected();
    }

    /** Without {@code startNew}: the conversation is to go on. */
    private void configureAgain(SessionSetup setup) {
        String tracingId = newId();
        configure(setup, tracingId, null);
        answers.onTimeout(tracingId, () -> connection.renew(NO_ANSWER));
    }

    /** What a frame means for the session itself. Nothing of the application's runs under the lock: futures complete elsewhere. */
    private synchronized void note(BaseMessage message) {
        MessageDataType type = message.getPropertyClass();
        String pending = configuring;
        if (pending != null && message.getTracingId() == null && isAnswerToConfiguring(message, type)) {
            message.setTracingId(pending);
        }
        if (type == MessageDataType.SESSIONRESPONSE && pending != null && pending.equals(message.getTracingId())) {
            standing = asked;
            configuring = null;
            outgoing.open();
        }
        WebMessagingException refusal = Refusals.of(message);
        String answered = message.getTracingId();
        if (refusal != null && answered != null) {
            refused(answered, refusal, !refusal.getCode().isRetryable());
        }
        // Coming back would take the place of another connection of the session, or end in the same way again.
        if (type == MessageDataType.CONNECTIONCLOSEDEVENT
                || type == MessageDataType.SESSIONEXPIREDEVENT
                || type == MessageDataType.LOGOUTEVENT) {
            over = true;
        }
        if (type == MessageDataType.SESSIONEXPIREDEVENT || type == MessageDataType.LOGOUTEVENT) {
            // Configuring without a token is to begin a session, not to find this one.
            standing = null;
        }
        answers.offer(message);
    }

    /** Answers without an id are those of the session, as long as it is all that was asked for. */
    private static boolean isAnswerToConfiguring(BaseMessage message, @Nullable MessageDataType type) {
        return type == MessageDataType.SESSIONRESPONSE || Refusals.of(message) != null;
    }

    private synchronized void refused(String tracingId, WebMessagingException failure, boolean forGood) {
        if (!tracingId.equals(configuring)) {
            return;
        }
        configuring = null;
        if (forGood) {
            SessionSetup setup = asked;
            SessionSetup before = standing;
            boolean isSame = setup != null && before != null && before.token().equals(setup.token());
            // What is refused now is refused on the next connection, too; another session that stood before may still
            // be there.
            standing = isSame ? null : before;
            asked = standing;
        }
        outgoing.shut(failure);
    }
}
