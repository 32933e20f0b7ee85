package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.sandbox.agent.EchoAgent;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Web Messaging protocol notes §5.1, §11.3.8, §11.3.13. */
class HistoryTest {

    @Test
    void a_page_is_newest_first_and_counts_events() {
        ServiceTester tester = ServiceTester.with().agents(EchoAgent::new).start();
        Client client = tester.inSession();
        client.presence("Join");
        client.say("Where is my parcel?");
        client.frames.clear();
        assertEquals(
                "{\"entities\":["
                        + "{\"id\":\"00000000000000000000000000000008\",\"type\":\"Text\","
                        + "\"text\":\"Where is my parcel?\",\"direction\":\"Outbound\","
                        + "\"channel\":{\"time\":\"2030-01-04T10:15:30.122Z\",\"type\":\"Private\","
                        + "\"from\":{\"nickname\":\"Echo\"}},\"originatingEntity\":\"Human\"},"
                        + "{\"id\":\"00000000000000000000000000000005\",\"type\":\"Text\","
                        + "\"text\":\"Where is my parcel?\",\"direction\":\"Inbound\","
                        + "\"channel\":{\"time\":\"2030-01-04T10:15:30.121Z\","
                        + "\"messageId\":\"00000000-0000-0000-0000-000000000006\"}},"
                        + "{\"id\":\"00000000000000000000000000000003\",\"type\":\"Event\",\"direction\":\"Inbound\","
                        + "\"channel\":{\"time\":\"2030-01-04T10:15:30.120Z\","
                        + "\"messageId\":\"00000000-0000-0000-0000-000000000002\"},"
                        + "\"events\":[{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Join\"}}]}],"
                        + "\"pageSize\":25,\"pageNumber\":1,\"total\":3,\"pageCount\":1}",
                page(tester, "bearer " + jwt(client), null, null).body());
    }

    @Test
    void pages_cut_the_conversation_without_gap_or_overlap() throws JsonProcessingException {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        for (int i = 1; i <= 7; i++) {
            client.say("m" + i);
        }
        client.frames.clear();
        String bearer = "Bearer " + jwt(client);
        assertEquals("m7 m6 m5 of 7 on 3", texts(page(tester, bearer, "1", "3")));
        assertEquals("m4 m3 m2 of 7 on 3", texts(page(tester, bearer, "2", "3")));
        assertEquals("m1 of 7 on 3", texts(page(tester, bearer, "3", "3")));
        assertEquals(" of 7 on 3", texts(page(tester, bearer, "4", "3")));
        assertEquals(" of 7 on 1", texts(page(tester, bearer, "2147483647", "100")));
    }

    @Test
    void the_answer_to_getJwt_tells_the_expiry() {
        Client client = ServiceTester.plain().inSession();
        client.action("getJwt", "");
        JsonNode frame = client.next();
        assertEquals("JwtResponse", frame.path("class").asText());
        assertEquals("t1", frame.path("tracingId").asText());
        assertEquals(
                ServiceTester.START.plusSeconds(60).getEpochSecond(),
                frame.path("body").path("exp").longValue());
        String jwt = frame.path("body").path("jwt").asText();
        assertTrue(jwt.startsWith("eyJ") && jwt.split("\\.", -1).length == 3, jwt);
        assertFalse(jwt.contains(ServiceTester.TOKEN));
    }

    @Test
    void a_jwt_is_good_for_a_minute_in_any_case_of_its_scheme() {
        ServiceTester tester = ServiceTester.plain();
        String jwt = jwt(tester.inSession());
        assertEquals(200, page(tester, "bearer " + jwt, null, null).status());
        assertEquals(200, page(tester, "BEARER  " + jwt, null, null).status());
        tester.advance(Duration.ofSeconds(59));
        assertEquals(200, page(tester, "Bearer " + jwt, null, null).status());
        tester.advance(Duration.ofSeconds(1));
        assertEquals(401, page(tester, "Bearer " + jwt, null, null).status());
    }

