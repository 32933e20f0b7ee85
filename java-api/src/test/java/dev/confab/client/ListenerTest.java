package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.Presence;
import dev.confab.transport.model.SessionState;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ListenerTest extends SandboxTest {

    @Test
    void callbacksComeOnTheGivenExecutor() {
        AsyncMessagingClient client = client(sandbox(Scenario.ECHO));
        Recorder recorder = new Recorder();
        client.addListener(recorder, oneThread("listener thread"));
        Await.result(client.connect());
        Await.result(client.send("hello"));
        Await.until("the echo", () -> recorder.replies.size() == 1);
        assertEquals(
                List.of("listener thread"),
                recorder.threads.stream().map(Thread::getName).toList());
    }

    @Test
    void callbacksComeOneAtATimeAndInOrderOnAnExecutorOfManyThreads() {
        AsyncMessagingClient client = client(sandbox(Scenario.ECHO));
        ExecutorService many = Executors.newFixedThreadPool(4);
        closing(many::shutdownNow);
        Recorder recorder = new Recorder();
        client.addListener(recorder, many);
        Await.result(client.connect());
        List<String> texts = numbered(100);
        sendAll(client, texts).forEach(Await::result);

        Await.until("everything", () -> recorder.replies.size() == 100 && recorder.proved.size() == 100);
        assertEquals(0, recorder.overlaps.get());
        assertEquals(texts, recorder.replies);
        assertEquals(texts, recorder.proved);
        // Each message twice and its echo by the agent.
        assertEquals(300, recorder.messageEvents());
        // The guest's own Join into the new session.
        assertEquals(List.of(Presence.Kind.JOINED), recorder.presences);
    }

    @Test
    void valuesAreAtLeastAsNewAsTheEvent() {
        AsyncMessagingClient client = client(sandbox(Scenario.ECHO));
        List<String> missing = new CopyOnWriteArrayList<>();
        CountDownLatch replies = new CountDownLatch(50);
        List<Message> told = new CopyOnWriteArrayList<>();
        client.addListener(new MessagingListener() {
            @Override
            public void onConversationChanged(Conversation conversation) {
                told.addAll(conversation.getMessages());
            }

            @Override
            public void onMessageInserted(Message message) {
                if (told.stream().noneMatch(it -> it.getId().equals(message.getId()))) {
                    missing.add(message.getText());
                }
                replies.countDown();
            }
        });
        Await.result(client.connect());
        sendAll(client, numbered(25)).forEach(Await::result);
        Await.open(replies);
        assertEquals(List.of(), missing);
    }

    @Test
    void statesAndDraftsAreTold() {
        AsyncMessagingClient client = client(sandbox(Scenario.SILENT));
        List<String> changes = new CopyOnWriteArrayList<>();
        List<Draft> drafts = new CopyOnWriteArrayList<>();
        client.addListener(new MessagingListener() {
            @Override
            public void onStateChanged(SessionState oldState, SessionState newState) {
                changes.add(oldState + " → " + newState);
            }

            @Override
            public void onDraftChanged(Draft draft) {
                drafts.add(draft);
            }
        });
        Await.result(client.connect());
        Await.until("configured", () -> changes.stream().anyMatch(it -> it.contains("→ Configured")));
        assertTrue(changes.get(0).startsWith("Idle → "), changes.toString());
        Draft draft = new Draft("almost");
        Await.result(client.setDraft(draft));
        Await.until("the draft", () -> drafts.equals(List.of(draft)));
    }

    @Test
    void REL15_aListenerThatThrowsIsToldSoAndGoesOn() {
        AsyncMessagingClient client = client(sandbox(Scenario.ECHO));
        Recorder throwing = new Recorder() {
            @Override
            public void onEvent(MessagingEvent event) {
                super.onEvent(event);
                throw new IllegalStateException("from the listener");
            }
        };
        Recorder other = new Recorder();
        client.addListener(throwing);
        client.addListener(other);
        Await.result(client.connect());
        Await.result(client.send("one"));
        Await.result(client.send("two"));
        Await.until("both hear all", () -> throwing.replies.size() == 2 && other.replies.size() == 2);
        // More may come after the replies, and each failure is told after its event.
        Await.until("each failure is told", () -> throwing.events.size() == throwing.failures.size());
        assertEquals("from the listener", throwing.failures.get(0).getMessage());
        assertEquals(List.of(), other.failures);
    }

    @Test
    void aFailureReachesTheUncaughtExceptionsOfTheThreadByDefault() {
        AsyncMessagingClient client = client(sandbox(Scenario.ECHO));
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((where, failure) -> uncaught.add(failure));
            return thread;
        });
        closing(executor::shutdownNow);
        client.addListener(
                new MessagingListener() {
                    @Override
                    public void onTyping(MessagingEvent.Typing typing) {}

                    @Override
                    public void onMessageInserted(Message message) {
                        throw new IllegalStateException(message.getText());
                    }
                },
                executor);
        Await.result(client.connect());
        Await.result(client.send("boom"));
        Await.until("both failures", () -> uncaught.size() == 2);
    }

    @Test
    void REL15_aListenerThatTakesItselfAwayHearsNothingMore() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = client(sandbox);
        AtomicReference<Subscription> own = new AtomicReference<>();
        AtomicInteger heard = new AtomicInteger();
        Recorder other = new Recorder();
        own.set(client.addListener(
                new MessagingListener() {
                    @Override
                    public void onMessageInserted(Message message) {
                        heard.incrementAndGet();
                        Subscription mine = Objects.requireNonNull(own.get());
                        mine.close();
                        mine.close();
                    }
                },
                oneThread("leaving")));
        client.addListener(other);
        Await.result(client.connect());
        sendAll(client, numbered(20)).forEach(Await::result);
        Await.until("the other hears all", () -> other.replies.size() == 20);
        // On its own thread, which may be slower.
        Await.until("it hears the first", () -> heard.get() > 0);
        assertEquals(1, heard.get());
    }

    @Test
    void anExecutorThatRefusesEndsItsSubscriptionOnly() {
        AsyncMessagingClient client = client(sandbox(Scenario.ECHO));
        ExecutorService shut = Executors.newSingleThreadExecutor();
        shut.shutdown();
        Recorder refused = new Recorder();
        Recorder other = new Recorder();
        client.addListener(refused, shut);
        client.addListener(other);
        Await.result(client.connect());
        Await.result(client.send("hello"));
        Await.until("the other hears", () -> other.replies.size() == 1);
        Await.until("the refusal is told", () -> refused.failures.size() == 1);
        assertInstanceOf(RejectedExecutionException.class, refused.failures.get(0));
        assertEquals(List.of(), refused.events);
    }
}
