package dev.confab.client.webchat;

import dev.confab.transport.Confab;
import dev.confab.transport.ConnectOptions;
import dev.confab.transport.MessagingClient;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.jvm.ClientFeed;
import dev.confab.transport.jvm.ClientFutures;
import dev.confab.transport.jvm.FeedBatch;
import dev.confab.transport.jvm.FeedSink;
import dev.confab.transport.jvm.SuspendedCalls;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.SessionState;
import dev.confab.transport.policy.ReconnectPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlinx.coroutines.flow.SharedFlow;
import kotlinx.coroutines.future.FutureKt;
import org.jspecify.annotations.Nullable;

/**
 * A chat that a {@link MessagingClient} carries: it connects, reconnects and sends, with its guarantees. What a back end says in its own words,
 * subclasses add.
 */
abstract class ClientChat implements ChatTransport, FeedSink {

    final ChatSink sink;
    private final Confab confab;
    private final MessagingClientConfig config;
    private final CompletableFuture<Boolean> offline = new CompletableFuture<>();

    private volatile @Nullable MessagingClient client;
    private volatile @Nullable ClientFutures futures;
    private volatile @Nullable ClientFeed feed;
    private volatile @Nullable CompletableFuture<Void> collecting;
    private volatile boolean established;
    private volatile boolean restoring;
    private volatile boolean closed;
    private boolean down;

    ClientChat(ChatSink sink, Confab confab, MessagingClientConfig config) {
        this.sink = sink;
        this.confab = confab;
        this.config = config;
    }

    /** Connects; a chat that is begun is not tried for again: the caller is told at once. */
    final CompletableFuture<SessionState> begin(TransportOptions options) {
        return connect(options, 1, config.getStore() != null);
    }

    /** Connects for as long as it takes. Completes with false when that takes more than one attempt. */
    final CompletableFuture<Boolean> resume(TransportOptions options, CompletableFuture<?> pastTold) {
        restoring = true;
        CompletableFuture<Boolean> restored = connect(options, Integer.MAX_VALUE, false)
                .thenCompose(state -> {
                    if (state instanceof SessionState.ReadOnly) {
                        throw over();
                    }
                    return pastTold.thenApply(told -> true);
                });
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        Futures.forget(restored.whenComplete((done, failure) -> settle(first, done, failure)));
        Futures.forget(offline.whenComplete((done, failure) -> settle(first, done, failure)));
        return first;
    }

    private void settle(CompletableFuture<Boolean> first, @Nullable Boolean done, @Nullable Throwable failure) {
        if (failure == null) {
            established = true;
            first.complete(done);
        } else {
            first.completeExceptionally(Failures.cause(failure));
        }
    }

    private static MessagingException over() {
        return new MessagingException(ErrorCode.SESSION_NOT_FOUND, "The chat has ended: begin another one.");
    }

    private CompletableFuture<SessionState> connect(TransportOptions options, int attempts, boolean startNew) {
        MessagingClient made = confab.client(options, config(attempts));
        ClientFutures calls = new ClientFutures(made);
        ClientFeed told = new ClientFeed(made, this);
        client = made;
        futures = calls;
        feed = told;
        told.start();
        prepare(made, calls);
        return calls.connect(ConnectOptions.DEFAULT.withStartNew(startNew)).thenApply(state -> {
            established = established || !restoring;
            return state;
        });
    }

    /** Before the first connect. */
    void prepare(MessagingClient client, ClientFutures futures) {}

    private MessagingClientConfig config(int attempts) {
        ReconnectPolicy asked = config.getReconnect();
        MessagingClientConfig.Builder builder = MessagingClientConfig.builder()
                .reconnect(new ReconnectPolicy(
                        asked.getBackoff(), attempts, asked.getStableAfterMillis(), asked.getOpenTimeoutMillis()))
                .rate(config.getRate())
                .outbox(config.getOutbox())
                .recovery(config.getRecovery())
                .retention(config.getRetention())
                .storePolicy(config.getStorePolicy())
                .expiry(config.getExpiry())
                .attachments(config.getAttachments())
                .eventBuffer(config.getEventBuffer());
        if (config.getStore() != null && config.getSessionId() != null) {
            builder.store(config.getStore(), config.getSessionId());
        }
        return builder.build();
    }

    /** Whether what is kept outlives a client: then a chat can be resumed by connecting again. */
    final @Nullable String storedAs() {
        return config.getStore() == null ? null : config.getSessionId();
    }

    /** Tells every event of a flow, one after the other: the flow waits until everybody has heard it. */
    final <T> void collect(SharedFlow<T> flow, Function<T, CompletableFuture<Void>> tell) {
        collecting =
                SuspendedCalls.completion(done -> flow.collect((event, next) -> await(tell.apply(event), next), done));
    }

