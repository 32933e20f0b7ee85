package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The REST paths of the service (Web Messaging protocol notes §2.1, §5.1). */
@Timeout(240)
class HistoryRequestTest {

    private static final String MESSAGES = "/api/v2/webmessaging/messages";

    @Test
    void a_guest_reads_its_history_page_by_page() {
        try (Sandbox sandbox = unlimited();
                Guest guest = Guest.inSession(sandbox.port(), "t")) {
            for (int i = 1; i <= 30; i++) {
                guest.say("m" + i, "text " + i);
                guest.next();
                guest.next();
            }
            String bearer = "bearer " + jwt(guest);
            Http.Answer first = Http.get(sandbox, MESSAGES + "?pageNumber=1&pageSize=25", "Authorization", bearer);
            assertEquals(200, first.status());
            assertEquals("*", first.header("Access-Control-Allow-Origin"));
            JsonNode page = first.json();
            assertEquals(60, page.path("total").intValue());
            assertEquals(3, page.path("pageCount").intValue());
            assertEquals(25, page.path("entities").size());
            JsonNode newest = page.path("entities").path(0);
            assertEquals("text 30", newest.path("text").asText());
            assertEquals("Outbound", newest.path("direction").asText());
            JsonNode last = Http.get(sandbox, MESSAGES + "?pageNumber=3&pageSize=25", "Authorization", bearer)
                    .json();
            assertEquals(10, last.path("entities").size());
            assertEquals("text 1", last.path("entities").path(9).path("text").asText());
        }
    }

    @Test
    void a_jwt_expires_with_the_clock_of_the_sandbox() {
        try (Sandbox sandbox = unlimited();
                Guest guest = Guest.inSession(sandbox.port(), "t")) {
            String bearer = "bearer " + jwt(guest);
            sandbox.advanceClock(Duration.ofSeconds(61));
            Http.Answer refused = Http.get(sandbox, MESSAGES, "Authorization", bearer);
            assertEquals(401, refused.status());
            assertEquals(401, refused.json().path("status").intValue());
            assertEquals(401, Http.get(sandbox, MESSAGES).status());
        }
    }

    @Test
    void history_is_limited_to_ten_pages_a_minute() {
        try (Sandbox sandbox = Sandbox.start();
                Guest guest = Guest.inSession(sandbox.port(), "t")) {
            String bearer = "bearer " + jwt(guest);
            for (int i = 0; i < 10; i++) {
                assertEquals(
                        200,
                        Http.get(sandbox, MESSAGES, "Authorization", bearer).status());
            }
            Http.Answer refused = Http.get(sandbox, MESSAGES, "Authorization", bearer);
            assertEquals(429, refused.status());
            assertTrue(Integer.parseInt(refused.header("Retry-After")) > 50);
        }
    }

    @Test
    void browsers_may_ask_from_other_pages() {
        try (Sandbox sandbox = Sandbox.start()) {
            Http.Answer preflight = Http.send(
                    sandbox,
                    "OPTIONS",
                    MESSAGES,
                    "",
                    "Access-Control-Request-Method",
                    "GET",
                    "Origin",
                    "https://a.test");
            assertEquals(204, preflight.status());
            assertTrue(preflight.header("Access-Control-Allow-Headers").contains("Authorization"));
        }
    }

    @Test
    void the_files_of_a_deployment_lead_back_to_where_they_were_asked_for() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
                .deployment(Deployment.builder("shop")
                        .allowedDomains("shop.test")
                        .attachments(
                                AttachmentRules.standard().allowing("image/*").upTo(100))
                        .conversationDisconnect(Deployment.ConversationDisconnect.SEND)
                        .build())
                .build())) {
            String path = "/webdeployments/v1/deployments/";
            JsonNode config = Http.get(sandbox, path + "shop/config.json").json();
            assertEquals("shop", config.path("id").asText());
            assertEquals("Active", config.path("status").asText());
            assertEquals(sandbox.url(), config.path("apiEndpoint").asText());
            JsonNode app = config.path("messenger").path("apps").path("conversations");
            assertEquals(
                    "ws://127.0.0.1:" + sandbox.port() + "/v1",
                    app.path("messagingEndpoint").asText());
            assertEquals("Send", app.path("conversationDisconnect").path("type").asText());
            assertEquals(
                    "{\"enableAttachments\":true,\"modes\":[{\"fileTypes\":[\"image/*\"],\"maxFileSizeKB\":100}]}",
                    config.path("messenger").path("fileUpload").toString());
            assertEquals(
                    "{\"allowAllDomains\":false,\"allowedDomains\":[\"shop.test\"]}",
                    Http.get(sandbox, path + "shop/domains.json").body());
            assertEquals(
                    "{\"allowAllDomains\":true,\"allowedDomains\":[]}",
                    Http.get(sandbox, path + Guest.DEPLOYMENT + "/domains.json").body());
            JsonNode throughTls = Http.get(sandbox, path + "shop/config.json", "X-Forwarded-Proto", "https, http")
                    .json();
            assertEquals(
                    "https://127.0.0.1:" + sandbox.port(),
                    throughTls.path("apiEndpoint").asText());
            assertEquals(
                    "wss://127.0.0.1:" + sandbox.port() + "/v1",
                    throughTls
                            .at("/messenger/apps/conversations/messagingEndpoint")
                            .asText());
            Http.Answer head = Http.send(sandbox, "HEAD", path + "shop/config.json", "");
            assertEquals(200, head.status());
            assertEquals(Http.get(sandbox, path + "shop/config.json").header("ETag"), head.header("ETag"));
            assertEquals(403, Http.get(sandbox, path + "nobody/config.json").status());
            assertEquals(403, Http.get(sandbox, path + "nobody/domains.json").status());
        }
    }

    @Test
    void the_socket_address_tells_plain_requests_what_it_is() {
        try (Sandbox sandbox = Sandbox.start()) {
            assertEquals(
                    426,
                    Http.get(sandbox, "/v1?deploymentId=" + Guest.DEPLOYMENT).status());
        }
    }

    private static Sandbox unlimited() {
        return Sandbox.start(SandboxOptions.builder()
                .messagesPerSecond(0)
                .agentDelay(Duration.ZERO)
                .build());
    }

    private static String jwt(Guest guest) {
        guest.send(guest.request("getJwt", "j", ""));
        return guest.next("JwtResponse").path("body").path("jwt").asText();
    }
}
