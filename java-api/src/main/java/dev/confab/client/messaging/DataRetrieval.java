package dev.confab.client.messaging;

import dev.confab.client.Subscription;
import dev.confab.transport.model.MessagingException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A collection that is being fetched. It ends once: done, failed or cancelled; whoever asks later is told that at once. A collection that goes on
 * changing, such as the active conversations, is still told of by its {@link DataSet} afterwards.
 *
 * @param <T> what is fetched
 */
public final class DataRetrieval<T> {

    private final Board board;
    private final DataSet<T> dataSet;
    private final CompletableFuture<Void> end;

    DataRetrieval(Board board, DataSet<T> dataSet, CompletableFuture<Void> end) {
        this.board = board;
        this.dataSet = dataSet;
        this.end = end;
    }

    /**
     * Gives what was fetched so far.
     *
     * @return the collection; it stays readable after a failure
     */
    public DataSet<T> getDataSet() {
        return dataSet;
    }

    /**
     * The end as a future.
     *
     * @return what was fetched, once it is done
     */
    public CompletableFuture<List<T>> toFuture() {
        return Outcomes.then(end, done -> dataSet.getSnapshot());
    }

    /**
     * Is told when everything is there.
     *
     * @param callback gets the collection
     * @return closes to end that
     */
    public Subscription addOnDataRetrievalDoneCallback(Consumer<DataSet<T>> callback) {
        return addOnDataRetrievalDoneCallback(callback, board.executor());
    }

    /**
     * Is told when everything is there.
     *
     * @param callback gets the collection
     * @param executor runs it
     * @return closes to end that
     */
    public Subscription addOnDataRetrievalDoneCallback(Consumer<DataSet<T>> callback, Executor executor) {
        Objects.requireNonNull(callback, "callback");
        return atEnd(executor, failure -> {
            if (failure == null) {
                callback.accept(dataSet);
            }
        });
    }

    /**
     * Is told when it failed.
     *
     * @param callback gets the reason
     * @return closes to end that
     */
    public Subscription addOnDataRetrievalFailedCallback(Consumer<MessagingException> callback) {
        return addOnDataRetrievalFailedCallback(callback, board.executor());
    }

    /**
     * Is told when it failed.
     *
     * @param callback gets the reason
     * @param executor runs it
     * @return closes to end that
     */
    public Subscription addOnDataRetrievalFailedCallback(Consumer<MessagingException> callback, Executor executor) {
        Objects.requireNonNull(callback, "callback");
        return atEnd(executor, failure -> {
            if (failure != null && !(failure instanceof CancellationException)) {
                callback.accept(Outcomes.failure(failure));
            }
        });
    }

    /**
     * Is told how many items are there, whenever that changes.
     *
     * @param callback gets the number; how many there will be is not known before
     * @return closes to end that
     */
    public Subscription addOnDataRetrievalProgressCallback(IntConsumer callback) {
        return addOnDataRetrievalProgressCallback(callback, board.executor());
    }

    /**
     * Is told how many items are there, whenever that changes.
     *
     * @param callback gets the number; how many there will be is not known before
     * @param executor runs it
     * @return closes to end that
     */
    public Subscription addOnDataRetrievalProgressCallback(IntConsumer callback, Executor executor) {
        Objects.requireNonNull(callback, "callback");
        return board.watches()
                .add(
                        dataSet::size,
                        Objects.requireNonNull(executor, "executor"),
                        (before, now) -> callback.accept(now));
    }

    /** Ends the waiting. What was asked for may still come. */
    public void cancel() {
        boolean unused = end.cancel(false);
    }

    /**
     * Tells whether it was cancelled.
     *
     * @return whether {@link #cancel} came before the end
     */
    public boolean isCancelled() {
        return end.isCancelled();
    }

    /**
     * Tells whether everything is there.
     *
     * @return whether it is done; false also when it failed
     */
    public boolean isCompleted() {
        return end.isDone() && !end.isCompletedExceptionally();
    }

    private Subscription atEnd(Executor executor, Consumer<@Nullable Throwable> tell) {
        Objects.requireNonNull(executor, "executor");
        AtomicBoolean open = new AtomicBoolean(true);
        Outcomes.forget(end.handle((done, failure) -> {
            try {
                executor.execute(() -> {
                    if (open.get() && !board.isClosed()) {
                        tell.accept(failure);
                    }
                });
            } catch (RuntimeException | Error refused) {
                // Nobody can be told any more; that must not get lost, too.
                Watch.report(refused);
            }
            return null;
        }));
        return () -> open.set(false);
    }
}
