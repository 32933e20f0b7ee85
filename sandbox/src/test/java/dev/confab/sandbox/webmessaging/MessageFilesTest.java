package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.agent.EchoAgent;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Web Messaging protocol notes §2.5, §2.7, §4.1, §4.5, §11.3.4. */
class MessageFilesTest {

    private final ServiceTester tester =
            ServiceTester.with().agents(EchoAgent::new).start();
    private final Client client = tester.inSession();
    private final FileDesk desk = new FileDesk(tester, client);

    @AfterEach
    void deleteFiles() {
        tester.files.close();
    }

    @Test
    void an_echo_and_the_history_tell_all_of_an_attachment() {
        desk.upload("a1");
        client.message("{\"type\":\"Text\",\"text\":\"see\",\"content\":[" + FileDesk.attachment("a1") + "]}");
        String content = "\"content\":[{\"contentType\":\"Attachment\",\"attachment\":{\"id\":\"a1\","
                + "\"filename\":\"notes.txt\",\"fileSize\":5,\"mediaType\":\"File\",\"mime\":\"text/plain\","
                + "\"url\":\"http://127.0.0.1/api/v2/downloads/000000000000000f0000000000000004\"}}]";
        String echo = client.nextText();
        assertTrue(echo.contains(content), echo);
        String entry = session().conversation().page(1, 25).get(1);
        assertTrue(entry.contains(content), entry);
    }

    @Test
    void a_file_alone_in_the_web_dialect_is_echoed_as_a_text() {
        desk.upload("a1");
        client.message("{\"content\":[" + FileDesk.attachment("a1") + "]}");
        JsonNode echo = client.next().path("body");
        assertEquals("Text", echo.path("type").asText());
        assertTrue(echo.path("text").isMissingNode());
        assertEquals("a1", echo.at("/content/0/attachment/id").asText());
    }

    @Test
    void the_media_type_follows_the_type() {
        for (String type : new String[] {"image/x-own", "video/x-own", "audio/x-own", "font/ttf"}) {
            client.action("onAttachment", FileDesk.announce(type, "a.bin", type));
            desk.put(client.next().path("body"), type, FileDesk.HELLO);
            client.next();
            client.message("{\"content\":[" + FileDesk.attachment(type) + "]}");
            String expected = type.startsWith("font")
                    ? "File"
                    : type.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + type.substring(1, 5);
            assertEquals(
                    expected,
                    client.next().at("/body/content/0/attachment/mediaType").asText());
            client.next();
        }
    }

    @Test
    void only_what_is_uploaded_and_not_yet_sent_can_be_sent() {
        client.message("{\"content\":[" + FileDesk.attachment("nobody") + "]}");
        assertEquals("4009 Attachment not found", client.nextError());
        desk.presign("a1");
        client.message("{\"content\":[" + FileDesk.attachment("a1") + "]}");
        assertEquals("4010 Attachment was not successfully uploaded", client.nextError());
        client.action("deleteAttachment", "\"attachmentId\":\"a1\"");
        client.next();
        client.message("{\"content\":[" + FileDesk.attachment("a1") + "]}");
        assertEquals("4008 Attachment has expired", client.nextError());
        desk.upload("a2");
        client.message("{\"content\":[" + FileDesk.attachment("a2") + "," + FileDesk.attachment("a2") + "]}");
        assertEquals("400 Bad request: attachment.id stands in the message twice", client.nextError());
        client.message("{\"content\":[" + FileDesk.attachment("a2") + "]}");
        assertEquals("StructuredMessage", client.next().path("class").asText());
        client.next();
        client.message("{\"content\":[" + FileDesk.attachment("a2") + "]}");
        assertEquals("4009 Attachment not found: it was sent already", client.nextError());
        client.action("deleteAttachment", "\"attachmentId\":\"a2\"");
        assertEquals("4009 Attachment not found: it was sent already", client.nextError());
        client.action("getAttachment", "\"attachmentId\":\"a2\"");
        assertEquals("PresignedUrlResponse", client.next().path("class").asText());
        assertEquals(2, session().conversation().size());
    }

    @Test
    void several_files_go_in_one_message() {
        desk.upload("a1");
        desk.upload("a2");
        client.message("{\"type\":\"Text\",\"text\":\"\",\"content\":[" + FileDesk.attachment("a1") + ","
                + FileDesk.attachment("a2") + "]}");
        JsonNode echo = client.next().path("body");
        assertEquals("Text", echo.path("type").asText());
        assertEquals("a1", echo.at("/content/0/attachment/id").asText());
        assertEquals("a2", echo.at("/content/1/attachment/id").asText());
    }

    @Test
    void the_echo_agent_sends_the_file_back_as_its_own() {
        desk.upload("a1");
        client.message("{\"type\":\"Text\",\"text\":\"see\",\"content\":[" + FileDesk.attachment("a1") + "]}");
        client.next();
        JsonNode back = client.next().path("body");
        assertEquals("Outbound", back.path("direction").asText());
        assertEquals("see", back.path("text").asText());
        JsonNode attachment = back.at("/content/0/attachment");
        assertEquals("notes.txt", attachment.path("filename").asText());
        assertEquals(5, attachment.path("fileSize").intValue());
        client.action(
                "getAttachment", "\"attachmentId\":\"" + attachment.path("id").asText() + "\"");
        assertEquals(5, client.next().at("/body/fileSize").intValue());
        assertEquals(null, client.frames.peek());
    }

    private Session session() {
        return tester.service.realm().sessions().all().iterator().next();
    }
}
