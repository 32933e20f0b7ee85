package dev.confab.sandbox.nexus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.SessionFault;
import dev.confab.sandbox.fault.TransferFault;
import dev.confab.sandbox.testing.Http;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The nexus service over real sockets (Engage chat protocol notes §3). */
@Timeout(240)
class NexusTest {

    private final Sandbox sandbox = start(Scenario.SILENT, NexusOptions.builder());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static Sandbox start(Scenario scenario, NexusOptions.Builder nexus) {
        return Sandbox.start(SandboxOptions.builder()
                .scenario(scenario)
                .agentDelay(Duration.ofSeconds(1))
                .nexus(nexus.build())
                .build());
    }

    @Test
    void a_session_is_named_by_its_path_and_opened_by_its_token() {
        Http.Answer answer = NexusGuest.create(sandbox, "data[nickname]=Ada&data[endpoint]=support&data[order]=A-1");
        assertEquals(200, answer.status());
        assertEquals("SUCCESS", answer.json().path("status").path("code").asText());
        assertEquals(32, answer.header("X-B3-TraceId").length());
        JsonNode data = answer.json().path("data");
        String id = data.path("entity").path("id").asText();
        assertEquals(
                "/nexus/v3/chat/sessions/" + id,
                data.path("entity").path("selfUri").asText());
        String claims = new String(
                Base64.getUrlDecoder().decode(data.path("clientToken").asText().split("\\.", -1)[1]),
                StandardCharsets.UTF_8);
        assertTrue(claims.contains("\"sessionId\":\"" + id + "\""), claims);
        assertTrue(claims.contains("\"transportId\"") && claims.contains("\"participantId\""), claims);
        assertFalse(claims.contains("exp"), claims);
        JsonNode described = Http.get(sandbox, "/sandbox/sessions").json().get(0);
        assertEquals("nexus", described.path("backend").asText());
        assertEquals("A-1", described.path("userData").path("order").asText());
    }

    @Test
    void a_session_may_be_asked_for_in_json() {
        Http.Answer answer = Http.send(
                sandbox,
                "POST",
                NexusGuest.SESSIONS,
                "{\"data\":{\"firstName\":\"Ada\",\"lastName\":\"Byron\",\"endpoint\":\"support\"}}",
                "x-api-key",
                NexusGuest.KEY,
                "Content-Type",
                "application/json");
        assertEquals(200, answer.status());
        assertEquals(
                "Ada Byron",
                Http.get(sandbox, "/sandbox/sessions")
                        .json()
                        .get(0)
                        .path("nickname")
                        .asText());
    }

    @ParameterizedTest
    @CsvSource({
        "data[nickname]=Ada, 400, INVALID_ENDPOINT",
        "data[nickname]=Ada&data[endpoint]=other, 400, INVALID_ENDPOINT",
        "data[nickname]=&data[endpoint]=support, 400, INVALID_NICKNAME",
        "data[endpoint]=support, 200, SUCCESS",
    })
    void what_is_wrong_with_a_new_session_has_a_name(String form, int status, String code) {
        try (Sandbox strict = start(Scenario.SILENT, NexusOptions.builder().endpoints("support"))) {
            Http.Answer answer = NexusGuest.create(strict, form);
            assertEquals(status, answer.status());
            assertEquals(code, answer.json().path("status").path("code").asText());
        }
    }

    @Test
    void every_request_names_its_contact_center() {
        String body = "data[nickname]=Ada&data[endpoint]=support";
        Http.Answer none = Http.send(sandbox, "POST", NexusGuest.SESSIONS, body, "Content-Type", NexusGuest.FORM);
        assertRefused(403, "INVALID_CONTACT_CENTER", none);
        NexusGuest guest = NexusGuest.of(sandbox);
        Http.Answer other = Http.send(
                sandbox,
                "GET",
                NexusGuest.SESSIONS + "/" + guest.id(),
                "",
                "x-api-key",
                "another",
                "x-nexus-client-key",
                guest.token());
        assertRefused(403, "INVALID_CONTACT_CENTER", other);
    }

    @Test
    void nobody_reads_a_session_with_the_token_of_another_one() {
        NexusGuest ada = NexusGuest.of(sandbox);
        NexusGuest eve = NexusGuest.of(sandbox);
        String path = NexusGuest.SESSIONS + "/" + ada.id() + "/messages";
        String[] crossed = {"x-api-key", NexusGuest.KEY, "x-nexus-client-key", eve.token()};
        assertRefused(401, "AUTHENTICATION_REQUIRED", Http.send(sandbox, "GET", path, "", crossed));
        assertRefused(401, "AUTHENTICATION_REQUIRED", Http.get(sandbox, path, "x-api-key", NexusGuest.KEY));
        String lost = NexusGuest.SESSIONS + "/nobody";
        assertRefused(404, "NOT_FOUND", Http.send(sandbox, "GET", lost, "", crossed));
    }

