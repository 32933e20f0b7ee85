package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.LedgerEntry;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.RawSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service over real sockets. */
@Timeout(240)
class WebSocketTest {

    private Sandbox sandbox = Sandbox.start(options().build());

    private static SandboxOptions.Builder options() {
        return SandboxOptions.builder()
                .messagesPerSecond(0)
                .agentDelay(Duration.ZERO)
                .deployment(Deployment.builder("closed").active(false).build())
                .deployment(
                        Deployment.builder("shop").allowedDomains("shop.test").build());
    }

    @BeforeEach
    void start() {
        assertTrue(sandbox.port() > 0);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void restart(SandboxOptions.Builder options) {
        sandbox.close();
        sandbox = Sandbox.start(options.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "deploymentId=nobody", "application=x", "deploymentId=closed", "deploymentId=shop"})
    void who_may_not_come_in_is_refused_with_403(String query) {
        assertEquals(403, refusal(query, null));
    }

    @Test
    void a_restricted_deployment_looks_at_the_origin() {
        assertEquals(403, refusal("deploymentId=shop", "https://evil.test"));
        Guest.connect(sandbox.port(), "deploymentId=shop", "https://www.shop.test:8443")
                .close();
        Guest.connect(sandbox.port(), "deploymentId=shop", "shop.test").close();
    }

    private int refusal(String query, @Nullable String origin) {
        CompletionException e =
                assertThrows(CompletionException.class, () -> Guest.connect(sandbox.port(), query, origin));
        return e.getCause() instanceof WebSocketHandshakeException refused
                ? refused.getResponse().statusCode()
                : 0;
    }

    @Test
    void a_ping_is_answered() {
        try (Guest guest = Guest.connect(sandbox.port())) {
            guest.ping();
            guest.awaitPong();
        }
    }

    @Test
    void two_hundred_messages_are_echoed_stored_and_repeated_in_order() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                texts.add("line " + i + " – ünïcödé 🎈");
                guest.say("m" + i, texts.get(i));
            }
            List<String> echoed = new ArrayList<>();
            List<String> repeated = new ArrayList<>();
            String lastTime = "";
            for (int i = 0; i < 400; i++) {
                JsonNode body = guest.next("StructuredMessage").path("body");
                boolean inbound = body.path("direction").asText().equals("Inbound");
                (inbound ? echoed : repeated).add(body.path("text").asText());
                String time = body.path("channel").path("time").asText();
                if (inbound) {
                    assertTrue(time.compareTo(lastTime) > 0);
                    lastTime = time;
                }
            }
            assertEquals(texts, echoed);
            assertEquals(texts, repeated);
            assertEquals(
                    texts, sandbox.messages().stream().map(StoredMessage::text).toList());
        }
    }

    @Test
    void a_message_over_the_limit_of_frames_is_closed_with_1009() {
        try (RawSocket raw = RawSocket.connect(sandbox.port())) {
            raw.header(1, true, 500L * 1024 * 1024);
            RawSocket.Frame frame = raw.readFrame();
            assertEquals(8, frame.opcode());
            assertEquals(1009, frame.closeCode());
        }
        assertServes();
    }

    @Test
    void a_message_over_the_limit_in_pieces_is_closed_with_1009() {
        try (RawSocket raw = RawSocket.connect(sandbox.port())) {
            byte[] piece = new byte[300 * 1024];
            raw.frame(1, false, piece);
            for (int i = 0; i < 3; i++) {
                raw.frame(0, false, piece);
            }
            assertEquals(1009, raw.readFrame().closeCode());
        }
        assertServes();
    }

    @Test
    void a_message_in_pieces_is_put_together() {
        try (RawSocket raw = RawSocket.connect(sandbox.port())) {
            byte[] bytes = "{\"action\":\"fly\",\"token\":\"ü\",\"tracingId\":\"ü1\"}".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                raw.frame(i == 0 ? 1 : 0, i == bytes.length - 1, new byte[] {bytes[i]});
            }
            String answer = raw.readFrame().text();
            assertTrue(answer.contains("\"tracingId\":\"ü1\""), answer);
        }
    }

    @Test
    void text_that_is_no_utf8_is_closed_with_1007() {
        try (RawSocket raw = RawSocket.connect(sandbox.port())) {
            raw.frame(1, true, new byte[] {'{', (byte) 0xc3, '}'});
            assertEquals(1007, raw.readFrame().closeCode());
        }
        assertServes();
    }

    @Test
    void a_binary_frame_is_a_bad_request_and_the_connection_survives() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            guest.sendBinary(new byte[] {1, 2, 3});
            JsonNode error = guest.next("string");
            assertEquals(400, error.path("code").intValue());
            guest.say("m", "still here");
            assertEquals("m", guest.next().path("tracingId").asText());
        }
    }

    @Test
    void a_close_frame_is_answered_with_its_code() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            guest.closePolitely();
            assertEquals(1000, guest.awaitEnd());
        }
        LedgerEntry last = sandbox.ledger().get(sandbox.ledger().size() - 1);
        assertEquals("received", last.direction());
        assertEquals("t", last.session());
        assertEquals("{\"closeCode\":1000,\"closeReason\":\"\"}", last.payload());
        assertEquals(0, sandbox.dropConnections());
    }

    @Test
    void the_oldest_of_four_connections_is_told_and_closed_after_a_grace_period() {
        try (Guest oldest = Guest.inSession(sandbox.port(), "t");
                Guest second = Guest.inSession(sandbox.port(), "t");
                Guest third = Guest.inSession(sandbox.port(), "t");
                Guest fourth = Guest.inSession(sandbox.port(), "t")) {
            oldest.next("ConnectionClosedEvent");
            assertFalse(oldest.hasEnded());
            sandbox.advanceClock(Duration.ofSeconds(2));
            assertEquals(1000, oldest.awaitEnd());
            for (Guest guest : List.of(second, third, fourth)) {
                guest.assertNothingElse();
            }
        }
    }

    @Test
    void the_rate_limit_is_on_by_default() {
        restart(SandboxOptions.builder());
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            for (int i = 0; i < 20; i++) {
                guest.say("m" + i, "quick " + i);
            }
            int refused = 0;
            for (int i = 0; i < 20; i++) {
                JsonNode frame = guest.next();
                while (frame.path("body").path("direction").asText().equals("Outbound")) {
                    frame = guest.next();
                }
                refused += frame.path("code").intValue() == 429 ? 1 : 0;
            }
            assertTrue(refused > 0);
            assertEquals(20 - refused, sandbox.messages().size());
        }
    }

    @Test
    void the_concierge_greets_after_a_join() {
        restart(options().scenario(Scenario.CONCIERGE));
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            guest.presence("j", "Join");
            assertEquals("j", guest.next().path("tracingId").asText());
            JsonNode greeting = guest.next().path("body");
            assertEquals("Outbound", greeting.path("direction").asText());
            assertTrue(greeting.path("text").asText().startsWith("Hello"));
        }
    }

    @Test
    void echo_and_agent_delays_hold_frames_back_until_their_time() {
        restart(options().echoDelay(Duration.ofHours(1)).agentDelay(Duration.ofHours(1)));
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            guest.say("m", "patience");
            guest.assertNothingElse();
            sandbox.advanceClock(Duration.ofHours(1));
            assertEquals("Inbound", guest.next().path("body").path("direction").asText());
            guest.assertNothingElse();
            sandbox.advanceClock(Duration.ofHours(1));
            assertEquals("Outbound", guest.next().path("body").path("direction").asText());
        }
    }

    @Test
    void the_ledger_holds_every_frame_and_exchange_in_order() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            guest.say("m", "hi");
            guest.next();
            guest.next();
        }
        List<String> entries = sandbox.ledger().stream()
                .limit(7)
                .map(entry -> entry.seq() + " " + entry.backend() + " " + entry.session() + " " + entry.direction()
                        + " " + entry.payload().replaceFirst("(?s),\"(tracingId|token|body|path)\".*", ""))
                .toList();
        assertEquals(
                List.of(
                        "1 webmessaging  received {\"method\":\"GET\"",
                        "2 webmessaging  sent {\"method\":\"GET\"",
                        "3 webmessaging t received {\"action\":\"configureSession\"",
                        "4 webmessaging t sent {\"type\":\"response\",\"class\":\"SessionResponse\",\"code\":200",
                        "5 webmessaging t received {\"action\":\"onMessage\"",
                        "6 webmessaging t sent {\"type\":\"message\",\"class\":\"StructuredMessage\",\"code\":200",
                        "7 webmessaging t sent {\"type\":\"message\",\"class\":\"StructuredMessage\",\"code\":200"),
                entries);
        assertTrue(sandbox.ledger().get(1).payload().endsWith("\"status\":101}"));
    }

    private void assertServes() {
        try (Guest guest = Guest.inSession(sandbox.port(), "after")) {
            guest.assertNothingElse();
        }
    }
}
