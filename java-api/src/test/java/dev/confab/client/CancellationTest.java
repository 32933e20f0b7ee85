package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CancellationTest extends SandboxTest {

    private static final long MINUTE = 60_000;

    @Test
    void aQueuedMessageIsTakenBack() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = client(sandbox, MINUTE);
        Await.result(client.connect());
        Await.result(client.send("goes out"));
        CompletableFuture<Message> queued = client.send("waits for the pace");
        Await.until("both are in the conversation", () -> messages(client).size() == 2);

        assertTrue(queued.cancel(true));

        assertThrows(CancellationException.class, queued::join);
        Await.until("it is taken back", () -> messages(client).get(1).getStatus() instanceof MessageStatus.Cancelled);
        client.close();
        assertEquals(List.of("goes out"), storedTexts(sandbox));
    }

    @Test
    void aMessageThatHasLeftIsSentAlthoughNobodyWaits() {
        Duration delay = Duration.ofSeconds(30);
        Sandbox sandbox = sandbox(SandboxOptions.builder()
                .scenario(Scenario.SILENT)
                .messagesPerSecond(0)
                .echoDelay(delay));
        AsyncMessagingClient client = connected(sandbox);
        CompletableFuture<Message> inFlight = client.send("on its way");
        Await.until("the service has it", () -> storedTexts(sandbox).equals(List.of("on its way")));

        assertTrue(inFlight.cancel(true));

        assertInstanceOf(MessageStatus.Sending.class, messages(client).get(0).getStatus());
        sandbox.advanceClock(delay);
        Await.until("the proof", () -> messages(client).get(0).getStatus() instanceof MessageStatus.Sent);
        assertTrue(inFlight.isCancelled());
    }

    @Test
    void aTimeoutOfTheFutureCancelsTheCallToo() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = client(sandbox, MINUTE);
        Await.result(client.connect());
        Await.result(client.send("goes out"));

        CompletableFuture<Message> late = client.send("waits for the pace");
        Await.until("it waits", () -> messages(client).size() == 2);
        late.orTimeout(50, TimeUnit.MILLISECONDS);

        ExecutionException failed = assertThrows(ExecutionException.class, late::get);
        assertInstanceOf(TimeoutException.class, failed.getCause());
        Await.until("it is taken back", () -> messages(client).get(1).getStatus() instanceof MessageStatus.Cancelled);
    }

    @Test
    void theMessagesAfterACancelledOneKeepTheirOrder() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = client(sandbox, 200);
        Await.result(client.connect());
        Await.result(client.send("one"));
        CompletableFuture<Message> second = client.send("two");
        CompletableFuture<Message> third = client.send("three");
        CompletableFuture<Message> fourth = client.send("four");
        assertTrue(second.cancel(false));
        Await.result(fourth);
        // Proved before the fourth, and told on a thread of its own.
        Await.result(third);
        assertEquals(List.of("one", "three", "four"), storedTexts(sandbox));
    }

    @Test
    void whoeverWaitsForAConnectionCanStopWaiting() {
        AsyncMessagingClient client = client(sandbox(Scenario.SILENT));
        CompletableFuture<?> waiting = client.connect();
        waiting.cancel(true);
        // The attempt itself goes on, and a second caller shares it.
        Await.result(client.connect());
    }

    private static List<Message> messages(AsyncMessagingClient client) {
        return client.conversation().getMessages();
    }
}