    @Test
    void what_is_said_is_stored_once_and_read_in_order() {
        NexusGuest guest = NexusGuest.of(sandbox);
        Http.Answer answer = guest.say("grüß dich & co");
        assertEquals("{\"status\":{\"code\":\"SUCCESS\"}}", answer.body());
        sandbox.agentSay(guest.id(), "hello");
        JsonNode all = guest.messages("");
        assertEquals(
                List.of("ParticipantJoined", "Text", "ParticipantJoined", "Text"),
                StreamSupport.stream(all.spliterator(), false)
                        .map(entry -> entry.path("type").asText())
                        .toList());
        JsonNode mine = all.get(1);
        assertEquals("grüß dich & co", mine.path("text").asText());
        assertEquals(2, mine.path("index").intValue());
        assertEquals("Customer", mine.path("from").path("type").asText());
        assertEquals("Ada", mine.path("from").path("nickname").asText());
        assertTrue(mine.path("timestamp").asText().endsWith("Z"));
        assertEquals("Agent", all.get(3).path("from").path("type").asText());
        StoredMessage stored = sandbox.messages().get(0);
        assertEquals(1, sandbox.messages().size());
        assertEquals(
                "nexus " + guest.id() + " grüß dich & co",
                stored.backend() + " " + stored.session() + " " + stored.text());
    }

    @Test
    void a_transcript_is_read_forwards_and_backwards_by_index() {
        NexusGuest guest = NexusGuest.of(sandbox);
        for (int i = 2; i <= 7; i++) {
            guest.say("message " + i);
        }
        assertEquals("[6, 7]", indexes(guest.messages("?after=5")));
        assertEquals("[3, 4]", indexes(guest.messages("?after=2&limit=2")));
        assertEquals("[2, 3]", indexes(guest.messages("?before=4&limit=2")));
        assertEquals("[]", indexes(guest.messages("?after=7")));
        assertTrue(hasMore(guest, "?after=2&limit=2"));
        assertFalse(hasMore(guest, "?after=5&limit=2"));
        assertTrue(hasMore(guest, "?before=4&limit=2"));
        assertFalse(hasMore(guest, "?before=4&limit=3"));
        for (String wrong : List.of("?after=x", "?after=-1", "?before=0", "?limit=0", "?after=1&before=3")) {
            assertRefused(400, "INVALID_PARAMETER", guest.call("GET", "/messages" + wrong));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "data[type]=Text, INVALID_MESSAGE",
        "data[text]=hello, INVALID_MESSAGE",
        "data[type]=CustomNotice&data[text]=x, NOT_SUPPORTED",
    })
    void what_this_service_does_not_take_is_refused(String form, String code) {
        NexusGuest guest = NexusGuest.of(sandbox);
        assertRefused(400, code, guest.post("/messages", NexusGuest.FORM, form));
        assertRefused(415, "UNSUPPORTED_MEDIA_TYPE", guest.post("/messages", "text/plain", form));
        assertEquals(List.of(), sandbox.messages());
    }

    @Test
    void an_agent_comes_in_types_and_answers() {
        try (Sandbox echo = start(Scenario.ECHO, NexusOptions.builder())) {
            NexusGuest guest = NexusGuest.of(echo);
            echo.advanceClock(Duration.ofSeconds(2));
            assertEquals(
                    "Echo",
                    guest.messages("?after=1")
                            .get(0)
                            .path("from")
                            .path("nickname")
                            .asText());
            guest.say("one");
            echo.advanceClock(Duration.ofSeconds(2));
            assertEquals("one", guest.messages("?after=3").get(0).path("text").asText());
            echo.agentTyping(guest.id());
            echo.advanceClock(Duration.ofSeconds(6));
            assertEquals(
                    "TypingStopped",
                    guest.messages("?after=6").get(0).path("type").asText());
        }
    }

