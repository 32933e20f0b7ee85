package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Web Messaging protocol notes §2.7, §11.3.2. */
class ConfigureSessionTest {

    private static final String CONFIGURE = "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\"";

    @Test
    void a_new_token_begins_a_session_and_is_told_all_limits() {
        Client client = ServiceTester.plain().connect();
        client.action("configureSession", CONFIGURE + ",\"startNew\":false");
        assertEquals(
                "{\"type\":\"response\",\"class\":\"SessionResponse\",\"code\":200,\"tracingId\":\"t1\",\"body\":"
                        + "{\"connected\":true,\"newSession\":true,\"readOnly\":false,\"clearedExistingSession\":false,"
                        + "\"maxCustomDataBytes\":2048,"
                        + "\"allowedMedia\":{\"inbound\":{\"fileTypes\":[{\"type\":\"*/*\"}],\"maxFileSizeKB\":10240}},"
                        + "\"blockedExtensions\":[\".exe\",\".bat\",\".cmd\",\".com\",\".js\",\".msi\",\".scr\","
                        + "\".vbs\",\".ps1\",\".jar\"],"
                        + "\"durationSeconds\":259200,\"expirationDate\":1894011330}}",
                client.nextText());
    }

    @Test
    void the_same_token_resumes_its_session() {
        ServiceTester tester = ServiceTester.plain();
        assertTrue(tester.connect().configure().path("newSession").booleanValue());
        assertFalse(tester.connect().configure().path("newSession").booleanValue());
    }

    @Test
    void the_same_token_in_another_deployment_is_another_session() {
        ServiceTester tester = ServiceTester.with()
                .deployment(Deployment.builder(Deployment.DEFAULT_ID).build())
                .deployment(Deployment.builder("other").build())
                .start();
        tester.inSession();
        assertTrue(tester.connect("other").configure().path("newSession").booleanValue());
    }

    @Test
    void startNew_replaces_the_conversation() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        client.say("before");
        client.next();
        client.action("configureSession", CONFIGURE + ",\"startNew\":true");
        JsonNode body = client.next().path("body");
        assertTrue(body.path("newSession").booleanValue());
        assertTrue(body.path("connected").booleanValue());
        Session session = session(tester);
        assertEquals(0, session.conversation().size());
    }

    @Test
    void the_fourth_connection_closes_the_oldest() {
        ServiceTester tester = ServiceTester.plain();
        Client oldest = tester.inSession();
        Client second = tester.inSession();
        tester.inSession();
        Client fourth = tester.inSession();
        assertEquals(
                "{\"type\":\"message\",\"class\":\"ConnectionClosedEvent\",\"code\":200,\"body\":{}}",
                oldest.nextText());
        assertEquals(List.of(new Effect.Retire(oldest.connection)), tester.others);
        assertNull(second.frames.peek());
        assertNull(fourth.frames.peek());
        oldest.say("too late");
        assertTrue(oldest.nextError().startsWith("4007 "));
    }

    @Test
    void configuring_again_on_the_same_connection_counts_once() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        for (int i = 0; i < 5; i++) {
            client.configure();
        }
        assertEquals(1, session(tester).connections().size());
        assertTrue(tester.others.isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                        | deploymentId is missing",
                "\"deploymentId\":\"nobody\"             | unknown deployment",
                "\"deploymentId\":\"other\"              | not the one this connection",
                "\"deploymentId\":7                      | deploymentId is missing",
            })
    void a_wrong_deployment_is_a_bad_request(String field, String reason) {
        ServiceTester tester = ServiceTester.with()
                .deployment(Deployment.builder(Deployment.DEFAULT_ID).build())
                .deployment(Deployment.builder("other").build())
                .start();
        Client client = tester.connect();
        client.action("configureSession", field == null ? "" : field);
        String error = client.nextError();
        assertTrue(error.startsWith("400 Bad request: ") && error.contains(reason), error);
    }

    @Test
    void startNew_must_be_a_boolean() {
        Client client = ServiceTester.plain().connect();
        client.action("configureSession", CONFIGURE + ",\"startNew\":\"yes\"");
        assertEquals("400 Bad request: startNew is not a boolean", client.nextError());
    }

    @Test
    void an_expired_token_begins_a_new_session() {
        ServiceTester tester = ServiceTester.plain();
        tester.inSession();
        tester.advance(Duration.ofDays(4));
        assertTrue(tester.connect().configure().path("newSession").booleanValue());
    }

    @Test
    void an_expired_token_can_be_refused_instead() {
        ServiceTester tester = ServiceTester.with().refuseExpiredToken().start();
        tester.inSession();
        tester.advance(Duration.ofDays(4));
        Client client = tester.connect();
        client.action("configureSession", CONFIGURE);
        assertEquals("4006 Session has expired", client.nextError());
    }

    @Test
    void where_authentication_is_off_every_jwt_is_bad() {
        Client client = ServiceTester.with()
                .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                        .authentication(false)
                        .build())
                .start()
                .connect();
        client.action("configureAuthenticatedSession", CONFIGURE + ",\"data\":{\"code\":\"eyJ.jwt\"}");
        assertTrue(client.nextError().startsWith("403 Session authentication failed"));
        client.action("configureAuthenticatedSession", CONFIGURE);
        assertTrue(client.nextError().startsWith("400 "));
    }

    @Test
    void a_token_has_at_most_2048_characters() {
        Client client = ServiceTester.plain().connect();
        String longest = "x".repeat(2048);
        client.send("{\"action\":\"configureSession\",\"token\":\"" + longest + "\"," + CONFIGURE + "}");
        assertEquals("SessionResponse", client.next().path("class").asText());
        client.send("{\"action\":\"configureSession\",\"token\":\"" + longest + "y\"," + CONFIGURE + "}");
        assertTrue(client.nextError().startsWith("400 "));
    }

    private static Session session(ServiceTester tester) {
        return tester.service.realm().sessions().all().iterator().next();
    }
}
