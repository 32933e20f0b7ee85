package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.LedgerEntry;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxException;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.ServiceFault;
import dev.confab.sandbox.identity.IdentityProvider;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins, push registrations and CORS over real sockets: Web Messaging protocol notes §2.1, §2.9, §2.10, §10. */
@Timeout(240)
class AccountRoutesTest {

    private static final String TOKENS = "/api/v2/webdeployments/token/";
    private static final String REDIRECT = "myapp://cb";
    private static final String DEVICE =
            "{\"deviceToken\":\"fcm\",\"language\":\"en-us\",\"deviceType\":\"android\",\"notificationProvider\":\"FCM\"}";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .deployment(Deployment.builder("shop").allowedDomains("shop.test").build())
            .deployment(Deployment.builder("guests").authentication(false).build())
            .build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void a_login_with_code_and_pkce_leads_to_a_session_and_out_again() {
        String verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        Map<String, String> back = authorize("response_type=code&client_id=app&state=s1&user=jonas"
                + "&code_challenge_method=S256&code_challenge=" + IdentityProvider.challengeOf(verifier));
        assertEquals("s1", back.get("state"));
        String exchange = "\"code\":\"" + back.get("code") + "\",\"redirectUri\":\"" + REDIRECT
                + "\",\"codeVerifier\":\"" + verifier + "\"";
        Http.Answer answer = exchange(exchange);
        assertEquals(200, answer.status());
        String jwt = answer.json().path("jwt").asText();
        String refreshToken = answer.json().path("refreshToken").asText();
        assertEquals(400, exchange(exchange).status());

        try (Guest guest = Guest.connect(sandbox.port())) {
            assertEquals(
                    "SessionResponse", authenticate(guest, jwt).path("class").asText());
            sandbox.advanceClock(Duration.ofMinutes(15));
            assertEquals(401, authenticate(guest, jwt).path("code").intValue());
            assertEquals(401, revoke(jwt).status());
            String body = "{\"refreshToken\":\"" + refreshToken + "\"}";
            Http.Answer refreshed = Http.post(sandbox, TOKENS + "refresh", body);
            assertEquals(200, refreshed.status());
            assertFalse(refreshed.json().has("refreshToken"));
            String fresh = refreshed.json().path("jwt").asText();
            assertEquals(
                    "SessionResponse", authenticate(guest, fresh).path("class").asText());
            assertEquals(204, revoke(fresh).status());
            guest.next("LogoutEvent");
            sandbox.advanceClock(Duration.ofSeconds(2));
            assertEquals(1000, guest.awaitEnd());
            assertEquals(401, Http.post(sandbox, TOKENS + "refresh", body).status());
            for (LedgerEntry entry : sandbox.ledger()) {
                for (String secret : new String[] {jwt, fresh, refreshToken, verifier}) {
                    assertFalse(entry.payload().contains(secret), entry.payload());
                }
            }
        }
    }

