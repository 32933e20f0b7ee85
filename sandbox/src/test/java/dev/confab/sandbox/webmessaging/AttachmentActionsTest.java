package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Web Messaging protocol notes §2.4, §2.7, §4.2, §4.4, §4.5, §11.3.6, §11.3.7. */
class AttachmentActionsTest {

    private final ServiceTester tester = ServiceTester.with()
            .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                    .attachments(AttachmentRules.standard()
                            .allowing("image/*", "text/plain", "application/PDF")
                            .blocking(".EXE", ".js")
                            .upTo(1))
                    .build())
            .start();
    private final Client client = tester.inSession();
    private final FileDesk desk = new FileDesk(tester, client);

    @AfterEach
    void deleteFiles() {
        tester.files.close();
    }

    @Test
    void an_announced_file_gets_an_address_with_a_header_and_the_id_of_the_guest() {
        client.action("onAttachment", FileDesk.announce("a1", "notes.txt", "text/plain"));
        assertEquals(
                "{\"type\":\"response\",\"class\":\"PresignedUrlResponse\",\"code\":200,\"tracingId\":\"t1\",\"body\":"
                        + "{\"attachmentId\":\"a1\",\"url\":\"http://127.0.0.1/uploads/"
                        + "000000000000000f0000000000000001?sig=000000000000000f0000000000000002\","
                        + "\"headers\":{\"x-amz-tagging\":\"organizationId=" + Deployment.DEFAULT_ID
                        + "&originPlatform=PureCloud\"}}}",
                client.nextText());
    }

    @Test
    void a_file_without_an_id_gets_one() {
        client.action("onAttachment", "\"fileName\":\"a.png\",\"fileType\":\"image/png\"");
        assertEquals(
                "00000000-0000-0000-0000-000000000002",
                client.next().path("body").path("attachmentId").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"fileName\":\"a.png\",\"fileType\":\"image/png\"",
                "\"fileName\":\"a.PNG\",\"fileType\":\"IMAGE/png\",\"fileSize\":1024",
                "\"fileName\":\"a.b.pdf\",\"fileType\":\"application/pdf\",\"fileSize\":1",
                "\"fileName\":\"ü.txt\",\"fileType\":\"text/plain; charset=utf-8\",\"fileSize\":5",
                "\"fileName\":\"a.txt\",\"fileType\":\"text/plain\",\"fileMd5\":\"5d41402abc4b2a76b9719d911017c592\"",
                "\"fileName\":\"a.txt\",\"fileType\":\"text/plain\",\"fileMd5\":\"XUFAKrxLKna5cZ2REBfFkg==\"",
                "\"fileName\":\"a.txt\",\"fileType\":\"text/plain\",\"fileSize\":null,\"attachmentId\":null"
            })
    void a_file_within_the_rules_passes(String fields) {
        client.action("onAttachment", fields);
        assertEquals("PresignedUrlResponse", client.next().path("class").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4004 | \"fileType\":\"image/png\"",
                "4004 | \"fileName\":\"\",\"fileType\":\"image/png\"",
                "4004 | \"fileName\":\"  \",\"fileType\":\"image/png\"",
                "4004 | \"fileName\":\"picture\",\"fileType\":\"image/png\"",
                "4004 | \"fileName\":\"picture.\",\"fileType\":\"image/png\"",
                "4004 | \"fileName\":\"../a.png\",\"fileType\":\"image/png\"",
                "4004 | \"fileName\":\"a\\nb.png\",\"fileType\":\"image/png\"",
                "4001 | \"fileName\":\"a.exe\",\"fileType\":\"image/png\"",
                "4001 | \"fileName\":\"a.png.Exe\",\"fileType\":\"image/png\"",
                "4001 | \"fileName\":\"a.JS\",\"fileType\":\"text/plain\"",
                "4001 | \"fileName\":\"a.mp4\",\"fileType\":\"video/mp4\"",
                "4001 | \"fileName\":\"a.txt\",\"fileType\":\"text/html\"",
                "4001 | \"fileName\":\"a.txt\",\"fileType\":\"text\"",
                "4001 | \"fileName\":\"a.txt\",\"fileType\":\"*/*\"",
                "4001 | \"fileName\":\"a.txt\",\"fileType\":\"text/plain;\\r\\nx: y\"",
                "4002 | \"fileName\":\"a.png\",\"fileType\":\"image/png\",\"fileSize\":1025",
                "4102 | \"fileName\":\"a.png\",\"fileType\":\"image/png\",\"fileSize\":0",
                "4003 | \"fileName\":\"a.png\",\"fileType\":\"image/png\",\"fileMd5\":\"abc\""
            })
    void a_file_against_the_rules_is_refused_as_an_object_or_as_a_text(String code, String fields) {
        client.action("onAttachment", fields);
        JsonNode text = client.next();
        assertEquals("string", text.path("class").asText());
        assertEquals(code, text.path("code").asText());
        client.action("onAttachment", "\"attachmentId\":\"a1\",\"errorsAsJson\":true," + fields);
        JsonNode object = client.next();
        assertEquals("GenerateUrlError", object.path("class").asText());
        assertEquals(400, object.path("code").intValue());
        assertEquals("t1", object.path("tracingId").asText());
        assertEquals("a1", object.path("body").path("attachmentId").asText());
        assertEquals(code, object.path("body").path("errorCode").asText());
        assertEquals(
                text.path("body").asText(),
                object.path("body").path("errorMessage").asText());
    }

    @Test
    void a_name_has_less_than_1024_characters() {
        client.action("onAttachment", FileDesk.announce("a1", "n".repeat(1019) + ".txt", "text/plain"));
        assertEquals("PresignedUrlResponse", client.next().path("class").asText());
        client.action("onAttachment", FileDesk.announce("a2", "n".repeat(1020) + ".txt", "text/plain"));
        assertTrue(client.nextError().startsWith("4005 "));
    }

    @Test
    void a_read_only_conversation_takes_no_files() {
        tester.service.realm().sessions().all().iterator().next().makeReadOnly();
        client.action("onAttachment", FileDesk.announce("a1", "notes.txt", "text/plain"));
        assertEquals("409 The conversation is read-only", client.nextError());
    }

    @Test
    void an_id_can_be_announced_again_until_it_is_uploaded() {
        JsonNode first = desk.presign("a1");
        JsonNode second = desk.presign("a1");
        assertNotEquals(first.path("url"), second.path("url"));
        assertEquals(
                new Uploads.Refused(403, "SignatureDoesNotMatch"),
                tester.service.uploads().admit(FileDesk.head(first, "text/plain", 5)));
        desk.put(second, "text/plain", FileDesk.HELLO);
        client.next();
        client.action("onAttachment", FileDesk.announce("a1", "notes.txt", "text/plain"));
        assertEquals("400 Bad request: attachmentId a1 was used before", client.nextError());
    }

    @Test
    void an_uploaded_file_can_be_asked_for_and_gets_a_fresh_address_each_time() {
        desk.upload("a1");
        client.action("getAttachment", "\"attachmentId\":\"a1\"");
        assertEquals(
                "{\"type\":\"response\",\"class\":\"PresignedUrlResponse\",\"code\":200,\"tracingId\":\"t1\",\"body\":"
                        + "{\"attachmentId\":\"a1\",\"url\":\"http://127.0.0.1/api/v2/downloads/"
                        + "000000000000000f0000000000000004\",\"headers\":{},"
                        + "\"fileName\":\"notes.txt\",\"fileSize\":5,\"fileType\":\"text/plain\"}}",
                client.nextText());
        client.action("getAttachment", "\"attachmentId\":\"a1\"");
        assertTrue(client.nextText().contains("/api/v2/downloads/000000000000000f0000000000000005"));
    }

    @Test
    void a_download_address_ends_after_ten_minutes_and_another_does_not_prolong_it() {
        desk.upload("a1");
        Attachments attachments = tester.service.realm().attachments();
        String first = "000000000000000f0000000000000003";
        tester.advance(Duration.ofMinutes(10).minusMillis(1));
        client.action("getAttachment", "\"attachmentId\":\"a1\"");
        assertTrue(attachments.download(first, tester.now()) != null);
        tester.advance(Duration.ofMillis(1));
        assertEquals(null, attachments.download(first, tester.now()));
        assertTrue(attachments.download("000000000000000f0000000000000004", tester.now()) != null);
    }

    @Test
    void what_is_unknown_not_uploaded_or_deleted_has_its_own_error() {
        for (String action : new String[] {"getAttachment", "deleteAttachment"}) {
            client.action(action, "\"attachmentId\":\"nobody\"");
            assertEquals("4009 Attachment not found", client.nextError());
        }
        desk.presign("a1");
        client.action("getAttachment", "\"attachmentId\":\"a1\"");
        assertEquals("4010 Attachment was not successfully uploaded", client.nextError());
        client.action("deleteAttachment", "\"attachmentId\":\"a1\"");
        assertEquals(
                "{\"type\":\"message\",\"class\":\"AttachmentDeletedResponse\",\"code\":200,\"tracingId\":\"t1\","
                        + "\"body\":{\"attachmentId\":\"a1\"}}",
                client.nextText());
        client.action("getAttachment", "\"attachmentId\":\"a1\"");
        assertEquals("4008 Attachment has expired", client.nextError());
        client.action("deleteAttachment", "\"attachmentId\":\"a1\"");
        assertEquals("4008 Attachment has expired", client.nextError());
    }

    @Test
    void addresses_lead_back_the_way_the_guest_came() {
        client.connection.reachedAt(new ServiceAddress(true, "chat.test:8443"));
        client.configure();
        JsonNode presigned = desk.presign("a1");
        assertTrue(presigned.path("url").asText().startsWith("https://chat.test:8443/uploads/"));
        desk.put(presigned, "text/plain", FileDesk.HELLO);
        assertTrue(
                client.next().at("/body/downloadUrl").asText().startsWith("https://chat.test:8443/api/v2/downloads/"));
    }

    @Test
    void an_uploaded_file_that_is_deleted_cannot_be_downloaded_nor_uploaded_again() {
        JsonNode presigned = desk.presign("a1");
        desk.put(presigned, "text/plain", FileDesk.HELLO);
        client.next();
        client.action("deleteAttachment", "\"attachmentId\":\"a1\"");
        assertEquals("AttachmentDeletedResponse", client.next().path("class").asText());
        assertEquals(
                null, tester.service.realm().attachments().download("000000000000000f0000000000000003", tester.now()));
        assertEquals(
                new Uploads.Refused(403, "AccessDenied"),
                tester.service.uploads().admit(FileDesk.head(presigned, "text/plain", 5)));
    }

    @Test
    void an_unsent_file_is_gone_after_15_days() {
        ServiceTester lasting = ServiceTester.with()
                .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                        .sessionDuration(Duration.ofDays(30))
                        .build())
                .start();
        Client guest = lasting.inSession();
        new FileDesk(lasting, guest).upload("a1");
        lasting.advance(Duration.ofDays(15).minusMillis(1));
        guest.action("getAttachment", "\"attachmentId\":\"a1\"");
        assertEquals("PresignedUrlResponse", guest.next().path("class").asText());
        lasting.advance(Duration.ofMillis(1));
        guest.action("getAttachment", "\"attachmentId\":\"a1\"");
        assertEquals("4008 Attachment has expired", guest.nextError());
        lasting.files.close();
    }

    @Test
    void a_file_belongs_to_its_session_only() {
        desk.upload("a1");
        Client stranger = tester.connect();
        String token = "\"token\":\"stranger\",\"tracingId\":\"t2\"";
        stranger.send(
                "{\"action\":\"configureSession\"," + token + ",\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\"}");
        stranger.next();
        stranger.send("{\"action\":\"getAttachment\"," + token + ",\"attachmentId\":\"a1\"}");
        assertEquals("4009 Attachment not found", stranger.nextError());
    }

    @Test
    void a_session_has_room_for_a_hundred_files_that_never_came() {
        for (int i = 0; i < Attachments.MAX_AWAITED; i++) {
            desk.presign("a" + i);
        }
        String refusal = "Too many files were announced and not uploaded: 100; upload or delete one of them first";
        client.action("onAttachment", FileDesk.announce("more", "notes.txt", "text/plain"));
        assertEquals("400 " + refusal, client.nextError());
        client.action("onAttachment", "\"errorsAsJson\":true," + FileDesk.announce("more", "notes.txt", "text/plain"));
        assertEquals(refusal, client.next().at("/body/errorMessage").asText());
        JsonNode again = desk.presign("a1");
        desk.put(again, "text/plain", FileDesk.HELLO);
        client.next();
        desk.presign("more");
        client.action("onAttachment", FileDesk.announce("most", "notes.txt", "text/plain"));
        assertEquals("400 " + refusal, client.nextError());
        client.action("deleteAttachment", "\"attachmentId\":\"a2\"");
        client.next();
        desk.presign("most");
    }

    @Test
    void the_files_of_a_cleared_session_are_deleted_from_the_disk() {
        desk.upload("a1");
        Path path = desk.onDisk("a1");
        assertTrue(Files.exists(path));
        client.presence("Clear");
        assertFalse(Files.exists(path));
    }
}