    @Test
    void nobody_reads_without_a_good_jwt() {
        ServiceTester tester = ServiceTester.plain();
        String jwt = jwt(tester.inSession());
        String foreign = jwt(ServiceTester.plain().inSession());
        for (String bad : new String[] {
            "",
            "bearer",
            "bearer ",
            "bearer x",
            "bearer x.y.z",
            "bearer ..",
            jwt,
            "bearer " + foreign,
            "bearer " + jwt + "x",
            "bearer " + jwt.substring(1),
            "basic " + jwt,
            "bearer x." + jwt
        }) {
            assertEquals(401, page(tester, bad, null, null).status(), bad);
        }
        assertEquals(401, page(tester, null, null, null).status());
    }

    @Test
    void a_cleared_or_expired_session_cannot_be_read() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        String jwt = jwt(client);
        client.presence("Clear");
        assertEquals(401, page(tester, "bearer " + jwt, null, null).status());
        String second = jwt(tester.inSession());
        tester.service.realm().sessions().all().iterator().next().expire();
        assertEquals(401, page(tester, "bearer " + second, null, null).status());
    }

    @Test
    void a_former_conversation_is_out_of_reach() throws JsonProcessingException {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        client.say("old");
        client.next();
        client.action("configureSession", "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\",\"startNew\":true");
        client.next();
        assertEquals(" of 0 on 0", texts(page(tester, "bearer " + jwt(client), null, null)));
    }

    @ParameterizedTest
    @CsvSource({"0,25", "-1,25", "x,25", "1,0", "1,-5", "1,x", "'',25", "1,99999999999"})
    void bad_paging_is_a_bad_request(String number, String size) {
        ServiceTester tester = ServiceTester.plain();
        assertEquals(
                400,
                page(tester, "bearer " + jwt(tester.inSession()), number, size).status());
    }

    @Test
    void a_page_larger_than_the_largest_is_cut_and_says_so() throws JsonProcessingException {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        for (int i = 1; i <= 501; i++) {
            client.say("m" + i);
        }
        client.frames.clear();
        String bearer = "Bearer " + jwt(client);
        JsonNode whole =
                new ObjectMapper().readTree(page(tester, bearer, "1", "500").body());
        assertEquals(500, whole.path("entities").size());
        JsonNode cut =
                new ObjectMapper().readTree(page(tester, bearer, "1", "1000").body());
        assertEquals(whole, cut);
        assertEquals(500, cut.path("pageSize").intValue());
        assertEquals("m1 of 501 on 2", texts(page(tester, bearer, "2", "1000")));
    }

    @Test
    void the_eleventh_page_within_a_minute_is_too_many() {
        ServiceTester tester =
                ServiceTester.with().limits(new RateLimits(5, 2, 60, 10, 0)).start();
        String bearer = "bearer " + jwt(tester.inSession());
        for (int i = 0; i < 10; i++) {
            assertEquals(200, page(tester, bearer, null, null).status());
        }
        HistoryAnswer refused = page(tester, bearer, null, null);
        assertEquals(429, refused.status());
        assertEquals(59, refused.retryAfterSeconds());
    }

    private static HistoryAnswer page(
            ServiceTester tester, @Nullable String authorization, @Nullable String number, @Nullable String size) {
        return tester.service.history().page(authorization, number, size);
    }

    private static String jwt(Client client) {
        client.action("getJwt", "");
        return client.next().path("body").path("jwt").asText();
    }

    private static String texts(HistoryAnswer answer) throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(answer.body());
        StringBuilder texts = new StringBuilder();
        for (JsonNode entity : json.path("entities")) {
            texts.append(texts.isEmpty() ? "" : " ").append(entity.path("text").asText());
        }
        return texts + " of " + json.path("total") + " on " + json.path("pageCount");
    }
}
