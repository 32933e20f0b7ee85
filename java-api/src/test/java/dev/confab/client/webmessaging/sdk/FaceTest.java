package dev.confab.client.webmessaging.sdk;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.client.webmessaging.sdk.model.JsonModel;
import dev.confab.client.webmessaging.sdk.model.SendMessageRequest;
import dev.confab.sandbox.LedgerEntry;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.webmessaging.Deployment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A test of the face against sandboxes on loopback; what it opens is closed after it, the last first. */
@Timeout(240)
@SuppressWarnings("FutureReturnValueIgnored") // Programs that were written for void methods look at no future.
abstract class FaceTest {

    static final String ID = "b0000000-0000-4000-8000-00000000000b";
    static final String TOKEN = "token-of-the-test";
    static final String ORIGIN = "localhost";

    private static final long SECONDS = 60;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    Sandbox sandbox(Scenario scenario) {
        return sandbox(scenario, Deployment.builder(ID).autoStart(false));
    }

    Sandbox sandbox(Scenario scenario, Deployment.Builder deployment) {
        return closing(
                Sandbox.start(options(scenario).deployment(deployment.build()).build()));
    }

    /** Without limits of pace and without pauses. */
    static SandboxOptions.Builder options(Scenario scenario) {
        return SandboxOptions.builder()
                .scenario(scenario)
                .messagesPerSecond(0)
                .requestsPerMinute(0)
                .agentDelay(Duration.ZERO);
    }

    WebMessagingClient client(Sandbox sandbox) {
        return closing(new WebMessagingClient(address(sandbox)));
    }

    /** With a session of {@link #TOKEN}. */
    WebMessagingClient joined(Sandbox sandbox, Told told) {
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);
        client.configureSession(ID, TOKEN, ORIGIN, Optional.empty());
        until("the session stands", () -> !told.sessions.isEmpty());
        return client;
    }

    static String address(Sandbox sandbox) {
        return sandbox.url().replace("http://", "ws://") + "/v1";
    }

    /** Frames that the service received with an action. */
    static List<String> received(Sandbox sandbox, String action) {
        return sandbox.ledger().stream()
                .filter(entry -> entry.direction().equals("received"))
                .map(LedgerEntry::payload)
                .filter(payload -> payload.contains("\"action\":\"" + action + "\""))
                .toList();
    }

    static SendMessageRequest lastMessage(Sandbox sandbox) {
        until("the service has a message", () -> !received(sandbox, "onMessage").isEmpty());
        List<String> frames = received(sandbox, "onMessage");
        return JsonModel.read(frames.get(frames.size() - 1), SendMessageRequest.class);
    }

    static BaseMessage envelope(String json) {
        return JsonModel.read(json, BaseMessage.class);
    }

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("Not within " + SECONDS + " s: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError("The future gave no result.", failed);
        }
    }

    static WebMessagingException failure(CompletableFuture<?> future) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> future.get(SECONDS, TimeUnit.SECONDS));
        return assertInstanceOf(WebMessagingException.class, failed.getCause());
    }
}
