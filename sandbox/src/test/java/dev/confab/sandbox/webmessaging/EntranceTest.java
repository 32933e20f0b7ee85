package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of others, who change nothing but the address, and the rates at the door: Web Messaging protocol notes §2.1, §2.2, §10. */
@Timeout(240)
class EntranceTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .connectionsPerMinute(4)
            .build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webmessaging.127.0.0.1",
                "webmessaging.mypurecloud.de",
                "https://localhost:3000",
                "null",
                "http://[::1]:80",
            })
    void any_origin_is_welcome_in_a_deployment_without_restrictions(String origin) {
        Guest.connect(sandbox.port(), "deploymentId=" + Guest.DEPLOYMENT, origin)
                .close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1?deploymentId=" + Guest.DEPLOYMENT,
                "/v1/?deploymentId=" + Guest.DEPLOYMENT,
                "/v1?deploymentId=" + Guest.DEPLOYMENT + "&application=web-messaging-sdk-18.1.0",
                "/v1?application=MessengerSDK-1.2%2FTransportSDK-2.14.0&deploymentId=" + Guest.DEPLOYMENT + "&x=y",
                "/v1",
                "/genesys/v1?deploymentId=" + Guest.DEPLOYMENT,
                "/a/b/v1/?deploymentId=" + Guest.DEPLOYMENT,
            })
    void the_usual_ways_to_ask_lead_in(String path) {
        open(path, "deploymentId", Guest.DEPLOYMENT, "User-Agent", "Android 34").abort();
    }

    @Test
    void what_only_looks_like_the_entrance_is_nothing() {
        for (String path : new String[] {"/genesys/v1", "/v1/genesys", "/genesysv1"}) {
            assertEquals(404, Http.get(sandbox, path).status(), path);
        }
    }

    @Test
    void the_fifth_connection_within_a_minute_is_refused_and_counted() {
        for (int i = 0; i < 4; i++) {
            Guest.connect(sandbox.port()).close();
        }
        CompletionException e = assertThrows(CompletionException.class, () -> Guest.connect(sandbox.port()));
        WebSocketHandshakeException refused = assertInstanceOf(WebSocketHandshakeException.class, e.getCause());
        assertEquals(429, refused.getResponse().statusCode());
        assertTrue(refused.getResponse().headers().firstValue("Retry-After").isPresent());
        assertEquals(1L, sandbox.rateViolations().get("connections"));
    }

    @Test
    void violations_are_counted_by_kind_and_none_at_first() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            assertTrue(sandbox.rateViolations().values().stream().allMatch(count -> count == 0));
            for (int i = 0; i < 3; i++) {
                guest.healthCheck("h" + i);
                guest.next();
            }
            guest.send(guest.request("getJwt", "j", ""));
            String jwt = guest.next("JwtResponse").path("body").path("jwt").asText();
            Http.Answer last = history(jwt);
            for (int i = 0; i < 10; i++) {
                assertEquals(200, last.status());
                last = history(jwt);
            }
            assertEquals(429, last.status());
            assertTrue(Integer.parseInt(last.header("Retry-After")) > 0);
        }
        assertEquals(1L, sandbox.rateViolations().get("echoes"));
        assertEquals(1L, sandbox.rateViolations().get("history"));
        JsonNode seen = Http.get(sandbox, "/sandbox/violations").json().path("webmessaging");
        assertEquals(1, seen.path("echoes").intValue());
        assertEquals(0, seen.path("messages").intValue());
        assertEquals(6, seen.size());
    }

    private Http.Answer history(String jwt) {
        return Http.get(sandbox, "/api/v2/webmessaging/messages", "Authorization", "bearer " + jwt);
    }

    private WebSocket open(String path, String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI uri = URI.create("ws://127.0.0.1:" + sandbox.port() + path);
        return builder.buildAsync(uri, new WebSocket.Listener() {})
                .orTimeout(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
