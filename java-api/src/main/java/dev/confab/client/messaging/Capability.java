package dev.confab.client.messaging;

import dev.confab.client.Subscription;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether something can be done with an object, always as of now. It is advice: what it denies may be called all the same, and fails with the
 * reason; what it allows may fail, too.
 */
public final class Capability {

    private final Board board;
    private final Supplier<Allowance> now;

    Capability(Board board, Supplier<Allowance> now) {
        this.board = board;
        this.now = now;
    }

    /**
     * Tells whether it can be done.
     *
     * @return whether it can be done now
     */
    public boolean isAllowed() {
        return now.get().isAllowed();
    }

    /**
     * Tells of which kind the obstacle is.
     *
     * @return the reason; {@link DenialReason#NOT_DENIED} when it can be done
     */
    public DenialReason getDenialReason() {
        return now.get().reason;
    }

    /**
     * Tells the obstacle in words.
     *
     * @return a sentence for a developer; null when it can be done
     */
    public @Nullable String getDenialExplanation() {
        return now.get().explanation;
    }

    /**
     * From now on tells when it becomes possible or impossible, or the reason changes, on the executor of the service.
     *
     * @param callback gets this capability
     * @return closes to end that
     */
    public Subscription addOnChangedCallback(Consumer<Capability> callback) {
        return addOnChangedCallback(callback, board.executor());
    }

    /**
     * As {@link #addOnChangedCallback(Consumer)}, on an executor.
     *
     * @param callback gets this capability
     * @param executor runs it
     * @return closes to end that
     */
    public Subscription addOnChangedCallback(Consumer<Capability> callback, Executor executor) {
        Objects.requireNonNull(callback, "callback");
        return board.watches()
                .add(now, Objects.requireNonNull(executor, "executor"), (before, current) -> callback.accept(this));
    }

    @Override
    public String toString() {
        Allowance allowance = now.get();
        return allowance.isAllowed() ? "allowed" : allowance.reason + ": " + allowance.explanation;
    }
}
