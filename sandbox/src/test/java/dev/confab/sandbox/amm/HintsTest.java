package dev.confab.sandbox.amm;

import static dev.confab.sandbox.amm.AmmTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.LedgerEntry;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.ConnectionFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.FrameFault;
import dev.confab.sandbox.testing.EventStream;
import dev.confab.sandbox.testing.Http;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hints over WebSocket, event stream and long poll (AMM notes B.8, B.5.2). */
@Timeout(240)
class HintsTest {

    private final Sandbox sandbox = AmmTest.start(AmmOptions.builder());
    private final AmmUser alice = new AmmUser(sandbox, "alice");
    private final AmmUser bob = new AmmUser(sandbox, "bob");
    private final String list = sandbox.url() + "/aem/resources/conversations";

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private EventStream open(String header, String value) {
        return new EventStream(sandbox.url().replace("http", "ws") + "/notify/ws", header, value);
    }

    private EventStream open(AmmUser user) {
        EventStream stream = open("Authorization", user.authorization());
        assertEquals("AMM", stream.next().at("/discovery/applications/0").asText());
        return stream;
    }

    private static String command(String name, String service, String resource) {
        return "{\"" + name
                + "\":{\"version\":\"1\",\"requestId\":\"r1\",\"resources\":[{\"application\":\"AMM\",\"service\":\""
                + service + "\",\"resource\":\"" + resource + "\"}]}}";
    }

    private static String typing(String resource, String contents) {
        return "{\"notify\":{\"requestId\":\"n1\",\"notifications\":[{\"application\":\"AMM\",\"service\":\"chatState\",\"resource\":\""
                + resource + "\",\"contents\":" + contents + "}]}}";
    }

    @Test
    void a_subscribed_websocket_is_hinted_at_changes() {
        try (EventStream stream = open(bob)) {
            stream.send(command("subscribe", "conversation", list));
            JsonNode subscribed = stream.next().path("subscribed");
            assertEquals(list, subscribed.at("/results/successful/0/resource").asText());
            alice.begin("Hello", "bob");
            JsonNode hint = stream.next().path("notification");
            assertEquals("conversation", hint.path("service").asText());
            assertEquals(list, hint.path("resource").asText());
            assertFalse(hint.toString().contains("Hello"));
            String tag = hint.at("/contents/entityTag").asText();
            assertEquals('"' + tag + '"', bob.filter("{}").header("ETag"));
            stream.send(command("getState", "conversation", list));
            JsonNode state = stream.next().path("resourceState");
            assertEquals("r1", state.path("requestId").asText());
            assertEquals(tag, state.at("/results/successful/0/state/entityTag").asText());
            stream.send(command("unsubscribe", "conversation", list));
            assertTrue(stream.next().has("unsubscribed"));
            alice.begin("Unheard", "bob");
            stream.send("{\"ping\":{\"version\":\"1\",\"requestId\":\"p1\"}}");
            assertEquals("p1", stream.next().at("/pong/requestId").asText());
        }
    }

    @Test
    void typing_goes_to_the_others_who_look() {
        String thread = alice.begin("Hello", "bob").path("threadId").asText();
        String resource = list + "/" + thread;
        try (EventStream hers = open(alice);
                EventStream his = open(bob)) {
            his.send(command("subscribe", "chatState", resource));
            assertEquals(
                    resource,
                    his.next().at("/subscribed/results/successful/0/resource").asText());
            hers.send(typing(resource, "{\"action\":\"typing\",\"state\":\"composing\"}"));
            JsonNode notified = hers.next().path("notified");
            assertEquals("n1", notified.path("requestId").asText());
            assertEquals(1, notified.at("/results/successful").size());
            JsonNode seen = his.next().path("notification");
            assertEquals(resource, seen.path("resource").asText());
            assertEquals("composing", seen.at("/contents/state").asText());
            assertEquals("alice@example.com", seen.at("/contents/address").asText());
            hers.send(typing(resource, "{\"state\":\"paused\"}"));
            assertEquals("paused", his.next().at("/notification/contents/state").asText());
            hers.next();
            hers.send(typing(resource, "{\"state\":\"dreaming\"}"));
            assertEquals(1, hers.next().at("/notified/results/failed").size());
            hers.send(typing(list + "/c-0", "{\"state\":\"composing\"}"));
            assertEquals(1, hers.next().at("/notified/results/failed").size());
        }
    }

