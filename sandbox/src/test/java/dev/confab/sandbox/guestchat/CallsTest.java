package dev.confab.sandbox.guestchat;

import static dev.confab.sandbox.guestchat.CreateTest.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.testing.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ten operations on a conversation, and who may call them (guest chat protocol notes §4, §5). */
@Timeout(240)
class CallsTest {

    private static final String MINE = "/members/{me}";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .agentDelay(Duration.ofMillis(1))
            .build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /members",
                "GET | /members/{me}",
                "DELETE | /members/{me}",
                "POST | /members/{me}/messages",
                "POST | /members/{me}/typing",
                "GET | /messages",
                "GET | /messages/x",
                "GET | /mediarequests",
                "GET | /mediarequests/x",
                "PATCH | /mediarequests/x",
            })
    void every_call_wants_the_token_of_its_conversation(String method, String rest) {
        ChatGuest guest = ChatGuest.begin(sandbox);
        ChatGuest other = ChatGuest.begin(sandbox);
        String path = guest.path(rest.replace("{me}", guest.member));
        assertError(Http.send(sandbox, method, path, "{}"), 401, "authentication.required");
        for (String bad : List.of(
                "Bearer x", guest.jwt, "Basic " + guest.jwt, "Bearer [REDACTED]", "Bearer " + tampered(guest.jwt))) {
            assertError(Http.send(sandbox, method, path, "{}", "Authorization", bad), 401, "bad.credentials");
        }
        assertError(
                Http.send(sandbox, method, path, "{}", "Authorization", "Bearer " + other.jwt), 403, "not.authorized");
        String nowhere = path.replace(guest.id, UUID.randomUUID().toString());
        assertError(
                Http.send(sandbox, method, nowhere, "{}", "Authorization", "Bearer " + other.jwt), 404, "not.found");
        sandbox.expireSession(guest.id);
        assertError(
                Http.send(sandbox, method, path, "{}", "Authorization", "Bearer " + guest.jwt),
                401,
                "credentials.expired");
    }

    @Test
    void a_token_expires_by_the_clock() {
        ChatGuest guest = ChatGuest.begin(sandbox);
        sandbox.advanceClock(Duration.ofMinutes(1300));
        assertEquals(200, guest.get("/members").status());
        sandbox.advanceClock(Duration.ofMinutes(20));
        assertError(guest.get("/members"), 401, "credentials.expired");
    }

    @Test
    void a_member_is_told_with_all_its_fields() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            JsonNode me = guest.get("/members/" + guest.member).json();
            assertEquals("Ada", me.path("displayName").asText());
            assertEquals("ada@example.test", me.path("email").asText());
            assertEquals("A-1", me.at("/customFields/order").asText());
            assertEquals("CUSTOMER", me.path("role").asText());
            assertEquals("CONNECTED", me.path("state").asText());
            assertTrue(me.path("joinDate").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
            assertFalse(me.has("leaveDate"));
            JsonNode agent = guest.get("/members/" + guest.agent()).json();
            assertEquals("Agent", agent.path("displayName").asText());
            assertError(guest.get("/members/" + UUID.randomUUID()), 404, "chat.error.not.found");
        }
    }

    @Test
    void members_come_page_by_page_in_the_order_of_joining() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            JsonNode all = guest.get("/members?pageSize=&pageNumber=&excludeDisconnectedMembers=")
                    .json();
            assertEquals(3, all.path("total").intValue());
            assertEquals(25, all.path("pageSize").intValue());
            assertEquals(1, all.path("pageCount").intValue());
            assertEquals(List.of("CUSTOMER", "ACD", "AGENT"), texts(all, "role"));
            assertFalse(all.has("nextUri") || all.has("previousUri"));
            List<String> seen = new ArrayList<>();
            String next = guest.path("/members?pageSize=2&pageNumber=1");
            while (!next.isEmpty()) {
                JsonNode page = bearer(guest, next).json();
                assertEquals(next, page.path("selfUri").asText());
                seen.addAll(texts(page, "role"));
                next = page.path("nextUri").asText();
            }
            assertEquals(List.of("CUSTOMER", "ACD", "AGENT"), seen);
            JsonNode past = guest.get("/members?pageSize=2&pageNumber=9").json();
            assertEquals(0, past.path("entities").size());
            assertTrue(past.path("previousUri").asText().endsWith("pageNumber=8"));
            assertTrue(past.path("lastUri").asText().endsWith("pageNumber=2"));
            JsonNode here =
                    guest.get("/members?excludeDisconnectedMembers=true").json();
            assertEquals(List.of("CUSTOMER", "AGENT"), texts(here, "role"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/members?pageSize=0",
                "/members?pageSize=101",
                "/members?pageSize=x",
                "/members?pageNumber=0",
                "/members?pageNumber=-1",
                "/members?excludeDisconnectedMembers=maybe",
                "/messages?maxResults=0",
                "/messages?maxResults=x",
                "/messages?sortOrder=up",
            })
    void a_parameter_out_of_bounds_is_refused(String rest) {
        assertError(ChatGuest.begin(sandbox).get(rest), 400, "invalid.query.param.value");
    }

    @Test
    void messages_come_page_by_page_in_both_directions() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            for (int i = 1; i <= 7; i++) {
                guest.say("text " + i);
            }
            JsonNode all = guest.get("/messages").json();
            // The joins of the queue and of the agent are messages, too.
            List<String> ids = texts(all, "id");
            assertEquals(9, ids.size());
            assertEquals(100, all.path("pageSize").intValue());
            assertEquals("member-join", all.at("/entities/0/bodyType").asText());
            assertFalse(all.path("entities").path(0).has("body"));
            assertFalse(all.has("next") || all.has("previousPage"));
            assertEquals(ids, follow(guest, "/messages?maxResults=2"));
            List<String> backwards = new ArrayList<>(ids);
            Collections.reverse(backwards);
            assertEquals(backwards, follow(guest, "/messages?sortOrder=descending&maxResults=4"));
            assertEquals(
                    ids.subList(3, 9),
                    texts(guest.get("/messages?after=" + ids.get(2)).json(), "id"));
            assertEquals(
                    ids.subList(0, 2),
                    texts(guest.get("/messages?before=" + ids.get(2)).json(), "id"));
            String between = "/messages?after=" + ids.get(1) + "&before=" + ids.get(7);
            assertEquals(ids.subList(2, 7), texts(guest.get(between).json(), "id"));
            assertEquals(
                    ids.subList(2, 4),
                    texts(guest.get(between + "&maxResults=2").json(), "id"));
            assertEquals(ids.subList(2, 7), follow(guest, between + "&maxResults=2"));
            assertEquals(
                    List.of(ids.get(6), ids.get(5)),
                    texts(
                            guest.get(between + "&maxResults=2&sortOrder=descending")
                                    .json(),
                            "id"));
            assertEquals(
                    List.of(), texts(guest.get("/messages?after=" + ids.get(8)).json(), "id"));
            assertEquals(
                    List.of(), texts(guest.get("/messages?before=" + ids.get(0)).json(), "id"));
            assertEquals(
                    List.of(),
                    texts(
                            guest.get("/messages?after=" + ids.get(5) + "&before=" + ids.get(3))
                                    .json(),
                            "id"));
            assertEquals(
                    100,
                    guest.get("/messages?maxResults=5000")
                            .json()
                            .path("pageSize")
                            .intValue());
            JsonNode second =
                    guest.get("/messages?maxResults=2&after=" + ids.get(1)).json();
            assertEquals(
                    List.of(ids.get(1), ids.get(0)),
                    texts(bearer(guest, second.path("previousPage").asText()).json(), "id"));
            assertError(guest.get("/messages?after=nobody"), 400, "invalid.value");
        }
    }

    @Test
    void a_message_is_stored_and_can_be_read_by_its_id() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            JsonNode sent = guest.say("hello ü").json();
            assertEquals("standard", sent.path("bodyType").asText());
            assertEquals(guest.member, sent.at("/sender/id").asText());
            assertEquals(
                    "/api/v2/conversations/" + guest.id,
                    sent.at("/conversation/selfUri").asText());
            JsonNode read = guest.get("/messages/" + sent.path("id").asText()).json();
            assertEquals(sent, read);
            assertEquals(
                    guest.path("/messages/" + sent.path("id").asText()),
                    read.path("selfUri").asText());
            assertError(guest.get("/messages/" + UUID.randomUUID()), 404, "chat.error.not.found");
            String notice = "{\"body\":\"n\",\"bodyType\":\"notice\"}";
            assertEquals(
                    "notice",
                    guest.call("POST", my(guest, "/messages"), notice)
                            .json()
                            .path("bodyType")
                            .asText());
        }
        assertEquals("guestchat", sandbox.messages().get(0).backend());
        assertEquals("hello ü", sandbox.messages().get(0).text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | chat.error.notnull.createconversationmessagerequest.body",
                "{\"body\":\"\"} | chat.error.notnull.createconversationmessagerequest.body",
                "{\"body\":null} | chat.error.notnull.createconversationmessagerequest.body",
                "{\"body\":7} | invalid.value",
                "{\"body\":\"x\",\"bodyType\":\"standard / notice\"} | invalid.value",
                "{\"body\":\"x\",\"bodyType\":\"member-join\"} | invalid.value",
                "{\"body | bad.request",
            })
    void a_message_that_is_none_is_refused(String body, String code) {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            assertError(guest.call("POST", my(guest, "/messages"), body), 400, code);
        }
        assertEquals(List.of(), sandbox.messages());
    }

    @Test
    void a_message_has_4000_characters_at_most() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            assertEquals(200, guest.say("x".repeat(4000)).status());
            assertError(guest.say("x".repeat(4001)), 400, "constraint.validation");
        }
        assertEquals(1, sandbox.messages().size());
    }

    @Test
    void a_guest_acts_for_itself_only() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            String agent = guest.agent();
            for (String other : List.of(agent, UUID.randomUUID().toString())) {
                int status = other.equals(agent) ? 403 : 404;
                String code = other.equals(agent) ? "not.authorized" : "chat.error.not.found";
                assertError(guest.call("POST", "/members/" + other + "/messages", "{\"body\":\"x\"}"), status, code);
                assertError(guest.call("POST", "/members/" + other + "/typing", ""), status, code);
                assertError(guest.call("DELETE", "/members/" + other, ""), status, code);
            }
        }
    }

    @Test
    void typing_is_answered_and_kept_nowhere() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            int before = guest.get("/messages").json().path("entities").size();
            Http.Answer typing = guest.call("POST", my(guest, "/typing"), "");
            assertEquals(200, typing.status());
            assertEquals(guest.member, typing.json().at("/sender/id").asText());
            assertEquals(guest.id, typing.json().at("/conversation/id").asText());
            assertFalse(typing.json().has("selfUri"));
            assertError(guest.get("/messages/" + typing.json().path("id").asText()), 404, "chat.error.not.found");
            assertEquals(before, guest.get("/messages").json().path("entities").size());
        }
    }

    @Test
    void nothing_can_be_said_before_the_stream_is_open() {
        ChatGuest guest = ChatGuest.begin(sandbox);
        Http.Answer refused = guest.say("too early");
        assertError(refused, 400, "chat.error.conversation.state");
        assertEquals("Conversation State", refused.json().path("message").asText());
        assertEquals(
                "The conversation is not active",
                refused.json().at("/messageParams/message").asText());
        assertError(guest.call("POST", my(guest, "/typing"), ""), 400, "chat.error.conversation.state");
        assertEquals(200, guest.get("/members").status());
    }

    @Test
    void a_guest_leaves_and_can_still_read() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            Http.Answer left = guest.call("DELETE", my(guest, ""), "");
            assertEquals(204, left.status());
            assertEquals("", left.body());
            assertError(guest.say("more"), 400, "chat.error.conversation.state");
            assertError(guest.call("POST", my(guest, "/typing"), ""), 400, "chat.error.conversation.state");
            assertError(guest.call("DELETE", my(guest, ""), ""), 400, "chat.error.conversation.state");
            JsonNode me = guest.get(my(guest, "")).json();
            assertEquals("DISCONNECTED", me.path("state").asText());
            assertTrue(me.has("leaveDate"));
            assertEquals(200, guest.get("/messages").status());
            assertEquals(
                    0,
                    guest.get("/members?excludeDisconnectedMembers=true")
                            .json()
                            .path("total")
                            .intValue());
        }
    }

    @Test
    void a_guest_that_is_away_cannot_speak_until_its_stream_opens_again() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            sandbox.agent(guest.id).act("away", "{}");
            assertError(guest.say("lost"), 400, "chat.error.member.state");
            guest.listen().next();
            assertEquals(200, guest.say("back").status());
        }
    }

    @Test
    void media_requests_are_listed_answered_and_withdrawn() {
        try (ChatGuest guest = ChatGuest.inConversation(sandbox)) {
            assertEquals(0, guest.get("/mediarequests").json().path("entities").size());
            sandbox.agent(guest.id).act("mediaRequest", "{\"types\":[\"COBROWSE\"]}");
            sandbox.agent(guest.id).act("mediaRequest", "{\"types\":[\"SCREENSHARE\"]}");
            String first = guest.nextMessage("media-request").path("body").asText();
            String second = guest.nextMessage("media-request").path("body").asText();
            assertNotEquals(first, second);
            JsonNode list = guest.get("/mediarequests").json();
            assertEquals(List.of(first, second), texts(list, "id"));
            assertEquals(1, list.size());
            assertEquals(
                    "PENDING",
                    guest.get("/mediarequests/" + first).json().path("state").asText());
            JsonNode accepted = guest.call("PATCH", "/mediarequests/" + first, "{\"state\":\"ACCEPTED\"}")
                    .json();
            assertEquals("ACCEPTED", accepted.path("state").asText());
            assertEquals("COBROWSE", accepted.at("/types/0").asText());
            assertFalse(accepted.path("communicationId").asText().isEmpty());
            assertFalse(accepted.path("securityKey").asText().isEmpty());
            assertError(
                    guest.call("PATCH", "/mediarequests/" + first, "{\"state\":\"DECLINED\"}"),
                    409,
                    "request.conflict");
            assertError(
                    guest.call("PATCH", "/mediarequests/" + second, "{\"state\":\"CANCELLED\"}"), 400, "invalid.value");
            assertError(
                    guest.call("PATCH", "/mediarequests/x", "{\"state\":\"ACCEPTED\"}"), 404, "chat.error.not.found");
            sandbox.agent(guest.id).act("endMediaRequest", "{\"id\":\"" + second + "\",\"state\":\"TIMEDOUT\"}");
            assertEquals(
                    "TIMEDOUT",
                    guest.get("/mediarequests/" + second).json().path("state").asText());
            sandbox.agentDisconnect(guest.id);
            assertError(
                    guest.call("PATCH", "/mediarequests/" + second, "{\"state\":\"ACCEPTED\"}"),
                    400,
                    "chat.error.conversation.state");
        }
    }

    @Test
    void other_paths_and_methods_are_answered_in_the_form_of_the_service() {
        ChatGuest guest = ChatGuest.begin(sandbox);
        assertError(guest.call("PUT", "/members", ""), 405, "method.not.allowed");
        assertError(guest.call("DELETE", "/messages/x", ""), 405, "method.not.allowed");
        assertError(Http.get(sandbox, ChatGuest.CONVERSATIONS), 405, "method.not.allowed");
        assertError(guest.get("/nothing"), 404, "not.found");
    }

    @Test
    void browsers_may_call_from_any_page() {
        Http.Answer preflight = Http.send(
                sandbox,
                "OPTIONS",
                ChatGuest.CONVERSATIONS + "/x/members/y/messages",
                "",
                "Origin",
                "https://shop.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");
        assertEquals(204, preflight.status());
        assertEquals("*", preflight.header("access-control-allow-origin"));
        assertTrue(preflight.header("access-control-allow-methods").contains("PATCH"));
        assertEquals("authorization,content-type", preflight.header("access-control-allow-headers"));
        Http.Answer answer =
                Http.send(sandbox, "POST", ChatGuest.CONVERSATIONS, ChatGuest.CREATE, "Origin", "https://shop.example");
        assertEquals("*", answer.header("access-control-allow-origin"));
        assertTrue(answer.header("access-control-expose-headers").contains("inin-correlation-id"));
    }

    @Test
    void a_token_that_calls_too_often_is_told_when_to_try_again() {
        try (Sandbox limited = Sandbox.start(SandboxOptions.builder()
                .guestChat(GuestChatOptions.builder().callsPerMinute(3).build())
                .build())) {
            ChatGuest guest = ChatGuest.begin(limited);
            for (int i = 0; i < 3; i++) {
                assertEquals(200, guest.get("/members").status());
            }
            Http.Answer refused = guest.get("/members");
            assertError(refused, 429, "too.many.requests");
            int wait = Integer.parseInt(refused.header("retry-after"));
            assertTrue(wait > 50 && wait <= 60, refused.header("retry-after"));
            assertEquals(3, refused.json().at("/limit/value").intValue());
            assertEquals(1L, limited.rateViolations().get("calls"));
            limited.advanceClock(Duration.ofSeconds(wait));
            assertEquals(200, guest.get("/members").status());
        }
    }

    private Http.Answer bearer(ChatGuest guest, String path) {
        return Http.get(sandbox, path, "Authorization", "Bearer " + guest.jwt);
    }

    private List<String> follow(ChatGuest guest, String rest) {
        List<String> ids = new ArrayList<>();
        String next = guest.path(rest);
        while (!next.isEmpty()) {
            JsonNode page = bearer(guest, next).json();
            ids.addAll(texts(page, "id"));
            next = page.path("next").asText();
        }
        return ids;
    }

    private static String my(ChatGuest guest, String rest) {
        return MINE.replace("{me}", guest.member) + rest;
    }

    private static List<String> texts(JsonNode page, String field) {
        List<String> values = new ArrayList<>();
        page.path("entities").forEach(entity -> values.add(entity.path(field).asText()));
        return values;
    }

    private static String tampered(String jwt) {
        int dot = jwt.lastIndexOf('.');
        char first = jwt.charAt(dot + 1);
        return jwt.substring(0, dot + 1) + (first == 'A' ? 'B' : 'A') + jwt.substring(dot + 2);
    }
}
