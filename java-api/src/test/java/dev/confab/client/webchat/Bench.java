package dev.confab.client.webchat;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxAgent;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.ConnectionFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.gms.GmsCometD;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.policy.Backoff;
import dev.confab.transport.policy.RatePolicy;
import dev.confab.transport.policy.ReconnectPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A sandbox, and services on it over one of the wires. */
final class Bench implements AutoCloseable {

    /** The ways to a service. */
    enum Wire {
        REST,
        COMETD,
        V3,
        V3_ASYNC,
        WEB_MESSAGING
    }

    private static final long SECONDS = 60;
    private static final String DEPLOYMENT = "a0000000-0000-4000-8000-000000000001";
    private static final String TOKEN = "token-of-the-test";

    final Sandbox sandbox;
    final Wire wire;
    final ManualTimers timers = new ManualTimers();
    final InMemorySessionDataStore store = new InMemorySessionDataStore();
    final List<WebChatEvent> events = new CopyOnWriteArrayList<>();
    private final List<WebChatService> services = new ArrayList<>();

    Bench(Wire wire) {
        this.wire = wire;
        sandbox = Sandbox.start(SandboxOptions.builder()
                .scenario(Scenario.SILENT)
                .messagesPerSecond(0)
                .agentDelay(Duration.ZERO)
                .build());
    }

    WebChatOptions.Builder options() {
        WebChatOptions.Builder options = WebChatOptions.builder()
                .pollInterval(50)
                .sessionData(store)
                .messaging(MessagingClientConfig.builder()
                        .rate(new RatePolicy(0, 0, 30_000))
                        .reconnect(new ReconnectPolicy(new Backoff(20, 20, 100), 3, 1_000, 10_000))
                        .build());
        switch (wire) {
            case REST -> options.dataURL(sandbox.url() + "/genesys/2/chat/customer-support");
            case COMETD ->
                options.cometD(
                        GmsCometD.loopbackBuilder(sandbox.url() + "/genesys/cometd", "/service/chatV2/customer-support")
                                .build());
            case V3 -> options.transport(v3().build());
            case V3_ASYNC -> options.transport(v3().async(store).build());
            case WEB_MESSAGING ->
                options.over(WebMessagingOptions.builder(DEPLOYMENT)
                        .loopbackEndpoint(sandbox.url())
                        .token(TOKEN)
                        .build());
        }
        return options;
    }

    private WebChatV3Transport.Builder v3() {
        return WebChatV3Transport.builder(sandbox.url() + "/nexus/v3/chat/sessions", "support")
                .header("x-api-key", "key-of-the-test")
                .proposedOperations(true);
    }

    /** Not configured, and heard by {@link #events}. */
    WebChatService bare() {
        WebChatService service = new WebChatService(Confab.shared(), timers);
        services.add(service);
        service.addListener(new WebChatListener() {
            @Override
            public void onEvent(WebChatEvent event) {
                events.add(event);
            }
        });
        return service;
    }

    WebChatService service() {
        return service(options().build());
    }

    WebChatService service(WebChatOptions options) {
        WebChatService service = bare();
        result(service.configure(options));
        return service;
    }

    WebChatService chatting() {
        WebChatService service = service();
        result(service.startChat(ada()));
        return service;
    }

    static StartChatOptions ada() {
        return StartChatOptions.builder()
                .nickname("Ada")
                .firstname("Ada")
                .lastname("Byron")
                .email("ada@example.org")
                .subject("Invoice")
                .userData(Map.of("order", "A-1"))
                .build();
    }

    /** The other side of the chat of a service. */
    SandboxAgent agent(WebChatService service) {
        String id = result(service.getSessionData()).get("sessionId");
        return sandbox.agent(wire == Wire.WEB_MESSAGING ? TOKEN : id);
    }

    /** From now on nobody gets through, and who was through is not any more. */
    void unreachable() {
        sandbox.faults().add(new CallFault.Fail("", 0, "", 0), FaultScope.always());
        sandbox.faults().add(new ConnectionFault.RefuseConnect(0), FaultScope.always());
        sandbox.dropConnections();
    }

    void reachable() {
        sandbox.faults().clear();
    }

    List<String> texts() {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }

    List<String> names() {
        return events.stream().map(WebChatEvent::name).toList();
    }

    long count(String name) {
        return names().stream().filter(name::equals).count();
    }

    @Nullable
    Object await(String name) {
        until("the event " + name, () -> names().contains(name));
        return events.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow()
                .data();
    }

    List<String> heard() {
        return events.stream()
                .filter(event -> event.data() instanceof MessagesReceived)
                .flatMap(event -> ((MessagesReceived) event.data()).messages().stream())
                .filter(message -> message.type().equals(WebChatMessage.MESSAGE))
                .map(message -> String.valueOf(message.text()))
                .toList();
    }

    static MessagesReceived received(WebChatEvent event) {
        return assertInstanceOf(MessagesReceived.class, event.data());
    }

    void awaitHeard(String text) {
        until("the message " + text, () -> heard().contains(text));
    }

    /** How often an event came in the end. */
    void awaitCount(String name, long count) {
        until(count + " times the event " + name, () -> count(name) >= count);
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

    static void open(CountDownLatch latch) {
        try {
            assertTrue(latch.await(SECONDS, TimeUnit.SECONDS), "The latch stayed shut.");
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError("The future gave no result.", failed);
        }
    }

    static MessagingException failure(CompletableFuture<?> future) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> future.get(SECONDS, TimeUnit.SECONDS));
        return assertInstanceOf(MessagingException.class, failed.getCause());
    }

    /** What a command was rejected with. */
    static @Nullable Object rejection(CompletableFuture<?> future) {
        return assertInstanceOf(WebChatRejection.class, failure(future)).value();
    }

    static WebChatResponse refusal(CompletableFuture<?> future) {
        return assertInstanceOf(WebChatResponse.class, rejection(future));
    }

    @Override
    public void close() {
        services.forEach(WebChatService::close);
        sandbox.close();
    }
}
