package dev.confab.client;

import dev.confab.transport.MessagingClient;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Who is told by one client, from the registration until they leave or the client ends. */
final class Listeners {

    private static final long FINISH_MILLIS = 1_000;

    private final MessagingClient client;
    private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    Listeners(MessagingClient client) {
        this.client = client;
    }

    Subscription add(MessagingListener listener, Executor executor) {
        ListenerDelivery delivery = new ListenerDelivery(client, listener, executor, deliveries::remove);
        add(delivery);
        return delivery;
    }

    /** Starts a delivery and keeps it until it is removed. Throws when the client is closed. */
    void add(Delivery delivery) {
        deliveries.add(delivery);
        // After the adding: an end that comes between sees the delivery, one that came before is seen here.
        if (ended) {
            delivery.close();
            throw new MessagingException(
                    ErrorCode.CLIENT_CLOSED, "This client is closed: make a new one to listen to.");
        }
        delivery.start();
    }

    void remove(Delivery delivery) {
        deliveries.remove(delivery);
    }

    /** Takes no listener any more. */
    void end() {
        ended = true;
    }

    /**
     * Tells every listener what is left of a client that was closed, for at most a second, and takes it away.
     *
     * @param waiting the thread that waits for this: it cannot finish a callback that it is inside of
     */
    CompletableFuture<Void> finish(@Nullable Thread waiting) {
        return CompletableFuture.allOf(
                deliveries.stream().map(delivery -> finish(delivery, waiting)).toArray(CompletableFuture<?>[]::new));
    }

    private static CompletableFuture<Void> finish(Delivery delivery, @Nullable Thread waiting) {
        if (waiting != null && delivery.isCalledOn(waiting)) {
            delivery.close();
            return CompletableFuture.completedFuture(null);
        }
        return delivery.finish(FINISH_MILLIS);
    }
}
