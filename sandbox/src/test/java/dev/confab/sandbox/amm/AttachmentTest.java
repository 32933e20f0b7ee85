package dev.confab.sandbox.amm;

import static dev.confab.sandbox.amm.AmmTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.TransferFault;
import dev.confab.sandbox.testing.Http;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages with files (AMM notes B.6.2, B.6.3). */
@Timeout(240)
class AttachmentTest {

    private final Sandbox sandbox = AmmTest.start(AmmOptions.builder());
    private final AmmUser alice = new AmmUser(sandbox, "alice");
    private final AmmUser bob = new AmmUser(sandbox, "bob");

    @AfterEach
    void stop() {
        sandbox.close();
    }

    /** As the library writes it: no space after the colons, and that word as the boundary. */
    private static Http.Answer send(AmmUser user, String... parts) {
        StringBuilder body = new StringBuilder("--boundary\r\nContent-Type:" + AmmUser.type("message.v2")
                + ";\r\n\r\n{\"body\":\"See\"," + AmmUser.to("alice", "bob") + "}\r\n");
        for (String part : parts) {
            body.append("--boundary\r\n").append(part).append("\r\n");
        }
        body.append("--boundary--");
        return user.call("POST", "/outbox", body.toString(), "Content-Type", "multipart/related;boundary=\"boundary\"");
    }

    private static String part(String type, String disposition, String content) {
        return "Content-Type:" + type + "\r\nContent-Transfer-Encoding:binary\r\nContent-Disposition:" + disposition
                + "\r\n\r\n" + content;
    }

    @Test
    void files_and_previews_come_in_one_request_and_can_be_downloaded() {
        Http.Answer sent = send(
                alice,
                part("image/jpeg", "attachment; filename=\"a photo.jpg\"", "large\r\n--bound"),
                part("image/jpeg", "inline; filename=\"a photo.jpg\"", "small"),
                part("text/plain", "attachment; filename=\"note.txt\"", "note"));
        assertEquals(201, sent.status(), sent.body());
        JsonNode parts = bob.list().at("/0/messages/0/parts");
        assertEquals(3, parts.size());
        assertEquals(
                "attachment; filename=\"a photo.jpg\"",
                parts.at("/0/disposition").asText());
        assertEquals(
                "inline; filename=\"a photo.jpg\"", parts.at("/1/disposition").asText());
        assertEquals(14, parts.at("/0/size").asInt());
        assertEquals(2, bob.list().at("/0/counts/messageUnreadAttachment").asInt());
        String media = parts.at("/0/media").asText();
        assertTrue(media.startsWith(sandbox.url() + AmmUser.ROOT), media);
        String path = media.substring((sandbox.url() + AmmUser.ROOT).length());
        Http.Answer file = bob.get(path);
        assertEquals("large\r\n--bound", file.body());
        assertEquals("image/jpeg", file.header("Content-Type"));
        assertRefused(404, 662, bob.get(path + "0"));
        assertEquals(401, new AmmUser(sandbox, "bob", "").get(path).status());
        String other = new AmmUser(sandbox, "bob")
                .begin("Other", "carol")
                .path("threadId")
                .asText();
        assertRefused(
                404,
                652,
                alice.get("/messages/" + bob.messages(other, "").at("/0/id").asText() + "/parts/p-1"));
    }

    @Test
    void files_that_are_wrong_are_refused() {
        String fine = part("text/plain", "attachment; filename=\"a.txt\"", "a");
        assertRefused(400, 664, send(alice, part("text/plain", "attachment; filename=\"a.txt\"", "")));
        assertRefused(400, 200, send(alice, part("text/plain", "attachment", "a")));
        assertRefused(400, 200, send(alice, part("text/plain", "other; filename=\"a.txt\"", "a")));
        assertRefused(400, 200, send(alice, part("image/jpeg", "inline; filename=\"b.jpg\"", "a"), fine));
        assertRefused(
                400,
                200,
                alice.call("POST", "/outbox", "--x\r\n\r\n", "Content-Type", "multipart/related; boundary=x"));
        assertRefused(400, 200, alice.call("POST", "/outbox", "--x--", "Content-Type", "multipart/related"));
        assertRefused(
                415, 200, alice.call("POST", "/outbox", "--x--", "Content-Type", "multipart/related; boundary=x"));
        assertEquals(0, alice.list().size());
    }

    @Test
    void limits_of_files() {
        AmmOptions.Builder small =
                AmmOptions.builder().limits(AmmLimits.DEFAULT.withFiles(3, 1)).richContent(false);
        try (Sandbox strict = AmmTest.start(small)) {
            AmmUser user = new AmmUser(strict, "alice");
            String fine = part("text/plain", "attachment; filename=\"a.txt\"", "abc");
            assertRefused(413, 654, send(user, part("text/plain", "attachment; filename=\"a.txt\"", "abcd")));
            assertRefused(413, 660, send(user, fine, fine));
            assertRefused(415, 6, send(user, part("image/png", "attachment; filename=\"a.png\"", "a")));
            assertEquals(201, send(user, fine).status());
        }
    }

    @Test
    void transfers_can_fail() {
        String fine = part("text/plain", "attachment; filename=\"a.txt\"", "abc");
        String fault = sandbox.faults().add(new TransferFault.Fail(Fault.Transfer.UPLOAD, 503));
        assertEquals(503, send(alice, fine).status());
        sandbox.faults().remove(fault);
        assertEquals(201, send(alice, fine).status());
        String media = bob.list().at("/0/messages/0/parts/0/media").asText();
        sandbox.faults().add(new TransferFault.Fail(Fault.Transfer.DOWNLOAD, 0));
        Assertions.assertThrows(
                UncheckedIOException.class, () -> bob.get(media.substring((sandbox.url() + AmmUser.ROOT).length())));
    }

    @Test
    void an_answer_to_an_upload_can_be_slow() {
        sandbox.faults().add(new TransferFault.Slow(Fault.Transfer.UPLOAD, Duration.ofHours(1)));
        String fine = part("text/plain", "attachment; filename=\"a.txt\"", "abc");
        CompletableFuture<Http.Answer> sending = CompletableFuture.supplyAsync(() -> send(alice, fine));
        while (sandbox.messages().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertFalse(sending.isDone());
        sandbox.advanceClock(Duration.ofHours(1));
        assertEquals(201, sending.join().status());
    }
}
