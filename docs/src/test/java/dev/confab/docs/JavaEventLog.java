package dev.confab.docs;

// snippet:java-flow
import dev.confab.transport.model.MessagingEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** {@code ClientPublishers.of(client).events().subscribe(new JavaEventLog(table::insert))}: no event is lost if inserting is slow. */
final class JavaEventLog implements Flow.Subscriber<MessagingEvent> {
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Consumer<MessagingEvent> table;
    private Flow.Subscription subscription = new NotYet();

    JavaEventLog(Consumer<MessagingEvent> table) {
        this.table = table;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(MessagingEvent event) {
        table.accept(event);
        subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        ended.completeExceptionally(failure); // the client was closed before all events were taken
    }

    @Override
    public void onComplete() {
        ended.complete(null);
    }
    // snippet-end

    private static final class NotYet implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
    // snippet:java-flow
}
// snippet-end
