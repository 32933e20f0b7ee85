package dev.confab.sandbox.amm;

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
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resources of the AMM service over real sockets (AMM notes B.2 to B.9). */
@Timeout(240)
class AmmTest {

    private final Sandbox sandbox = start(AmmOptions.builder());
    private final AmmUser alice = new AmmUser(sandbox, "alice");
    private final AmmUser bob = new AmmUser(sandbox, "bob");

    @AfterEach
    void stop() {
        sandbox.close();
    }

    static Sandbox start(AmmOptions.Builder amm) {
        return Sandbox.start(SandboxOptions.builder()
                .scenario(Scenario.SILENT)
                .agentDelay(Duration.ofSeconds(1))
                .amm(amm.build())
                .build());
    }

    static void assertRefused(int status, int code, Http.Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(code, answer.json().path("errorCode").asInt(), answer.body());
        assertEquals(AmmUser.type("error.v1"), answer.header("Content-Type"));
        assertFalse(answer.json().path("errorMsg").asText().isEmpty());
    }

    @Test
    void discovery_tells_all_addresses_and_who_is_asking() {
        Http.Answer answer = alice.call("GET", "", "", "Accept", AmmUser.type("resources.v4"));
        assertEquals(200, answer.status());
        assertEquals(AmmUser.type("resources.v4"), answer.header("Content-Type"));
        assertEquals("", answer.header("ETag"));
        assertTrue(answer.header("Set-Cookie").startsWith("AMMSESSION="));
        JsonNode json = answer.json();
        assertEquals("alice@example.com", json.path("self").asText());
        assertEquals("alice", json.at("/sessionManagement/username").asText());
        assertEquals(
                sandbox.url() + "/aem/resources/outbox", json.at("/outbox/href").asText());
        assertTrue(json.at("/notificationService/websocket/href").asText().startsWith("ws://"));
        assertEquals(
                AmmUser.type("conversationsFilter.v1"),
                json.at("/conversationsResource/requestTypes/0").asText());
    }

    @Test
    void a_token_works_and_then_no_user_name_is_told() {
        for (String scheme : List.of("Bearer", "UPToken", "ESGToken")) {
            Http.Answer answer = new AmmUser(sandbox, "alice", scheme + " alice-token").get("");
            assertEquals(200, answer.status());
            assertTrue(answer.json().at("/sessionManagement/username").isMissingNode());
        }
        // So the vendor's JavaScript library writes it.
        assertEquals(
                200, new AmmUser(sandbox, "alice", "alice-token Bearer").get("").status());
        assertRefused(401, 7, new AmmUser(sandbox, "alice", "Digest alice-token").get(""));
    }

    @Test
    void strangers_are_challenged() {
        for (String authorization : List.of("", "Basic !", "Bearer nobody", AmmUser.basic("alice", "wrong"))) {
            Http.Answer answer = new AmmUser(sandbox, "alice", authorization).get("");
            assertRefused(401, 7, answer);
            assertEquals("Basic realm=\"amm\"", answer.header("WWW-Authenticate"));
        }
        try (Sandbox licensed = start(AmmOptions.builder().unlicensedUser("dave", "dave-secret"))) {
            assertRefused(403, 12, new AmmUser(licensed, "dave").get(""));
        }
    }

    @Test
    void the_cookie_stands_for_the_login_until_it_is_over() {
        AmmUser nobody = new AmmUser(sandbox, "alice", "");
        String cookie = alice.cookie();
        assertEquals(200, nobody.call("GET", "", "", "Cookie", cookie).status());
        assertEquals(
                204, nobody.call("DELETE", "/session", "", "Cookie", cookie).status());
        assertRefused(401, 7, nobody.call("GET", "", "", "Cookie", cookie));
        String idle = alice.cookie();
        sandbox.advanceClock(Duration.ofSeconds(301));
        assertRefused(401, 7, nobody.call("GET", "", "", "Cookie", idle));
        String expired = alice.cookie();
        sandbox.expireSession("alice");
        assertRefused(401, 7, nobody.call("GET", "", "", "Cookie", expired));
    }

