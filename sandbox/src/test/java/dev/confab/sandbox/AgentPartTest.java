package dev.confab.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.testing.Files;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The agent's part, from inside the process and over the control API (Web Messaging protocol notes §2.7, §2.8, §11.1). */
@Timeout(240)
class AgentPartTest {

    private static final String CARD =
            "[{\"contentType\":\"Card\",\"card\":{\"title\":\"Plan\",\"actions\":[],\"own\":1.10}}]";

    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().scenario(Scenario.SILENT).build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void an_agent_in_the_process_sends_all_there_is() {
        SandboxAgent agent = sandbox.agent("t");
        assertThrows(SandboxException.class, () -> agent.say("nobody there"));
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            agent.say("hello");
            assertEquals("hello", guest.next().at("/body/text").asText());
            agent.typing();
            assertEquals("On", guest.next().at("/body/events/0/typing/type").asText());
            agent.stopTyping();
            assertEquals("Off", guest.next().at("/body/events/0/typing/type").asText());
            agent.show("look", CARD);
            JsonNode shown = guest.next().path("body");
            assertEquals("Structured", shown.path("type").asText());
            assertEquals("Outbound", shown.path("direction").asText());
            assertEquals("Plan", shown.at("/content/0/card/title").asText());
            agent.sendFile("a.txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8));
            String url = guest.next().at("/body/content/0/attachment/url").asText();
            assertArrayEquals(
                    "hello".getBytes(StandardCharsets.UTF_8), Files.get(url).body());
            agent.presence("Join");
            assertEquals("Join", guest.next().at("/body/events/0/presence/type").asText());
            agent.event("{\"eventType\":\"Video\",\"video\":{\"type\":\"Offering\"}}");
            assertEquals(
                    "Offering", guest.next().at("/body/events/0/video/type").asText());
            agent.frame("{\"type\":\"message\",\"class\":\"Unknown\",\"code\":200,\"body\":{}}");
            guest.next("Unknown");
            agent.disconnect();
            assertEquals("true", guest.next().at("/body/metadata/readOnly").asText());
            assertThrows(SandboxException.class, () -> agent.show(null, CARD));
            assertThrows(IllegalArgumentException.class, () -> agent.show(null, "{}"));
            assertThrows(IllegalArgumentException.class, () -> agent.event("["));
        }
        JsonNode session = Http.get(sandbox, "/sandbox/sessions").json().path(0);
        // hello, the card, the file, Join, Video and Disconnect; neither typing nor the raw frame.
        assertEquals(6, session.path("entries").intValue());
    }

    @Test
    void an_agent_over_http_sends_all_there_is() {
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            String path = "/sandbox/sessions/t/";
            assertEquals(
                    200,
                    Http.post(sandbox, path + "content", "{\"text\":\"look\",\"content\":" + CARD + "}")
                            .status());
            JsonNode shown = guest.next().path("body");
            assertEquals("look", shown.path("text").asText());
            assertEquals("Card", shown.at("/content/0/contentType").asText());
            assertEquals(
                    200,
                    Http.post(sandbox, path + "event", "{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Join\"}}")
                            .status());
            assertEquals("Presence", guest.next().at("/body/events/0/eventType").asText());
            Http.Answer sent = Http.send(
                    sandbox, "POST", path + "file?name=a.txt&text=here", "hello", "Content-Type", "text/plain");
            assertEquals(200, sent.status());
            JsonNode file = guest.next().path("body");
            assertEquals("here", file.path("text").asText());
            assertEquals("text/plain", file.at("/content/0/attachment/mime").asText());
            assertEquals(
                    "hello",
                    new String(
                            Files.get(file.at("/content/0/attachment/url").asText())
                                    .body(),
                            StandardCharsets.UTF_8));
            assertEquals(
                    200,
                    Http.post(sandbox, path + "frame", "{\"class\":\"Own\"}").status());
            guest.next("Own");
            assertEquals(
                    400,
                    Http.post(sandbox, path + "content", "{\"content\":[]}").status());
            assertEquals(400, Http.post(sandbox, path + "content", "no").status());
            assertEquals(400, Http.post(sandbox, path + "event", "{}").status());
            assertEquals(400, Http.post(sandbox, path + "file", "x").status());
            assertEquals(405, Http.get(sandbox, path + "file").status());
            assertEquals(
                    404,
                    Http.post(sandbox, "/sandbox/sessions/nobody/frame", "x").status());
            guest.assertNothingElse();
        }
        assertTrue(Http.get(sandbox, "/").body().contains("/sandbox/sessions/{token}/content"));
    }
}
