package dev.confab.client;

import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.jvm.FlowPull;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import kotlinx.coroutines.flow.FlowKt;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/** The rules of Reactive Streams for a publisher whose values end. Run by {@link ReactiveStreamsTest}. */
public abstract class PullPublisherTck extends FlowPublisherVerification<Integer> {

    private final AsyncMessagingClient client = AsyncMessagingClient.create(
            Confab.shared(),
            SandboxTest.options("http://127.0.0.1:9", SandboxTest.DEPLOYMENT),
            MessagingClientConfig.defaults());

    private final Executor executor;

    PullPublisherTck(Executor executor) {
        super(new TestEnvironment(ReactiveStreamsTest.TIMEOUT_MILLIS, ReactiveStreamsTest.SILENCE_MILLIS));
        this.executor = executor;
    }

    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
        Iterable<Integer> numbers =
                () -> Stream.iterate(1, n -> n + 1).limit(elements).iterator();
        return new PullPublisher<>(client.listeners(), executor, () -> FlowPull.all(FlowKt.asFlow(numbers)));
    }

    @Override
    public Flow.Publisher<Integer> createFailedFlowPublisher() {
        AsyncMessagingClient closed =
                AsyncMessagingClient.create(SandboxTest.options("http://127.0.0.1:9", SandboxTest.DEPLOYMENT));
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
}
