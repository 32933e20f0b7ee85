package dev.confab.sandbox.amm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.testing.EventStream;
import dev.confab.sandbox.testing.Http;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The vendor's own library can log in, list, create, send, receive, mark as read and leave: its requests as they were recorded, and in the answers
 * what it does not work without (AMM notes B.4 to B.8).
 */
@Timeout(240)
class VendorRequestsTest {

    private static final String EVERYBODY = "\"to\":[{\"address\":\"alice@example.com\",\"type\":\"CONTACT\"},"
            + "{\"address\":\"bob@example.com\",\"type\":\"CONTACT\"},"
            + "{\"address\":\"carol@example.com\",\"type\":\"CONTACT\"}]";
    private static final String FIRST =
            "{\"body\":\"Hello\",\"subject\":\"Order 17\",\"flags\":{\"sensitivity\":\"NORMAL\"}," + EVERYBODY + "}";

    @Test
    void the_newest_dialect_from_the_login_to_the_logout() {
        try (Sandbox sandbox = AmmTest.start(AmmOptions.builder())) {
            VendorRequests alice = new VendorRequests(sandbox, "alice");
            JsonNode document = alice.discover();
            requireResources(document);
            assertTrue(document.toString().contains("conversationsFilter.v1"));
            assertTrue(document.toString().contains("addressesToValidate.v1"));
            try (EventStream channel = alice.openChannel()) {
                assertEquals(
                        "AMM", channel.next().at("/discovery/applications/0").asText());
                requireSelf(alice.validate("alice@example.com"));
                String since = watermark(alice.list("{}"));
                subscribe(channel, alice, "conversation", "", ",\"version\":\"1\"");

                JsonNode known = alice.validate("bob@example.com", "carol@example.com", "nobody@example.com")
                        .path("validatedAddresses");
                assertEquals(
                        List.of(1, 1, 0),
                        List.of(
                                known.at("/0/addresses").size(),
                                known.at("/1/addresses").size(),
                                known.at("/2/addresses").size()));

                JsonNode sent = requireSent(alice.sendMessage(FIRST));
                String conversation = sent.path("threadId").asText();
                JsonNode hint = channel.next().path("notification");
                assertEquals(
                        alice.href("/conversationsResource/href"),
                        hint.path("resource").asText());
                JsonNode changed = alice.list("{\"searchAfterDate\":\"" + since + "\"}");
                requireConversation(changed.at("/conversations/0"), "Order 17");

                new AmmUser(sandbox, "bob").say(conversation, "Hello yourself", "bob", "carol");
                channel.next();
                JsonNode news = alice.list("{\"searchAfterDate\":\"" + watermark(changed) + "\"}")
                        .at("/conversations/0");
                requireConversation(news, "Order 17");
                JsonNode answer = news.at("/messages/0");
                assertEquals("Hello yourself", answer.path("body").asText());
                assertFalse(answer.at("/flags/read").asBoolean());

                readAll(alice, conversation, answer);
                changeAndLookBack(alice, conversation, answer);
                type(channel, alice, conversation);
                sendAFile(alice, conversation);
                assertEquals(
                        1,
                        alice.list("{\"searchString\":\"hello\",\"searchSubject\":false,\"searchParticipants\":false,"
                                        + "\"searchBody\":true}")
                                .path("conversations")
                                .size());

                leave(alice, conversation);
                assertEquals(0, alice.list("{}").path("conversations").size());
            }
            assertEquals(204, alice.logOut().status());
        }
    }

