package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.SessionState;
import dev.confab.transport.policy.RatePolicy;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientPublishersTest extends SandboxTest {

    @Test
    void REL11_noEventIsDroppedHoweverSlowlyTheyAreAskedFor() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = closing(AsyncMessagingClient.create(
                options(sandbox.url(), DEPLOYMENT),
                MessagingClientConfig.builder()
                        .rate(new RatePolicy(0, 5_000, 30_000))
                        .eventBuffer(4)
                        .build()));
        Await.result(client.connect());
        Asking<MessagingEvent> slow = new Asking<>(0);
        ClientPublishers.of(client).events().subscribe(slow);
        Recorder listener = new Recorder();
        client.addListener(listener);

        List<String> texts = numbered(200);
        texts.forEach(text -> sandbox.agentSay(TOKEN, text));
        // 64 wait in the subscription and 4 in the client; the rest waits at the service, and in the sockets.
        Await.until("what fits is told to the others", () -> listener.replies.size() >= 64);
        assertEquals(0, slow.values.size());
        assertTrue(listener.replies.size() < 200, "the client went on reading: " + listener.replies.size());

        IntStream.rangeClosed(1, 10).forEach(i -> {
            slow.request(1);
            Await.until("one more", () -> slow.values.size() == i);
        });
        slow.request(Long.MAX_VALUE);
        Await.until("everything", () -> texts(slow).size() == 200);
        assertEquals(texts, texts(slow));
        Await.until("everything, for the other too", () -> listener.replies.equals(texts));
    }

    @Test
    void valuesAreTheNewestWhenTheyAreAskedFor() {
        AsyncMessagingClient client = client(sandbox(Scenario.SILENT));
        Asking<Draft> slow = new Asking<>(1);
        Asking<Draft> fast = new Asking<>(Long.MAX_VALUE);
        ClientPublishers publishers = ClientPublishers.of(client);
        publishers.drafts().subscribe(slow);
        publishers.drafts().subscribe(fast);
        Await.until("the one from before", () -> slow.values.equals(List.of(Draft.EMPTY)));

        for (String text : numbered(50)) {
            Await.result(client.setDraft(new Draft(text)));
        }
        Await.until("the newest", () -> fast.values.contains(new Draft("message 50")));
        assertEquals(1, slow.values.size());

        slow.request(5);
        Await.until("the newest", () -> slow.values.equals(List.of(Draft.EMPTY, new Draft("message 50"))));
    }

    @Test
    void everyPublisherBeginsWithTheValueAsItIs() {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        ClientPublishers publishers = ClientPublishers.of(client);
        assertEquals(client.state(), first(publishers.states()));
        assertEquals(client.conversation(), first(publishers.conversations()));
        assertEquals(client.draft(), first(publishers.drafts()));
        assertEquals(client.capabilities(), first(publishers.capabilities()));
        assertEquals(client.customAttributes(), first(publishers.customAttributes()));
    }

    @Test
    void theEndOfTheClientEndsItsPublishers() {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        ClientPublishers publishers = ClientPublishers.of(client);
        Asking<SessionState> states = new Asking<>(Long.MAX_VALUE);
        Asking<SessionState> idle = new Asking<>(1);
        Asking<MessagingEvent> events = new Asking<>(Long.MAX_VALUE);
        Asking<MessagingEvent> behind = new Asking<>(1);
        publishers.states().subscribe(states);
        publishers.states().subscribe(idle);
        publishers.events().subscribe(events);
        publishers.events().subscribe(behind);
        Await.result(client.send("hello"));

        client.close();

        assertTrue(states.isComplete && idle.isComplete && events.isComplete);
        assertInstanceOf(SessionState.Closed.class, states.values.get(states.values.size() - 1));
        assertTrue(events.values.size() >= 2);
        assertEquals(1, behind.values.size());
        assertEquals(ErrorCode.CLIENT_CLOSED, code(behind));
        Asking<MessagingEvent> late = new Asking<>(1);
        publishers.events().subscribe(late);
        assertEquals(ErrorCode.CLIENT_CLOSED, code(late));
    }

    @Test
    void subscribersAreCalledOnTheGivenExecutorOneAtATime() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = connected(sandbox);
        Asking<MessagingEvent> asking = new Asking<>(Long.MAX_VALUE);
        ClientPublishers.of(client, oneThread("subscriber")).events().subscribe(asking);
        sendAll(client, numbered(100)).forEach(Await::result);
        Await.until("the echoes", () -> texts(asking).size() == 100);
        assertEquals(numbered(100), texts(asking));
        assertEquals(Set.of("subscriber"), asking.threads);
    }

    @Test
    void REL15_aSubscriberThatThrowsOrLeavesOrBlocksHarmsNobodyElse() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = connected(sandbox);
        CountDownLatch gate = new CountDownLatch(1);
        ClientPublishers publishers = ClientPublishers.of(client);
        Asking<MessagingEvent> throwing = new Asking<>(Long.MAX_VALUE) {
            @Override
            public void onNext(MessagingEvent value) {
                super.onNext(value);
                Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
                throw new IllegalStateException("from the subscriber");
            }
        };
        Asking<MessagingEvent> leaving = new Asking<>(Long.MAX_VALUE) {
            @Override
            public void onNext(MessagingEvent value) {
                super.onNext(value);
                cancel();
            }
        };
        Asking<MessagingEvent> blocking = new Asking<>(Long.MAX_VALUE) {
            @Override
            public void onNext(MessagingEvent value) {
                Await.open(gate);
                super.onNext(value);
            }
        };
        Asking<MessagingEvent> other = new Asking<>(Long.MAX_VALUE);
        List.of(throwing, leaving, blocking, other).forEach(publishers.events()::subscribe);

        sendAll(client, numbered(20)).forEach(Await::result);

        Await.until("the other hears all", () -> texts(other).size() == 20);
        assertEquals(1, throwing.values.size());
        assertEquals(1, leaving.values.size());
        gate.countDown();
        Await.until("the blocked one hears all", () -> texts(blocking).size() == 20);
    }

    @Test
    void anExecutorThatRefusesIsAnError() {
        AsyncMessagingClient client = client(sandbox(Scenario.SILENT));
        ExecutorService shut = Executors.newSingleThreadExecutor();
        shut.shutdown();
        Asking<SessionState> asking = new Asking<>(1);
        ClientPublishers.of(client, shut).states().subscribe(asking);
        assertInstanceOf(RejectedExecutionException.class, asking.failure);
    }

    private static List<String> texts(Asking<MessagingEvent> asking) {
        return asking.values.stream()
                .filter(event -> event instanceof MessagingEvent.MessageInserted)
                .map(event -> ((MessagingEvent.MessageInserted) event).getMessage())
                .filter(message -> message.getDirection() == Direction.OUTBOUND)
                .map(message -> message.getText())
                .toList();
    }

    private static ErrorCode code(Asking<?> asking) {
        return assertInstanceOf(MessagingException.class, asking.failure).getCode();
    }

    private static <T> T first(Flow.Publisher<T> publisher) {
        Asking<T> asking = new Asking<>(1);
        publisher.subscribe(asking);
        Await.until("the first value", () -> asking.values.size() == 1);
        asking.cancel();
        return asking.values.get(0);
    }

    /** Asks for so many at first. */
    private static class Asking<T> implements Flow.Subscriber<T> {
        final List<T> values = new CopyOnWriteArrayList<>();
        final Set<String> threads = ConcurrentHashMap.newKeySet();
        volatile boolean isComplete;
        volatile @Nullable Throwable failure;
        private final long first;
        private volatile Flow.@Nullable Subscription subscription;

        Asking(long first) {
            this.first = first;
        }

        void request(long n) {
            Objects.requireNonNull(subscription).request(n);
        }

        void cancel() {
            Objects.requireNonNull(subscription).cancel();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (first > 0) {
                given.request(first);
            }
        }

        @Override
        public void onNext(T value) {
            threads.add(Thread.currentThread().getName());
            values.add(value);
        }

        @Override
        public void onError(Throwable cause) {
            failure = cause;
        }

        @Override
        public void onComplete() {
            isComplete = true;
        }
    }
}
