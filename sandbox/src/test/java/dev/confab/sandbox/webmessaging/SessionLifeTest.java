package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.agent.AgentProfile;
import dev.confab.sandbox.webmessaging.Deployment.ConversationDisconnect;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Web Messaging protocol notes §2.7, §2.12, §11.3.5, §11.3.9 to §11.3.11. */
class SessionLifeTest {

    private static final AgentProfile AGENT = new AgentProfile("Ada", null, AgentProfile.Kind.HUMAN);
    private static final String PING = "\"message\":{\"type\":\"Text\",\"text\":\"ping\"}";

    @Test
    void a_health_check_tells_the_expiry_as_strings() {
        Client client = ServiceTester.plain().inSession();
        client.action("echo", PING);
        assertEquals(
                "{\"type\":\"response\",\"class\":\"StructuredMessage\",\"code\":200,\"tracingId\":\"t1\",\"body\":"
                        + "{\"id\":\"00000000000000000000000000000002\",\"type\":\"Text\",\"text\":\"ping\","
                        + "\"direction\":\"Inbound\",\"channel\":{\"time\":\"2030-01-04T10:15:30.120Z\"},"
                        + "\"metadata\":{\"durationSeconds\":\"259200\","
                        + "\"expirationDate\":\"1894011330\"}}}",
                client.nextText());
        client.action("echo", "");
        assertTrue(client.nextError().startsWith("400 "));
    }

    @Test
    void a_session_expires_after_its_duration_without_messages_and_says_so_unasked() {
        ServiceTester tester =
                tester(Deployment.builder(Deployment.DEFAULT_ID).sessionDuration(Duration.ofSeconds(100)));
        Client client = tester.inSession();
        tester.advance(Duration.ofMillis(99_999));
        assertNull(client.frames.peek());
        tester.advance(Duration.ofMillis(1));
        assertEquals(
                "{\"type\":\"message\",\"class\":\"SessionExpiredEvent\",\"code\":200,\"body\":{}}", client.nextText());
    }

    @Test
    void every_message_gives_the_session_its_full_duration_again() {
        ServiceTester tester =
                tester(Deployment.builder(Deployment.DEFAULT_ID).sessionDuration(Duration.ofSeconds(100)));
        Client client = tester.inSession();
        tester.advance(Duration.ofSeconds(60));
        client.say("still here");
        client.next();
        tester.advance(Duration.ofSeconds(99));
        assertNull(client.frames.peek());
        tester.advance(Duration.ofSeconds(1));
        assertEquals("SessionExpiredEvent", client.next().path("class").asText());
    }

    @Test
    void whatever_is_asked_of_an_expired_session_is_answered_with_the_event() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        tester.advance(Duration.ofDays(3));
        client.next();
        for (String action : List.of("onMessage", "echo", "getJwt", "closeSession")) {
            client.action(action, PING);
            JsonNode frame = client.next();
            assertEquals("SessionExpiredEvent", frame.path("class").asText());
            assertEquals("t1", frame.path("tracingId").asText());
        }
        assertTrue(client.configure().path("newSession").booleanValue());
    }

    @Test
    void an_agent_that_ends_the_conversation_leaves_it_read_only() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        Session session = disconnect(tester);
        assertEquals(
                "{\"type\":\"message\",\"class\":\"StructuredMessage\",\"code\":200,\"body\":"
                        + "{\"id\":\"00000000000000000000000000000002\",\"type\":\"Event\",\"direction\":\"Outbound\","
                        + "\"channel\":{\"time\":\"2030-01-04T10:15:30.120Z\"},"
                        + "\"events\":[{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Disconnect\"}}],"
                        + "\"originatingEntity\":\"Human\",\"metadata\":{\"correlationId\":\"00000000-0000-0000-0000-000000000003\","
                        + "\"readOnly\":\"true\"}}}",
                client.nextText());
        assertTrue(session.readOnly());
        client.say("too late");
        assertEquals("409 The conversation is read-only", client.nextError());
        client.presence("Join");
        assertEquals("409 The conversation is read-only", client.nextError());
        client.action("echo", PING);
        assertEquals(200, client.next().path("code").intValue());
        JsonNode resumed = client.configure();
        assertTrue(resumed.path("readOnly").booleanValue());
        assertFalse(resumed.path("newSession").booleanValue());
    }

    @Test
    void a_read_only_session_can_be_cleared_or_begun_anew() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        disconnect(tester);
        client.next();
        client.action("configureSession", "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\",\"startNew\":true");
        JsonNode anew = client.next().path("body");
        assertTrue(anew.path("newSession").booleanValue());
        assertFalse(anew.path("readOnly").booleanValue());
        client.say("works again");
        assertEquals("StructuredMessage", client.next().path("class").asText());
        disconnect(tester);
        client.next();
        client.presence("Clear");
        assertEquals("Event", client.next().path("body").path("type").asText());
        assertEquals("SessionClearedEvent", client.next().path("class").asText());
    }

    @Test
    void an_agent_that_leaves_in_send_mode_leaves_the_conversation_open() {
        ServiceTester tester =
                tester(Deployment.builder(Deployment.DEFAULT_ID).conversationDisconnect(ConversationDisconnect.SEND));
        Client client = tester.inSession();
        disconnect(tester);
        assertTrue(client.next().path("body").path("metadata").path("readOnly").isMissingNode());
        client.say("hello again");
        assertEquals("StructuredMessage", client.next().path("class").asText());
    }

    @Test
    void nothing_is_told_when_disconnecting_is_off() {
        ServiceTester tester =
                tester(Deployment.builder(Deployment.DEFAULT_ID).conversationDisconnect(ConversationDisconnect.OFF));
        Client client = tester.inSession();
        disconnect(tester);
        assertNull(client.frames.peek());
    }

    @Test
    void closeSession_lets_all_connections_go_and_the_caller_may_configure_anew() {
        ServiceTester tester = ServiceTester.plain();
        Client caller = tester.inSession();
        Client other = tester.inSession();
        caller.action("closeSession", "\"closeAllConnections\":true");
        JsonNode body = caller.next().path("body");
        assertFalse(body.path("connected").booleanValue());
        assertTrue(body.path("readOnly").booleanValue());
        assertEquals("ConnectionClosedEvent", other.next().path("class").asText());
        assertEquals(List.of(new Effect.Retire(other.connection)), tester.others);
        caller.say("not now");
        assertTrue(caller.nextError().startsWith("4007 "));
        caller.action("configureSession", "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\",\"startNew\":true");
        assertTrue(caller.next().path("body").path("newSession").booleanValue());
    }

    @Test
    void a_session_whose_guest_began_it_by_joining_is_told_so_when_it_is_resumed() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        assertFalse(client.configure().has("autoStarted"));
        client.presence("Join");
        client.next();
        assertTrue(tester.connect().configure().path("autoStarted").booleanValue());
        client.action("configureSession", "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\",\"startNew\":true");
        assertFalse(client.next().path("body").has("autoStarted"));
    }

    @Test
    void closeSession_must_say_whether_it_means_all() {
        Client client = ServiceTester.plain().inSession();
        client.action("closeSession", "");
        assertTrue(client.nextError().startsWith("400 "));
    }

    private static Session disconnect(ServiceTester tester) {
        Session session = tester.service.realm().sessions().all().iterator().next();
        Effects effects = new Effects();
        tester.service.agents().disconnect(session, AGENT, effects);
        tester.run(effects.list());
        return session;
    }

    private static ServiceTester tester(Deployment.Builder deployment) {
        return ServiceTester.with().deployment(deployment.build()).start();
    }
}