    @Test
    void the_older_dialect_lists_and_validates_without_a_body() {
        try (Sandbox sandbox = AmmTest.start(AmmOptions.builder().flavour(AmmOptions.Flavour.V3_0))) {
            VendorRequests alice = new VendorRequests(sandbox, "alice");
            // Without both of these the library takes itself for talking to the older one, and reads the document
            // again.
            assertFalse(alice.discover().toString().contains("conversationsFilter.v1"));
            requireResources(alice.discover());
            requireSelf(alice.validateByGet("alice@example.com"));
            assertEquals(
                    2,
                    alice.validateByGet("bob@example.com", "carol@example.com")
                            .path("validatedAddresses")
                            .size());
            String since = watermark(alice.listByGet(""));
            String conversation =
                    requireSent(alice.sendMessage(FIRST)).path("threadId").asText();
            JsonNode changed = alice.listByGet("?after=" + since.replace(":", "%3A"));
            requireConversation(changed.at("/conversations/0"), "Order 17");
            assertEquals(
                    1,
                    alice.listByGet("?q=hello&subject=false&participants=false&body=true")
                            .path("conversations")
                            .size());
            leave(alice, conversation);
            assertEquals(0, alice.listByGet("").path("conversations").size());
            assertEquals(204, alice.logOut().status());
        }
    }

    /** It fails while reading a document that lacks one of these. */
    private static void requireResources(JsonNode document) {
        assertEquals("alice@example.com", document.path("self").asText());
        assertEquals("example.com", document.at("/domains/0").asText());
        // Another name than that of the login is logged out, and discovered again without an end.
        assertEquals("alice", document.at("/sessionManagement/username").asText());
        for (String pointer : List.of(
                "/conversationsResource/href",
                "/outbox/href",
                "/services/markAsReadIf/href",
                "/services/markAsReadBatch/href",
                "/services/validateAddresses/href",
                "/notificationService/websocket/href",
                "/notificationService/sse/href",
                "/sessionManagement/href")) {
            assertTrue(document.at(pointer).asText().contains("://"), pointer + " in " + document);
        }
        assertTrue(document.at("/outbox/limits/maxTextLength").asInt() > 0);
    }

    private static void requireSelf(JsonNode validated) {
        JsonNode self = validated.at("/validatedAddresses/0");
        assertEquals("alice@example.com", self.path("query").asText());
        assertEquals("alice@example.com", self.at("/addresses/0/address").asText());
    }

    /** What the next question begins with: the time of the list and a millisecond. */
    private static String watermark(JsonNode list) {
        return Instant.parse(list.path("lastUpdated").asText()).plusMillis(1).toString();
    }

    private static void subscribe(
            EventStream channel, VendorRequests user, String service, String below, String version) {
        String resource = user.href("/conversationsResource/href") + below;
        channel.send("{\"subscribe\":{\"resources\":[{\"application\":\"AMM\",\"service\":\"" + service
                + "\",\"resource\":\"" + resource + "\"}]" + version + "}}");
        JsonNode subscribed = answer(channel, user).at("/subscribed/results/successful/0");
        assertEquals(service, subscribed.path("service").asText());
        assertEquals(resource, subscribed.path("resource").asText());
    }

    private static JsonNode requireSent(Http.Answer answer) {
        assertEquals(201, answer.status(), answer.body());
        JsonNode message = answer.json();
        assertFalse(message.path("threadId").asText().isEmpty());
        requireMessage(message);
        return message;
    }

    private static void requireMessage(JsonNode message) {
        assertFalse(message.path("id").asText().isEmpty(), message::toString);
        assertFalse(message.at("/event/type").asText().isEmpty(), message::toString);
        assertTrue(message.path("flags").has("read"), message::toString);
        assertTrue(message.path("from").has("address"), message::toString);
        assertTrue(message.at("/to/0").has("address"), message::toString);
        assertTrue(message.path("parts").isArray(), message::toString);
        Instant unusedReceived = Instant.parse(message.path("receivedDate").asText());
        Instant unusedModified = Instant.parse(message.path("lastModifiedDate").asText());
    }

    /** Of a list: active, with its newest messages in front, and at least one. */
    private static void requireConversation(JsonNode conversation, String subject) {
        assertEquals(subject, conversation.path("subject").asText());
        assertEquals("THREAD", conversation.path("type").asText());
        assertTrue(conversation.at("/flags/active").asBoolean());
        assertFalse(conversation.at("/flags/closed").asBoolean(true));
        assertTrue(conversation.path("counts").has("messageUnreadMessage"));
        assertFalse(conversation.path("messages").isEmpty());
        conversation.path("messages").forEach(VendorRequestsTest::requireMessage);
        Instant newer = Instant.MAX;
        for (JsonNode message : conversation.path("messages")) {
            Instant received = Instant.parse(message.path("receivedDate").asText());
            assertFalse(received.isAfter(newer), "the newest first: " + conversation);
            newer = received;
        }
    }