    @Test
    void the_first_message_makes_the_conversation() {
        JsonNode sent = alice.begin("Hello", "bob");
        String thread = sent.path("threadId").asText();
        assertEquals("MESSAGE", sent.at("/event/type").asText());
        assertTrue(sent.at("/flags/read").asBoolean());
        assertTrue(sent.path("parts").isArray());
        JsonNode seen = bob.list().get(0);
        assertEquals(thread, seen.path("id").asText());
        assertEquals("Topic", seen.path("subject").asText());
        assertTrue(seen.at("/flags/active").asBoolean());
        assertEquals("Hello", seen.at("/messages/0/body").asText());
        assertFalse(seen.at("/messages/0/flags/read").asBoolean());
        assertEquals("START", seen.at("/messages/1/event/type").asText());
        assertEquals(1, seen.at("/counts/messageUnreadMessage").asInt());
        assertEquals(2, seen.path("totalCount").asInt());
        assertEquals("Hello", sandbox.messages().get(0).text());
        assertEquals("alice", sandbox.messages().get(0).session());
        assertEquals(201, bob.say(thread, "Hi", "alice").status());
        assertEquals("Hi", alice.messages(thread, "").get(0).path("body").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"body\":\"x\"}|400|200",
                "{\"body\":\"\",\"to\":[{\"address\":\"alice@example.com\"},{\"address\":\"bob@example.com\"}]}|400|663",
                "{\"body\":\"x\",\"to\":[{\"address\":\"alice@example.com\"}]}|400|650",
                "{\"body\":\"x\",\"to\":[{\"address\":\"bob@example.com\"}]}|409|667",
                "{\"body\":\"x\",\"to\":[{\"address\":\"alice@example.com\"},{\"address\":\"x@example.com\"}]}|400|651",
                "{\"body\":\"x\",\"threadId\":\"c-0\",\"to\":[{\"address\":\"alice@example.com\"}]}|404|666",
                "{\"body\":1,\"to\":[{\"address\":\"alice@example.com\"}]}|400|200",
                "{\"body\":\"x\",\"tо\":[]}|400|200",
                "{\"body\":\"x\",\"flags\":{\"importance\":\"URGENT\"},\"to\":[{\"address\":\"alice@example.com\"}]}|400|200",
                "{\"htmlBody\":\"x\",\"to\":[{\"address\":\"alice@example.com\"}]}|400|6",
                "no json|400|200",
            })
    void a_message_that_is_wrong_is_refused(String body, int status, int code) {
        assertRefused(status, code, alice.post("/outbox", "message.v2", body));
        assertEquals(0, alice.list().size());
    }

    @Test
    void what_is_too_long_is_refused() {
        assertRefused(413, 661, alice.say("", "x".repeat(5001), "bob"));
        String body = "{\"body\":\"x\",\"subject\":\"" + "x".repeat(51) + "\"," + AmmUser.to("alice", "bob") + "}";
        assertRefused(413, 653, alice.post("/outbox", "message.v2", body));
    }

