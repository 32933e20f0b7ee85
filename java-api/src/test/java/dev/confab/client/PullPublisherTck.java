package dev.confab.client;

import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.jvm.FlowPull;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import kotlinx.coroutines.flow.FlowKt;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;

/** The rules of Reactive Streams for a publisher whose values end. Run by {@link ReactiveStreamsTest}, once for each kind of executor. */
abstract class PullPublisherTck extends FlowPublisherVerification<Integer> {

    private final AsyncMessagingClient client = AsyncMessagingClient.create(
            Confab.shared(),
            SandboxTest.options("http://127.0.0.1:9", SandboxTest.DEPLOYMENT),
            MessagingClientConfig.defaults());

    private final Executor executor;

    private PullPublisherTck(Executor executor) {
        super(new TestEnvironment(ReactiveStreamsTest.TIMEOUT_MILLIS, ReactiveStreamsTest.SILENCE_MILLIS));
        this.executor = executor;
    }

    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
        Iterable<Integer> numbers = () -> Stream.iterate(1, n -> n + 1).limit(elements).iterator();
        return new PullPublisher<>(client.listeners(), executor, () -> FlowPull.all(FlowKt.asFlow(numbers)));
    }

    @Override
    public Flow.Publisher<Integer> createFailedFlowPublisher() {
        AsyncMessagingClient closed = AsyncMessagingClient.create(
                SandboxTest.options("http://127.0.0.1:9", SandboxTest.DEPLOYMENT));
        closed.close();
        return new PullPublisher<>(closed.listeners(), executor, () -> FlowPull.all(FlowKt.asFlow(List.of(1))));
    }

    @AfterClass
    public void end() {
        client.close();
        if (executor instanceof ExecutorService service) {
            service.shutdownNow();
        }
    }

    /** Many threads. */
    public static final class OnAPool extends PullPublisherTck {
        public OnAPool() {
            super(Executors.newFixedThreadPool(4));
        }
    }

    /** One thread. */
    public static final class OnOneThread extends PullPublisherTck {
        public OnOneThread() {
            super(Executors.newSingleThreadExecutor());
        }
    }

    /** Where it is handed over. */
    public static final class InPlace extends PullPublisherTck {
        public InPlace() {
            super(Runnable::run);
        }
    }

    /** The events of a client that has no connection: each message that is accepted makes one. They do not end by themselves. */
    public static final class EventsOfAClient
            extends FlowPublisherVerification<MessagingEvent> {

        /** As many as the outbox holds by default. */
        private static final long MOST = 256;

        private final List<AsyncMessagingClient> clients = new CopyOnWriteArrayList<>();
        private final List<CompletableFuture<Message>> waiting = new CopyOnWriteArrayList<>();

        public EventsOfAClient() {
            super(new TestEnvironment(ReactiveStreamsTest.TIMEOUT_MILLIS, ReactiveStreamsTest.SILENCE_MILLIS));
        }

        @Override
        public long maxElementsFromPublisher() {
            return publisherUnableToSignalOnComplete();
        }

        @Override
        public Flow.Publisher<MessagingEvent> createFlowPublisher(long elements) {
            AsyncMessagingClient made = AsyncMessagingClient.create(
                    SandboxTest.options("http://127.0.0.1:9", SandboxTest.DEPLOYMENT));
            clients.add(made);
            Flow.Publisher<MessagingEvent> events =
                    ClientPublishers.of(made).events();
            return subscriber -> {
                events.subscribe(subscriber);
                for (long i = 0; i < Math.min(elements, MOST); i++) {
                    waiting.add(made.send("message " + i));
                }
            };
        }

        @Override
        public Flow.Publisher<MessagingEvent> createFailedFlowPublisher() {
            throw new SkipException("As for the others.");
        }

        @AfterClass
        public void end() {
            clients.forEach(AsyncMessagingClient::close);
            waiting.forEach(Await::failure);
        }
    }
}