    private static void readAll(VendorRequests user, String conversation, JsonNode answer) {
        assertEquals(204, user.markAsRead(answer.path("id").asText()).status());
        JsonNode seen = user.list("{}").at("/conversations/0");
        assertTrue(seen.at("/messages/0/flags/read").asBoolean());
        // Otherwise it takes the message for the one that it has.
        assertFalse(seen.at("/messages/0/lastModifiedDate").equals(answer.path("lastModifiedDate")));
        assertEquals(0, seen.at("/counts/messageUnreadMessage").asInt());
        assertEquals(204, user.markAllAsRead(conversation).status());
    }

    private static void changeAndLookBack(VendorRequests user, String conversation, JsonNode answer) {
        assertEquals(
                "agent@example.com",
                user.invite(conversation, "agent@example.com")
                        .json()
                        .at("/participants/0/address")
                        .asText());
        assertEquals(204, user.setSubject(conversation, "Order 18").status());
        assertEquals(204, user.setLastAccessTime(conversation).status());
        JsonNode older = user.messagesBefore(conversation, answer.path("id").asText());
        assertEquals("Hello", older.at("/messages/0/body").asText());
        older.path("messages").forEach(VendorRequestsTest::requireMessage);
        requireConversation(user.list("{}").at("/conversations/0"), "Order 18");
    }

    private static void type(EventStream channel, VendorRequests user, String conversation) {
        String resource = user.href("/conversationsResource/href") + "/" + conversation;
        ping(channel, user);
        subscribe(channel, user, "chatState", "/" + conversation, "");
        channel.send("{\"notify\":{\"requestId\":\"Z1ExWbSXp5\",\"notifications\":[{\"application\":\"AMM\","
                + "\"service\":\"chatState\",\"resource\":\"" + resource
                + "\",\"contents\":{\"action\":\"typing\",\"state\":\"composing\"}}]}}");
        JsonNode notified = answer(channel, user).path("notified");
        assertEquals("Z1ExWbSXp5", notified.path("requestId").asText());
        assertEquals(resource, notified.at("/results/successful/0/resource").asText());
    }

    private static void ping(EventStream channel, VendorRequests user) {
        String id = "27e7a85bcf0e2e9c4530dff7863b0c37";
        channel.send("{\"ping\":{\"requestId\":\"" + id + "\",\"version\":\"1\"}}");
        assertEquals(id, answer(channel, user).at("/pong/requestId").asText());
    }

    /** The next frame that is no hint; those come whenever something changed. */
    private static JsonNode answer(EventStream channel, VendorRequests user) {
        JsonNode frame = channel.next();
        while (frame.has("notification")) {
            assertEquals(
                    user.href("/conversationsResource/href"),
                    frame.at("/notification/resource").asText());
            frame = channel.next();
        }
        return frame;
    }

    private static void sendAFile(VendorRequests user, String conversation) {
        String json = "{\"body\":\"With a note\",\"subject\":\"Order 18\",\"threadId\":\"" + conversation
                + "\",\"flags\":{\"sensitivity\":\"NORMAL\"},"
                + EVERYBODY.replace("]", ",{\"address\":\"agent@example.com\",\"type\":\"CONTACT\"}]") + "}";
        JsonNode sent = requireSent(user.sendFile(json, "note.txt", "text/plain", "a note\n"));
        JsonNode part = sent.at("/parts/0");
        assertEquals("text/plain", part.path("mimeType").asText());
        assertTrue(part.path("disposition").asText().contains("note.txt"), part::toString);
        assertEquals(7, part.path("size").asInt());
        assertTrue(part.path("media").asText().contains("://"), part::toString);
    }

    private static void leave(VendorRequests user, String conversation) {
        Http.Answer left = user.leave(conversation);
        assertEquals(204, left.status(), left.body());
    }
}
