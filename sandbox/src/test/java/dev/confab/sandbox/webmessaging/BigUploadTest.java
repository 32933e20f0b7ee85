package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.agent.SilentAgent;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.files.Fingerprint;
import dev.confab.sandbox.identity.IdentityOptions;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.loop.SandboxClock;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.testing.Guest;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Web Messaging protocol notes §4.4: what a file may be is a matter of the deployment, not of the memory of the sandbox. */
@Timeout(240)
class BigUploadTest {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int MEGABYTES = 100;

    private final SandboxLoop loop = SandboxLoop.start(SandboxClock.system());
    private final WebMessaging service = new WebMessaging(
            options(), new Surroundings(loop, new NoJournal(), new FaultPlan(), SilentAgent::new, Duration.ZERO));

    @AfterEach
    void stop() {
        loop.call(() -> {
            service.goAway();
            return true;
        });
        loop.close();
        service.deleteFiles();
    }

    @Test
    void a_file_of_100_MB_goes_up_and_down_in_small_pieces() throws Exception {
        int port = listen();
        byte[] piece = new byte[MEGABYTE];
        Fingerprint sent = new Fingerprint();
        try (Guest guest = Guest.inSession(port, "t")) {
            guest.send(guest.request(
                    "onAttachment",
                    "p",
                    "\"attachmentId\":\"a1\",\"fileName\":\"film.bin\",\"fileType\":\"video/x-own\",\"fileSize\":"
                            + MEGABYTES * MEGABYTE));
            var presigned = guest.next("PresignedUrlResponse").path("body");
            HttpURLConnection put = open(presigned.path("url").asText(), "PUT");
            put.setRequestProperty("Content-Type", "video/x-own");
            put.setRequestProperty(
                    "x-amz-tagging",
                    presigned.path("headers").path("x-amz-tagging").asText());
            put.setDoOutput(true);
            put.setFixedLengthStreamingMode((long) MEGABYTES * MEGABYTE);
            try (OutputStream out = put.getOutputStream()) {
                for (int i = 0; i < MEGABYTES; i++) {
                    piece[i] = (byte) i;
                    sent.add(piece);
                    out.write(piece);
                }
            }
            assertEquals(200, put.getResponseCode());
            String address =
                    guest.next("UploadSuccessEvent").at("/body/downloadUrl").asText();
            // Far less than the file: what waits for the disk, and one piece of the socket.
            assertTrue(
                    loop.call(service::peakUploadBytesInFlight) <= 2 * UploadStream.MAX_IN_FLIGHT,
                    () -> service.peakUploadBytesInFlight() + " bytes waited");
            Fingerprint received = new Fingerprint();
            try (InputStream in = open(address, "GET").getInputStream()) {
                byte[] part = in.readNBytes(MEGABYTE);
                while (part.length > 0) {
                    received.add(part);
                    part = in.readNBytes(MEGABYTE);
                }
            }
            assertEquals(sent.size(), received.size());
            assertEquals(sent.sha256(), received.sha256());
        }
    }

    private int listen() throws Exception {
        HttpServer server = loop.call(() -> {
                    Router router = Router.router(loop.vertx());
                    service.mount(router);
                    return loop.vertx()
                            .createHttpServer()
                            .requestHandler(router)
                            .listen(0, "127.0.0.1");
                })
                .toCompletionStage()
                .toCompletableFuture()
                .get(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        return server.actualPort();
    }

    private static HttpURLConnection open(String address, String method) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setReadTimeout((int) Guest.DEADLINE.toMillis());
        return connection;
    }

    private static ServiceOptions options() {
        Deployment deployment = Deployment.builder(Deployment.DEFAULT_ID)
                .attachments(AttachmentRules.standard().upTo(200 * 1024))
                .build();
        return new ServiceOptions(
                List.of(deployment),
                RateLimits.OFF,
                Duration.ZERO,
                Duration.ZERO,
                SilentAgent::new,
                false,
                IdentityOptions.DEFAULT,
                WireOptions.STRICT);
    }

    private static final class NoJournal implements Journal {
        @Override
        public void received(String session, String payload) {}

        @Override
        public void sent(String session, String payload) {}

        @Override
        public void stored(String session, String id, String text) {}
    }
}
