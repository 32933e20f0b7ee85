package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.Confab;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.SessionState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CloseTest extends SandboxTest {

    @Test
    void REL12_closeIsIdempotentAndFinal() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = connected(sandbox);
        Recorder recorder = new Recorder();
        client.addListener(recorder);
        Await.result(client.send("hello"));

        client.close();
        int events = recorder.events.size();
        client.close();
        Await.result(client.closeAsync());

        assertInstanceOf(SessionState.Closed.class, client.state());
        assertInstanceOf(SessionState.Closed.class, recorder.states.get(recorder.states.size() - 1));
        assertEquals(ErrorCode.CLIENT_CLOSED, Await.failure(client.connect()).getCode());
        assertEquals(ErrorCode.CLIENT_CLOSED, Await.failure(client.send("late")).getCode());
        MessagingException refused = assertThrows(MessagingException.class, () -> client.addListener(recorder));
        assertEquals(ErrorCode.CLIENT_CLOSED, refused.getCode());
        assertEquals(events, recorder.events.size());
        assertEquals(List.of("hello"), storedTexts(sandbox));
    }

    @Test
    void whoStillWaitsIsTold() {
        Sandbox sandbox = sandbox(SandboxOptions.builder()
                .scenario(Scenario.SILENT)
                .messagesPerSecond(0)
                .echoDelay(Duration.ofHours(1)));
        AsyncMessagingClient client = connected(sandbox);
        CompletableFuture<Message> inFlight = client.send("in flight");
        CompletableFuture<Message> queued = client.send("queued");
        Await.until("the service has the first", () -> storedTexts(sandbox).size() == 1);
        client.close();
        assertEquals(ErrorCode.CLIENT_CLOSED, Await.failure(inFlight).getCode());
        assertEquals(ErrorCode.CLIENT_CLOSED, Await.failure(queued).getCode());
    }

    @Test
    void aCallbackMayCloseTheClient() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = client(sandbox);
        CompletableFuture<Long> closed = new CompletableFuture<>();
        client.addListener(
                new MessagingListener() {
                    @Override
                    public void onMessageInserted(Message message) {
                        long begin = System.nanoTime();
                        client.close();
                        closed.complete(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                    }
                },
                oneThread("listener"));
        Await.result(client.connect());
        CompletableFuture<Message> sending = client.send("hello");
        assertTrue(Await.result(closed) < 5_000);
        Await.until("the call is settled", sending::isDone);
        assertInstanceOf(SessionState.Closed.class, client.state());
    }

    @Test
    void aListenerThatNeverReturnsDelaysTheClosingByASecond() {
        AsyncMessagingClient client = connected(sandbox(Scenario.ECHO));
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        Recorder recorder = new Recorder() {
            @Override
            public void onMessageInserted(Message message) {
                inside.countDown();
                Await.open(gate);
                super.onMessageInserted(message);
            }
        };
        ExecutorService executor = oneThread("blocked");
        client.addListener(recorder, executor);
        CompletableFuture<Message> sending = client.send("hello");
        Await.open(inside);
        long begin = System.nanoTime();
        client.close();
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(10));
        int before = recorder.events.size();
        gate.countDown();
        Await.result(CompletableFuture.runAsync(() -> {}, executor));
        assertEquals(before, recorder.events.size());
        Await.until("the call is settled", sending::isDone);
    }

    @Test
    void REL12_nothingOfOursIsLeft() throws InterruptedException {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        for (int round = 0; round < 20; round++) {
            Confab confab = Confab.create();
            AsyncMessagingClient client =
                    AsyncMessagingClient.create(confab, options(sandbox.url(), DEPLOYMENT), paced(0));
            client.addListener(new Recorder());
            Await.result(client.connect());
            Await.result(client.send("round " + round));
            client.close();
            confab.close();
        }
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        // The pools of the process stay, and end with it: their workers are daemons and are not ours alone.
        left.removeIf(thread -> thread.isDaemon()
                && (thread.getName().startsWith("DefaultDispatcher-worker-")
                        || thread.getName().startsWith("kotlinx.coroutines.DefaultExecutor")));
        left.removeIf(thread ->
                thread.getName().startsWith("sandbox") || thread.getName().startsWith("vert.x"));
        // Some are on their way out.
        for (Thread thread : left) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
            assertFalse(thread.isAlive(), "still alive: " + thread);
        }
        assertEquals(20, sandbox.messages().size());
    }
}
