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
import java.util.concurrent.atomic.AtomicInteger;
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

    /** The state of a client can overtake what its back end tells in its own words: so long nothing may come before the state alone counts. */
    private static final long QUIET_MILLIS = 1_000;

    final ChatSink sink;
    private final Confab confab;
    private final MessagingClientConfig config;
    private final CompletableFuture<Boolean> offline = new CompletableFuture<>();
    private final CompletableFuture<Void> endTold = new CompletableFuture<>();

    /** Odd while something is told. */
    private final AtomicInteger tellings = new AtomicInteger();

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
        collecting = SuspendedCalls.completion(
                done -> flow.collect((event, next) -> await(telling(tell, event), next), done));
    }

    private <T> CompletableFuture<Void> telling(Function<T, CompletableFuture<Void>> tell, T event) {
        tellings.incrementAndGet();
        return Futures.calling(() -> tell.apply(event)).whenComplete((told, failure) -> tellings.incrementAndGet());
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
        boolean lost = state instanceof SessionState.Error || state instanceof SessionState.Closed;
        if ((lost || state instanceof SessionState.ReadOnly) && established) {
            return endedByState(lost);
        }
        return nothing();
    }

    private CompletableFuture<Void> endedByState(boolean lost) {
        if (collecting == null) {
            return ended(lost);
        }
        // What was said last stands in the flow, and the end behind it: whoever told the end now would cut it off.
        awaitQuiet(lost, tellings.get());
        return nothing();
    }

    private void awaitQuiet(boolean lost, int before) {
        Futures.forget(SuspendedCalls.after(QUIET_MILLIS).thenRun(() -> {
            int now = tellings.get();
            if (closed || endTold.isDone()) {
                return;
            }
            if (now == before && now % 2 == 0) {
                Futures.forget(ended(lost));
            } else {
                awaitQuiet(lost, now);
            }
        }));
    }

    /** The chat is over, and everything before that was told. */
    final CompletableFuture<Void> ended(boolean lost) {
        return sink.ended(lost).whenComplete((told, failure) -> endTold.complete(null));
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
        return Futures.map(
                futures().send(new Draft(text)), message -> WebChatResponse.proved(ClientMessages.of(message)));
    }

    /** Complete when the end was told, and so everything before it. */
    @Override
    public CompletableFuture<WebChatResponse> end() {
        return futures().leaveConversation().thenCompose(left -> endTold).thenApply(told -> WebChatResponse.done());
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
        endTold.complete(null);
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