    @Test
    void files_go_both_ways_within_the_limits() {
        NexusOptions.Builder limits = NexusOptions.builder().maxFiles(2).maxFileBytes(10);
        try (Sandbox echo = start(Scenario.ECHO, limits)) {
            NexusGuest guest = NexusGuest.of(echo);
            JsonNode file = guest.upload("../note.txt", "hello").json().path("data");
            assertEquals("note.txt", file.path("filename").asText());
            assertEquals(5, file.path("length").intValue());
            echo.advanceClock(Duration.ofSeconds(3));
            JsonNode back = guest.messages("?limit=1").get(0).path("file");
            Http.Answer bytes = Http.get(
                    echo, back.path("url").asText(), "x-api-key", NexusGuest.KEY, "x-nexus-client-key", guest.token());
            assertEquals("hello", bytes.body());
            assertTrue(bytes.header("Content-Disposition").contains("note.txt"));
            assertRefused(400, "INVALID_FILE_TYPE", guest.upload("virus.exe", "MZ"));
            assertRefused(400, "LIMIT_FILE_SIZE", guest.upload("big.txt", "x".repeat(11)));
            assertEquals(200, guest.upload("b.txt", "x").status());
            assertRefused(400, "LIMIT_FILE_COUNT", guest.upload("c.txt", "x"));
            assertRefused(400, "INVALID_BODY", guest.post("/files", NexusGuest.FORM, "data[file]=x"));
        }
    }

    @Test
    void an_ended_session_can_be_read_and_a_lost_one_is_gone() {
        NexusGuest guest = NexusGuest.of(sandbox);
        assertTrue(guest.call("GET", "").json().path("data").path("active").booleanValue());
        assertEquals(200, guest.call("DELETE", "").status());
        assertFalse(guest.call("GET", "").json().path("data").path("active").booleanValue());
        assertEquals(
                "ParticipantLeft",
                guest.messages("?limit=1").get(0).path("type").asText());
        assertRefused(409, "SESSION_ENDED", guest.say("too late"));
        assertRefused(409, "SESSION_ENDED", guest.call("DELETE", ""));
        sandbox.expireSession(guest.id());
        assertRefused(404, "NOT_FOUND", guest.call("GET", ""));
    }

    @Test
    void faults_act_before_and_after_storing() {
        NexusGuest guest = NexusGuest.of(sandbox);
        sandbox.faults()
                .add(new SessionFault.DropAfterStore(), FaultScope.once().at("nexus"));
        assertThrows(UncheckedIOException.class, () -> guest.say("one"));
        sandbox.faults().add(new SessionFault.DropBeforeStore(), FaultScope.once());
        assertThrows(UncheckedIOException.class, () -> guest.say("two"));
        sandbox.faults().add(new CallFault.LoseAnswer("endSession"), FaultScope.once());
        sandbox.faults().add(new CallFault.Fail("getMessages", 503, "", 7), FaultScope.once());
        Http.Answer failed = guest.call("GET", "/messages");
        assertEquals("503 7", failed.status() + " " + failed.header("Retry-After"));
        assertThrows(UncheckedIOException.class, () -> guest.call("DELETE", ""));
        assertFalse(guest.call("GET", "").json().path("data").path("active").booleanValue());
        assertEquals(
                List.of("one"),
                sandbox.messages().stream().map(StoredMessage::text).toList());
    }

    @Test
    void pages_of_any_host_may_use_it() {
        Http.Answer preflight = Http.send(
                sandbox,
                "OPTIONS",
                NexusGuest.SESSIONS,
                "",
                "Access-Control-Request-Headers",
                "x-api-key",
                "Access-Control-Request-Method",
                "POST");
        assertEquals(204, preflight.status());
        assertEquals("*", preflight.header("Access-Control-Allow-Origin"));
        assertEquals("x-api-key", preflight.header("Access-Control-Allow-Headers"));
    }

    @Test
    void files_are_held_back_and_refused_by_faults() throws Exception {
        NexusGuest guest = NexusGuest.of(sandbox);
        sandbox.faults()
                .add(new TransferFault.RefuseFile(4003), FaultScope.once().at("nexus"));
        assertRefused(400, "INVALID_FILE_TYPE", guest.upload("a.txt", "hello"));
        sandbox.faults().add(new TransferFault.Slow(Fault.Transfer.UPLOAD, Duration.ofHours(1)), FaultScope.once());
        CompletableFuture<Http.Answer> late = CompletableFuture.supplyAsync(() -> guest.upload("a.txt", "hello"));
        while (guest.messages("").size() < 2) {
            LockSupport.parkNanos(1_000_000);
        }
        assertFalse(late.isDone());
        sandbox.advanceClock(Duration.ofHours(1));
        assertEquals(200, late.get(60, TimeUnit.SECONDS).status());
    }

    private static void assertRefused(int status, String code, Http.Answer answer) {
        assertEquals(code, answer.json().path("status").path("code").asText(), answer.body());
        assertEquals(status, answer.status());
    }

    private static String indexes(JsonNode messages) {
        return StreamSupport.stream(messages.spliterator(), false)
                .map(entry -> entry.path("index").intValue())
                .toList()
                .toString();
    }

    private static boolean hasMore(NexusGuest guest, String query) {
        return guest.call("GET", "/messages" + query)
                .json()
                .path("data")
                .path("hasMore")
                .booleanValue();
    }
}
