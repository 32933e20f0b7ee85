package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.ResumeOutcome;
import dev.confab.transport.model.SessionState;
import dev.confab.transport.policy.Backoff;
import dev.confab.transport.policy.OutboxPolicy;
import dev.confab.transport.policy.ReconnectPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest extends SandboxTest {

    private static final int PACE_MILLIS = 300;

    @Test
    void aQueuedMessageCanBeChanged() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = client(sandbox, PACE_MILLIS);
        Await.result(client.connect());
        Await.result(client.send("one"));
        CompletableFuture<Message> second = client.send("tow");
        CompletableFuture<Message> corrected = client.edit(idOf(client, "tow"), new Draft("two"));
        assertEquals("two", Await.result(corrected).getText());
        assertEquals("two", Await.result(second).getText());
        assertEquals(List.of("one", "two"), storedTexts(sandbox));
    }

    @Test
    void aQueuedMessageCanBeLetGo() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = client(sandbox, PACE_MILLIS);
        Await.result(client.connect());
        Await.result(client.send("one"));
        CompletableFuture<Message> second = client.send("two");
        CompletableFuture<Message> third = client.send("three");
        Await.result(client.discard(idOf(client, "two")));
        assertEquals(ErrorCode.CANCELLATION_ERROR, Await.failure(second).getCode());
        Await.result(third);
        assertEquals(List.of("one", "three"), storedTexts(sandbox));
    }

    @Test
    void whatIsNotThereCannotBeSentAgain() {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        MessageId unknown = new MessageId("unknown");
        assertEquals(
                ErrorCode.INVALID_ARGUMENT, Await.failure(client.retry(unknown)).getCode());
        assertEquals(
                ErrorCode.INVALID_ARGUMENT,
                Await.failure(client.discard(unknown)).getCode());
    }

    @Test
    void whoDoesNotWantToWaitForRoomIsTold() {
        Sandbox sandbox = sandbox(SandboxOptions.builder()
                .scenario(Scenario.SILENT)
                .messagesPerSecond(0)
                .echoDelay(Duration.ofHours(1)));
        MessagingClientConfig config = MessagingClientConfig.builder()
                .outbox(new OutboxPolicy(1, 1 << 20, 20_000))
                .build();
        AsyncMessagingClient client = closing(AsyncMessagingClient.create(options(sandbox.url(), DEPLOYMENT), config));
        Await.result(client.connect());
        CompletableFuture<Message> first = client.trySend(new Draft("one"));
        Await.until("the service has it", () -> storedTexts(sandbox).size() == 1);
        assertEquals(
                ErrorCode.OUTBOX_FULL,
                Await.failure(client.trySend(new Draft("two"))).getCode());
        sandbox.advanceClock(Duration.ofHours(1));
        assertEquals("one", Await.result(first).getText());
    }

    @Test
    void aHintThatTheNetworkIsBackEndsTheWaiting() {
        Sandbox first = sandbox(Scenario.SILENT);
        Backoff never = new Backoff(3_600_000, 3_600_000, 3_600_000);
        MessagingClientConfig config = MessagingClientConfig.builder()
                .reconnect(new ReconnectPolicy(never, 3, 30_000, 30_000))
                .build();
        AsyncMessagingClient client = closing(AsyncMessagingClient.create(options(first.url(), DEPLOYMENT), config));
        Recorder recorder = new Recorder();
        client.addListener(recorder);
        Await.result(client.connect());
        first.dropConnections();
        Await.until("it waits", () -> client.state() instanceof SessionState.Reconnecting);

        client.networkAvailable();

        Await.until("it is back", () -> client.state() instanceof SessionState.Configured);
        Await.until("it says so", () -> recorder.events.stream().anyMatch(MessagingEvent.Resumed.class::isInstance));
        MessagingEvent.Resumed resumed = recorder.events.stream()
                .filter(MessagingEvent.Resumed.class::isInstance)
                .map(MessagingEvent.Resumed.class::cast)
                .findFirst()
                .orElseThrow();
        assertInstanceOf(ResumeOutcome.Continuous.class, resumed.getOutcome());
    }

    private static MessageId idOf(AsyncMessagingClient client, String text) {
        Await.until(text + " is in the conversation", () -> find(client, text).size() == 1);
        return find(client, text).get(0).getId();
    }

    private static List<Message> find(AsyncMessagingClient client, String text) {
        return client.conversation().getMessages().stream()
                .filter(message -> message.getText().equals(text))
                .toList();
    }
}
