package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.testing.Files;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files over real sockets (Web Messaging protocol notes §2.1, §4, §11.1). */
@Timeout(240)
class FileSocketTest {

    private static final String SHOP = "https://www.shop.test";
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                    .attachments(AttachmentRules.standard().upTo(64))
                    .build())
            .build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void a_file_goes_up_into_a_message_and_down_again() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            JsonNode presigned = Files.announce(guest, "a1", "Grüße 1.txt", "text/plain");
            assertTrue(presigned.path("url").asText().startsWith(sandbox.url() + "/uploads/"), presigned.toString());
            assertEquals(200, Files.put(presigned, "text/plain", HELLO));
            guest.next("UploadSuccessEvent");
            guest.send(guest.request(
                    "onMessage",
                    "m1",
                    "\"message\":{\"content\":[{\"contentType\":\"Attachment\",\"attachment\":{\"id\":\"a1\"}}]}"));
            JsonNode echo = guest.next();
            assertEquals("m1", echo.path("tracingId").asText());
            HttpResponse<byte[]> own =
                    Files.get(echo.at("/body/content/0/attachment/url").asText());
            assertEquals(200, own.statusCode());
            assertArrayEquals(HELLO, own.body());
            assertEquals("text/plain", own.headers().firstValue("Content-Type").orElse(""));
            assertEquals("5", own.headers().firstValue("Content-Length").orElse(""));
            assertEquals(
                    "attachment; filename=\"Gr__e 1.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%201.txt",
                    own.headers().firstValue("Content-Disposition").orElse(""));
            String back = guest.next().at("/body/content/0/attachment/url").asText();
            assertArrayEquals(HELLO, Files.get(back).body());
            sandbox.advanceClock(Duration.ofMinutes(10));
            assertEquals(404, Files.get(back).statusCode());
            guest.send(guest.request("getAttachment", "g", "\"attachmentId\":\"a1\""));
            JsonNode fresh = guest.next("PresignedUrlResponse").path("body");
            assertTrue(fresh.path("headers").isEmpty());
            assertArrayEquals(HELLO, Files.get(fresh.path("url").asText()).body());
        }
    }

    @Test
    void an_address_without_its_header_or_signature_takes_nothing() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            JsonNode presigned = Files.announce(guest, "a1", "a.txt", "text/plain");
            String url = presigned.path("url").asText();
            HttpRequest bare = HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "text/plain")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(HELLO))
                    .build();
            HttpResponse<byte[]> refused = Files.send(bare);
            assertEquals(403, refused.statusCode());
            assertEquals(
                    "<Error><Code>SignatureDoesNotMatch</Code></Error>",
                    new String(refused.body(), StandardCharsets.UTF_8));
            assertEquals(403, Files.put(presigned, "image/png", HELLO));
            sandbox.advanceClock(Duration.ofMinutes(10));
            assertEquals(403, Files.put(presigned, "text/plain", HELLO));
            guest.assertNothingElse();
        }
    }

    @Test
    void a_file_over_the_limit_is_refused_and_told_and_the_connection_stays_usable() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            JsonNode presigned = Files.announce(guest, "a1", "a.bin", "application/x-own");
            assertEquals(413, Files.put(presigned, "application/x-own", new byte[64 * 1024 + 1]));
            JsonNode failure = guest.next("UploadFailureEvent").path("body");
            assertEquals(4002, failure.path("errorCode").intValue());
            assertEquals(200, Files.put(presigned, "application/x-own", new byte[64 * 1024]));
            guest.next("UploadSuccessEvent");
        }
    }

    @Test
    void a_client_that_asks_before_it_sends_is_told_to_go_on() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            JsonNode presigned = Files.announce(guest, "a1", "a.txt", "text/plain");
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(presigned.path("url").asText()))
                    .timeout(Guest.DEADLINE)
                    .expectContinue(true)
                    .header("Content-Type", "text/plain")
                    .header(
                            "x-amz-tagging",
                            presigned.path("headers").path("x-amz-tagging").asText())
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(HELLO))
                    .build();
            assertEquals(200, Files.send(request).statusCode());
            guest.next("UploadSuccessEvent");
        }
    }

    @Test
    void a_client_that_goes_away_in_the_middle_may_come_again() throws Exception {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            JsonNode presigned = Files.announce(guest, "a1", "a.txt", "text/plain");
            URI address = URI.create(presigned.path("url").asText());
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.getOutputStream()
                        .write(("PUT " + address.getRawPath() + "?" + address.getRawQuery()
                                        + " HTTP/1.1\r\nHost: " + address.getAuthority()
                                        + "\r\nContent-Type: text/plain\r\nx-amz-tagging: "
                                        + presigned
                                                .path("headers")
                                                .path("x-amz-tagging")
                                                .asText()
                                        + "\r\nContent-Length: 5\r\n\r\nhe")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            assertEquals(200, Files.put(presigned, "text/plain", HELLO));
            guest.next("UploadSuccessEvent");
            guest.assertNothingElse();
        }
    }

    @Test
    void an_upload_of_unknown_length_is_refused() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            JsonNode presigned = Files.announce(guest, "a1", "a.txt", "text/plain");
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(presigned.path("url").asText()))
                    .timeout(Guest.DEADLINE)
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "text/plain")
                    .header(
                            "x-amz-tagging",
                            presigned.path("headers").path("x-amz-tagging").asText())
                    .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(HELLO)))
                    .build();
            assertEquals(411, Files.send(request).statusCode());
            guest.assertNothingElse();
        }
    }

    @Test
    void a_page_of_an_allowed_host_may_upload_and_download() {
        SandboxOptions options = SandboxOptions.builder()
                .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                        .allowedDomains("shop.test")
                        .build())
                .build();
        try (Sandbox shop = Sandbox.start(options);
                Guest guest = Guest.connect(shop.port(), "deploymentId=" + Guest.DEPLOYMENT, SHOP)) {
            guest.configure(false);
            JsonNode presigned = Files.announce(guest, "a1", "a.txt", "text/plain");
            String upload = path(presigned.path("url").asText());
            Http.Answer asked = preflight(shop, upload, "PUT", "content-type,x-amz-tagging", SHOP);
            assertEquals(204, asked.status());
            assertEquals(SHOP, asked.header("Access-Control-Allow-Origin"));
            assertEquals("content-type,x-amz-tagging", asked.header("Access-Control-Allow-Headers"));
            assertTrue(asked.header("Access-Control-Allow-Methods").contains("PUT"));
            Http.Answer put = Http.send(
                    shop,
                    "PUT",
                    upload,
                    "hello",
                    "Origin",
                    SHOP,
                    "Content-Type",
                    "text/plain",
                    "x-amz-tagging",
                    presigned.path("headers").path("x-amz-tagging").asText());
            assertEquals(200, put.status());
            assertEquals(SHOP, put.header("Access-Control-Allow-Origin"));
            String download = path(
                    guest.next("UploadSuccessEvent").at("/body/downloadUrl").asText());
            assertEquals(
                    204, preflight(shop, download, "GET", "authorization", SHOP).status());
            Http.Answer got = Http.get(shop, download, "Origin", SHOP);
            assertEquals("hello", got.body());
            assertEquals(SHOP, got.header("Access-Control-Allow-Origin"));
            for (String address : new String[] {upload, download}) {
                Http.Answer refused = preflight(shop, address, "PUT", "content-type", "https://evil.test");
                assertEquals(403, refused.status());
                assertEquals("", refused.header("Access-Control-Allow-Origin"));
            }
        }
    }

    private static Http.Answer preflight(Sandbox sandbox, String path, String method, String headers, String origin) {
        return Http.send(
                sandbox,
                "OPTIONS",
                path,
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                headers);
    }

    private static String path(String url) {
        URI uri = URI.create(url);
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    @Test
    void a_false_picture_fails_after_it_was_taken() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            assertEquals(200, Files.put(Files.announce(guest, "a1", "a.png", "image/png"), "image/png", HELLO));
            assertEquals(
                    4003, guest.next("UploadFailureEvent").at("/body/errorCode").intValue());
        }
    }
}