    private static @Nullable Object await(CompletableFuture<Void> told, Continuation<? super Unit> next) {
        return FutureKt.await(told.thenApply(nothing -> Unit.INSTANCE), next);
    }

    @Override
    public final void deliver(FeedBatch batch, Runnable done) {
        List<CompletableFuture<Void>> told = new ArrayList<>();
        SessionState state = batch.getNewState();
        for (MessagingEvent event : batch.getEvents()) {
            told.add(on(event));
        }
        if (state != null) {
            told.add(on(state));
        }
        Futures.forget(CompletableFuture.allOf(told.toArray(new CompletableFuture<?>[0]))
                .whenComplete((all, failure) -> done.run()));
    }

    CompletableFuture<Void> on(MessagingEvent event) {
        if (event instanceof MessagingEvent.Error && established) {
            MessagingEvent.Error error = (MessagingEvent.Error) event;
            return sink.error(WebChatResponse.failed(new MessagingException(error.getCode(), error.getMessage())));
        }
        return nothing();
    }

    private CompletableFuture<Void> on(SessionState state) {
        if (closed) {
            return nothing();
        }
        if (state instanceof SessionState.Reconnecting) {
            return lost(((SessionState.Reconnecting) state).getAttempt());
        }
        if (state instanceof SessionState.Configured && down) {
            down = false;
            CompletableFuture<Void> before = foundAgain();
            return both(before, sink.reconnected());
        }
        if (state instanceof SessionState.ReadOnly && established) {
            return sink.ended(false);
        }
        if ((state instanceof SessionState.Error || state instanceof SessionState.Closed) && established) {
            return sink.ended(true);
        }
        return nothing();
    }

    private CompletableFuture<Void> lost(int attempt) {
        boolean first = !down;
        down = true;
        if (restoring && !established) {
            offline.complete(false);
            return nothing();
        }
        CompletableFuture<Void> before = lostFor(attempt);
        return first ? both(before, sink.disconnected(isServerReached())) : before;
    }

    /** The connection is lost, and is made anew for the given time. */
    CompletableFuture<Void> lostFor(int attempt) {
        return nothing();
    }

    CompletableFuture<Void> foundAgain() {
        return nothing();
    }

    /** Whether what failed last was answered by somebody. */
    boolean isServerReached() {
        return false;
    }

    static CompletableFuture<Void> nothing() {
        return CompletableFuture.completedFuture(null);
    }

    static CompletableFuture<Void> both(CompletableFuture<Void> one, CompletableFuture<Void> other) {
        return CompletableFuture.allOf(one, other);
    }

    final MessagingClient client() {
        MessagingClient made = client;
        if (made == null) {
            throw new MessagingException(ErrorCode.NOT_CONNECTED, "There is no chat yet.");
        }
        return made;
    }

    final ClientFutures futures() {
        ClientFutures made = futures;
        if (made == null) {
            throw new MessagingException(ErrorCode.NOT_CONNECTED, "There is no chat yet.");
        }
        return made;
    }

    @Override
    public CompletableFuture<WebChatResponse> send(String text) {
        return futures().send(new Draft(text)).thenApply(message -> WebChatResponse.proved(ClientMessages.of(message)));
    }

    @Override
    public CompletableFuture<WebChatResponse> end() {
        return futures().leaveConversation().thenApply(left -> WebChatResponse.done());
    }

    @Override
    public CompletableFuture<WebChatResponse> notice(@Nullable String text) {
        throw unsupported("A custom notice");
    }

    @Override
    public CompletableFuture<WebChatResponse> update(Map<String, String> userData) {
        throw unsupported("Changing user data");
    }

    @Override
    public CompletableFuture<List<WebChatMessage>> history(int before) {
        return CompletableFuture.completedFuture(Collections.emptyList());
    }

    @Override
    public CompletableFuture<Boolean> verify() {
        return CompletableFuture.completedFuture(client().getState().getValue() instanceof SessionState.Configured);
    }

    @Override
    public void poll() {}

    @Override
    public void allowPolling(boolean allowed) {}

    @Override
    public void resetPollExceptions() {}

    private static MessagingException unsupported(String what) {
        return new MessagingException(ErrorCode.UNSUPPORTED, what + " is not possible with this back end.");
    }

    @Override
    public CompletableFuture<Void> close() {
        closed = true;
        ClientFeed told = feed;
        if (told != null) {
            told.stop();
        }
        CompletableFuture<Void> flow = collecting;
        if (flow != null) {
            flow.cancel(false);
        }
        ClientFutures calls = futures;
        return calls == null ? nothing() : calls.close().thenApply(ended -> null);
    }
}