    @Test
    void frames_without_sense_are_answered() {
        try (EventStream stream = open(alice)) {
            for (String frame : new String[] {"no json", "[]", "{\"dance\":{}}", "{\"subscribe\":{}}"}) {
                stream.send(frame);
                assertEquals(200, stream.next().at("/error/errorCode").asInt());
            }
            stream.send(command("subscribe", "conversation", list + "/c-0"));
            assertEquals(1, stream.next().at("/subscribed/results/failed").size());
        }
    }

    @Test
    void the_cookie_of_discovery_opens_channels_and_logout_closes_them() {
        String cookie = alice.cookie();
        try (EventStream stream = open("Cookie", cookie)) {
            assertTrue(stream.next().has("discovery"));
            sandbox.advanceClock(Duration.ofMinutes(10));
            assertEquals(
                    204, alice.call("DELETE", "/session", "", "Cookie", cookie).status());
            sandbox.advanceClock(Duration.ofSeconds(2));
            assertEquals(1000, stream.awaitEnd());
            // Clients take a channel for lost that ends before they have read the answer.
            List<String> ledger =
                    sandbox.ledger().stream().map(LedgerEntry::payload).toList();
            int answered = ledger.indexOf("{\"method\":\"DELETE\",\"path\":\"/aem/resources/session\",\"status\":204}");
            int closed = ledger.indexOf("{\"closeCode\":1000,\"closeReason\":\"Logged out\"}");
            assertTrue(0 <= answered && answered < closed, ledger.toString());
        }
        assertThrows(CompletionException.class, () -> open("Cookie", cookie).close());
        assertRefused(401, 7, Http.get(sandbox, "/notify/sse"));
        assertEquals(
                426,
                Http.get(sandbox, "/notify/ws", "Authorization", alice.authorization())
                        .status());
    }

    @Test
    void an_event_stream_tells_the_same_and_shows_that_it_lives() {
        try (SseReader stream = new SseReader(sandbox, bob)) {
            String commands =
                    stream.next("CASNotification").at("/discovery/commandURL").asText();
            stream.next("Ping");
            String path = commands.substring(sandbox.url().length());
            String subscribe = command("subscribe", "conversation", list);
            Http.Answer answer = Http.send(
                    sandbox,
                    "POST",
                    path,
                    subscribe,
                    "Authorization",
                    bob.authorization(),
                    "Content-Type",
                    "application/json");
            assertEquals(
                    list,
                    answer.json()
                            .at("/subscribed/results/successful/0/resource")
                            .asText());
            alice.begin("Hello", "bob");
            assertEquals(
                    list,
                    stream.next("CASNotification").at("/notification/resource").asText());
            sandbox.advanceClock(Duration.ofSeconds(30));
            stream.next("Ping");
            assertRefused(415, 200, Http.send(sandbox, "POST", path, subscribe, "Authorization", bob.authorization()));
            assertRefused(404, 5, Http.send(sandbox, "POST", path, "", "Authorization", alice.authorization()));
            sandbox.expireSession("bob");
            assertTrue(stream.countRest() >= 0);
        }
    }

    @Test
    void a_long_poll_waits_for_a_change() throws Exception {
        bob.filter("{}");
        CompletableFuture<Http.Answer> poll = poll("30");
        alice.begin("Hello", "bob");
        Http.Answer answer = poll.get(60, TimeUnit.SECONDS);
        assertEquals(
                "Hello", answer.json().at("/conversations/0/messages/0/body").asText());
        CompletableFuture<Http.Answer> idle = poll("30");
        assertEquals(0, idle(idle).json().path("conversations").size());
        assertRefused(400, 200, bob.call("GET", "/conversations", "", "Avaya-Request-Timeout", "soon"));
    }

