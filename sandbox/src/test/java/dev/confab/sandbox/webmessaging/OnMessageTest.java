package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web Messaging protocol notes §2.5, §2.7, §11.3.4. */
class OnMessageTest {

    @Test
    void a_text_is_stored_and_echoed_to_all_connections_with_the_tracingId() {
        ServiceTester tester = ServiceTester.plain();
        Client sender = tester.inSession();
        Client other = tester.inSession();
        sender.say("Where is my parcel?");
        String echo = sender.nextText();
        assertEquals(
                "{\"type\":\"message\",\"class\":\"StructuredMessage\",\"code\":200,\"tracingId\":\"t1\",\"body\":"
                        + "{\"id\":\"00000000000000000000000000000002\",\"type\":\"Text\","
                        + "\"text\":\"Where is my parcel?\",\"direction\":\"Inbound\","
                        + "\"channel\":{\"time\":\"2030-01-04T10:15:30.120Z\","
                        + "\"messageId\":\"00000000-0000-0000-0000-000000000003\"},"
                        + "\"metadata\":{\"correlationId\":\"00000000-0000-0000-0000-000000000004\"},"
                        + "\"originatingEntity\":\"\"}}",
                echo);
        assertEquals(echo, other.nextText());
        assertTrue(tester.journal.contains(
                "stored " + ServiceTester.TOKEN + " 00000000000000000000000000000002 Where is my parcel?"));
    }

    @Test
    void times_in_a_conversation_always_grow() {
        Client client = ServiceTester.plain().inSession();
        String last = "";
        for (int i = 0; i < 20; i++) {
            client.say("same millisecond");
            String time =
                    client.next().path("body").path("channel").path("time").asText();
            assertTrue(time.compareTo(last) > 0, time);
            last = time;
        }
    }

    @Test
    void a_text_of_4096_bytes_passes_and_one_more_byte_is_refused() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        client.say("ä".repeat(2048));
        assertEquals("StructuredMessage", client.next().path("class").asText());
        client.say("ä".repeat(2048) + "x");
        assertEquals("4011 Message too long: length 4097 larger than 4096", client.nextError());
        assertEquals(1, stored(tester).size());
    }

    @Test
    void custom_attributes_of_2048_bytes_pass_and_one_more_byte_is_refused() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        client.message(withAttributes("v".repeat(2047)));
        assertEquals("StructuredMessage", client.next().path("class").asText());
        client.message(withAttributes("v".repeat(2048)));
        assertTrue(client.nextError().startsWith("4013 "));
        assertEquals(1, stored(tester).size());
    }

    private static String withAttributes(String value) {
        return "{\"type\":\"Text\",\"text\":\"hi\",\"channel\":{\"metadata\":{\"customAttributes\":{\"k\":\"" + value
                + "\"}}}}";
    }

    @Test
    void a_quick_reply_of_the_mobile_dialect_is_echoed_as_structured_with_its_content_untouched() {
        Client client = ServiceTester.plain().inSession();
        String content = "[{\"contentType\":\"ButtonResponse\",\"buttonResponse\":{\"text\":\"Track order\","
                + "\"payload\":\"TRACK\",\"type\":\"QuickReply\",\"extra\":1.10}}]";
        client.message("{\"type\":\"Text\",\"text\":\"\",\"content\":" + content + "}");
        String echo = client.nextText();
        assertTrue(echo.contains("\"type\":\"Structured\",\"text\":\"\","), echo);
        assertTrue(echo.contains("\"content\":" + content), echo);
    }

    @Test
    void a_structured_message_of_the_web_dialect_keeps_its_metadata() {
        Client client = ServiceTester.plain().inSession();
        client.message("{\"type\":\"Structured\",\"text\":\"Track order\",\"metadata\":{\"id\":\"m-1\"},"
                + "\"content\":[{\"contentType\":\"ButtonResponse\",\"buttonResponse\":{\"text\":\"Track order\","
                + "\"payload\":\"TRACK\",\"type\":\"QuickReply\"}}]}");
        String echo = client.nextText();
        assertTrue(echo.contains("\"type\":\"Structured\",\"text\":\"Track order\","), echo);
        assertTrue(echo.contains("\"metadata\":{\"id\":\"m-1\",\"correlationId\":"), echo);
    }

    @Test
    void a_lenient_service_stores_and_echoes_unknown_content_as_it_came() {
        WireOptions lenient = new WireOptions(true, false, Duration.ZERO);
        Client client = ServiceTester.with().wire(lenient).start().inSession();
        String content = "[{\"contentType\":\"Hologram\",\"hologram\":{\"depth\":[1,{\"a\":null}]}}]";
        client.message("{\"content\":" + content + "}");
        String echo = client.nextText();
        assertTrue(echo.contains("\"type\":\"Text\",\"direction\""), echo);
        assertTrue(echo.contains("\"content\":" + content), echo);
    }

    @Test
    void an_attachment_that_was_never_announced_cannot_be_found() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        client.message("{\"type\":\"Text\",\"text\":\"see\",\"content\":[{\"contentType\":\"Attachment\","
                + "\"attachment\":{\"id\":\"a1\"}}]}");
        assertEquals("4009 Attachment not found", client.nextError());
        assertEquals(List.of(), stored(tester));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"hi\"",
                "{}",
                "{\"type\":\"Text\"}",
                "{\"type\":\"Text\",\"text\":\"\"}",
                "{\"type\":\"Text\",\"text\":7}",
                "{\"type\":\"Text\",\"text\":\"\",\"content\":[]}",
                "{\"type\":\"Text\",\"text\":\"a\",\"content\":{}}",
                "{\"type\":\"Text\",\"text\":\"a\",\"content\":[7]}",
                "{\"type\":\"Text\",\"text\":\"a\",\"content\":[{}]}",
                "{\"type\":\"Text\",\"text\":\"a\",\"metadata\":{\"id\":7}}",
                "{\"type\":\"Text\",\"text\":\"a\",\"metadata\":[]}",
                "{\"type\":\"Text\",\"text\":\"a\",\"channel\":{\"metadata\":{\"customAttributes\":[]}}}",
                "{\"type\":\"Receipt\"}",
                "{\"type\":7,\"text\":\"a\"}",
                "{\"type\":\"Event\"}",
                "{\"type\":\"Event\",\"events\":[]}",
                "{\"type\":\"Event\",\"events\":[{\"eventType\":\"Typing\",\"typing\":{\"type\":\"Off\"}}]}",
                "{\"type\":\"Event\",\"events\":[{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Disconnect\"}}]}",
                "{\"type\":\"Event\",\"events\":[{\"eventType\":\"Video\"}]}",
                "{\"type\":\"Event\",\"events\":[null]}"
            })
    void a_message_that_makes_no_sense_is_a_bad_request_and_not_stored(String message) {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        client.message(message);
        String error = client.nextError();
        assertTrue(error.startsWith("400 Bad request: "), error);
        assertNull(client.frames.peek());
        assertEquals(List.of(), stored(tester));
    }

    private static List<String> stored(ServiceTester tester) {
        return tester.journal.stream().filter(line -> line.startsWith("stored")).toList();
    }
}
