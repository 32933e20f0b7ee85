package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web Messaging protocol notes §2.4, §2.7, §6.4, §10; where each client puts its attributes. */
class CustomAttributesTest {

    private static final String TEXT = "\"type\":\"Text\",\"text\":\"hi\"";
    private static final String JOIN =
            "\"type\":\"Event\",\"events\":[{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Join\"}}]";

    @ParameterizedTest
    @ValueSource(strings = {TEXT, JOIN})
    void they_are_read_in_the_message_and_beside_it_and_come_back_in_the_live_echo(String message) {
        Client client = ServiceTester.plain().inSession();
        client.message("{" + message + "," + channel("{\"tier\":\"gold\"}") + "}");
        assertEquals("{\"tier\":\"gold\"}", echoed(client.next()).toString());
        client.action("onMessage", "\"message\":{" + message + "}," + channel("{\"tier\":\"silver\"}"));
        assertEquals("{\"tier\":\"silver\"}", echoed(client.next()).toString());
        client.action(
                "onMessage",
                "\"message\":{" + message + "," + channel("{\"a\":\"1\"}") + "},"
                        + channel("{\"a\":\"2\",\"b\":\"3\"}"));
        assertEquals("{\"a\":\"1\",\"b\":\"3\"}", echoed(client.next()).toString());
    }

    @Test
    void history_has_none_of_them() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        client.message("{" + TEXT + "," + channel("{\"tier\":\"gold\"}") + "}");
        client.next();
        client.action("getJwt", "");
        String jwt = client.next().path("body").path("jwt").asText();
        String page = tester.service.history().page("bearer " + jwt, null, null).body();
        assertTrue(page.contains("\"text\":\"hi\""), page);
        assertFalse(page.contains("gold"), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {TEXT, JOIN})
    void their_size_counts_wherever_they_are(String message) {
        Client client = ServiceTester.plain().inSession();
        String half = "{\"k1\":\"" + "v".repeat(1022) + "\"}";
        String otherHalf = "{\"k2\":\"" + "v".repeat(1022) + "\"}";
        client.action("onMessage", "\"message\":{" + message + "," + channel(half) + "}," + channel(otherHalf));
        assertEquals("StructuredMessage", client.next().path("class").asText());
        String more = "{\"k2\":\"" + "v".repeat(1023) + "\"}";
        client.action("onMessage", "\"message\":{" + message + "," + channel(half) + "}," + channel(more));
        assertEquals(
                "4013 Custom attributes in channel metadata have 2049 bytes, which is larger than 2048 bytes",
                client.nextError());
        client.action("onMessage", "\"message\":{" + message + "}," + channel("{\"k\":\"" + "v".repeat(2048) + "\"}"));
        assertTrue(client.nextError().startsWith("4013 "));
    }

    @Test
    void what_is_no_object_is_refused_wherever_it_is() {
        Client client = ServiceTester.plain().inSession();
        client.action("onMessage", "\"message\":{" + TEXT + "}," + channel("\"gold\""));
        assertEquals("400 Bad request: customAttributes is not an object", client.nextError());
        client.message("{" + TEXT + "," + channel("[]") + "}");
        assertEquals("400 Bad request: customAttributes is not an object", client.nextError());
    }

    private static JsonNode echoed(JsonNode frame) {
        return frame.at("/body/channel/metadata/customAttributes");
    }

    private static String channel(String attributes) {
        return "\"channel\":{\"metadata\":{\"customAttributes\":" + attributes + "}}";
    }
}
