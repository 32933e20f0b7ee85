package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Web Messaging protocol notes §2.3, §2.11, §11.3.1. */
class RequestRulesTest {

    private static final String REPLACEMENTS = "{}[]\":,0\\u\ud800tn ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "{",
                "{}",
                "[]",
                "null",
                "7",
                "{} {}",
                "{\"action\":\"echo\"}",
                "{\"token\":\"x\"}",
                "{\"action\":7,\"token\":\"x\"}",
                "{\"action\":\"echo\",\"token\":7}",
                "{\"action\":\"echo\",\"token\":\"\"}",
                "{\"action\":\"fly\",\"token\":\"x\"}",
                "\u0000",
                "{\"action\":\"echo\",\"token\":\"x\",}"
            })
    void what_is_no_request_is_a_bad_request(String frame) {
        Client client = ServiceTester.plain().connect();
        client.send(frame);
        String error = client.nextError();
        assertTrue(error.startsWith("400 Bad request: "), error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tracingId\":\"t9\",\"action\":\"fly\",\"token\":\"x\"}",
                "{\"tracingId\":\"t9\",\"token\":\"x\"}",
                "{\"tracingId\":\"t9\",\"action\":\"echo\"}",
                "{\"tracingId\":\"t9\",\"action\":\"echo\",\"token\":\"x\",\"message\":{\"text\":",
                "{\"x\":{\"tracingId\":\"no\"},\"tracingId\":\"t9\" oops"
            })
    void an_error_carries_the_tracingId_when_it_could_be_read(String frame) {
        Client client = ServiceTester.plain().connect();
        client.send(frame);
        assertEquals("t9", client.next().path("tracingId").asText());
    }

    @Test
    void an_error_without_a_readable_tracingId_has_none() {
        Client client = ServiceTester.plain().connect();
        client.send("{\"tracingId\":7}");
        assertFalse(client.next().has("tracingId"));
    }

    @Test
    void deep_nesting_is_a_bad_request_not_a_crash() {
        Client client = ServiceTester.plain().connect();
        client.send("{\"tracingId\":\"deep\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        JsonNode error = client.next();
        assertEquals(400, error.path("code").intValue());
        assertEquals("deep", error.path("tracingId").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "onMessage",
                "echo",
                "getJwt",
                "closeSession",
                "onAttachment",
                "getAttachment",
                "deleteAttachment",
                "resumeToken",
                "disconnectCustomer"
            })
    void an_action_before_configure_finds_no_session(String action) {
        Client client = ServiceTester.plain().connect();
        client.action(action, "");
        assertTrue(client.nextError().startsWith("4007 Session not found"));
    }

    @Test
    void what_comes_before_configure_is_a_bad_request_by_choice() {
        WireOptions wire = new WireOptions(false, false, Duration.ZERO, true);
        Client client = ServiceTester.with().wire(wire).start().connect();
        client.say("too early");
        assertEquals("400 Session not found: this connection did not configure it", client.nextError());
    }

    @Test
    void an_action_with_the_token_of_another_session_finds_no_session() {
        Client client = ServiceTester.plain().inSession();
        client.send("{\"action\":\"echo\",\"token\":\"other\",\"tracingId\":\"t2\"}");
        assertTrue(client.nextError().startsWith("4007 "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.code | \"deploymentId\":\"ID\"",
                "data.code | \"deploymentId\":\"ID\",\"data\":\"code\"",
                "data.code | \"deploymentId\":\"ID\",\"data\":{\"code\":7}",
                "data.code | \"deploymentId\":\"ID\",\"data\":{\"code\":\"\"}",
                "deploymentId | \"data\":{\"code\":\"x\"}",
                "startNew | \"deploymentId\":\"ID\",\"startNew\":1,\"data\":{\"code\":\"x\"}",
                "journeyContext | \"deploymentId\":\"ID\",\"journeyContext\":1,\"data\":{\"code\":\"x\"}"
            })
    void configuring_as_a_user_needs_its_fields(String field, String fields) {
        Client client = ServiceTester.plain().connect();
        client.action("configureAuthenticatedSession", fields.replace("ID", Deployment.DEFAULT_ID));
        String error = client.nextError();
        assertTrue(error.startsWith("400 Bad request: " + field + " is "), error);
    }

    @ParameterizedTest
    @CsvSource({"getAttachment", "deleteAttachment", "onAttachment"})
    void features_that_are_off_say_so(String action) {
        Client client = withoutAttachments().inSession();
        client.action(action, "");
        assertTrue(client.nextError().startsWith("4000 "));
    }

    @Test
    void an_upload_error_is_an_object_for_clients_that_ask_for_objects() {
        Client client = withoutAttachments().inSession();
        client.action("onAttachment", "\"attachmentId\":\"a1\",\"errorsAsJson\":true");
        assertEquals(
                "{\"type\":\"response\",\"class\":\"GenerateUrlError\",\"code\":400,\"tracingId\":\"t1\",\"body\":"
                        + "{\"attachmentId\":\"a1\",\"errorCode\":4000,"
                        + "\"errorMessage\":\"Attachments are switched off for this deployment\"}}",
                client.nextText());
    }

    private static ServiceTester withoutAttachments() {
        Deployment deployment = Deployment.builder(Deployment.DEFAULT_ID)
                .attachments(AttachmentRules.off())
                .build();
        return ServiceTester.with().deployment(deployment).start();
    }

    @Test
    void the_configuration_can_be_asked_for_without_a_session() {
        Client client = ServiceTester.plain().connect();
        client.action("getConfiguration", "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\"");
        JsonNode frame = client.next();
        assertEquals("GetConfigurationResponse", frame.path("class").asText());
        assertEquals(2048, frame.path("body").path("maxCustomDataBytes").intValue());
        assertEquals(259200, frame.path("body").path("sessionDurationSeconds").intValue());
        client.action("getConfiguration", "\"deploymentId\":\"nobody\"");
        assertTrue(client.nextError().startsWith("400 "));
    }

    @Test
    void a_binary_frame_is_a_bad_request() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        tester.run(tester.service.receivedBinary(client.connection, 12));
        assertTrue(client.nextError().startsWith("400 "));
        assertTrue(tester.journal.contains("received " + ServiceTester.TOKEN + " <binary frame of 12 bytes>"));
    }

    @Test
    void no_mutation_of_a_valid_frame_crashes_the_service() {
        long seed = 20260104;
        Random random = new Random(seed);
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        String valid = "{\"action\":\"onMessage\",\"token\":\"" + ServiceTester.TOKEN + "\",\"tracingId\":\"t1\","
                + "\"message\":{\"type\":\"Text\",\"text\":\"hello\",\"metadata\":{\"id\":\"1\"},\"content\":"
                + "[{\"contentType\":\"ButtonResponse\",\"buttonResponse\":{\"text\":\"a\",\"payload\":\"b\"}}],"
                + "\"channel\":{\"metadata\":{\"customAttributes\":{\"k\":\"v\"}}}}}";
        for (int i = 0; i < 20_000; i++) {
            char[] mutated = valid.toCharArray();
            int changes = 1 + random.nextInt(4);
            for (int j = 0; j < changes; j++) {
                mutated[random.nextInt(mutated.length)] = REPLACEMENTS.charAt(random.nextInt(REPLACEMENTS.length()));
            }
            String frame = new String(mutated);
            client.send(frame);
            assertTrue(client.next().has("class"), () -> "seed " + seed + " frame " + frame);
            client.frames.clear();
        }
    }
}
