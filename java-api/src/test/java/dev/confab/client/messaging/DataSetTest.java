package dev.confab.client.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a data set tells of its changes, without a service. */
class DataSetTest {

    private final Watches watches = new Watches();
    private final AtomicReference<Content<String>> content = new AtomicReference<>(Content.empty());
    private final List<String> told = new ArrayList<>();
    private final DataSetChangedCallback<String> callback = (items, change) -> told.add(change + " " + items);

    @Test
    void whatComesChangesAndGoesIsTold() {
        watch(Runnable::run);
        becomes("a=1", "b=1");
        becomes("a=1", "b=2", "c=1");
        becomes("b=2", "d=1");
        assertEquals(List.of("ADDED [a, b]", "ADDED [c]", "UPDATED [b]", "REMOVED [a, c]", "ADDED [d]"), told);
    }

    @Test
    void whatIsThereAlreadyIsNotTold() {
        becomes("a=1");
        watch(Runnable::run);
        becomes("a=1");
        assertEquals(List.of(), told);
    }

    @Test
    void whoIsBusyIsToldTheDifferenceAtOnce() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        watch(tasks::add);
        becomes("a=1");
        becomes("a=1", "b=1");
        becomes("b=2", "c=1");
        assertEquals(1, tasks.size());
        drain(tasks);
        assertEquals(List.of("ADDED [b, c]"), told);
    }

    @Test
    void aChangeDuringACallIsToldAfterIt() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        Subscription unused = watches.add(content::get, tasks::add, (before, now) -> {
            if (now.items().size() == 1) {
                becomes("a=1", "b=1");
            }
            now.tellSince(before, callback);
        });
        becomes("a=1");
        drain(tasks);
        assertEquals(List.of("ADDED [a]", "ADDED [b]"), told);
    }

    @Test
    void whoIsBusyWhileAStateComesAndGoesIsToldWhereItStands() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        AtomicReference<boolean[]> state = new AtomicReference<>(new boolean[] {false});
        List<Boolean> heard = new ArrayList<>();
        Subscription unused = watches.add(state::get, tasks::add, (before, now) -> heard.add(now[0]));
        state.set(new boolean[] {true});
        watches.look();
        state.set(new boolean[] {false});
        watches.look();
        drain(tasks);
        assertEquals(List.of(false), heard);
    }

    @Test
    void nothingIsToldAfterTheSubscriptionIsClosed() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        Subscription subscription = watch(tasks::add);
        becomes("a=1");
        subscription.close();
        drain(tasks);
        becomes("a=2");
        drain(tasks);
        assertEquals(List.of(), told);
    }

    @Test
    void aCallbackThatThrowsIsToldTheNextChange() {
        List<Throwable> reported = reportedOnThisThread();
        Subscription unused = watches.add(content::get, Runnable::run, (before, now) -> {
            now.tellSince(before, callback);
            throw new IllegalStateException("mine");
        });
        becomes("a=1");
        becomes("a=2");
        assertEquals(List.of("ADDED [a]", "UPDATED [a]"), told);
        assertEquals(2, reported.size());
    }

    @Test
    void anExecutorThatRefusesEndsTheSubscription() {
        List<Throwable> reported = reportedOnThisThread();
        watch(task -> {
            throw new RejectedExecutionException("closed");
        });
        becomes("a=1");
        becomes("a=2");
        assertEquals(List.of(), told);
        assertEquals(1, reported.size());
    }

    @Test
    void wishesTakeTurnsAlsoWhenOneFails() {
        Turns turns = new Turns();
        CompletableFuture<String> first = new CompletableFuture<>();
        List<String> begun = new ArrayList<>();
        CompletableFuture<String> one = turns.next(() -> first);
        CompletableFuture<String> two = turns.next(() -> {
            begun.add("two");
            return CompletableFuture.completedFuture("done");
        });
        assertEquals(List.of(), begun);
        first.completeExceptionally(new IllegalStateException("refused"));
        assertTrue(one.isCompletedExceptionally());
        assertEquals("done", two.join());
    }

    private Subscription watch(java.util.concurrent.Executor executor) {
        return watches.add(content::get, executor, (before, now) -> now.tellSince(before, callback));
    }

    /** Each item is a key and a state. */
    private void becomes(String... items) {
        Content.Builder<String> next = new Content.Builder<>();
        for (String item : items) {
            String key = item.substring(0, item.indexOf('='));
            next.add(key, key, item);
        }
        content.set(next.build());
        watches.look();
    }

    private static void drain(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static List<Throwable> reportedOnThisThread() {
        List<Throwable> reported = new ArrayList<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
        return reported;
    }
}
