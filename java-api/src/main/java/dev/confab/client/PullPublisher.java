package dev.confab.client;

import dev.confab.transport.jvm.FlowPull;
import dev.confab.transport.model.MessagingException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Gives each subscriber a pull of its own, which lives as long as the client. */
@NotOnAndroid
final class PullPublisher<T> implements Flow.Publisher<T> {

    private final Listeners listeners;
    private final Executor executor;
    private final Supplier<FlowPull<T>> pulls;

    PullPublisher(Listeners listeners, Executor executor, Supplier<FlowPull<T>> pulls) {
        this.listeners = listeners;
        this.executor = executor;
        this.pulls = pulls;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        PullSubscription<T> subscription = new PullSubscription<>(pulls.get(), subscriber, executor, listeners::remove);
        try {
            listeners.add(subscription);
        } catch (MessagingException closed) {
            subscriber.onSubscribe(new Ended());
            subscriber.onError(closed);
        }
    }

    /** The subscription to a client that is closed already. */
    private static final class Ended implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
