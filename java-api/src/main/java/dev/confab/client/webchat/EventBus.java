package dev.confab.client.webchat;

import dev.confab.client.Subscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Brings events to those who listen: each on an executor of its own, in order, and none harmed by another. */
final class EventBus {

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    Subscription add(WebChatListener listener, Executor executor) {
        Delivery delivery = new Delivery(listener, executor);
        deliveries.add(delivery);
        return delivery;
    }

    /** Completes when everybody has heard it. */
    CompletableFuture<Void> publish(WebChatEvent event) {
        return toAll(listener -> {
            listener.onEvent(event);
            EventDispatch.tell(listener, event);
        });
    }

    /** Something that belongs to no listener went wrong, such as a preprocessor. */
    CompletableFuture<Void> report(Throwable failure) {
        return toAll(listener -> listener.onListenerError(failure));
    }

    /** Completes when everybody has heard what was published so far. */
    CompletableFuture<Void> flush() {
        return toAll(listener -> {});
    }

    private CompletableFuture<Void> toAll(Consumer<WebChatListener> call) {
        return CompletableFuture.allOf(
                deliveries.stream().map(delivery -> delivery.bring(call)).toArray(CompletableFuture<?>[]::new));
    }

    private final class Delivery implements Subscription {

        private final WebChatListener listener;
        private final Turns turns;
        private volatile boolean closed;

        private Delivery(WebChatListener listener, Executor executor) {
            this.listener = listener;
            this.turns = new Turns(executor);
        }

        CompletableFuture<Void> bring(Consumer<WebChatListener> call) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            try {
                turns.execute(() -> {
                    try {
                        call(call);
                    } finally {
                        done.complete(null);
                    }
                });
            } catch (RuntimeException | Error refused) {
                // Without an executor there is nobody to tell any more.
                boolean wasOpen = !closed;
                close();
                if (wasOpen) {
                    report(refused);
                }
                done.complete(null);
            }
            return done;
        }

        private void call(Consumer<WebChatListener> call) {
            if (closed) {
                return;
            }
            try {
                call.accept(listener);
            } catch (Throwable thrown) {
                report(thrown);
            }
        }

        private void report(Throwable failure) {
            try {
                listener.onListenerError(failure);
            } catch (Throwable again) {
                again.addSuppressed(failure);
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, again);
            }
        }

        @Override
        public void close() {
            closed = true;
            deliveries.remove(this);
        }
    }
}
