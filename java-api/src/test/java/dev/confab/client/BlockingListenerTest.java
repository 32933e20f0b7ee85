package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.SessionState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BlockingListenerTest extends SandboxTest {

    private final CountDownLatch gate = new CountDownLatch(1);

    /** Stops at its first event until the gate opens. */
    private final class Blocking extends Recorder {
        @Override
        public void onEvent(MessagingEvent event) {
            Await.open(gate);
            super.onEvent(event);
        }
    }

    @Test
    void REL15_aListenerThatBlocksHoldsUpNobodyElse() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = client(sandbox);
        Recorder other = new Recorder();
        Blocking blocking = new Blocking();
        client.addListener(blocking, oneThread("blocked"));
        client.addListener(other, oneThread("free"));
        Await.result(client.connect());
        List<String> texts = numbered(50);
        sendAll(client, texts).forEach(Await::result);
        Await.until("the other hears all", () -> other.replies.size() == 50);
        assertEquals(List.of(), blocking.events);

        gate.countDown();
        Await.until("the blocked one hears all", () -> blocking.replies.size() == 50);
        assertEquals(texts, blocking.replies);
    }

    @Test
    void aSlowListenerLosesNothing() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = client(sandbox);
        Recorder other = new Recorder();
        Blocking blocking = new Blocking();
        client.addListener(blocking, oneThread("blocked"));
        client.addListener(other, oneThread("free"));
        Await.result(client.connect());
        List<String> texts = numbered(200);
        List<CompletableFuture<Message>> sends = sendAll(client, texts);
        // Six hundred events and the Join: more than may wait, so that the client has stopped reading when the gate
        // opens.
        Await.until("the buffers fill", () -> other.events.size() > 300);

        gate.countDown();
        sends.forEach(Await::result);
        Await.until("both hear all", () -> blocking.messageEvents() == 600 && other.messageEvents() == 600);
        assertEquals(texts, blocking.replies);
        assertEquals(texts, other.replies);
        assertEquals(texts, storedTexts(sandbox));
    }

    @Test
    void aListenerThatBlocksWhereItIsCalledStopsNoSession() {
        AsyncMessagingClient client = client(sandbox(Scenario.ECHO));
        Blocking blocking = new Blocking();
        client.addListener(blocking, Runnable::run);
        Await.result(client.connect());
        Await.result(client.send("one"));
        Await.result(client.send("two"));
        assertInstanceOf(SessionState.Configured.class, client.state());
        gate.countDown();
        Await.until("the listener goes on", () -> blocking.replies.size() == 2);
    }

    @Test
    void continuationsThatBlockStopNoSession() {
        AsyncMessagingClient client = connected(sandbox(Scenario.ECHO));
        CountDownLatch inside = new CountDownLatch(8);
        // Chained on the threads that futures complete on: a proof that is there before its continuation would run that
        // one, and block, right here.
        List<CompletableFuture<Void>> blocked = numbered(8).stream()
                .map(text -> CompletableFuture.completedFuture(text)
                        .thenComposeAsync(
                                said -> client.send(said).thenAccept(sent -> {
                                    inside.countDown();
                                    Await.open(gate);
                                }),
                                CallbackThreads.getExecutor()))
                .toList();
        Await.open(inside);
        assertEquals("ninth", Await.result(client.send("ninth")).getText());
        gate.countDown();
        blocked.forEach(Await::result);
    }

    @Test
    void oneThreadIsEnoughForEverything() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        ExecutorService only = oneThread("only thread");
        Recorder recorder = new Recorder();
        AtomicReference<SessionState> after = new AtomicReference<>();
        CompletableFuture<Void> program = CompletableFuture.runAsync(
                () -> {
                    AsyncMessagingClient client = client(sandbox);
                    client.addListener(recorder, only);
                    client.connect().join();
                    client.send("one").join();
                    client.send("two").thenCompose(sent -> client.send("three")).join();
                    client.close();
                    after.set(client.state());
                },
                only);
        Await.result(program);
        assertEquals(List.of("one", "two", "three"), storedTexts(sandbox));
        assertInstanceOf(SessionState.Closed.class, after.get());
    }

    @Test
    void aCallbackMayWaitForTheClient() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = client(sandbox);
        CompletableFuture<String> answered = new CompletableFuture<>();
        client.addListener(
                new MessagingListener() {
                    @Override
                    public void onStateChanged(SessionState oldState, SessionState newState) {
                        if (newState instanceof SessionState.Configured) {
                            answered.complete(
                                    client.send("from the callback").join().getText());
                        }
                    }
                },
                oneThread("listener"));
        Await.result(client.connect());
        assertEquals("from the callback", Await.result(answered));
        assertTrue(storedTexts(sandbox).contains("from the callback"));
    }
}
