package dev.confab.client.webchat;

import static dev.confab.client.webchat.Bench.ada;
import static dev.confab.client.webchat.Bench.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.confab.client.webchat.Bench.Wire;
import dev.confab.sandbox.SandboxAgent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parties that the sandbox has none of: supervisors and bots of v3, and agents of Web Messaging (Engage chat protocol notes §3.4, §4.3). */
@Timeout(180)
class WebChatPartiesTest {

    /** Create and read of v3, which is all that is publicly known of it, with a list of entries that the test writes. */
    private static final class ScriptedV3 implements AutoCloseable {

        private static final String SESSION = "/nexus/v3/chat/sessions/s1";

        private final List<String> entries = new CopyOnWriteArrayList<>();
        private final HttpServer server;

        private ScriptedV3() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/nexus/v3/chat/sessions", this::answer);
            server.start();
        }

        private String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/nexus/v3/chat/sessions";
        }

        private void party(String type, String kind, String name) {
            entries.add(
                    "{\"id\":\"e%d\",\"index\":%d,\"type\":\"%s\",\"from\":{\"participantId\":\"p-%s\",\"nickname\":\"%s\",\"type\":\"%s\"}}"
                            .formatted(entries.size() + 1, entries.size() + 1, type, name, name, kind));
        }

        private void answer(HttpExchange exchange) throws IOException {
            exchange.getRequestBody().readAllBytes();
            String data = exchange.getRequestMethod().equals("POST")
                    ? "{\"entity\":{\"id\":\"s1\",\"selfUri\":\"" + SESSION + "\"},\"clientToken\":\"opaque\"}"
                    : "{\"messages\":[" + entries.stream().collect(Collectors.joining(",")) + "]}";
            byte[] body =
                    ("{\"status\":{\"code\":\"SUCCESS\"},\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void supervisors_of_v3_are_told_and_bots_are_not() throws IOException {
        try (ScriptedV3 v3 = new ScriptedV3();
                Bench bench = new Bench(Wire.V3)) {
            WebChatService service = bench.service(WebChatOptions.builder()
                    .pollInterval(50)
                    .transport(WebChatV3Transport.builder(v3.url(), "support")
                            .header("x-api-key", "key")
                            .build())
                    .build());
            result(service.startChat(ada()));
            v3.party("ParticipantJoined", "Supervisor", "Sam");
            v3.party("ParticipantJoined", "System", "Bo");
            ParticipantChange came = assertInstanceOf(ParticipantChange.class, bench.await("supervisorConnected"));
            assertEquals(0, came.numAgentsConnected());
            assertTrue(came.agents().values().iterator().next().supervisor());
            v3.party("ParticipantLeft", "System", "Bo");
            v3.party("ParticipantLeft", "Supervisor", "Sam");
            ParticipantChange left = assertInstanceOf(ParticipantChange.class, bench.await("supervisorDisconnected"));
            assertFalse(left.agents().values().iterator().next().connected());
            // Shown as entries they are, and no events of their own: those are of v2 only.
            assertEquals(
                    List.of("Sam", "Bo", "Bo", "Sam"),
                    bench.events.stream()
                            .filter(event -> event.data() instanceof MessagesReceived)
                            .flatMap(event -> Bench.received(event).messages().stream())
                            .map(message -> String.valueOf(message.from().name()))
                            .toList());
            assertFalse(bench.names().contains("botConnected") || bench.names().contains("botDisconnected"));
        }
    }

    @Test
    void agents_of_web_messaging_come_by_their_presence() {
        try (Bench bench = new Bench(Wire.WEB_MESSAGING)) {
            WebChatService service = bench.chatting();
            result(service.sendMessage("hello"));
            SandboxAgent agent = bench.agent(service);
            agent.presence("Join");
            ParticipantChange came = assertInstanceOf(ParticipantChange.class, bench.await("agentConnected"));
            assertEquals(1, came.numAgentsConnected());
            Map<String, WebChatAgent> agents = result(service.getAgents());
            assertEquals(1, agents.size());
            agent.typing();
            bench.await("agentTypingStarted");
        }
    }
}
