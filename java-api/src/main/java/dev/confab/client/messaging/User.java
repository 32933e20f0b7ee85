package dev.confab.client.messaging;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who uses the messaging service.
 *
 * <pre>{@code
 * try (User user = User.create(configuration)) {
 *     Messaging messaging = user.getMessaging();
 *     user.start().join();
 *     Conversation conversation = messaging.createConversation();
 *     conversation.addParticipantAddresses(List.of("bob@example.com"));
 *     Message message = conversation.createMessage();
 *     message.setBodyAndReportTyping("Hello");
 *     message.send().join(); // complete when there is proof that the service has it
 * }
 * }</pre>
 *
 * <p><b>Life.</b> {@link #create}, {@link #start}, {@link #stop} as often as you like, {@link #close} as the last call.
 */
public final class User implements AutoCloseable {

    private final @Nullable AsyncMessagingClient client;
    private final @Nullable Messaging messaging;

    private User(@Nullable AsyncMessagingClient client, @Nullable Messaging messaging) {
        this.client = client;
        this.messaging = messaging;
    }

    /**
     * Makes a user with every setting at its default, whose callbacks run on the threads on which futures complete.
     *
     * @param configuration where the server is, and who the user is
     * @return a user who is not connected yet
     */
    public static User create(AmmConfiguration configuration) {
        return create(configuration, MessagingClientConfig.defaults(), CallbackThreads.getExecutor());
    }

    /**
     * Makes a user.
     *
     * @param configuration where the server is, and who the user is
     * @param config how the client behaves; with a store, messages that are not proved and drafts survive a restart
     * @param executor runs the callbacks that bring none of their own
     * @return a user who is not connected yet
     */
    public static User create(AmmConfiguration configuration, MessagingClientConfig config, Executor executor) {
        Objects.requireNonNull(configuration, "configuration");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(executor, "executor");
        if (!configuration.isEnabled()) {
            return new User(null, null);
        }
        AsyncMessagingClient client = AsyncMessagingClient.create(configuration.options(), config);
        return new User(client, Messaging.over(client, executor));
    }

    /**
     * Gives the messaging service.
     *
     * @return the service
     * @throws MessagingException when the configuration does not enable it
     */
    public Messaging getMessaging() {
        if (messaging == null) {
            throw new MessagingException(
                    ErrorCode.FEATURE_UNAVAILABLE,
                    "The messaging service is not enabled in the configuration of this user: call enabled(true).");
        }
        return messaging;
    }

    /**
     * Starts the service. Unlike in the vendor's SDK, the future tells how that went.
     *
     * @return completes when the service is available, or at once where it is not enabled; fails with {@link ErrorCode#AUTH_FAILED} when the server
     *     does not let the user in
     */
    public CompletableFuture<Void> start() {
        return client == null
                ? CompletableFuture.completedFuture(null)
                : getMessaging()
                        .board
                        .after(
                                client.connect()
                                        .thenCompose(state -> getMessaging().whenListed()),
                                done -> null);
    }

    /**
     * Stops the service and logs out. What is not sent is kept, and goes out after the next {@link #start}.
     *
     * @return completes when it has ended
     */
    public CompletableFuture<Void> stop() {
        return client == null
                ? CompletableFuture.completedFuture(null)
                : getMessaging().board.after(client.disconnect(), done -> null);
    }

    /** The last call: ends everything and waits for it, at most ten seconds. Afterwards no callback begins. Calling it again does nothing. */
    @Override
    public void close() {
        if (client != null) {
            getMessaging().close();
            client.close();
        }
    }
}