    @Test
    void versions_and_types_are_strict() {
        assertRefused(406, 6, alice.call("GET", "", "", "Accept", AmmUser.type("resources.v3")));
        assertEquals(200, alice.call("GET", "", "", "Accept", "*/*").status());
        assertRefused(415, 200, alice.post("/conversations", "message.v2", "{}"));
        assertRefused(415, 200, alice.post("/outbox", "message.v1", "{}"));
        assertRefused(400, 200, alice.filter("{\"searchAfter\":\"now\"}"));
        assertRefused(400, 200, alice.filter("{\"searchAfterDate\":\"now\"}"));
        assertRefused(404, 200, alice.get("/nothing"));
        assertRefused(405, 6, alice.call("DELETE", "/outbox", ""));
        try (Sandbox older = start(AmmOptions.builder().flavour(AmmOptions.Flavour.V3_0))) {
            AmmUser user = new AmmUser(older, "alice");
            assertTrue(user.get("")
                    .json()
                    .at("/conversationsResource/requestTypes")
                    .isMissingNode());
            assertRefused(405, 6, user.filter("{}"));
            assertEquals(200, user.get("/conversations").status());
            assertEquals(
                    200,
                    user.get("/services/validateAddresses?address=bob@example.com")
                            .status());
            assertRefused(405, 6, user.post("/services/validateAddresses", "addressesToValidate.v1", "{}"));
        }
    }

    @Test
    void changes_are_found_by_the_time_of_the_last_list_and_a_millisecond() {
        String thread = alice.begin("Hello", "bob").path("threadId").asText();
        Http.Answer list = bob.filter("{}");
        assertTrue(list.header("ETag").matches("\"\\d+\""), list.header("ETag"));
        Instant last = Instant.parse(list.json().path("lastUpdated").asText());
        String since = "{\"searchAfterDate\":\"" + last.plusMillis(1) + "\"}";
        assertEquals(0, bob.filter(since).json().path("conversations").size());
        alice.say(thread, "Again", "bob");
        JsonNode changed = bob.filter(since).json().path("conversations");
        assertEquals(1, changed.size());
        assertNotEquals(list.header("ETag"), bob.filter("{}").header("ETag"));
    }

    @Test
    void conversations_are_found_by_words_and_by_ids() {
        String thread =
                alice.begin("Needle in a haystack", "bob").path("threadId").asText();
        alice.begin("Something else", "carol");
        assertEquals(1, found("{\"searchString\":\"needle\",\"searchBody\":true}"));
        assertEquals(0, found("{\"searchString\":\"needle\",\"searchSubject\":true}"));
        assertEquals(2, found("{\"searchString\":\"TOPIC\",\"searchSubject\":true}"));
        assertEquals(1, found("{\"searchString\":\"carol\",\"searchParticipants\":true}"));
        assertEquals(1, found("{\"ids\":[{\"id\":\"" + thread + "\"},{\"id\":\"c-0\"}]}"));
        assertEquals(
                1,
                alice.get("/conversations?q=needle&body=true")
                        .json()
                        .path("conversations")
                        .size());
        assertEquals(
                1,
                alice.get("/conversations?id=" + thread)
                        .json()
                        .path("conversations")
                        .size());
        Http.Answer ids = alice.call("GET", "/conversations", "", "Accept", AmmUser.type("conversations.ids.v1"));
        assertEquals(2, ids.json().path("conversationIds").size());
    }

    private int found(String filter) {
        Http.Answer answer = alice.filter(filter);
        assertEquals(200, answer.status(), answer.body());
        return answer.json().path("conversations").size();
    }

    @Test
    void history_comes_in_pages_that_join() {
        try (Sandbox small = start(AmmOptions.builder().limits(AmmLimits.DEFAULT.withPages(3, 1, 1)))) {
            AmmUser user = new AmmUser(small, "alice");
            String thread = user.begin("1", "bob").path("threadId").asText();
            for (int i = 2; i <= 6; i++) {
                user.say(thread, "" + i, "bob");
            }
            assertEquals(List.of("6", "5", "4"), bodies(user.messages(thread, "")));
            String four = user.messages(thread, "").get(2).path("id").asText();
            assertEquals(List.of("3", "2"), bodies(user.messages(thread, "?messageCount=2&beforeId=" + four)));
            assertEquals(List.of("3", "2", "1"), bodies(user.messages(thread, "?messageCount=99&beforeId=" + four)));
            assertEquals(List.of("5"), bodies(user.messages(thread, "?messageCount=1&afterId=" + four)));
            String page = "/conversations/" + thread;
            assertRefused(404, 652, user.get(page + "?beforeId=m-0"));
            assertRefused(400, 200, user.get(page + "?messageCount=x"));
            assertRefused(400, 200, user.get(page + "?beforeId=" + four + "&afterId=" + four));
            assertRefused(413, 200, user.filter("{\"ids\":[{\"id\":\"a\"},{\"id\":\"b\"}]}"));
            assertRefused(
                    413,
                    200,
                    user.post("/services/markAsReadBatch", "messageIds.v1", "{\"messageIds\":[\"a\",\"b\"]}"));
        }
    }

