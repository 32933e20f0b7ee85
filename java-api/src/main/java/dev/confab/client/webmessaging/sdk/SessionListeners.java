package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.transport.model.ErrorCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners of one client, each with a queue of its own. */
@SuppressWarnings("FutureReturnValueIgnored") // A stage that is only waited for.
final class SessionListeners {

    private static final long FINISH_MILLIS = 1_000;
    private static final CompletableFuture<?>[] NONE = {};

    private final List<ListenerQueue> queues = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    void add(SessionListener listener, Executor executor) {
        queues.add(new ListenerQueue(listener, executor));
        // After the adding: an end that comes between sees the queue, one that came before is seen here.
        if (ended) {
            remove(listener);
            throw WebMessagingException.closed();
        }
    }

    /** Takes the registration away that is the oldest of this listener. */
    void remove(SessionListener listener) {
        for (ListenerQueue queue : queues) {
            if (queue.listener() == listener) {
                queues.remove(queue);
                queue.close();
                return;
            }
        }
    }

    /** Complete when every listener has room for more. */
    CompletableFuture<Void> tell(Consumer<SessionListener> call) {
        return CompletableFuture.allOf(
                queues.stream().map(queue -> queue.put(call)).toArray(CompletableFuture<?>[]::new));
    }

    /** Tells of a frame; each listener but the last gets a copy, for models can be changed. */
    CompletableFuture<Void> tell(String rawMessage, BaseMessage message) {
        List<CompletableFuture<Void>> accepted = new ArrayList<>();
        Iterator<ListenerQueue> all = queues.iterator();
        while (all.hasNext()) {
            ListenerQueue queue = all.next();
            // The message itself goes last: once a listener has it, it may change while it would be copied.
            BaseMessage own = all.hasNext() ? (BaseMessage) message.copy() : message;
            accepted.add(queue.put(listener -> FrameDispatch.tell(listener, own, rawMessage)));
        }
        return CompletableFuture.allOf(accepted.toArray(NONE));
    }

    /** For who cannot wait for room: refuses when a listener is far behind. */
    void checkRoom() {
        for (ListenerQueue queue : queues) {
            if (queue.size() > 2 * ListenerQueue.ROOM) {
                throw new WebMessagingException(
                        ErrorCode.OUTBOX_FULL,
                        "A listener has " + queue.size() + " calls waiting: wait until it has caught up.");
            }
        }
    }

    /** Tells what is left, for at most a second, and takes all listeners away. The given thread, which waits for that, does not wait for itself. */
    CompletableFuture<Void> finish(@Nullable Thread waiting) {
        ended = true;
        CompletableFuture<?>[] finished = queues.stream()
                .map(queue -> {
                    if (queue.isCalledOn(waiting)) {
                        queue.close();
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    return queue.finish(FINISH_MILLIS);
                })
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(finished).whenComplete((done, failure) -> queues.clear());
    }
}