    @Test
    void who_never_got_the_answer_was_told_nothing() {
        bob.filter("{}");
        alice.begin("Hello", "bob");
        sandbox.faults()
                .add(
                        new CallFault.LoseAnswer("listConversations"),
                        FaultScope.once().at("amm").inSession("bob"));
        assertThrows(UncheckedIOException.class, () -> bob.filter("{}"));
        Http.Answer answer = bob.call("GET", "/conversations", "", "Avaya-Request-Timeout", "30");
        assertEquals(1, answer.json().path("conversations").size());
    }

    private CompletableFuture<Http.Answer> poll(String seconds) {
        return CompletableFuture.supplyAsync(
                () -> bob.call("GET", "/conversations", "", "Avaya-Request-Timeout", seconds));
    }

    /** Lets time pass until the poll, which begins some time, has been answered. */
    private Http.Answer idle(CompletableFuture<Http.Answer> poll) {
        while (!poll.isDone()) {
            sandbox.advanceClock(Duration.ofSeconds(2));
            LockSupport.parkNanos(1_000_000);
        }
        return poll.join();
    }

    @Test
    void a_missed_change_is_told_to_the_next_poll_at_once() {
        try (Sandbox old = AmmTest.start(AmmOptions.builder().flavour(AmmOptions.Flavour.V2_1))) {
            AmmUser user = new AmmUser(old, "bob");
            assertRefused(406, 6, user.call("GET", "", "", "Accept", AmmUser.type("resources.v4")));
            JsonNode document = user.call("GET", "", "", "Accept", AmmUser.type("resources.v3"))
                    .json();
            assertEquals(
                    old.url() + "/aem/resources/outbox", document.path("outbox").asText());
            assertTrue(document.path("notificationService").isMissingNode());
            assertEquals(200, user.get("/conversations").status());
            String body = "{\"body\":\"Hello\"," + AmmUser.to("alice", "bob") + "}";
            JsonNode sent = new AmmUser(old, "alice")
                    .post("/outbox", "message.v1", body)
                    .json();
            Http.Answer answer = user.call("GET", "/conversations", "", "Avaya-Request-Timeout", "30");
            assertEquals(AmmUser.type("conversations.v1"), answer.header("Content-Type"));
            assertEquals(1, answer.json().path("conversations").size());
            String rename = "{\"threadId\":\"" + sent.path("threadId").asText()
                    + "\",\"subject\":\"New\",\"body\":\"\",\"event\":{\"type\":\"SUBJECT_CHANGE\"},"
                    + AmmUser.to("alice", "bob") + "}";
            assertEquals(201, user.post("/outbox", "message.v1", rename).status());
            assertEquals(
                    "New",
                    user.get("/conversations")
                            .json()
                            .at("/conversations/0/subject")
                            .asText());
            assertEquals(404, Http.get(old, "/notify/sse").status());
        }
    }

    @Test
    void faults_reach_the_channels() {
        sandbox.faults()
                .add(
                        new ConnectionFault.RefuseConnect(503, 7),
                        FaultScope.once().at("amm"));
        Http.Answer refused = Http.get(sandbox, "/notify/sse", "Authorization", alice.authorization());
        assertRefused(503, 301, refused);
        assertEquals("7", refused.header("Retry-After"));
        try (EventStream stream = open(bob)) {
            stream.send(command("subscribe", "conversation", list));
            stream.next();
            String fault = sandbox.faults().add(new FrameFault.Swallow("notification.conversation"));
            alice.begin("Unheard", "bob");
            sandbox.faults().remove(fault);
            alice.begin("Heard", "bob");
            assertEquals(
                    bob.filter("{}").header("ETag"),
                    '"' + stream.next().at("/notification/contents/entityTag").asText() + '"');
            sandbox.faults().add(new ConnectionFault.CloseWith(1011, "Trouble"));
            assertEquals(1011, stream.awaitEnd());
        }
        assertNotEquals(0, sandbox.ledger().size());
    }
}