    private static List<String> bodies(JsonNode messages) {
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.path("body").asText())
                .toList();
    }

    @Test
    void people_are_brought_in_and_see_only_what_comes_then() {
        String thread = alice.begin("Secret", "carol").path("threadId").asText();
        String participants = "/conversations/" + thread + "/participants";
        assertRefused(404, 666, bob.get(participants));
        Http.Answer partly = alice.post(
                participants,
                "participants.v1",
                "{\"participants\":[{\"address\":\"bob@example.com\"},{\"address\":\"x@example.com\"},"
                        + "{\"address\":\"carol@example.com\"}]}");
        assertEquals(200, partly.status());
        assertEquals(1, partly.json().path("participants").size());
        assertEquals(
                "bob@example.com", partly.json().at("/participants/0/address").asText());
        JsonNode seen = bob.messages(thread, "");
        assertEquals(1, seen.size());
        assertEquals("JOINED", seen.at("/0/event/type").asText());
        assertEquals(3, seen.at("/0/to").size());
        assertEquals(3, bob.get(participants).json().path("participants").size());
        assertRefused(
                400,
                651,
                alice.post(participants, "participants.v1", "{\"participants\":[{\"address\":\"x@example.com\"}]}"));
    }

    @Test
    void who_leaves_is_out_and_the_last_one_closes() {
        String thread = alice.begin("Hello", "bob").path("threadId").asText();
        String since = Instant.parse(
                        alice.filter("{}").json().path("lastUpdated").asText())
                .toString();
        assertEquals(204, alice.call("DELETE", "/conversations/" + thread, "").status());
        assertEquals(0, alice.list().size());
        JsonNode last =
                alice.filter("{\"searchAfterDate\":\"" + since + "\"}").json().at("/conversations/0");
        assertFalse(last.at("/flags/active").asBoolean(true));
        assertRefused(409, 5, alice.get("/conversations/" + thread));
        assertRefused(409, 5, alice.say(thread, "x", "bob"));
        JsonNode left = bob.messages(thread, "").get(0);
        assertEquals("LEFT", left.at("/event/type").asText());
        assertEquals("MANUAL", left.at("/event/reason").asText());
        assertEquals(
                "alice@example.com", left.at("/event/participants/0/address").asText());
        assertEquals(204, bob.call("DELETE", "/conversations/" + thread, "").status());
        assertEquals(0, bob.list().size());
    }

    @Test
    void reading_is_told_to_the_reader_only() {
        String thread = alice.begin("One", "bob").path("threadId").asText();
        alice.say(thread, "Two", "bob");
        JsonNode two = bob.messages(thread, "").get(0);
        String batch = "{\"messageIds\":[\"" + two.path("id").asText() + "\"]}";
        assertEquals(
                204,
                bob.post("/services/markAsReadBatch", "messageIds.v1", batch).status());
        JsonNode read = bob.messages(thread, "").get(0);
        assertTrue(read.at("/flags/read").asBoolean());
        assertNotEquals(two.path("lastModifiedDate"), read.path("lastModifiedDate"));
        assertEquals(1, bob.list().at("/0/counts/messageUnreadMessage").asInt());
        assertEquals(
                204,
                bob.call("POST", "/services/markAsReadIf?conversationId=" + thread, "")
                        .status());
        assertEquals(0, bob.list().at("/0/counts/messageUnreadMessage").asInt());
        assertRefused(404, 652, bob.post("/services/markAsReadBatch", "messageIds.v1", "{\"messageIds\":[\"x\"]}"));
        assertRefused(400, 200, bob.call("POST", "/services/markAsReadIf", ""));
        assertRefused(404, 652, bob.call("POST", "/services/markAsReadIf?upTo=x&conversationId=" + thread, ""));
        assertRefused(
                400, 200, bob.call("POST", "/services/markAsReadIf?hasAttachment=1&conversationId=" + thread, ""));
    }

    @Test
    void subject_access_calls_and_closing() {
        String thread = alice.begin("Hello", "bob").path("threadId").asText();
        String one = "/conversations/" + thread;
        assertEquals(204, alice.post(one, "subject.v1", "{\"subject\":\"New\"}").status());
        JsonNode seen = bob.list().get(0);
        assertEquals("New", seen.path("subject").asText());
        assertEquals("SUBJECT_CHANGE", seen.at("/messages/0/event/type").asText());
        assertEquals(204, bob.post(one, "conversation.access.time.v1", "").status());
        assertNotEquals(seen.path("lastAccessedTime"), bob.list().at("/0/lastAccessedTime"));
        assertRefused(415, 200, alice.post(one, "message.v2", "{}"));
        String call =
                "{\"type\":\"SESSION\",\"sessionType\":\"VIDEO\",\"participants\":[{\"address\":\"bob@example.com\"}]}";
        assertEquals(201, alice.post(one + "/events", "event.v1", call).status());
        assertEquals("VIDEO", bob.list().at("/0/messages/0/event/sessionType").asText());
        Http.Answer closed = alice.post(one + "/flags", "conversation.flags.v1", "{\"closed\":true}");
        assertTrue(closed.json().path("closed").asBoolean());
        assertRefused(409, 5, alice.say(thread, "x", "bob"));
        assertEquals(0, bob.list().size());
        assertEquals("CLOSED", bob.messages(thread, "").at("/0/event/type").asText());
    }

    @Test
    void silence_closes_a_conversation() {
        String thread = alice.begin("Hello", "bob").path("threadId").asText();
        sandbox.advanceClock(Duration.ofDays(20));
        alice.say(thread, "Still here", "bob");
        sandbox.advanceClock(Duration.ofDays(20));
        assertEquals(1, alice.list().size());
        sandbox.advanceClock(Duration.ofDays(11));
        assertEquals(0, alice.list().size());
        assertEquals("AUTO", alice.messages(thread, "").at("/0/event/reason").asText());
    }

    @Test
    void addresses_are_validated() {
        String body = "{\"addresses\":[{\"address\":\"Bob@Example.com\"},{\"address\":\"x@example.com\"}]}";
        JsonNode json = alice.post("/services/validateAddresses", "addressesToValidate.v1", body)
                .json()
                .path("validatedAddresses");
        assertEquals("Bob@Example.com", json.at("/0/query").asText());
        assertEquals("Byrd", json.at("/0/addresses/0/surname").asText());
        assertEquals(0, json.at("/1/addresses").size());
        assertRefused(400, 200, alice.post("/services/validateAddresses", "addressesToValidate.v1", "{}"));
    }

    @Test
    void strict_recipients_refuse_a_list_that_is_not_exact() {
        try (Sandbox strict = start(AmmOptions.builder().strictRecipients(true))) {
            AmmUser user = new AmmUser(strict, "alice");
            String thread = user.begin("Hello", "bob", "carol").path("threadId").asText();
            assertRefused(409, 667, user.say(thread, "x", "bob"));
            assertEquals(201, user.say(thread, "x", "carol", "bob").status());
        }
        String thread = alice.begin("Hello", "bob", "carol").path("threadId").asText();
        assertEquals(201, alice.say(thread, "x", "bob").status());
    }
}
