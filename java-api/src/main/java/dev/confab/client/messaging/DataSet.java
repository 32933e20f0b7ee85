package dev.confab.client.messaging;

import dev.confab.client.Subscription;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A collection that tells its changes. It holds live objects: the same message is the same object for as long as it is there.
 *
 * <pre>{@code
 * conversation.getMessages().addOnDataSetChangedCallback((messages, change) -> {
 *     if (change == DataSetChangeType.ADDED) {
 *         messages.forEach(message -> show(message.getBody()));
 *     }
 * });
 * }</pre>
 *
 * @param <T> what is in it
 */
public final class DataSet<T> implements Iterable<T> {

    private final Board board;
    private final Supplier<Content<T>> content;

    DataSet(Board board, Supplier<Content<T>> content) {
        this.board = board;
        this.content = content;
    }

    /**
     * Tells what is in it.
     *
     * @return the items at this moment, in order; the list does not change
     */
    public List<T> getSnapshot() {
        return content.get().items();
    }

    /**
     * Tells how many there are.
     *
     * @return the number at this moment
     */
    public int size() {
        return getSnapshot().size();
    }

    /**
     * Tells whether there are none.
     *
     * @return whether it is empty at this moment
     */
    public boolean isEmpty() {
        return getSnapshot().isEmpty();
    }

    /** Goes through the items of this moment. */
    @Override
    public Iterator<T> iterator() {
        return getSnapshot().iterator();
    }

    /**
     * From now on tells what comes, changes and goes, on the executor of the service.
     *
     * @param callback is told; what is there already is not told, see {@link #getSnapshot}
     * @return closes to end that
     */
    public Subscription addOnDataSetChangedCallback(DataSetChangedCallback<T> callback) {
        return addOnDataSetChangedCallback(callback, board.executor());
    }

    /**
     * As {@link #addOnDataSetChangedCallback(DataSetChangedCallback)}, on an executor.
     *
     * @param callback is told, by up to three calls for one change: what went, what came, what changed
     * @param executor runs it; may have one thread or many, or run its tasks where they are handed over
     * @return closes to end that
     */
    public Subscription addOnDataSetChangedCallback(DataSetChangedCallback<T> callback, Executor executor) {
        Objects.requireNonNull(callback, "callback");
        return board.watches()
                .add(
                        content,
                        Objects.requireNonNull(executor, "executor"),
                        (before, now) -> now.tellSince(before, callback));
    }
}
