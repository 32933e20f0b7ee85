package dev.confab.client.webchat;

import static dev.confab.client.webchat.Bench.failure;
import static dev.confab.client.webchat.Bench.refusal;
import static dev.confab.client.webchat.Bench.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.confab.transport.model.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The configuration object of the vendor's page, by what leaves for the service (Engage chat protocol notes §4.1). */
@Timeout(120)
class WebChatOptionsTest {

    private record Asked(String path, Headers headers, String body) {}

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch silence = new CountDownLatch(1);
    private final WebChatService service = WebChatService.create();
    private volatile boolean silent;

    private @Nullable HttpServer server;

    @BeforeEach
    void start() throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.createContext("/", this::answer);
        made.start();
        server = made;
    }

    /** Refuses everything, and keeps what it was asked. */
    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders(),
                URLDecoder.decode(body, StandardCharsets.UTF_8)));
        if (silent) {
            Bench.open(silence);
        }
        exchange.sendResponseHeaders(503, -1);
        exchange.close();
    }

    @AfterEach
    void stop() {
        silence.countDown();
        service.close();
        if (server != null) {
            server.stop(0);
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + (server == null ? 0 : server.getAddress().getPort()) + path;
    }

    private Asked start(Map<String, ?> options) throws InterruptedException {
        refusal(service.command("startChat", options));
        Asked first = asked.poll(60, TimeUnit.SECONDS);
        return first == null ? new Asked("nothing was asked", new Headers(), "") : first;
    }

    private Map<String, Object> v2() {
        return new HashMap<>(Map.of(
                "dataURL", url("/gms-chat/2/chat"),
                "endpoint", "customer-support",
                "apikey", "n3eNkg",
                "header", Map.of("X-Custom", "of the application"),
                "userData", Map.of("shop", "books", "order", "none")));
    }

    @Test
    void v2_sends_what_its_options_say() throws InterruptedException {
        Map<String, Object> options = v2();
        options.put("enableCustomHeader", true);
        result(service.command("configure", options));
        Asked create = start(Map.of("nickname", "Ada", "subject", "Invoice", "userData", Map.of("order", "A-1")));
        assertEquals("/gms-chat/2/chat/customer-support", create.path());
        assertEquals("n3eNkg", create.headers().getFirst("apikey"));
        assertEquals("of the application", create.headers().getFirst("X-Custom"));
        for (String field :
                new String[] {"nickname=Ada", "subject=Invoice", "userData[shop]=books", "userData[order]=A-1"}) {
            assertTrue(create.body().contains(field), create.body());
        }
    }

    @Test
    void v2_keeps_the_custom_header_back_unless_it_is_enabled() throws InterruptedException {
        result(service.command("configure", v2()));
        assertNull(start(Map.of("nickname", "Ada")).headers().getFirst("X-Custom"));
    }

    @Test
    void v3_sends_what_its_options_say() throws InterruptedException {
        result(service.command(
                "configure",
                Map.of(
                        "userData",
                        Map.of("shop", "books"),
                        "transport",
                        Map.of(
                                "type", "pureengage-v3-rest",
                                "dataURL", url("/nexus/v3/chat/sessions"),
                                "endpoint", "support",
                                "stream", "uat",
                                "headers", Map.of("x-api-key", "key", "x-more", "more")))));
        Asked create = start(Map.of("form", Map.of("nickname", "Ada", "email", "ada@example.org")));
        assertEquals("/nexus/v3/chat/sessions", create.path());
        assertEquals("key", create.headers().getFirst("x-api-key"));
        assertEquals("more", create.headers().getFirst("x-more"));
        for (String field :
                new String[] {"data[endpoint]=support", "data[stream]=uat", "data[nickname]=Ada", "data[shop]=books"}) {
            assertTrue(create.body().contains(field), create.body());
        }
    }

    @Test
    void ajaxTimeout_ends_the_waiting() throws InterruptedException {
        silent = true;
        Map<String, Object> options = v2();
        options.put("ajaxTimeout", 100);
        result(service.command("configure", options));
        Asked create = start(Map.of("nickname", "Ada"));
        assertFalse(create.body().isEmpty());
    }

    @Test
    void an_option_that_cannot_be_used_is_named() {
        Map<String, Map<String, Object>> wrong = new HashMap<>(Map.of(
                "dataURL", Map.of("userData", Map.of()),
                "ajaxTimeout", with("ajaxTimeout", "3000"),
                "pollExceptionLimit", with("pollExceptionLimit", true),
                "restoreTimeout", with("restoreTimeout", -1),
                "enableCustomHeader", with("enableCustomHeader", "yes"),
                "xhrFields", with("xhrFields", "none"),
                "userData", with("userData", Map.of("a[b]", 1)),
                "cometD.cometURL", with("cometD", Map.of("enabled", true, "channel", "/service/chatV2/a"))));
        wrong.put("transport.type", with("transport", Map.of("type", "purecloud-v2-sockets")));
        wrong.put(
                "transport.endpoint",
                with("transport", Map.of("type", "pureengage-v3-rest", "dataURL", url("/nexus/v3/chat/sessions"))));
        wrong.put(
                "transport.async.sessionData",
                with(
                        "transport",
                        Map.of(
                                "type", "pureengage-v3-rest",
                                "dataURL", url("/nexus/v3/chat/sessions"),
                                "endpoint", "support",
                                "headers", Map.of("x-api-key", "key"),
                                "async", Map.of("enabled", true))));
        wrong.forEach((option, options) -> {
            var told = failure(service.configure(options));
            assertEquals(ErrorCode.INVALID_ARGUMENT, told.getCode(), option);
            assertTrue(String.valueOf(told.getMessage()).contains(option), told.getMessage());
        });
        // None of them counts as the one configuration.
        result(service.configure(v2()));
    }

    private Map<String, Object> with(String option, Object value) {
        Map<String, Object> options = v2();
        options.put(option, value);
        return options;
    }
}
