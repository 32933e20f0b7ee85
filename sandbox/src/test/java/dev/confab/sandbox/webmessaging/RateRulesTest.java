package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Web Messaging protocol notes §10, §11.3.4, §11.3.5. */
class RateRulesTest {

    private static final RateLimits LIMITS = new RateLimits(5, 2, 60, 10, 0);

    @Test
    void the_sixth_message_within_a_second_is_refused_and_not_stored() {
        ServiceTester tester = ServiceTester.with().limits(LIMITS).start();
        Client client = tester.inSession();
        for (int i = 0; i < 5; i++) {
            client.say("message " + i);
            assertEquals("StructuredMessage", client.next().path("class").asText());
        }
        client.say("too many");
        assertEquals(
                "{\"type\":\"response\",\"class\":\"TooManyRequestsErrorMessage\",\"code\":429,\"tracingId\":\"t1\","
                        + "\"body\":{\"retryAfter\":1,\"errorCode\":4029,"
                        + "\"errorMessage\":\"Message rate too high for this session\"}}",
                client.nextText());
        assertTrue(tester.journal.stream().noneMatch(line -> line.contains("stored") && line.contains("too many")));
        tester.advance(Duration.ofSeconds(1));
        client.say("again");
        assertEquals("StructuredMessage", client.next().path("class").asText());
    }

    @Test
    void the_rate_belongs_to_the_session_not_to_the_connection() {
        ServiceTester tester = ServiceTester.with().limits(LIMITS).start();
        Client one = tester.inSession();
        Client two = tester.inSession();
        for (int i = 0; i < 5; i++) {
            one.say("message " + i);
        }
        two.frames.clear();
        two.say("too many");
        assertEquals(429, two.next().path("code").intValue());
    }

    @Test
    void a_client_that_keeps_to_the_rate_is_never_refused() {
        ServiceTester tester = ServiceTester.with().limits(LIMITS).start();
        Client client = tester.inSession();
        for (int i = 0; i < 200; i++) {
            client.say("message " + i);
            assertEquals("StructuredMessage", client.next().path("class").asText());
            // Jitter: every other message comes 3 ms early.
            tester.advance(Duration.ofMillis(i % 2 == 0 ? 203 : 197));
        }
    }

    @Test
    void the_third_health_check_within_a_minute_is_refused() {
        ServiceTester tester = ServiceTester.with().limits(LIMITS).start();
        Client client = tester.inSession();
        String ping = "\"message\":{\"type\":\"Text\",\"text\":\"ping\"}";
        client.action("echo", ping);
        client.action("echo", ping);
        client.action("echo", ping);
        assertEquals(200, client.next().path("code").intValue());
        assertEquals(200, client.next().path("code").intValue());
        JsonNode refusal = client.next();
        assertEquals("TooManyRequestsErrorMessage", refusal.path("class").asText());
        assertEquals(59, refusal.path("body").path("retryAfter").intValue());
    }

    @Test
    void configuring_is_limited_per_session() {
        ServiceTester tester =
                ServiceTester.with().limits(new RateLimits(0, 0, 3, 0, 0)).start();
        Client client = tester.connect();
        for (int i = 0; i < 3; i++) {
            assertTrue(client.configure().path("connected").booleanValue());
        }
        client.action("configureSession", "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\"");
        assertEquals(429, client.next().path("code").intValue());
    }

    @Test
    void requests_of_any_kind_can_be_limited_per_connection() {
        ServiceTester tester =
                ServiceTester.with().limits(new RateLimits(0, 0, 0, 0, 2)).start();
        Client client = tester.connect();
        client.configure();
        client.action("getJwt", "");
        assertEquals(200, client.next().path("code").intValue());
        client.action("getJwt", "");
        assertEquals(429, client.next().path("code").intValue());
    }

    @Test
    void a_window_of_no_limit_admits_everything() {
        RateWindow window = new RateWindow(Violations.Rate.MESSAGES, 0, Duration.ofSeconds(1));
        for (int i = 0; i < 1000; i++) {
            assertEquals(RateWindow.ADMITTED, window.admit(Instant.EPOCH));
        }
    }
}
