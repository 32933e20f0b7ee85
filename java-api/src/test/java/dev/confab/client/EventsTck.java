package dev.confab.client;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/** The rules of Reactive Streams for the events of real clients: each message that is accepted makes one. They do not end by themselves. */
public final class EventsTck extends FlowPublisherVerification<MessagingEvent> {

    /** As many as the outbox holds by default. */
    private static final long MOST = 256;

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .messagesPerSecond(0)
            .build());
    private final List<AsyncMessagingClient> clients = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Message>> sends = new CopyOnWriteArrayList<>();

    public EventsTck() {
        super(new TestEnvironment(ReactiveStreamsTest.TIMEOUT_MILLIS, ReactiveStreamsTest.SILENCE_MILLIS));
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }

    @Override
    public Flow.Publisher<MessagingEvent> createFlowPublisher(long elements) {
        AsyncMessagingClient client =
                AsyncMessagingClient.create(SandboxTest.options(sandbox.url(), SandboxTest.DEPLOYMENT));
        clients.add(client);
        Await.result(client.connect());
        Flow.Publisher<MessagingEvent> events = ClientPublishers.of(client).events();
        return subscriber -> {
            events.subscribe(subscriber);
            for (long i = 0; i < Math.min(elements, MOST); i++) {
                sends.add(client.send("message " + i));
            }
        };
    }

    @Override
    public Flow.Publisher<MessagingEvent> createFailedFlowPublisher() {
        AsyncMessagingClient closed =
                AsyncMessagingClient.create(SandboxTest.options(sandbox.url(), SandboxTest.DEPLOYMENT));
        closed.close();
        return ClientPublishers.of(closed).events();
    }

    @AfterClass
    public void end() {
        clients.forEach(AsyncMessagingClient::close);
        sends.forEach(send -> Await.until("the call is settled", send::isDone));
        sandbox.close();
    }
}
