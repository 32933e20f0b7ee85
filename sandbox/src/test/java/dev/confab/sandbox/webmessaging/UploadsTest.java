package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Web Messaging protocol notes §2.7, §4.1, §4.4, §4.5, §11.3.6. */
class UploadsTest {

    private final ServiceTester tester = ServiceTester.with()
            .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                    .attachments(AttachmentRules.standard().upTo(1))
                    .build())
            .wire(new WireOptions(false, false, Duration.ofSeconds(1)))
            .start();
    private final Client client = tester.inSession();
    private final FileDesk desk = new FileDesk(tester, client);

    @AfterEach
    void deleteFiles() {
        tester.files.close();
    }

    @Test
    void an_upload_needs_address_signature_header_and_type() {
        Uploads.Head good = FileDesk.head(desk.presign("a1"), "text/plain", 5);
        assertRefused(403, new Uploads.Head("nowhere", good.signature(), good.tagging(), good.type(), 5));
        assertRefused(403, new Uploads.Head(good.upload(), "forged", good.tagging(), good.type(), 5));
        assertRefused(403, new Uploads.Head(good.upload(), null, good.tagging(), good.type(), 5));
        assertRefused(403, new Uploads.Head(good.upload(), good.signature(), null, good.type(), 5));
        assertRefused(403, new Uploads.Head(good.upload(), good.signature(), "other", good.type(), 5));
        assertRefused(403, new Uploads.Head(good.upload(), good.signature(), good.tagging(), null, 5));
        assertRefused(403, new Uploads.Head(good.upload(), good.signature(), good.tagging(), "text/html", 5));
        assertRefused(411, new Uploads.Head(good.upload(), good.signature(), good.tagging(), good.type(), -1));
        assertInstanceOf(
                Uploads.Admitted.class,
                tester.service
                        .uploads()
                        .admit(new Uploads.Head(
                                good.upload(), good.signature(), good.tagging(), "Text/Plain; charset=utf-8", 5)));
    }

    @Test
    void a_presigned_address_ends_after_ten_minutes() {
        Uploads.Head head = FileDesk.head(desk.presign("a1"), "text/plain", 5);
        tester.advance(Duration.ofMinutes(10).minusMillis(1));
        assertInstanceOf(Uploads.Admitted.class, tester.service.uploads().admit(head));
        tester.advance(Duration.ofMillis(1));
        assertRefused(403, head);
    }

    @Test
    void the_success_of_an_upload_is_told_to_all_connections_after_a_while() {
        Client other = tester.inSession();
        desk.put(desk.presign("a1"), "text/plain", FileDesk.HELLO);
        assertNull(client.frames.peek());
        client.message("{\"type\":\"Text\",\"text\":\"\",\"content\":[" + FileDesk.attachment("a1") + "]}");
        assertEquals("4010 Attachment was not successfully uploaded", client.nextError());
        tester.advance(Duration.ofSeconds(1));
        String event = client.nextText();
        assertEquals(
                "{\"type\":\"message\",\"class\":\"UploadSuccessEvent\",\"code\":200,\"body\":{\"attachmentId\":\"a1\","
                        + "\"downloadUrl\":\"http://127.0.0.1/api/v2/downloads/000000000000000f0000000000000003\","
                        + "\"timestamp\":\"2030-01-04T10:15:31.120Z\"}}",
                event);
        assertEquals(event, other.nextText());
    }

    @Test
    void a_file_other_than_announced_fails() {
        assertFails(4002, "\"fileSize\":4", "text/plain", FileDesk.HELLO);
        assertFails(4003, "\"fileMd5\":\"00000000000000000000000000000000\"", "text/plain", FileDesk.HELLO);
        assertFails(4003, "\"fileSize\":5", "image/png", FileDesk.HELLO);
        assertFails(4102, "\"errorsAsJson\":true", "text/plain", "");
        assertFails(4002, "\"errorsAsJson\":true", "text/plain", "x".repeat(1025));
    }

    @Test
    void a_file_with_the_announced_digest_succeeds() {
        for (String digest : new String[] {"5D41402abc4b2a76b9719d911017c592", "XUFAKrxLKna5cZ2REBfFkg=="}) {
            client.action(
                    "onAttachment",
                    FileDesk.announce("a" + digest.length(), "a.txt", "text/plain") + ",\"fileMd5\":\"" + digest
                            + "\"");
            desk.put(client.next().path("body"), "text/plain", FileDesk.HELLO);
            tester.advance(Duration.ofSeconds(1));
            assertEquals("UploadSuccessEvent", client.next().path("class").asText());
        }
    }

    @Test
    void a_failed_upload_may_be_tried_again_at_the_same_address() {
        JsonNode presigned = desk.presign("a1");
        desk.put(presigned, "text/plain", "");
        tester.advance(Duration.ofSeconds(1));
        assertEquals("UploadFailureEvent", client.next().path("class").asText());
        client.action("getAttachment", "\"attachmentId\":\"a1\"");
        assertEquals("4010 Attachment was not successfully uploaded", client.nextError());
        desk.put(presigned, "text/plain", FileDesk.HELLO);
        tester.advance(Duration.ofSeconds(1));
        assertEquals("UploadSuccessEvent", client.next().path("class").asText());
    }

    @Test
    void an_upload_takes_the_place_of_the_one_before_on_the_disk_too() {
        JsonNode presigned = desk.presign("a1");
        desk.put(presigned, "text/plain", FileDesk.HELLO);
        tester.advance(Duration.ofSeconds(1));
        client.next();
        Path first = desk.onDisk("a1");
        desk.put(presigned, "text/plain", "other");
        tester.advance(Duration.ofSeconds(1));
        assertEquals("UploadSuccessEvent", client.next().path("class").asText());
        Path second = desk.onDisk("a1");
        assertFalse(Files.exists(first));
        assertTrue(Files.exists(second));
        desk.put(presigned, "text/plain", "");
        tester.advance(Duration.ofSeconds(1));
        assertEquals("UploadFailureEvent", client.next().path("class").asText());
        assertFalse(Files.exists(second));
    }

    @Test
    void what_was_deleted_while_it_was_checked_is_not_told() {
        desk.put(desk.presign("a1"), "text/plain", FileDesk.HELLO);
        client.action("deleteAttachment", "\"attachmentId\":\"a1\"");
        assertEquals("AttachmentDeletedResponse", client.next().path("class").asText());
        tester.advance(Duration.ofSeconds(1));
        assertNull(client.frames.peek());
    }

    private int files;

    private void assertFails(int code, String field, String type, String content) {
        String id = "f" + ++files;
        client.action("onAttachment", FileDesk.announce(id, "a.txt", type) + "," + field);
        desk.put(client.next().path("body"), type, content);
        tester.advance(Duration.ofSeconds(1));
        JsonNode frame = client.next();
        assertEquals("UploadFailureEvent", frame.path("class").asText());
        JsonNode body = frame.path("body");
        assertEquals(id, body.path("attachmentId").asText());
        assertEquals(code, body.path("errorCode").intValue(), body.toString());
        assertEquals(24, body.path("timestamp").asText().length());
    }

    private void assertRefused(int status, Uploads.Head head) {
        assertEquals(
                status,
                assertInstanceOf(Uploads.Refused.class, tester.service.uploads().admit(head))
                        .status());
    }
}
