package dev.confab.client.webmessaging;

import dev.confab.client.Subscription;
import dev.confab.transport.backend.webmessaging.AuthState;
import dev.confab.transport.jvm.SuspendedCalls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlinx.coroutines.flow.StateFlow;
import kotlinx.coroutines.future.FutureKt;
import org.jspecify.annotations.Nullable;

/** Tells one handler of changes, one at a time; while it is busy only the newest waits. */
final class AuthStateWatch implements Subscription {

    private final Consumer<AuthState> handler;
    private final Executor executor;
    private volatile boolean closed;
    private volatile @Nullable CompletableFuture<Void> collecting;

    /** Touched by the collector only. */
    private @Nullable AuthState told;

    private AuthStateWatch(Consumer<AuthState> handler, Executor executor) {
        this.handler = handler;
        this.executor = executor;
    }

    static Subscription start(StateFlow<AuthState> states, Consumer<AuthState> handler, Executor executor) {
        AuthStateWatch watch = new AuthStateWatch(handler, executor);
        // The first value is the one of now, and comes before this returns: it is no change.
        watch.collecting = SuspendedCalls.completion(done -> states.collect(watch::on, done));
        return watch;
    }

    private @Nullable Object on(AuthState state, Continuation<? super Unit> next) {
        boolean isFirst = told == null;
        told = state;
        return isFirst || closed ? Unit.INSTANCE : FutureKt.await(tell(state), next);
    }

    private CompletableFuture<Unit> tell(AuthState state) {
        CompletableFuture<Unit> done = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                call(state);
                done.complete(Unit.INSTANCE);
            });
        } catch (RuntimeException refused) {
            // Without an executor there is nobody to tell any more.
            close();
            done.complete(Unit.INSTANCE);
        }
        return done;
    }

    private void call(AuthState state) {
        if (closed) {
            return;
        }
        try {
            handler.accept(state);
        } catch (Throwable thrown) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<Void> running = collecting;
        if (running != null) {
            running.cancel(false);
        }
    }
}
