package dev.confab.client;

import dev.confab.transport.jvm.FlowPull;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the values of a pull to one subscriber, on its executor, as it asks for them. Numbers such as §3.9 are rules of the
 * Reactive Streams specification 1.0.4.
 *
 * <p>Whoever has something to do counts {@link #work} up; who counted it up from zero hands over a task, which runs until it
 * has counted it down to zero. So there is one task at a time, and its callbacks need no lock to come one after the other.
 */
@NotOnAndroid
final class PullSubscription<T> implements Flow.Subscription, Delivery {

    /** So many callbacks in one task: then the executor may run something else. */
    private static final int PER_TASK = 64;

    private final FlowPull<T> pull;
    private final Executor executor;
    private final Consumer<Delivery> onClosed;
    private final AtomicLong demand = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** One from the beginning: nothing is called before onSubscribe has returned (§1.3). */
    private final AtomicInteger work = new AtomicInteger(1);

    /** Null when nothing is to be called any more, so that the subscriber can be forgotten (§3.13). */
    private volatile Flow.@Nullable Subscriber<? super T> subscriber;

    /** What ends it before its time. */
    private volatile @Nullable Consumer<Flow.Subscriber<? super T>> last;

    private volatile @Nullable Thread caller;

    /** Taken from the pull, and not asked for yet. Belongs to the task. */
    private @Nullable T held;

    PullSubscription(
            FlowPull<T> pull, Flow.Subscriber<? super T> subscriber, Executor executor, Consumer<Delivery> onClosed) {
        this.pull = pull;
        this.subscriber = subscriber;
        this.executor = executor;
        this.onClosed = onClosed;
    }

    @Override
    public void start() {
        pull.start(this::schedule);
        call(it -> it.onSubscribe(this));
        execute();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            endWith(it ->
                    it.onError(new IllegalArgumentException("§3.9: ask for one value at least, not for " + n + ".")));
            return;
        }
        demand.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        schedule();
    }

    @Override
    public void cancel() {
        close();
    }

    @Override
    public void close() {
        subscriber = null;
        pull.stop();
        onClosed.accept(this);
        ended.complete(null);
    }

    @Override
    public boolean isCalledOn(Thread thread) {
        return caller == thread;
    }

    @Override
    public CompletableFuture<Void> finish(long millis) {
        pull.end();
        return ended.copy()
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .thenCompose(done -> {
                    endWith(pull.isComplete() ? it -> it.onError(left()) : Flow.Subscriber::onComplete);
                    // The executor may be blocked for good.
                    return ended.copy().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
                })
                .whenComplete((done, never) -> close());
    }

    private static MessagingException left() {
        return new MessagingException(
                ErrorCode.CLIENT_CLOSED,
                "The client was closed, and the subscriber had not taken all events within a second: ask for more of them, sooner.");
    }

    /** Ends with this call, unless it has ended already. */
    private void endWith(Consumer<Flow.Subscriber<? super T>> call) {
        last = call;
        schedule();
    }

    private void schedule() {
        if (work.getAndIncrement() == 0) {
            execute();
        }
    }

    private void execute() {
        try {
            executor.execute(this::drain);
        } catch (RuntimeException | Error refused) {
            // The work stays counted: no task comes any more, so that this is the only call.
            end(it -> it.onError(refused));
        }
    }

    private void drain() {
        int taken = work.get();
        int called = 0;
        while (true) {
            while (subscriber != null && isTold()) {
                if (++called == PER_TASK) {
                    execute();
                    return;
                }
            }
            taken = work.addAndGet(-taken);
            if (taken == 0) {
                return;
            }
        }
    }

    /** Does one thing; false when there is nothing to do before the next signal. */
    private boolean isTold() {
        Consumer<Flow.Subscriber<? super T>> early = last;
        if (early != null) {
            end(early);
            return false;
        }
        T value = take();
        if (value == null) {
            if (pull.isEnded()) {
                end(Flow.Subscriber::onComplete);
            }
            return false;
        }
        if (demand.get() == 0) {
            held = value;
            return false;
        }
        held = null;
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        call(it -> it.onNext(value));
        return true;
    }

    private @Nullable T take() {
        T waiting = held;
        if (waiting != null && pull.isComplete()) {
            return waiting;
        }
        T newer = pull.next();
        return newer == null ? waiting : newer;
    }

    private void end(Consumer<Flow.Subscriber<? super T>> last) {
        call(last);
        close();
    }

    private void call(Consumer<Flow.Subscriber<? super T>> callback) {
        Flow.Subscriber<? super T> called = subscriber;
        if (called == null) {
            return;
        }
        caller = Thread.currentThread();
        try {
            callback.accept(called);
        } catch (Throwable thrown) {
            // A subscriber must not throw, and counts as cancelled when it does (§2.13).
            close();
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } finally {
            caller = null;
        }
    }
}
