package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.model.Message;
import dev.confab.transport.policy.RatePolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A test against sandboxes on loopback; what it opens is closed after it, the last first. */
@Timeout(240)
abstract class SandboxTest {

    static final String DEPLOYMENT = "a0000000-0000-4000-8000-000000000001";
    static final String TOKEN = "token-of-the-test";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    Sandbox sandbox(Scenario scenario) {
        return sandbox(
                SandboxOptions.builder().scenario(scenario).messagesPerSecond(0).agentDelay(Duration.ZERO));
    }

    Sandbox sandbox(SandboxOptions.Builder options) {
        return closing(Sandbox.start(options.build()));
    }

    /** A client that sends as fast as proofs come. */
    AsyncMessagingClient client(Sandbox sandbox) {
        return client(sandbox, 0);
    }

    AsyncMessagingClient client(Sandbox sandbox, long messageIntervalMillis) {
        return closing(AsyncMessagingClient.create(options(sandbox.url(), DEPLOYMENT), paced(messageIntervalMillis)));
    }

    AsyncMessagingClient connected(Sandbox sandbox) {
        AsyncMessagingClient client = client(sandbox);
        Await.result(client.connect());
        return client;
    }

    ExecutorService oneThread(String name) {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, name));
        closing(executor::shutdownNow);
        return executor;
    }

    <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    static TransportOptions options(String url, String deployment) {
        return WebMessagingOptions.builder(deployment)
                .loopbackEndpoint(url)
                .token(TOKEN)
                .build();
    }

    static MessagingClientConfig paced(long messageIntervalMillis) {
        return MessagingClientConfig.builder()
                .rate(new RatePolicy(messageIntervalMillis, 5_000, 30_000))
                .build();
    }

    static List<String> numbered(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "message " + i).toList();
    }

    /** Without waiting in between. */
    static List<CompletableFuture<Message>> sendAll(AsyncMessagingClient client, List<String> texts) {
        return texts.stream().map(client::send).toList();
    }

    static void assertSays(Throwable failure, String part) {
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(part), message);
    }

    static List<String> storedTexts(Sandbox sandbox) {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }
}