    @Test
    void an_implicit_login_is_bound_to_its_nonce_and_has_no_refresh_token() {
        Map<String, String> back = authorize("response_type=id_token&client_id=app&nonce=n1&state=s2");
        String idToken = back.get("id_token");
        Http.Answer wrong = exchange("\"idToken\":\"" + idToken + "\",\"nonce\":\"n2\"");
        assertEquals(400, wrong.status());
        assertTrue(wrong.header("content-type").startsWith("text/plain"));
        assertTrue(wrong.body().contains("nonce"));
        Http.Answer right = exchange("\"idToken\":\"" + idToken + "\",\"nonce\":\"n1\"");
        assertEquals(200, right.status());
        assertFalse(right.json().has("refreshToken"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "response_type=token                                                         | unsupported_response_type",
                "response_type=code&user=nobody                                              | access_denied",
                "response_type=code&code_challenge=plain                                     | invalid_request",
                "response_type=id_token                                                      | invalid_request",
            })
    void a_login_that_cannot_be_goes_back_with_an_error(String query, String error) {
        assertEquals(error, authorize(query).get("error"));
    }

    @Test
    void a_login_needs_an_address_to_go_back_to() {
        assertEquals(
                400,
                Http.get(sandbox, "/sandbox/idp/authorize?response_type=code").status());
    }

    @Test
    void codes_and_id_tokens_can_be_had_in_process() {
        String code = sandbox.issueAuthorizationCode("mira", REDIRECT, null);
        assertEquals(
                200,
                exchange("\"code\":\"" + code + "\",\"redirectUri\":\"" + REDIRECT + "\"")
                        .status());
        String idToken = sandbox.issueIdToken("mira", "n");
        assertEquals(
                200, exchange("\"idToken\":\"" + idToken + "\",\"nonce\":\"n\"").status());
        assertThrows(SandboxException.class, () -> sandbox.issueIdToken("nobody", "n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no JSON                                                             | 400",
                "[]                                                                  | 400",
                "{}                                                                  | 400",
                "{\"deploymentId\":\"shop\",\"oauth\":{}}                            | 400",
                "{\"deploymentId\":\"shop\",\"oauth\":{\"code\":\"x\"}}              | 400",
                "{\"deploymentId\":\"shop\",\"oauth\":{\"idToken\":\"x\"}}           | 400",
                "{\"deploymentId\":\"nobody\",\"oauth\":{\"code\":\"x\",\"redirectUri\":\"y\"}} | 400",
                "{\"deploymentId\":\"guests\",\"oauth\":{\"code\":\"x\",\"redirectUri\":\"y\"}} | 403",
            })
    void an_exchange_that_is_no_good_is_told_in_words(String body, int status) {
        Http.Answer answer = Http.post(sandbox, TOKENS + "oauthcodegrantjwtexchange", body);
        assertEquals(status, answer.status());
        assertFalse(answer.body().isBlank());
    }

    @Test
    void a_device_is_registered_over_http_and_seen_by_the_control_api() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            String path = "/api/v2/webmessaging/deployments/" + Guest.DEPLOYMENT + "/pushdevices/" + guest.token();
            Http.Answer answer = Http.post(sandbox, path, DEVICE);
            assertEquals(204, answer.status());
            assertEquals("", answer.body());
            assertEquals("fcm", sandbox.pushDevices().get(0).deviceToken());
            JsonNode seen = Http.get(sandbox, "/sandbox/pushdevices").json().path(0);
            assertEquals("android", seen.path("deviceType").asText());
            assertEquals(
                    204,
                    Http.send(sandbox, "PATCH", path, "{\"language\":\"de\"}").status());
            assertEquals("de", sandbox.pushDevices().get(0).language());
            assertEquals(204, Http.delete(sandbox, path).status());
            assertEquals(404, Http.delete(sandbox, path).status());
            assertEquals(0, sandbox.pushDevices().size());
        }
    }

