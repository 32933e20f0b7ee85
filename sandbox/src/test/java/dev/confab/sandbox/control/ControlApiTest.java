package dev.confab.sandbox.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control API over HTTP. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlApiTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .messagesPerSecond(0)
            .build());

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void health_tells_that_it_is_up() {
        Http.Answer answer = Http.get(sandbox, "/sandbox/health");
        assertEquals(200, answer.status());
        assertEquals("up", answer.json().path("status").asText());
    }

    @Test
    void the_front_page_lists_what_there_is() {
        assertTrue(Http.get(sandbox, "/").body().contains("/sandbox/ledger"));
        assertTrue(Http.get(sandbox, "/sandbox").body().contains("/sandbox/ledger"));
    }

    @Test
    void ledger_and_messages_can_be_read_in_parts_and_by_session() {
        try (Guest one = Guest.inSession(sandbox.port(), "parts-1");
                Guest two = Guest.inSession(sandbox.port(), "parts-2")) {
            one.say("a", "first \"quoted\" \\ ü");
            one.next();
            two.send("this is no JSON");
            two.next();
            two.say("b", "second");
            two.next();
        }
        List<JsonNode> mine = list("/sandbox/ledger?session=parts-1");
        assertEquals(
                4,
                mine.stream()
                        .filter(entry -> !entry.path("payload").has("closeCode"))
                        .count());
        assertEquals(
                "configureSession", mine.get(0).path("payload").path("action").asText());
        assertEquals("received", mine.get(0).path("direction").asText());
        long third = mine.get(2).path("seq").longValue();
        assertEquals(mine.subList(3, mine.size()), list("/sandbox/ledger?session=parts-1&after=" + third));
        assertTrue(list("/sandbox/ledger?session=parts-2").stream()
                .anyMatch(entry -> entry.path("payload").asText().equals("this is no JSON")));
        JsonNode stored = list("/sandbox/messages?session=parts-1").get(0);
        assertEquals("first \"quoted\" \\ ü", stored.path("text").asText());
        assertEquals("webmessaging", stored.path("backend").asText());
        assertEquals(32, stored.path("id").asText().length());
        assertEquals(List.of(), list("/sandbox/messages?after=999999"));
        assertEquals(400, Http.get(sandbox, "/sandbox/ledger?after=x").status());
    }

    @Test
    void control_calls_are_not_in_the_ledger() {
        Http.get(sandbox, "/sandbox/health");
        assertFalse(Http.get(sandbox, "/sandbox/ledger").body().contains("/sandbox/"));
    }

    @Test
    void a_long_ledger_arrives_whole() {
        try (Guest guest = Guest.inSession(sandbox.port(), "long")) {
            for (int i = 0; i < 3000; i++) {
                guest.say("m" + i, "x".repeat(300));
            }
            for (int i = 0; i < 3000; i++) {
                guest.next();
            }
        }
        List<JsonNode> entries = list("/sandbox/ledger");
        for (int i = 0; i < entries.size(); i++) {
            assertEquals(i + 1, entries.get(i).path("seq").intValue());
        }
        assertTrue(entries.size() > 6000);
        assertEquals(3000, list("/sandbox/messages?session=long").size());
    }

    @Test
    void an_agent_speaks_and_types_in_a_session() {
        try (Guest guest = Guest.inSession(sandbox.port(), "desk")) {
            Http.Answer said = Http.post(sandbox, "/sandbox/sessions/desk/say", "{\"text\":\"Hello\"}");
            assertEquals(200, said.status());
            assertEquals("Hello", guest.next().path("body").path("text").asText());
            assertEquals(
                    200, Http.post(sandbox, "/sandbox/sessions/desk/typing", "").status());
            JsonNode typing = guest.next().path("body");
            assertEquals(
                    "Typing", typing.path("events").path(0).path("eventType").asText());
            JsonNode session = list("/sandbox/sessions").stream()
                    .filter(entry -> entry.path("session").asText().equals("desk"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(1, session.path("connections").size());
            assertEquals(
                    "test",
                    session.path("connections").path(0).path("application").asText());
        }
    }

    @Test
    void a_session_is_ended_in_each_way() {
        try (Guest guest = Guest.inSession(sandbox.port(), "ends")) {
            assertEquals(
                    200,
                    Http.post(sandbox, "/sandbox/sessions/ends/disconnect", "").status());
            assertEquals(
                    "true",
                    guest.next().path("body").path("metadata").path("readOnly").asText());
            Http.Answer mute = Http.post(sandbox, "/sandbox/sessions/ends/say", "{\"text\":\"hi\"}");
            assertEquals(409, mute.status());
            assertTrue(mute.json().path("hint").asText().contains("startNew"));
            assertEquals(
                    200, Http.post(sandbox, "/sandbox/sessions/ends/expire", "").status());
            guest.next("SessionExpiredEvent");
            assertEquals(
                    409, Http.post(sandbox, "/sandbox/sessions/ends/expire", "").status());
            assertTrue(guest.configure(false).path("newSession").booleanValue());
            assertEquals(
                    200, Http.post(sandbox, "/sandbox/sessions/ends/clear", "").status());
            assertEquals("Event", guest.next().path("body").path("type").asText());
            guest.next("SessionClearedEvent");
            guest.next("ConnectionClosedEvent");
            assertEquals(
                    404, Http.post(sandbox, "/sandbox/sessions/ends/clear", "").status());
        }
    }

    @Test
    void connections_are_dropped_all_or_by_session() {
        try (Guest one = Guest.inSession(sandbox.port(), "drop-1");
                Guest two = Guest.inSession(sandbox.port(), "drop-2")) {
            assertEquals(
                    "{\"dropped\":1}",
                    Http.post(sandbox, "/sandbox/drop?session=drop-1", "").body());
            assertEquals(1006, one.awaitEnd());
            two.assertNothingElse();
        }
    }

    @Test
    void the_clock_is_told_and_advanced() {
        Http.Answer before = Http.get(sandbox, "/sandbox/clock");
        Http.Answer after = Http.post(sandbox, "/sandbox/clock", "{\"advanceMillis\":3600000}");
        assertEquals(200, after.status());
        java.time.Duration step = java.time.Duration.between(
                java.time.Instant.parse(before.json().path("now").asText()),
                java.time.Instant.parse(after.json().path("now").asText()));
        assertTrue(step.toMinutes() >= 60 && step.toMinutes() < 62, step.toString());
    }

    @Test
    void faults_are_switched_on_listed_and_switched_off() {
        Http.Answer added = Http.post(
                sandbox,
                "/sandbox/faults",
                "{\"fault\":\"closeWith\",\"code\":1011,\"session\":\"nobody\",\"after\":2}");
        assertEquals(201, added.status());
        String id = added.json().path("id").asText();
        assertEquals(
                "{\"id\":\"" + id + "\",\"fault\":\"closeWith\",\"code\":1011,\"reason\":\"\",\"session\":\"nobody\","
                        + "\"after\":2,\"count\":0,\"applied\":0,\"active\":true}",
                added.body());
        assertEquals(
                "[" + added.body() + "]", Http.get(sandbox, "/sandbox/faults").body());
        assertEquals(204, Http.delete(sandbox, "/sandbox/faults/" + id).status());
        assertEquals(404, Http.delete(sandbox, "/sandbox/faults/" + id).status());
        Http.post(sandbox, "/sandbox/faults", "{\"fault\":\"duplicate\",\"session\":\"nobody\"}");
        assertEquals(204, Http.delete(sandbox, "/sandbox/faults").status());
        assertEquals("[]", Http.get(sandbox, "/sandbox/faults").body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET    | /nowhere                      |                          | 404",
                "GET    | /sandbox/nowhere              |                          | 404",
                "POST   | /sandbox/health               |                          | 405",
                "DELETE | /sandbox/ledger               |                          | 405",
                "GET    | /sandbox/drop                 |                          | 405",
                "GET    | /sandbox/sessions/x/say       |                          | 405",
                "POST   | /sandbox/sessions/x/say       | {\"text\":\"hi\"}        | 404",
                "POST   | /sandbox/sessions/x/say       | not json                 | 400",
                "POST   | /sandbox/sessions/x/say       |                          | 400",
                "POST   | /sandbox/sessions/x/say       | {\"text\":\"\"}          | 400",
                "POST   | /sandbox/sessions/x/say       | {\"text\":7}             | 400",
                "POST   | /sandbox/sessions/x/expire    |                          | 404",
                "POST   | /sandbox/clock                | {\"advanceMillis\":-1}   | 400",
                "POST   | /sandbox/clock                | {\"advanceMillis\":1.5}  | 400",
                "POST   | /sandbox/clock                | {}                       | 400",
                "POST   | /sandbox/faults               | []                       | 400",
                "POST   | /sandbox/faults               | {\"fault\":\"magic\"}    | 400",
                "PUT    | /sandbox/faults               |                          | 405",
                "GET    | /sandbox/faults/1             |                          | 405",
            })
    void a_mistake_is_answered_with_what_to_do(String method, String path, String body, int status) {
        Http.Answer answer = Http.send(sandbox, method, path, body == null ? "" : body);
        assertEquals(status, answer.status());
        assertFalse(answer.json().path("error").asText().isEmpty());
        assertFalse(answer.json().path("hint").asText().isEmpty());
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        assertEquals(
                413,
                Http.post(sandbox, "/sandbox/faults", "x".repeat(1024 * 1024 + 1))
                        .status());
    }

    private List<JsonNode> list(String path) {
        Http.Answer answer = Http.get(sandbox, path);
        assertEquals(200, answer.status());
        List<JsonNode> list = new ArrayList<>();
        answer.json().forEach(list::add);
        return list;
    }
}
