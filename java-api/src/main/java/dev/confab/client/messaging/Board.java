package dev.confab.client.messaging;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.MessagingListener;
import dev.confab.client.Subscription;
import dev.confab.transport.backend.ServiceFeatures;
import dev.confab.transport.backend.amm.AmmFeatures;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.CapabilityStatus;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.SessionState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The live objects of one service, and what they are made of: the values of the client, and what was begun here and is not in them.
 *
 * <p>There is one way in: {@link #refresh} takes the newest values of the client, under the lock, so that no thread ever goes back to older ones.
 * It runs whenever the client tells a change, and before a wish is reported as done, so that its effect can be seen by then.
 */
final class Board implements MessagingListener {

    private final AsyncMessagingClient client;
    private final Executor executor;
    private final Watches watches = new Watches();

    // All guarded by this.
    private final Map<ConversationId, Conversation> known = new HashMap<>();
    private final List<Conversation> begun = new ArrayList<>();
    private List<dev.confab.transport.model.Conversation> seen = Collections.emptyList();

    private volatile Content<Conversation> active = Content.empty();
    private volatile List<Conversation> drafts = Collections.emptyList();
    private volatile Availability availability = new Availability(false);
    private volatile boolean closed;
    private @Nullable Subscription listening;

    Board(AsyncMessagingClient client, Executor executor) {
        this.client = client;
        this.executor = executor;
    }

    /** Begins to listen; called once. */
    void open() {
        listening = client.addListener(this, CallbackThreads.getExecutor());
        refresh();
    }

    AsyncMessagingClient client() {
        return client;
    }

    /** What the service told of its user at the last connection; null until then, and at a service that is not Avaya's. */
    @Nullable
    AmmFeatures features() {
        ServiceFeatures told = client.serviceFeatures();
        return told instanceof AmmFeatures ? (AmmFeatures) told : null;
    }

    /** How much the service takes, as far as it has told. */
    MessagingLimits limits() {
        return new MessagingLimits(client.limits());
    }

    /** Of callbacks that bring none. */
    Executor executor() {
        return executor;
    }

    Watches watches() {
        return watches;
    }

    boolean isClosed() {
        return closed;
    }

    Content<Conversation> active() {
        return active;
    }

    List<Conversation> drafts() {
        return drafts;
    }

    /** Whether there is a connection, and the service has told over it which conversations there are. */
    boolean isAvailable() {
        return !closed
                && client.state() instanceof SessionState.Configured
                && client.capability(Capability.RETRIEVE_CONVERSATIONS).getAllowed();
    }

    /** What was seen of that; another value after each change. */
    Availability availability() {
        return availability;
    }

    /** Equal only to itself: who was busy while the service came and went finds another one, and is told where it stands. */
    static final class Availability {
        final boolean available;

        private Availability(boolean available) {
            this.available = available;
        }
    }

    /** What the session as a whole allows: with a connection, what is denied is not offered. */
    Allowance allowance(Capability capability) {
        CapabilityStatus status = client.capability(capability);
        if (status.getAllowed()) {
            return Allowance.ALLOWED;
        }
        return isAvailable() ? Allowance.notSupported(status.getReason()) : Allowance.notNow(status.getReason());
    }

    /** Changes something that is not the client's, and tells it. */
    void change(Runnable change) {
        synchronized (this) {
            change.run();
            collect();
        }
        watches.look();
    }

    /** Takes what the client has now, and tells what is new of it. */
    void refresh() {
        synchronized (this) {
            boolean available = isAvailable();
            if (available != availability.available) {
                availability = new Availability(available);
            }
            List<dev.confab.transport.model.Conversation> now = client.conversations();
            if (now != seen) {
                seen = now;
                take(now);
                collect();
            }
        }
        watches.look();
    }

    /** The outcome of a wish; what it brought about is here when it completes. */
    <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> after(
            CompletableFuture<T> wish, Function<? super T, ? extends R> outcome) {
        CompletableFuture<R> result = new CompletableFuture<>();
        Outcomes.forget(wish.handle((value, failure) -> {
            try {
                refresh();
                if (failure == null) {
                    result.complete(outcome.apply(value));
                } else {
                    result.completeExceptionally(Outcomes.cause(failure));
                }
            } catch (RuntimeException | Error thrown) {
                result.completeExceptionally(failure == null ? thrown : Outcomes.cause(failure));
            }
            return null;
        }));
        return result;
    }

    /** A conversation that was begun here; the client is still to be told. */
    void begin(Conversation conversation) {
        change(() -> begun.add(conversation));
    }

    /** The client has a conversation that was begun here. */
    void bound(Conversation conversation, dev.confab.transport.model.Conversation value) {
        change(() -> {
            begun.remove(conversation);
            known.put(value.getId(), conversation);
            conversation.accept(value);
            // With those that were left aside meanwhile. Not what was seen last: this one may not be in it.
            seen = client.conversations();
            take(seen);
        });
    }

    /** A conversation that was begun here is not wanted, or the client would not have it. */
    void forget(Conversation conversation) {
        change(() -> begun.remove(conversation));
    }

    /** The live object of a value that a search found: that of the list, where it is there. */
    synchronized Conversation found(dev.confab.transport.model.Conversation value) {
        Conversation there = known.get(value.getId());
        return there == null ? Conversation.of(this, value) : there;
    }

    private void take(List<dev.confab.transport.model.Conversation> now) {
        Map<ConversationId, Conversation> missing = new HashMap<>(known);
        for (dev.confab.transport.model.Conversation value : now) {
            Conversation conversation = missing.remove(value.getId());
            if (conversation != null) {
                conversation.accept(value);
            } else if (begun.isEmpty() || !ConversationView.statusOf(value).isDraft()) {
                known.put(value.getId(), Conversation.of(this, value));
            }
            // Else it may be one of those that were begun here; that is known when the client has answered.
        }
        missing.forEach((id, conversation) -> {
            known.remove(id);
            conversation.removed();
        });
    }

    private void collect() {
        Content.Builder<Conversation> published = new Content.Builder<>();
        List<Conversation> unpublished = new ArrayList<>(begun);
        for (dev.confab.transport.model.Conversation value : seen) {
            Conversation conversation = known.get(value.getId());
            if (conversation == null) {
                continue;
            }
            if (conversation.getStatus().isDraft()) {
                unpublished.add(conversation);
            } else {
                published.add(conversation, value);
            }
        }
        active = published.build();
        drafts = Collections.unmodifiableList(unpublished);
    }

    /** Tells nobody anything any more. */
    void close() {
        closed = true;
        watches.end();
        if (listening != null) {
            listening.close();
        }
    }

    @Override
    public void onStateChanged(SessionState oldState, SessionState newState) {
        refresh();
    }

    @Override
    public void onConversationsChanged(List<dev.confab.transport.model.Conversation> conversations) {
        refresh();
    }

    @Override
    public void onCapabilitiesChanged(Map<Capability, CapabilityStatus> capabilities) {
        refresh();
    }
}
