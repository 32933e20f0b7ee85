package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A client is used from whatever threads an application has. */
class ThreadsTest extends SandboxTest {

    @Test
    void aSingleThreadDoesEverythingAndWaitsForNothingTwice() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        ExecutorService only = oneThread("only");
        CompletableFuture<List<String>> heard = new CompletableFuture<>();
        CompletableFuture.runAsync(
                        () -> {
                            AsyncMessagingClient client = client(sandbox);
                            client.addListener(new Asking(client, heard), only);
                            // Waits on the thread on which the listener is called: futures do not need it.
                            client.connect().join();
                            client.send("question 1").join();
                        },
                        only)
                .exceptionally(failed -> {
                    heard.completeExceptionally(failed);
                    return null;
                });
        assertEquals(List.of("question 1", "question 2", "question 3"), Await.result(heard));
        assertEquals(List.of("question 1", "question 2", "question 3"), storedTexts(sandbox));
    }

    @Test
    void chainedCallsNeedOneThreadOnly() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        ExecutorService only = oneThread("only");
        AsyncMessagingClient client = client(sandbox);
        CompletableFuture<Message> sent = client.connect()
                .thenComposeAsync(state -> client.send("one"), only)
                .thenComposeAsync(one -> client.send("two"), only)
                .thenApplyAsync(two -> client.send("three").join(), only);
        assertEquals("three", Await.result(sent).getText());
        assertEquals(List.of("one", "two", "three"), storedTexts(sandbox));
    }

    @Test
    void aSingleThreadWaitsForAFileWhoseProgressItIsToTell() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        ExecutorService only = oneThread("only");
        AsyncMessagingClient client = connected(sandbox);
        List<Long> late = new CopyOnWriteArrayList<>();
        AttachmentId id = new AttachmentId(UUID.randomUUID().toString());
        AttachmentSource source = AttachmentSource.ofBytes("notes.txt", new byte[100_000]);

        Attachment attached = Await.result(CompletableFuture.supplyAsync(
                () -> client.attach(id, source, (sent, total) -> late.add(sent), only)
                        .join(),
                only));

        assertEquals(id, attached.getId());
        // The executor is free now: what was still to be told is not told after the end.
        Await.result(CompletableFuture.runAsync(() -> {}, only));
        assertEquals(List.of(), late);
    }

    @Test
    void anExecutorThatFailsInWhateverWayIsNotToldAndHarmsNoUpload() {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        AttachmentId id = new AttachmentId(UUID.randomUUID().toString());
        AttachmentSource source = AttachmentSource.ofBytes("notes.txt", new byte[100_000]);
        Attachment attached = Await.result(client.attach(id, source, (sent, total) -> {}, task -> {
            throw new IllegalStateException("of the test");
        }));
        assertEquals(id, attached.getId());
    }

    @Test
    void aHundredVirtualThreadsSendAndListen() {
        Assumptions.assumeTrue(
                Runtime.version().feature() >= 21,
                () -> "Virtual threads come with Java 21; this is "
                        + Runtime.version().feature() + ".");
        Sandbox sandbox = sandbox(Scenario.ECHO);
        ExecutorService virtual = virtualThreads();
        closing(virtual::shutdownNow);
        AsyncMessagingClient client = client(sandbox);
        Recorder recorder = new Recorder();
        AtomicInteger platformThreads = new AtomicInteger();
        client.addListener(
                recorder,
                task -> virtual.execute(() -> {
                    if (!isVirtual(Thread.currentThread())) {
                        platformThreads.incrementAndGet();
                    }
                    task.run();
                }));
        Await.result(CompletableFuture.supplyAsync(() -> client.connect().join(), virtual));

        List<CompletableFuture<Message>> sends = numbered(100).stream()
                .map(text ->
                        CompletableFuture.supplyAsync(() -> client.send(text).join(), virtual))
                .toList();

        sends.forEach(Await::result);
        Await.until("the echoes", () -> recorder.replies.size() == 100);
        assertEquals(0, recorder.overlaps.get());
        assertEquals(0, platformThreads.get());
        assertEquals(storedTexts(sandbox), recorder.replies);
        Await.result(CompletableFuture.runAsync(client::close, virtual));
    }

    /** By reflection, because the project is compiled for Java 17. A JDK that should have it and has not fails the test. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("Java 21 has virtual threads.", missing);
        }
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("Java 21 has virtual threads.", missing);
        }
    }

    /** Asks on from inside its callbacks, and waits there for the proof. */
    private static final class Asking implements MessagingListener {
        private final AsyncMessagingClient client;
        private final CompletableFuture<List<String>> heard;
        private final List<String> replies = new CopyOnWriteArrayList<>();

        Asking(AsyncMessagingClient client, CompletableFuture<List<String>> heard) {
            this.client = client;
            this.heard = heard;
        }

        @Override
        public void onMessageInserted(Message message) {
            if (message.getDirection() != Direction.OUTBOUND) {
                return;
            }
            replies.add(message.getText());
            if (replies.size() == 3) {
                heard.complete(replies);
            } else {
                client.send("question " + (replies.size() + 1)).join();
            }
        }
    }
}
