package dev.confab.client.messaging;

import dev.confab.client.Subscription;
import dev.confab.transport.backend.amm.AmmFeatures;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of the service, and who is told of it. */
abstract class MessagingView {

    final Board board;

    MessagingView(Board board) {
        this.board = board;
    }

    abstract Messaging self();

    /**
     * Tells the user's own address.
     *
     * @return the address; null until the service has told it
     */
    public final @Nullable String getSelfAddress() {
        AmmFeatures told = board.features();
        return told == null ? null : told.getSelfAddress();
    }

    /**
     * Tells the domains in which addresses can be valid.
     *
     * @return the domains; empty until the service has told them, and where it tells none
     */
    public final List<String> getRoutableDomains() {
        AmmFeatures told = board.features();
        return told == null ? Collections.emptyList() : told.getRoutableDomains();
    }

    /**
     * Tells how much the service takes.
     *
     * @return the limits as they are known now
     */
    public final MessagingLimits getMessagingLimits() {
        return board.limits();
    }

    /**
     * Tells in how many conversations something is unread.
     *
     * @return a number of active conversations
     */
    public final int getNumberOfConversationsWithUnreadContent() {
        return count(conversation -> conversation.getUnreadMessageCount() > 0);
    }

    /**
     * Tells in how many conversations something is unread that came after the user's last look at them.
     *
     * @return a number of active conversations
     */
    public final int getNumberOfConversationsWithUnreadContentSinceLastAccess() {
        return count(Conversation::hasUnreadMessagesSinceLastAccess);
    }

    private int count(Predicate<Conversation> unread) {
        return (int) board.active().items().stream().filter(unread).count();
    }

    /**
     * Tells whether the service can be used now.
     *
     * @return whether it is connected
     */
    public final boolean isServiceAvailable() {
        return board.isAvailable();
    }

    /**
     * From now on tells when the service becomes available, on its executor.
     *
     * @param callback gets this service
     * @return closes to end that
     */
    public final Subscription addOnMessagingServiceAvailableCallback(Consumer<Messaging> callback) {
        return whenAvailable(true, callback);
    }

    /**
     * From now on tells when the service becomes unavailable, on its executor.
     *
     * @param callback gets this service
     * @return closes to end that
     */
    public final Subscription addOnMessagingServiceUnavailableCallback(Consumer<Messaging> callback) {
        return whenAvailable(false, callback);
    }

    /**
     * From now on tells when the number of {@link #getNumberOfConversationsWithUnreadContent} changes, on the executor of the service.
     *
     * @param callback gets this service and the number
     * @return closes to end that
     */
    public final Subscription addOnNumberOfConversationsWithUnreadContentChangedCallback(
            BiConsumer<Messaging, Integer> callback) {
        return watch(this::getNumberOfConversationsWithUnreadContent, callback);
    }

    /**
     * From now on tells when the number of {@link #getNumberOfConversationsWithUnreadContentSinceLastAccess} changes, on the executor of the
     * service.
     *
     * @param callback gets this service and the number
     * @return closes to end that
     */
    public final Subscription addOnNumberOfConversationsWithUnreadContentSinceLastAccessChangedCallback(
            BiConsumer<Messaging, Integer> callback) {
        return watch(this::getNumberOfConversationsWithUnreadContentSinceLastAccess, callback);
    }

    /**
     * From now on tells when {@link #getMessagingLimits} change, on the executor of the service.
     *
     * @param callback gets this service and the limits
     * @return closes to end that
     */
    public final Subscription addOnMessagingLimitsChangedCallback(BiConsumer<Messaging, MessagingLimits> callback) {
        return watch(this::getMessagingLimits, callback);
    }

    /**
     * From now on tells when {@link #getRoutableDomains} change, on the executor of the service.
     *
     * @param callback gets this service and the domains
     * @return closes to end that
     */
    public final Subscription addOnRoutableDomainsChangedCallback(BiConsumer<Messaging, List<String>> callback) {
        return watch(this::getRoutableDomains, callback);
    }

    private Subscription whenAvailable(boolean wanted, Consumer<Messaging> callback) {
        Objects.requireNonNull(callback, "callback");
        return watch(board::availability, (messaging, now) -> {
            if (now.available == wanted) {
                callback.accept(messaging);
            }
        });
    }

    private <V> Subscription watch(Supplier<V> value, BiConsumer<Messaging, V> callback) {
        Objects.requireNonNull(callback, "callback");
        return board.watches().add(value, board.executor(), (before, now) -> callback.accept(self(), now));
    }
}
