package dev.confab.sandbox.guestchat;

import static dev.confab.sandbox.guestchat.CreateTest.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxException;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.ConnectionFault;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.FrameFault;
import dev.confab.sandbox.fault.SessionFault;
import dev.confab.sandbox.testing.EventStream;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents, faults, the ledger and the control API at the guest chat, beside another service on the same port. */
@Timeout(240)
class GuestChatControlTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .agentDelay(Duration.ofMillis(1))
            .build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void echo_repeats_each_text_once_also_what_was_said_before_it_came() {
        try (Sandbox echo = Sandbox.start();
                ChatGuest guest = ChatGuest.begin(echo)) {
            EventStream stream = guest.listen();
            stream.next();
            guest.say("early");
            assertEquals("early", guest.nextMessage("standard").path("body").asText());
            JsonNode answer = guest.nextMessage("standard");
            assertEquals("early", answer.path("body").asText());
            assertEquals(guest.agent(), answer.at("/sender/id").asText());
            guest.say("late");
            guest.nextMessage("standard");
            assertEquals("late", guest.nextMessage("standard").path("body").asText());
            assertEquals(
                    List.of("early", "late"),
                    echo.messages().stream().map(StoredMessage::text).toList());
        }
    }

    @Test
    void concierge_greets_types_answers_in_words_and_says_goodbye() {
        try (Sandbox talkative = Sandbox.start(SandboxOptions.builder()
                        .scenario(Scenario.CONCIERGE)
                        .agentDelay(Duration.ofMillis(1))
                        .build());
                ChatGuest guest = ChatGuest.inConversation(talkative)) {
            assertTrue(guest.nextMessage("standard").path("body").asText().startsWith("Hello, I am Ada."));
            guest.say("menu");
            guest.nextMessage("standard");
            assertTrue(guest.nextMessage("standard").path("body").asText().contains("carousel"));
            guest.say("hours?");
            guest.nextMessage("standard");
            assertEquals(
                    "typing-indicator",
                    guest.stream().next().at("/metadata/type").asText());
            assertTrue(guest.nextMessage("standard").path("body").asText().contains("8:00"));
            guest.say("end the chat");
            guest.nextMessage("member-leave");
            assertEquals(1001, guest.stream().awaitEnd());
        }
    }

    @Test
    void health_sessions_and_the_front_page_tell_of_all_services() {
        try (Guest other = Guest.inSession(sandbox.port(), "web");
                ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            JsonNode backends = Http.get(sandbox, "/sandbox/health").json().path("backends");
            assertEquals("webmessaging", backends.at("/0/backend").asText());
            assertEquals("guestchat", backends.at("/1/backend").asText());
            assertEquals(1, backends.at("/1/connections").intValue());
            assertEquals(1, backends.at("/1/sessions").intValue());
            JsonNode session = Http.get(sandbox, "/sandbox/sessions").json().get(1);
            assertEquals(guest.id, session.path("session").asText());
            assertEquals(3, session.path("members").size());
            assertFalse(session.toString().contains(guest.jwt));
            JsonNode front = Http.get(sandbox, "/").json();
            assertTrue(front.path("guestchat").has("act transfer {\"to\":\"Robin\"}"));
            assertTrue(front.path("webmessaging").size() > 5);
            assertEquals(
                    200,
                    Http.post(sandbox, "/sandbox/sessions/web/say", "{\"text\":\"a\"}")
                            .status());
            assertEquals("a", other.next().at("/body/text").asText());
            String path = "/sandbox/sessions/" + guest.id + "/";
            assertEquals(
                    200, Http.post(sandbox, path + "say", "{\"text\":\"b\"}").status());
            assertEquals("b", guest.nextMessage("standard").path("body").asText());
            assertEquals(
                    400,
                    Http.post(sandbox, path + "say", "{\"text\":\"" + "x".repeat(4001) + "\"}")
                            .status());
            assertEquals(
                    200,
                    Http.post(sandbox, path + "acts/transfer", "{\"to\":\"Robin\"}")
                            .status());
            assertEquals(400, Http.post(sandbox, path + "acts/transfer", "{}").status());
            assertEquals(400, Http.post(sandbox, path + "acts/transfer", "[]").status());
        }
    }

    @Test
    void what_the_service_has_not_is_said_not_faked() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            String path = "/sandbox/sessions/" + guest.id + "/";
            for (String verb : List.of("clear", "reauthenticate", "acts/dance")) {
                Http.Answer answer = Http.post(sandbox, path + verb, "");
                assertEquals(501, answer.status(), verb);
                assertTrue(answer.json().path("error").asText().contains("guestchat"), answer.body());
            }
            SandboxException refused = assertThrows(SandboxException.class, () -> sandbox.clearSession(guest.id));
            assertTrue(String.valueOf(refused.getMessage()).contains("guestchat"));
            assertThrows(SandboxException.class, () -> sandbox.agent(guest.id).stopTyping());
            assertThrows(SandboxException.class, () -> sandbox.agent(guest.id).show(null, "[{}]"));
            assertThrows(SandboxException.class, () -> sandbox.agent(guest.id).sendFile("a", "b", new byte[1]));
        }
        ChatGuest unheard = ChatGuest.begin(sandbox);
        assertThrows(SandboxException.class, () -> sandbox.agentSay(unheard.id, "nobody listens yet"));
    }

    @Test
    void the_ledger_has_calls_and_frames_in_order_and_no_token() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            guest.say("hello");
            String ledger = Http.get(sandbox, "/sandbox/ledger").body();
            assertFalse(ledger.contains(guest.jwt));
            String mine =
                    Http.get(sandbox, "/sandbox/ledger?session=" + guest.id).body();
            assertTrue(mine.contains("\"backend\":\"guestchat\""));
            assertTrue(mine.contains("/members/" + guest.member + "/messages\",\"status\":200"), mine);
            assertTrue(mine.contains("\"body\":\"hello\""), mine);
        }
    }

    @Test
    void an_event_can_be_suppressed_after_storing() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            once(new SessionFault.SuppressEcho());
            assertEquals(200, guest.say("unseen").status());
            guest.say("seen");
            assertEquals("seen", guest.nextMessage("standard").path("body").asText());
        }
        assertEquals(List.of("unseen", "seen"), stored());
    }

    @Test
    void the_answer_to_a_message_can_be_lost_before_or_after_storing() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            once(new SessionFault.DropBeforeStore());
            assertThrows(UncheckedIOException.class, () -> guest.say("never"));
            once(new SessionFault.DropAfterStore());
            assertThrows(UncheckedIOException.class, () -> guest.say("stored"));
            once(new CallFault.LoseAnswer("sendMessage"));
            assertThrows(UncheckedIOException.class, () -> guest.say("stored, too"));
            assertEquals("stored", guest.nextMessage("standard").path("body").asText());
            assertEquals(
                    "stored, too", guest.nextMessage("standard").path("body").asText());
        }
        assertEquals(List.of("stored", "stored, too"), stored());
    }

    @Test
    void calls_fail_as_told_all_or_one_operation() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            once(new CallFault.Fail("sendMessage", 429, "", 7));
            assertEquals(200, guest.get("/members").status());
            Http.Answer refused = guest.say("one");
            assertError(refused, 429, "too.many.requests");
            assertEquals("7", refused.header("retry-after"));
            once(new SessionFault.RateLimit(3));
            assertEquals(200, guest.get("/members").status());
            assertEquals("3", guest.say("two").header("retry-after"));
            once(new CallFault.Fail("", 503, "chat.error.service.unavailable", 0));
            assertError(guest.get("/members"), 503, "chat.error.service.unavailable");
            once(new CallFault.Fail("createConversation", 500, "caht.error", 0));
            assertError(ChatGuest.create(sandbox, ChatGuest.CREATE), 500, "caht.error");
            once(new SessionFault.FailHistory(502, 1));
            assertEquals(502, guest.get("/messages").status());
            assertEquals(200, guest.get("/messages").status());
            once(new SessionFault.Expire());
            assertError(guest.get("/messages"), 401, "credentials.expired");
        }
        assertEquals(List.of(), stored());
    }

    @Test
    void an_answer_can_be_held_back() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            once(new CallFault.DelayAnswer("getMembers", Duration.ofMillis(30)));
            assertEquals(200, guest.get("/members").status());
            assertEquals(1, sandbox.faults().list().get(0).applied());
        }
    }

    @Test
    void events_are_doubled_swallowed_and_streams_broken_at_this_service_only() {
        try (Guest other = Guest.inSession(sandbox.port(), "web");
                ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            sandbox.faults().add(new FrameFault.Duplicate(), FaultScope.once().at("guestchat"));
            other.say("m", "once");
            other.next();
            other.assertNothingElse();
            guest.say("twice");
            assertEquals(guest.stream().next(), guest.stream().next());
            once(new FrameFault.Swallow("message"));
            guest.say("unseen");
            once(new FrameFault.Swallow("heartbeat"));
            sandbox.advanceClock(Duration.ofSeconds(30));
            guest.say("seen");
            assertEquals("seen", guest.stream().next().at("/eventBody/body").asText());
            once(new ConnectionFault.CloseWith(1011, "out of order"));
            assertEquals(1011, guest.stream().awaitEnd());
            sandbox.faults()
                    .add(
                            new ConnectionFault.RefuseConnect(503),
                            FaultScope.once().at("guestchat"));
            assertThrows(CompletionException.class, guest::listen);
            other.assertNothingElse();
        }
    }

    @Test
    void a_stalled_or_shut_down_stream_does_not_hold_up_the_end() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            sandbox.close();
            assertEquals(1001, guest.stream().awaitEnd());
        }
    }

    private void once(Fault fault) {
        sandbox.faults().clear();
        sandbox.faults().add(fault, FaultScope.once().at("guestchat"));
    }

    private List<String> stored() {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }
}
