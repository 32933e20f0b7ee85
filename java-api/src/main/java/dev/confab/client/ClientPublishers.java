package dev.confab.client;

import dev.confab.transport.MessagingClient;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.jvm.FlowPull;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.CapabilityStatus;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.CustomAttributes;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.SessionState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * What a session tells, as {@link Flow.Publisher}s with back-pressure, for Reactor, RxJava, Mutiny and the like. A class of
 * its own, because Android has {@code Flow} only from API level 30 on: an app there uses {@link MessagingListener}.
 *
 * <p><b>Values</b> (all but {@link #events}): a subscriber gets the value as it is, and then the newest whenever it has
 * changed and there is demand; what was in between is left out. A slow subscriber costs nothing.
 *
 * <p><b>Events</b>: a subscriber gets every event since it subscribed, once and in order, as it asks for them. When about
 * 300 wait for it, the client reads no more from the service until it asks: nothing is dropped.
 *
 * <p>Any number may subscribe, each with a demand of its own. {@code onSubscribe} is called by the thread that subscribes;
 * everything else by the executor, one call at a time. When the client is closed by {@link AsyncMessagingClient#close},
 * subscribers get what is left, if they ask for it within a second, and {@code onComplete}; {@code onError} with {@link
 * ErrorCode#CLIENT_CLOSED} tells that events were left. Who subscribes to a closed client gets that error, too. A
 * subscriber that throws is not called again; what it threw goes to the handler of uncaught exceptions.
 */
@NotOnAndroid
public final class ClientPublishers {

    private final AsyncMessagingClient client;
    private final Executor executor;

    private ClientPublishers(AsyncMessagingClient client, Executor executor) {
        this.client = client;
        this.executor = executor;
    }

    /**
     * Gives the publishers of a client, whose subscribers are called on the threads on which futures complete.
     *
     * @param client the client
     * @return its publishers
     */
    public static ClientPublishers of(AsyncMessagingClient client) {
        return of(client, CallbackThreads.getExecutor());
    }

    /**
     * Gives the publishers of a client.
     *
     * @param client the client
     * @param executor calls the subscribers, in tasks of up to 64 values; may have one thread or many, or run them where they
     *     are handed over. When it refuses a task, the subscriber gets that as {@code onError} on a thread of the library.
     * @return its publishers
     */
    public static ClientPublishers of(AsyncMessagingClient client, Executor executor) {
        return new ClientPublishers(
                Objects.requireNonNull(client, "client"), Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Publishes where the session stands.
     *
     * @return the state now, then the newest
     */
    public Flow.Publisher<SessionState> states() {
        MessagingClient source = client.messagingClient();
        return publisher(() -> FlowPull.newest(source.getState()));
    }

    /**
     * Publishes what was said.
     *
     * @return the main conversation now, then the newest
     */
    public Flow.Publisher<Conversation> conversations() {
        MessagingClient source = client.messagingClient();
        return publisher(() -> FlowPull.newest(source.getConversation()));
    }

    /**
     * Publishes all conversations of the session.
     *
     * @return them as they are now, then the newest
     */
    public Flow.Publisher<List<Conversation>> allConversations() {
        MessagingClient source = client.messagingClient();
        return publisher(() -> FlowPull.newest(source.getConversations()));
    }

    /**
     * Publishes what the guest has typed and not sent.
     *
     * @return the draft now, then the newest
     */
    public Flow.Publisher<Draft> drafts() {
        MessagingClient source = client.messagingClient();
        return publisher(() -> FlowPull.newest(source.getDraft()));
    }

    /**
     * Publishes what can be done.
     *
     * @return one entry for every capability, as it is now, then the newest
     */
    public Flow.Publisher<Map<Capability, CapabilityStatus>> capabilities() {
        MessagingClient source = client.messagingClient();
        return publisher(() -> FlowPull.newest(source.getCapabilities()));
    }

    /**
     * Publishes the facts about the guest that travel with the next message.
     *
     * @return them as they are now, then the newest
     */
    public Flow.Publisher<CustomAttributes> customAttributes() {
        MessagingClient source = client.messagingClient();
        return publisher(() -> FlowPull.newest(source.getCustomAttributes()));
    }

    /**
     * Publishes what happens.
     *
     * @return every event from the subscription on
     */
    public Flow.Publisher<MessagingEvent> events() {
        MessagingClient source = client.messagingClient();
        return publisher(() -> FlowPull.all(source.getEvents()));
    }

    private <T> Flow.Publisher<T> publisher(Supplier<FlowPull<T>> pull) {
        return new PullPublisher<>(client.listeners(), executor, pull);
    }
}
