package dev.confab.sandbox.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.testing.Files;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault of files, and swallowed answers, over real sockets (Web Messaging protocol notes §11.4). */
@Timeout(240)
class TransferFaultTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private final BrokenSandbox broken = new BrokenSandbox();

    @AfterEach
    void stop() {
        broken.close();
    }

    @Test
    void failUpload_answers_with_an_error_and_the_next_try_succeeds() {
        try (Guest guest = broken.guest("t")) {
            JsonNode presigned = Files.announce(guest, "a1", "a.txt", "text/plain");
            broken.faults.add(new TransferFault.Fail(Fault.Transfer.UPLOAD, 503), FaultScope.once());
            assertEquals(503, Files.put(presigned, "text/plain", HELLO));
            guest.assertNothingElse();
            assertEquals(200, Files.put(presigned, "text/plain", HELLO));
            guest.next("UploadSuccessEvent");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void cutUpload_ends_the_connection_and_keeps_nothing(int bytes) {
        try (Guest guest = broken.guest("t")) {
            JsonNode presigned = Files.announce(guest, "a1", "a.txt", "text/plain");
            broken.faults.add(new TransferFault.Cut(Fault.Transfer.UPLOAD, bytes));
            assertThrows(UncheckedIOException.class, () -> Files.put(presigned, "text/plain", HELLO));
            broken.faults.clear();
            guest.send(guest.request("getAttachment", "g", "\"attachmentId\":\"a1\""));
            assertEquals(4010, guest.next("string").path("code").intValue());
            assertEquals(200, Files.put(presigned, "text/plain", HELLO));
            guest.next("UploadSuccessEvent");
        }
    }

    @Test
    void delayUpload_holds_back_the_answer_and_the_event() throws Exception {
        try (Guest guest = broken.guest("t")) {
            JsonNode presigned = Files.announce(guest, "a1", "a.txt", "text/plain");
            broken.faults.add(new TransferFault.Slow(Fault.Transfer.UPLOAD, Duration.ofHours(1)), FaultScope.once());
            Instant start = now();
            long before = broken.received();
            CompletableFuture<Integer> answer =
                    CompletableFuture.supplyAsync(() -> Files.put(presigned, "text/plain", HELLO));
            awaitReceived(before);
            // The delay begins when the bytes are there, so the clock moves until it is over; in steps so small that
            // the
            // session does not run out before the bytes have come.
            while (!answer.isDone()) {
                broken.sandbox.advanceClock(Duration.ofSeconds(2));
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals(200, answer.get(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS));
            broken.sandbox.advanceClock(Duration.ofSeconds(1));
            String told = guest.next("UploadSuccessEvent").at("/body/timestamp").asText();
            assertTrue(Duration.between(start, Instant.parse(told)).compareTo(Duration.ofHours(1)) >= 0, told);
        }
    }

    @Test
    void refuseFile_takes_the_bytes_and_tells_a_failure() {
        try (Guest guest = broken.guest("t")) {
            broken.faults.add(new TransferFault.RefuseFile(4003), FaultScope.once());
            assertEquals(200, Files.put(Files.announce(guest, "a1", "a.txt", "text/plain"), "text/plain", HELLO));
            assertEquals(
                    4003, guest.next("UploadFailureEvent").at("/body/errorCode").intValue());
        }
    }

    @Test
    void failDownload_cutDownload_and_delayDownload_hit_downloads_only() throws Exception {
        try (Guest guest = broken.guest("t")) {
            String address = upload(guest);
            broken.sandbox.agent("t").sendFile("b.txt", "text/plain", HELLO);
            String other = guest.next().at("/body/content/0/attachment/url").asText();
            for (String url : new String[] {address, other}) {
                broken.faults.add(new TransferFault.Fail(Fault.Transfer.DOWNLOAD, 500), FaultScope.once());
                assertEquals(500, Files.get(url).statusCode());
                // Not only once: the client of the JDK may repeat a GET whose connection broke.
                broken.faults.add(new TransferFault.Cut(Fault.Transfer.DOWNLOAD, 2));
                assertThrows(UncheckedIOException.class, () -> Files.get(url));
                broken.faults.clear();
                broken.faults.add(
                        new TransferFault.Slow(Fault.Transfer.DOWNLOAD, Duration.ofMinutes(1)), FaultScope.once());
                long before = broken.received();
                CompletableFuture<byte[]> answer =
                        CompletableFuture.supplyAsync(() -> Files.get(url).body());
                awaitReceived(before);
                assertFalse(answer.isDone());
                broken.sandbox.advanceClock(Duration.ofMinutes(1));
                assertArrayEquals(HELLO, answer.get(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void swallow_keeps_an_answer_back_that_has_its_effect_all_the_same() {
        try (Guest guest = Guest.connect(broken.port()).withToken("t")) {
            swallow("SessionResponse");
            guest.send(guest.request("configureSession", "c", "\"deploymentId\":\"" + Guest.DEPLOYMENT + "\""));
            guest.assertNothingElse();
            swallow("JwtResponse");
            guest.send(guest.request("getJwt", "j", ""));
            guest.assertNothingElse();
            swallow("PresignedUrlResponse");
            guest.send(guest.request("onAttachment", "p", "\"fileName\":\"a.txt\",\"fileType\":\"text/plain\""));
            guest.assertNothingElse();
            swallow("UploadSuccessEvent");
            assertEquals(200, Files.put(Files.announce(guest, "a1", "a.txt", "text/plain"), "text/plain", HELLO));
            broken.sandbox.advanceClock(Duration.ofSeconds(1));
            guest.assertNothingElse();
            guest.send(guest.request("getAttachment", "g", "\"attachmentId\":\"a1\""));
            guest.next("PresignedUrlResponse");
            swallow("AttachmentDeletedResponse");
            guest.send(guest.request("deleteAttachment", "d", "\"attachmentId\":\"a1\""));
            guest.assertNothingElse();
            guest.send(guest.request("getAttachment", "g", "\"attachmentId\":\"a1\""));
            assertEquals(4008, guest.next("string").path("code").intValue());
        }
        assertEquals(
                5,
                broken.faults.list().stream()
                        .filter(view -> view.applied() == 1)
                        .count());
    }

    @Test
    void the_faults_of_files_have_names_in_json() {
        for (String fault : new String[] {
            "{\"fault\":\"swallow\",\"class\":\"JwtResponse\"}",
            "{\"fault\":\"failUpload\",\"status\":500}",
            "{\"fault\":\"cutUpload\",\"bytes\":7}",
            "{\"fault\":\"delayUpload\",\"millis\":7}",
            "{\"fault\":\"failDownload\",\"status\":0}",
            "{\"fault\":\"cutDownload\",\"bytes\":0}",
            "{\"fault\":\"delayDownload\",\"millis\":0}",
            "{\"fault\":\"refuseFile\",\"errorCode\":4003}"
        }) {
            Http.Answer answer = Http.post(broken.sandbox, "/sandbox/faults", fault);
            assertEquals(201, answer.status(), answer.body());
            assertEquals(
                    fault.substring(0, fault.length() - 1),
                    answer.body().replaceFirst("\"id\":\"\\d+\",", "").substring(0, fault.length() - 1));
        }
        for (String fault : new String[] {
            "{\"fault\":\"swallow\"}",
            "{\"fault\":\"failUpload\",\"status\":200}",
            "{\"fault\":\"cutUpload\",\"bytes\":-1}",
            "{\"fault\":\"delayDownload\"}",
            "{\"fault\":\"refuseFile\",\"errorCode\":3}"
        }) {
            assertEquals(
                    400, Http.post(broken.sandbox, "/sandbox/faults", fault).status(), fault);
        }
    }

    private Instant now() {
        return Instant.parse(
                Http.get(broken.sandbox, "/sandbox/clock").json().path("now").asText());
    }

    private void awaitReceived(long before) {
        long deadline = System.nanoTime() + Guest.DEADLINE.toNanos();
        while (broken.received() <= before) {
            assertTrue(System.nanoTime() < deadline, "nothing was received");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void swallow(String bodyClass) {
        broken.faults.add(new FrameFault.Swallow(bodyClass), FaultScope.once());
    }

    private static String upload(Guest guest) {
        Files.put(Files.announce(guest, "a1", "a.txt", "text/plain"), "text/plain", HELLO);
        return guest.next("UploadSuccessEvent").at("/body/downloadUrl").asText();
    }
}
