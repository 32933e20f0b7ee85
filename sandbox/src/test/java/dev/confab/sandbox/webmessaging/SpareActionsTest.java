package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.webmessaging.Deployment.ConversationDisconnect;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What no mobile client asks for: Web Messaging protocol notes §2.4, §13.7. */
class SpareActionsTest {

    private static final String DEPLOYMENT = "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\"";

    @Test
    void a_resume_token_lets_another_connection_into_the_session() {
        ServiceTester tester = ServiceTester.plain();
        Client first = tester.inSession();
        String resumeToken = resumeToken(tester, first);
        Client second = tester.connect().withToken("another");
        second.action("configureSession", DEPLOYMENT + ",\"resumeToken\":\"" + resumeToken + "\"");
        assertFalse(second.next().path("body").path("newSession").booleanValue());
        second.say("from the other device");
        assertEquals(
                "from the other device", first.next().path("body").path("text").asText());
        assertEquals(1, tester.service.realm().sessions().all().size());
    }

    @Test
    void a_resume_token_that_is_forged_or_old_is_refused() {
        ServiceTester tester = ServiceTester.plain();
        Client first = tester.inSession();
        String resumeToken = resumeToken(tester, first);
        Client second = tester.connect().withToken("another");
        second.action("configureSession", DEPLOYMENT + ",\"resumeToken\":\"nonsense\"");
        assertTrue(second.nextError().startsWith("400 "));
        tester.advance(ResumeTokens.LIFETIME);
        second.action("configureSession", DEPLOYMENT + ",\"resumeToken\":\"" + resumeToken + "\"");
        assertTrue(second.nextError().startsWith("400 "));
        second.action("configureSession", DEPLOYMENT + ",\"resumeToken\":7");
        assertTrue(second.nextError().startsWith("400 "));
    }

    private static String resumeToken(ServiceTester tester, Client client) {
        client.action("resumeToken", "");
        JsonNode frame = client.next();
        assertEquals("ResumeTokenResponse", frame.path("class").asText());
        assertEquals(
                tester.now().plus(Duration.ofMinutes(5)).getEpochSecond(),
                frame.path("body").path("exp").longValue());
        return frame.path("body").path("resumeToken").asText();
    }

    @Test
    void a_guest_who_ends_the_conversation_can_only_read_it() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        client.action("disconnectCustomer", "");
        JsonNode frame = client.next();
        assertEquals("t1", frame.path("tracingId").asText());
        assertEquals("Inbound", frame.path("body").path("direction").asText());
        assertEquals(
                "true", frame.path("body").path("metadata").path("readOnly").asText());
        client.say("too late");
        assertTrue(client.nextError().startsWith("409 "));
        client.action("disconnectCustomer", "");
        assertTrue(client.nextError().startsWith("409 "));
    }

    @Test
    void a_guest_cannot_end_the_conversation_where_that_is_off() {
        Client client = ServiceTester.with()
                .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                        .conversationDisconnect(ConversationDisconnect.OFF)
                        .build())
                .start()
                .inSession();
        client.action("disconnectCustomer", "");
        assertTrue(client.nextError().startsWith("403 "));
    }

    @Test
    void the_configuration_can_be_asked_for() {
        Client client = ServiceTester.plain().connect();
        client.action("getConfiguration", DEPLOYMENT);
        JsonNode frame = client.next();
        assertEquals("GetConfigurationResponse", frame.path("class").asText());
        assertEquals(259200, frame.path("body").path("sessionDurationSeconds").intValue());
        assertTrue(frame.path("body").path("messageRoutingEnabled").booleanValue());
    }
}