    @Test
    void push_and_logins_can_fail_on_purpose() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            String path = "/api/v2/webmessaging/deployments/" + Guest.DEPLOYMENT + "/pushdevices/" + guest.token();
            sandbox.faults().add(new ServiceFault.FailPush(429, "too.many.requests.retry.after", 3), FaultScope.once());
            Http.Answer busy = Http.post(sandbox, path, DEVICE);
            assertEquals(429, busy.status());
            assertEquals("3", busy.header("Retry-After"));
            assertEquals(
                    "too.many.requests.retry.after", busy.json().path("code").asText());
            assertEquals(204, Http.post(sandbox, path, DEVICE).status());
            Http.post(
                    sandbox,
                    "/sandbox/faults",
                    "{\"fault\":\"failPush\",\"status\":400,\"code\":\"contacts.stitching.error\",\"session\":\"t\"}");
            assertEquals(
                    "contacts.stitching.error",
                    Http.delete(sandbox, path).json().path("code").asText());
            Http.post(sandbox, "/sandbox/faults", "{\"fault\":\"failLogin\",\"count\":1}");
            assertEquals(503, revoke("any").status());
            assertEquals(401, revoke("any").status());
        }
    }

    @Test
    void the_service_can_show_a_presence_and_demand_a_new_login() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            for (String presence :
                    new String[] {"Authenticate", "AuthenticateCancel", "AuthenticateFailure", "SessionExpired"}) {
                Http.Answer done =
                        Http.post(sandbox, "/sandbox/sessions/t/presence", "{\"type\":\"" + presence + "\"}");
                assertEquals(200, done.status());
                JsonNode body = guest.next("StructuredMessage").path("body");
                assertEquals("Outbound", body.path("direction").asText());
                assertEquals(
                        presence,
                        body.path("events")
                                .path(0)
                                .path("presence")
                                .path("type")
                                .asText());
            }
            assertEquals(
                    400,
                    Http.post(sandbox, "/sandbox/sessions/t/presence", "{\"type\":\"Dance\"}")
                            .status());
            assertThrows(IllegalArgumentException.class, () -> sandbox.showPresence("t", "Dance"));
            sandbox.demandAuthentication("t");
            guest.say("m", "not now");
            JsonNode refused = guest.next("string");
            assertEquals(403, refused.path("code").intValue());
            assertEquals("Try to authenticate again", refused.path("body").asText());
            guest.configure(false);
            guest.say("m", "now");
            guest.next("StructuredMessage");
        }
    }

    @Test
    void pages_of_allowed_hosts_may_use_the_services() {
        String device = "/api/v2/webmessaging/deployments/shop/pushdevices/t";
        Http.Answer allowed = Http.send(
                sandbox,
                "OPTIONS",
                device,
                "",
                "Origin",
                "https://www.shop.test:8443",
                "Access-Control-Request-Headers",
                "content-type, x-amz-tagging");
        assertEquals(204, allowed.status());
        assertEquals("https://www.shop.test:8443", allowed.header("Access-Control-Allow-Origin"));
        assertEquals("content-type, x-amz-tagging", allowed.header("Access-Control-Allow-Headers"));
        assertTrue(allowed.header("Access-Control-Allow-Methods").contains("PATCH"));
        Http.Answer refused = Http.send(sandbox, "OPTIONS", device, "", "Origin", "https://evil.test");
        assertEquals(403, refused.status());
        assertEquals("", refused.header("Access-Control-Allow-Origin"));
        // Some deployment is open to all, and the path names none.
        Http.Answer history = Http.get(sandbox, "/api/v2/webmessaging/messages", "Origin", "https://any.test");
        assertEquals(401, history.status());
        assertEquals("https://any.test", history.header("Access-Control-Allow-Origin"));
        Http.Answer config =
                Http.get(sandbox, "/webdeployments/v1/deployments/shop/config.json", "Origin", "https://evil.test");
        assertEquals("*", config.header("Access-Control-Allow-Origin"));
    }

    @Test
    void a_file_that_did_not_change_is_not_sent_again() {
        for (String name : new String[] {"config.json", "domains.json"}) {
            String path = "/webdeployments/v1/deployments/shop/" + name;
            Http.Answer first = Http.get(sandbox, path);
            assertEquals(200, first.status());
            Http.Answer second = Http.get(sandbox, path, "If-None-Match", first.header("ETag"));
            assertEquals(304, second.status());
            assertEquals("", second.body());
            assertEquals(
                    200, Http.get(sandbox, path, "If-None-Match", "\"other\"").status());
        }
    }

    @Test
    void the_config_tells_what_the_deployment_can() {
        JsonNode config = Http.get(sandbox, "/webdeployments/v1/deployments/guests/config.json")
                .json();
        assertFalse(config.path("auth").path("enabled").booleanValue());
        assertTrue(config.path("auth").path("allowSessionUpgrade").booleanValue());
        JsonNode app = config.path("messenger").path("apps").path("conversations");
        assertTrue(app.path("notifications").path("enabled").booleanValue());
        assertEquals(259200, app.path("sessionDurationSeconds").intValue());
        for (String key : new String[] {"headlessMode", "position", "customI18nLabels", "cobrowse", "supportCenter"}) {
            assertTrue(config.has(key), key);
        }
        assertTrue(config.path("messenger").has("homeScreen"));
    }

    private Map<String, String> authorize(String query) {
        Http.Answer answer = Http.get(sandbox, "/sandbox/idp/authorize?redirect_uri=myapp%3A%2F%2Fcb&" + query);
        assertEquals(302, answer.status());
        String location = answer.header("Location");
        assertTrue(location.startsWith(REDIRECT), location);
        URI uri = URI.create(location);
        String parameters = uri.getRawFragment() == null ? uri.getRawQuery() : uri.getRawFragment();
        return Arrays.stream(parameters.split("&", -1))
                .collect(Collectors.toMap(
                        pair -> pair.substring(0, pair.indexOf('=')),
                        pair -> URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8)));
    }

    private Http.Answer exchange(String oauth) {
        return Http.post(
                sandbox,
                TOKENS + "oauthcodegrantjwtexchange",
                "{\"deploymentId\":\"" + Guest.DEPLOYMENT + "\",\"oauth\":{" + oauth + "}}");
    }

    private Http.Answer revoke(String jwt) {
        return Http.send(sandbox, "DELETE", TOKENS + "revoke", "", "Authorization", "bearer " + jwt);
    }

    private static JsonNode authenticate(Guest guest, String jwt) {
        guest.send(guest.request(
                "configureAuthenticatedSession",
                "c",
                "\"deploymentId\":\"" + Guest.DEPLOYMENT + "\",\"data\":{\"code\":\"" + jwt + "\"}"));
        return guest.next();
    }
}
