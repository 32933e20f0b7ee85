package dev.confab.sandbox.loop;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one event loop that owns all state of a sandbox: sockets, sessions, timers and journals live on it, so none of them
 * needs a lock. Other threads come in through {@link #call}. {@link #close} is the last call and may be repeated.
 */
public final class SandboxLoop {

    /** The longest a caller waits for the loop, and the loop for its own end. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final TrackedTransport transport;
    private final Context context;
    private final SandboxClock clock;
    private final Thread thread;
    private final TimerQueue timers = new TimerQueue();
    private @Nullable Instant armedFor;
    private long armedTimer = -1;

    private final Set<FutureTask<?>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    private SandboxLoop(Vertx vertx, TrackedTransport transport, SandboxClock clock) {
        this.vertx = vertx;
        this.transport = transport;
        this.context = vertx.getOrCreateContext();
        this.clock = clock;
        FutureTask<Thread> firstTask = new FutureTask<>(Thread::currentThread);
        context.runOnContext(nothing -> firstTask.run());
        this.thread = await(firstTask);
    }

    /**
     * Starts a loop with its threads.
     *
     * @param clock the clock that its timers follow; from now on it belongs to the loop
     * @return the running loop
     */
    public static SandboxLoop start(SandboxClock clock) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // Without these two Vert.x makes a cache folder in the temporary directory.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        TrackedTransport transport = new TrackedTransport();
        Vertx vertx = Vertx.builder().with(options).withTransport(transport).build();
        return new SandboxLoop(vertx, transport, clock);
    }

    /**
     * Tells which Vert.x runs the loop.
     *
     * @return the instance, to be used on the loop only
     */
    public Vertx vertx() {
        return vertx;
    }

    /**
     * Finds the channel of a client.
     *
     * @param client the address of the client
     * @return the channel, null when the client is gone
     */
    public @Nullable Channel channelOf(SocketAddress client) {
        return transport.channelOf(client);
    }

    /**
     * Tells the clock of the loop.
     *
     * @return the clock, to be used on the loop only
     */
    public SandboxClock clock() {
        return clock;
    }

    /**
     * Runs a task later, on the loop; tasks that are due at the same time run in the order in which they were given. To
     * be called on the loop.
     *
     * @param delay how long to wait by the sandbox clock
     * @param task what to run
     */
    public void after(Duration delay, Runnable task) {
        at(clock.instant().plus(delay), task);
    }

    /**
     * Runs a task at a time, on the loop. What must keep an order is to be given its times, not delays: the clock may tick
     * between the moment when a delay is computed and the moment when it is given. To be called on the loop.
     *
     * @param due when, by the sandbox clock
     * @param task what to run
     */
    public void at(Instant due, Runnable task) {
        timers.add(due, task);
        arm();
    }

    /**
     * Runs what waits for the disk on a thread of its own, so that nothing else has to wait. Such tasks run one after the
     * other. Once the loop is ending, those that have not begun are dropped.
     *
     * @param task what to run
     */
    public void offLoop(Runnable task) {
        offLoop(() -> {
            task.run();
            return true;
        });
    }

    /**
     * The same with a result, which is told on the loop. To be called on the loop.
     *
     * @param task what to run
     * @param <T> the type of the result
     * @return the result, a failure when the loop is ending
     */
    public <T> io.vertx.core.Future<T> offLoop(Callable<T> task) {
        try {
            return vertx.executeBlocking(task);
        } catch (RejectedExecutionException e) {
            return io.vertx.core.Future.failedFuture(e);
        }
    }

    /**
     * Advances the clock and runs at once what became due. To be called on the loop.
     *
     * @param step how far, not negative
     */
    public void advance(Duration step) {
        clock.advance(step);
        runDue();
    }

    /**
     * Runs something on the loop and waits for its answer. After {@link #close} it runs on the calling thread, as then
     * nobody else touches the state any more.
     *
     * @param question what to run
     * @param <T> the type of the answer
     * @return the answer
     */
    public <T> T call(Supplier<T> question) {
        if (Thread.currentThread() == thread) {
            return question.get();
        }
        FutureTask<T> task = new FutureTask<>(question::get);
        waiting.add(task);
        try {
            if (ended) {
                runAfterTheEnd(task);
            } else {
                context.runOnContext(nothing -> task.run());
            }
            return await(task);
        } catch (RejectedExecutionException e) {
            // The loop is ending; close() runs what still waits.
            return await(task);
        } finally {
            waiting.remove(task);
        }
    }

    /** Ends the loop and its threads, and waits until they are gone. May be called again. */
    public void close() {
        try {
            await(vertx.close().toCompletionStage().toCompletableFuture());
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            waiting.forEach(this::runAfterTheEnd);
        }
    }

    private void arm() {
        Instant next = timers.nextDue();
        if (next == null || (armedFor != null && !next.isBefore(armedFor))) {
            return;
        }
        vertx.cancelTimer(armedTimer);
        armedFor = next;
        // Rounded up: a timer that fires a fraction early would find nothing due.
        long wait = Duration.between(clock.instant(), next).plusNanos(999_999).toMillis();
        if (wait <= 0) {
            context.runOnContext(nothing -> runDue());
        } else {
            armedTimer = vertx.setTimer(wait, id -> runDue());
        }
    }

    private void runDue() {
        vertx.cancelTimer(armedTimer);
        armedFor = null;
        try {
            Instant now = clock.instant();
            Runnable task = timers.takeDue(now);
            while (task != null) {
                task.run();
                task = timers.takeDue(now);
            }
        } finally {
            arm();
        }
    }

    private synchronized void runAfterTheEnd(FutureTask<?> task) {
        task.run();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the sandbox", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The sandbox did not answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
    }
}
