package dev.confab.sandbox.guestchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxException;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.testing.EventStream;
import dev.confab.sandbox.testing.Http;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens in a conversation, as its event stream tells it (guest chat protocol notes §3, §6). */
@Timeout(240)
class EventStreamTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .agentDelay(Duration.ofMillis(1))
            .build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void a_conversation_begins_in_the_usual_order() {
        try (ChatGuest guest = ChatGuest.begin(sandbox)) {
            EventStream stream = guest.listen();
            JsonNode first = stream.next();
            assertEquals(
                    "v2.conversations.chats." + guest.id + ".members",
                    first.path("topicName").asText());
            assertEquals("2", first.path("version").textValue());
            assertEquals(36, first.at("/metadata/CorrelationId").asText().length());
            assertEquals(guest.member, first.at("/eventBody/member/id").asText());
            assertEquals(guest.id, first.at("/eventBody/conversation/id").asText());
            List<String> told = new ArrayList<>(List.of(line(guest, first)));
            for (int i = 0; i < 6; i++) {
                told.add(line(guest, stream.next()));
            }
            assertEquals(
                    List.of(
                            "CUSTOMER CONNECTED",
                            "ACD CONNECTED",
                            "ACD member-join",
                            "AGENT ALERTING",
                            "AGENT CONNECTED",
                            "AGENT member-join",
                            "ACD DISCONNECTED"),
                    told);
        }
    }

    @Test
    void a_message_comes_back_with_the_id_of_its_answer() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            JsonNode sent = guest.say("hello").json();
            JsonNode frame = guest.stream().next();
            assertEquals("message", frame.at("/metadata/type").asText());
            assertEquals(
                    "v2.conversations.chats." + guest.id + ".messages",
                    frame.path("topicName").asText());
            for (String field : List.of("id", "body", "bodyType", "timestamp", "sender")) {
                assertEquals(sent.path(field), frame.path("eventBody").path(field), field);
            }
            JsonNode typing = guest.call("POST", "/members/" + guest.member + "/typing", "")
                    .json();
            JsonNode indicator = guest.stream().next();
            assertEquals("typing-indicator", indicator.at("/metadata/type").asText());
            assertEquals(typing.path("id"), indicator.at("/eventBody/id"));
            assertFalse(indicator.path("eventBody").has("body"));
        }
    }

    @Test
    void an_agent_speaks_types_and_ends_the_conversation() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            String agent = guest.agent();
            sandbox.agentSay(guest.id, "How can I help?");
            JsonNode said = guest.stream().next().path("eventBody");
            assertEquals("How can I help?", said.path("body").asText());
            assertEquals(agent, said.at("/sender/id").asText());
            sandbox.agentTyping(guest.id);
            assertEquals(
                    "typing-indicator",
                    guest.stream().next().at("/metadata/type").asText());
            sandbox.agent(guest.id).act("notice", "{\"text\":\"Please wait\"}");
            assertEquals(
                    "notice", guest.stream().next().at("/eventBody/bodyType").asText());
            sandbox.agent(guest.id).frame("{\"topicName\":\"unknown\"}");
            assertEquals("unknown", guest.stream().next().path("topicName").asText());
            sandbox.agentDisconnect(guest.id);
            List<String> told = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                told.add(line(guest, guest.stream().next()));
            }
            assertEquals(
                    List.of(
                            "CUSTOMER member-leave",
                            "CUSTOMER DISCONNECTED",
                            "AGENT member-leave",
                            "AGENT DISCONNECTED"),
                    told);
            assertEquals(1001, guest.stream().awaitEnd());
            assertEquals("The conversation is ended", guest.stream().closeReason());
            assertThrows(SandboxException.class, () -> sandbox.agentSay(guest.id, "too late"));
        }
    }

    @Test
    void the_guest_ends_the_conversation_and_the_stream_is_closed_for_good() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            guest.call("DELETE", "/members/" + guest.member, "");
            assertEquals(
                    guest.member,
                    guest.nextMessage("member-leave").at("/sender/id").asText());
            assertEquals("CUSTOMER DISCONNECTED", line(guest, guest.stream().next()));
            assertEquals(1001, guest.stream().awaitEnd());
            EventStream late = guest.listen();
            assertEquals(1001, late.awaitEnd());
            assertFalse(late.hasFrame());
        }
    }

    @Test
    void an_agent_who_declines_is_followed_by_another() {
        try (Sandbox manual = Sandbox.start(SandboxOptions.builder()
                        .scenario(Scenario.SILENT)
                        .agentDelay(Duration.ZERO)
                        .guestChat(
                                GuestChatOptions.builder().agentsAnswer(false).build())
                        .build());
                ChatGuest guest = ChatGuest.begin(manual)) {
            EventStream stream = guest.listen();
            JsonNode ringing = stream.next();
            while (!ringing.at("/eventBody/member/state").asText().equals("ALERTING")) {
                ringing = stream.next();
            }
            String first = ringing.at("/eventBody/member/id").asText();
            manual.agent(guest.id).act("decline", "{}");
            JsonNode declined = stream.next().path("eventBody").path("member");
            assertEquals(first, declined.path("id").asText());
            assertEquals("DISCONNECTED", declined.path("state").asText());
            JsonNode second = stream.next().path("eventBody").path("member");
            assertEquals("ALERTING", second.path("state").asText());
            assertFalse(second.path("id").asText().equals(first));
            assertThrows(SandboxException.class, () -> manual.agent(guest.id).act("hold", "{}"));
            manual.agent(guest.id).act("accept", "{}");
            assertEquals(
                    second.path("id").asText(),
                    guest.nextMessage("member-join").at("/sender/id").asText());
            assertThrows(SandboxException.class, () -> manual.agent(guest.id).act("accept", "{}"));
        }
    }

    @Test
    void a_transfer_brings_a_new_member_before_the_old_one_leaves() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            String first = guest.agent();
            sandbox.agent(guest.id).act("transfer", "{\"to\":\"Robin\"}");
            String second = guest.stream().next().at("/eventBody/member/id").asText();
            assertEquals("AGENT CONNECTED", line(guest, guest.stream().next()));
            assertEquals(
                    second, guest.stream().next().at("/eventBody/sender/id").asText());
            JsonNode leave = guest.stream().next().path("eventBody");
            assertEquals("member-leave", leave.path("bodyType").asText());
            assertEquals(first, leave.at("/sender/id").asText());
            assertEquals("AGENT DISCONNECTED", line(guest, guest.stream().next()));
            assertEquals(
                    "Robin",
                    guest.get("/members/" + second).json().path("displayName").asText());
            sandbox.agent(guest.id).act("hold", "{}");
            assertEquals("AGENT CONNECTED", line(guest, guest.stream().next()));
            sandbox.agent(guest.id).act("leave", "{}");
            assertEquals(
                    second, guest.nextMessage("member-leave").at("/sender/id").asText());
            assertEquals("AGENT DISCONNECTED", line(guest, guest.stream().next()));
            // The agent's leaving alone ends nothing; who speaks next comes for it.
            assertEquals(200, guest.say("anybody?").status());
            sandbox.agentSay(guest.id, "I am here");
            assertEquals("anybody?", guest.nextMessage("standard").path("body").asText());
            assertEquals("I am here", guest.nextMessage("standard").path("body").asText());
        }
    }

    @Test
    void the_stream_lives_by_heartbeats() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            for (int i = 0; i < 2; i++) {
                sandbox.advanceClock(Duration.ofSeconds(30));
                JsonNode beat = guest.stream().next();
                assertEquals(
                        "{\"topicName\":\"channel.metadata\",\"eventBody\":{\"message\":\"WebSocket Heartbeat\"}}",
                        beat.toString());
            }
        }
    }

    @Test
    void all_streams_of_a_conversation_hear_all_and_nothing_is_replayed() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            guest.say("before");
            EventStream second = guest.listen();
            JsonNode welcome = second.next();
            assertEquals(guest.member, welcome.at("/eventBody/member/id").asText());
            assertEquals("CONNECTED", welcome.at("/eventBody/member/state").asText());
            guest.say("after");
            assertEquals("after", second.next().at("/eventBody/body").asText());
            assertEquals("before", guest.nextMessage("standard").path("body").asText());
            assertEquals("after", guest.nextMessage("standard").path("body").asText());
        }
    }

    @Test
    void what_a_guest_sends_on_the_stream_has_no_effect() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            guest.stream().send("{\"body\":\"hello\"}");
            guest.say("by REST");
            assertEquals("by REST", guest.stream().next().at("/eventBody/body").asText());
            assertTrue(
                    sandbox.ledger().stream().anyMatch(entry -> entry.payload().equals("{\"body\":\"hello\"}")));
        }
    }

    @Test
    void a_stream_without_a_good_token_is_refused() {
        CompletionException refused = assertThrows(
                CompletionException.class, () -> new EventStream(sandbox.url().replace("http", "ws") + "/v1/token/x"));
        WebSocketHandshakeException answer = assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
        assertEquals(401, answer.getResponse().statusCode());
        ChatGuest guest = ChatGuest.begin(sandbox);
        assertEquals(
                426,
                Http.get(sandbox, guest.streamUri.replaceFirst("^ws://[^/]*", ""))
                        .status());
        sandbox.expireSession(guest.id);
        EventStream expired = guest.listen();
        assertEquals(4100, expired.awaitEnd());
        assertEquals("Error connecting to conversation (" + guest.id + ")", expired.closeReason());
        guest.close();
    }

    @Test
    void a_conversation_nobody_listens_to_ends_after_a_while() {
        ChatGuest guest = ChatGuest.begin(sandbox);
        sandbox.advanceClock(Duration.ofMinutes(4));
        assertEquals("CONNECTED", state(guest));
        sandbox.advanceClock(Duration.ofMinutes(1));
        assertEquals("DISCONNECTED", state(guest));
    }

    @Test
    void a_guest_who_is_silent_for_long_counts_as_gone() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            sandbox.advanceClock(Duration.ofHours(1));
            assertEquals("CONNECTED", state(guest));
            assertEquals(1, sandbox.dropConnections());
            assertEquals(1006, guest.stream().awaitEnd());
            sandbox.advanceClock(Duration.ofMinutes(14));
            assertEquals("CONNECTED", state(guest));
            sandbox.advanceClock(Duration.ofMinutes(14));
            assertEquals("CONNECTED", state(guest));
            sandbox.advanceClock(Duration.ofMinutes(15));
            assertEquals("DISCONNECTED", state(guest));
        }
    }

    @Test
    void a_dropped_stream_is_opened_again_and_the_gap_read() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            String last = guest.say("one").json().path("id").asText();
            sandbox.dropConnections();
            sandbox.agentSay(guest.id, "two");
            EventStream back = guest.listen();
            assertEquals("CONNECTED", back.next().at("/eventBody/member/state").asText());
            JsonNode gap = guest.get("/messages?after=" + last).json().path("entities");
            assertEquals("two", gap.at("/0/body").asText());
            assertEquals(1, gap.size());
        }
    }

    private String state(ChatGuest guest) {
        return guest.get("/members/" + guest.member).json().path("state").asText();
    }

    /** A frame in words: whose it is, and what became of it. */
    private String line(ChatGuest guest, JsonNode frame) {
        JsonNode body = frame.path("eventBody");
        String member = body.has("member")
                ? body.at("/member/id").asText()
                : body.at("/sender/id").asText();
        String what = body.has("member")
                ? body.at("/member/state").asText()
                : body.path("bodyType").asText();
        return guest.get("/members/" + member).json().path("role").asText() + " " + what;
    }
}
