package dev.confab.client.webchat;

import static dev.confab.client.webchat.Bench.rejection;
import static dev.confab.client.webchat.Bench.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webchat.Bench.Wire;
import dev.confab.sandbox.SandboxAgent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A program of somebody who has read the vendor's page of {@code WebChatService} and nothing else: commands and events by their names, options
 * in the vendor's words, nothing of this library but the service itself. It lives through a whole chat and a change of the page.
 */
@Timeout(180)
class WidgetsProgramTest {

    private final Deque<Page> pages = new ArrayDeque<>();
    private final InMemorySessionDataStore cookies = new InMemorySessionDataStore();

    @TempDir
    private Path directory;

    /** A page with the widgets on it, {@code oMyPlugin} of the vendor's examples. */
    private final class Page {

        private final WebChatService bus = WebChatService.create();
        private final List<WebChatEvent> heard = new CopyOnWriteArrayList<>();

        private Page() {
            pages.push(this);
            for (String name : WebChatEvent.names()) {
                bus.on("WebChatService." + name, heard::add);
            }
        }

        private CompletableFuture<@Nullable Object> command(String name, Map<String, ?> options) {
            return bus.command("WebChatService." + name, options);
        }

        private CompletableFuture<@Nullable Object> command(String name) {
            return bus.command("WebChatService." + name);
        }

        /** What the first of these events brought. */
        private @Nullable Object event(String name) {
            Bench.until("the event " + name, () -> names().contains(name));
            return heard.stream()
                    .filter(event -> event.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .data();
        }

        private List<String> names() {
            return heard.stream().map(WebChatEvent::name).toList();
        }

        private List<String> shown() {
            return heard.stream()
                    .filter(event -> event.data() instanceof MessagesReceived)
                    .flatMap(event -> ((MessagesReceived) event.data()).messages().stream())
                    .filter(message -> message.type().equals("Message"))
                    .map(message -> String.valueOf(message.text()))
                    .toList();
        }
    }

    @AfterEach
    void close() {
        pages.forEach(page -> page.bus.close());
    }

    /** {@code window._genesys.widgets.webchat} of the vendor's examples; what belongs to the user interface stands in it, too. */
    private Map<String, Object> webchat(Wire wire, String server) {
        Map<String, Object> webchat = new HashMap<>(Map.of(
                "userData",
                Map.of("shop", "books"),
                "emojis",
                true,
                "actionsMenu",
                true,
                "autoInvite",
                Map.of("enabled", false, "timeToInviteSeconds", 10, "inviteTimeoutSeconds", 30),
                "chatButton",
                Map.of("enabled", true, "template", "<div>CHAT NOW</div>", "openDelay", 1000),
                "ajaxTimeout",
                20_000,
                "restoreTimeout",
                60_000,
                // The one word that is not the vendor's: the test need not wait for polls.
                "pollInterval",
                50));
        switch (wire) {
            case REST -> {
                webchat.put("apikey", "n3eNkgxxxxxxxxxxxx8VA");
                webchat.put("endpoint", "customer-support");
                webchat.put("dataURL", server + "/genesys/2/chat");
                webchat.put("enableCustomHeader", true);
                webchat.put("header", Map.of("X-Shop", "books"));
                webchat.put("xhrFields", Map.of("withCredentials", false));
                webchat.put("pollExceptionLimit", 5);
                webchat.put("sessionData", cookies);
            }
            case COMETD -> {
                webchat.put("dataURL", "https://ignored.example.com/genesys/2/chat");
                webchat.put(
                        "cometD",
                        Map.of(
                                "enabled",
                                true,
                                "cometURL",
                                server + "/genesys/cometd",
                                "channel",
                                "/service/chatV2/customer-support",
                                "apiURL",
                                server + "/genesys/2/chat-ntf",
                                "websocketEnabled",
                                false,
                                "logLevel",
                                "info"));
                webchat.put("sessionData", cookies);
            }
            default -> {
                Map<String, Object> transport = new HashMap<>(Map.of(
                        "type",
                        "pureengage-v3-rest",
                        "dataURL",
                        server + "/nexus/v3/chat/sessions",
                        "endpoint",
                        "support",
                        "headers",
                        Map.of("x-api-key", "xxxxxxx"),
                        "proposedOperations",
                        true));
                if (wire == Wire.V3_ASYNC) {
                    transport.put("async", Map.of("enabled", true, "sessionData", cookies));
                } else {
                    webchat.put("sessionData", cookies);
                }
                webchat.put("transport", transport);
            }
        }
        return webchat;
    }

    private static Map<String, Object> form(boolean v2) {
        Map<String, Object> fields = Map.of(
                "nickname", "Jonny",
                "firstname", "Johnathan",
                "lastname", "Smith",
                "email", "jon.smith@mail.com",
                "subject", "product questions");
        Map<String, Object> options = new HashMap<>(v2 ? fields : Map.of("form", fields));
        options.put("userData", Map.of("order", "A-1"));
        return options;
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WEB_MESSAGING")
    void a_whole_life(Wire wire) throws IOException {
        try (Bench bench = new Bench(wire)) {
            Page page = new Page();
            result(page.command("configure", webchat(wire, bench.sandbox.url())));
            page.event("ready");
            String id = begin(wire, page);
            talk(wire, page, bench.sandbox.agent(id), bench);
            polls(wire, page);
            files(wire, page);
            facts(wire, page);

            page.bus.close();
            Page next = new Page();
            result(next.command("configure", webchat(wire, bench.sandbox.url())));
            comeBack(wire, next, bench.sandbox.agent(id));
            end(wire, next);
        }
    }

    private static boolean isV2(Wire wire) {
        return wire == Wire.REST || wire == Wire.COMETD;
    }

    private static String begin(Wire wire, Page page) {
        WebChatResponse merged =
                assertInstanceOf(WebChatResponse.class, result(page.command("updateUserData", Map.of("tier", "gold"))));
        assertEquals(Map.of("shop", "books", "tier", "gold"), merged.data());
        assertEquals(
                List.of("[0-9]{4}-[0-9]{4}"),
                result(page.command("addPrefilter", Map.of("filters", Pattern.compile("[0-9]{4}-[0-9]{4}")))));
        if (wire != Wire.V3) {
            assertEquals(Map.of("sessionActive", false), result(page.command("verifySession")));
        }
        assertEquals("There is no active chat session", rejection(page.command("endChat")));

        WebChatResponse started =
                assertInstanceOf(WebChatResponse.class, result(page.command("startChat", form(isV2(wire)))));
        assertTrue(started.isSuccess());
        assertEquals(
                started.data(),
                assertInstanceOf(WebChatResponse.class, page.event("started")).data());
        page.event("clientConnected");
        assertEquals("There is already an active chat session", rejection(page.command("startChat", form(isV2(wire)))));
        WebChatSessionData session = assertInstanceOf(WebChatSessionData.class, result(page.command("getSessionData")));
        assertEquals(started.data(), session.asMap());
        return session.get("sessionId");
    }

    private static void talk(Wire wire, Page page, SandboxAgent agent, Bench bench) {
        TypingPreview input = TypingPreview.create();
        result(page.command("registerTypingPreviewInput", Map.of("input", input)));
        input.text("h");
        page.event("clientTypingStarted");
        result(page.command("sendTyping", Map.of("Message", "hel")));
        result(page.command("sendMessage", Map.of("message", "hello")));
        page.event("clientTypingStopped");
        result(page.command("sendFilteredMessage", Map.of("message", "PIN 77", "regex", Pattern.compile("PIN \\d+"))));
        MessagePreprocessor shout = message -> message.withText(message.text() + "!");
        assertSame(shout, result(page.command("registerPreProcessor", Map.of("preprocessor", shout))));
        if (isV2(wire)) {
            result(page.command("sendCustomNotice", Map.of("message", "bye")));
            result(page.command("updateUserData", Map.of("firstname", "Joe")));
        } else {
            assertEquals(
                    "This transport doesn't support sendCustomNotice command.",
                    rejection(page.command("sendCustomNotice", Map.of("message", "bye"))));
            assertEquals(
                    "This transport doesn't support updating userData during an active chat session.",
                    rejection(page.command("updateUserData", Map.of("firstname", "Joe"))));
        }
        agent.typing();
        page.event("agentTypingStarted");
        agent.stopTyping();
        page.event("agentTypingStopped");
        agent.say("your card 1234-5678");
        agent.say("welcome");
        Bench.until("the agent is heard", () -> page.shown().contains("welcome!"));
        page.event("agentConnected");
        Bench.until("all is at the service", () -> bench.texts().contains("PIN 77"));
        assertTrue(page.shown().stream().noneMatch(text -> text.contains("PIN") || text.contains("1234-5678")));
    }

    private static void polls(Wire wire, Page page) {
        if (wire == Wire.REST) {
            page.event("pollingStarted");
            result(page.command("stopPoll"));
            page.event("pollingStopped");
            result(page.command("resetPollExceptions"));
            result(page.command("startPoll"));
            assertEquals(
                    "Access Denied to private command. Only WebChatService is allowed to invoke this command.",
                    rejection(page.command("poll")));
            return;
        }
        assertEquals("This transport doesn't support polling.", rejection(page.command("poll")));
        assertEquals("This transport doesn't support polling", rejection(page.command("startPoll")));
        assertEquals("This transport doesn't support polling", rejection(page.command("stopPoll")));
        assertEquals(
                "This transport doesn't support resetPollExceptions command.",
                rejection(page.command("resetPollExceptions")));
    }

    private void files(Wire wire, Page page) throws IOException {
        File file = Files.writeString(directory.resolve("myfile.pdf"), "words").toFile();
        WebChatResponse sent =
                assertInstanceOf(WebChatResponse.class, result(page.command("sendFile", Map.of("files", file))));
        String id = sent.data().get(isV2(wire) ? "file-id" : "fileId");
        assertNotNull(id);
        File copy = directory.resolve("copy.pdf").toFile();
        result(page.command("downloadFile", Map.of("fileId", id, "fileName", "myfile.pdf", "target", copy)));
        assertEquals("words", Files.readString(copy.toPath()));
    }

    private static void facts(Wire wire, Page page) {
        WebChatTranscript transcript = assertInstanceOf(WebChatTranscript.class, result(page.command("getTranscript")));
        assertEquals(
                List.of("hello", "welcome!"),
                transcript.messages().stream()
                        .filter(message -> message.type().equals("Message"))
                        .map(WebChatMessage::text)
                        .toList());
        Map<?, ?> agents = assertInstanceOf(Map.class, result(page.command("getAgents")));
        assertEquals(1, agents.size());
        WebChatAgent agent = assertInstanceOf(WebChatAgent.class, new ArrayList<>(agents.values()).get(0));
        assertTrue(agent.connected() && !agent.supervisor());
        WebChatStats stats = assertInstanceOf(WebChatStats.class, result(page.command("getStats")));
        assertTrue(
                stats.startTime() > 0 && stats.endTime() == 0 && stats.agents().equals(agents));
        if (wire == Wire.V3) {
            assertEquals(
                    "This transport doesn't support the verifySession command",
                    rejection(page.command("verifySession")));
        } else {
            assertEquals(Map.of("sessionActive", true), result(page.command("verifySession")));
        }
        boolean async = wire == Wire.V3_ASYNC;
        assertEquals(
                async
                        ? "Chat session is already active, ignoring restore command."
                        : "Access Denied to private command. Only WebChatService is allowed to invoke this command in"
                                + " Non-Async mode.",
                rejection(page.command("restore")));
        if (!async) {
            assertEquals(
                    "Fetching history messages applies only to Asynchronous chat",
                    rejection(page.command("fetchHistory")));
        }
    }

    private static void comeBack(Wire wire, Page page, SandboxAgent agent) {
        boolean async = wire == Wire.V3_ASYNC;
        assertEquals(async, page.event("restored"));
        if (async) {
            result(page.command("fetchHistory"));
            assertEquals("No more messages to fetch", rejection(page.command("fetchHistory")));
            Map<?, ?> agents = assertInstanceOf(Map.class, result(page.command("getAgents")));
            assertTrue(((WebChatAgent) agents.values().iterator().next()).connected());
        }
        Bench.until("the past is told", () -> page.shown().contains("welcome"));
        MessagesReceived past = assertInstanceOf(MessagesReceived.class, page.event("messageReceived"));
        assertTrue(past.restoring());
        assertTrue(page.shown().stream().noneMatch(text -> text.contains("PIN") || text.contains("1234-5678")));
        agent.say("still here?");
        Bench.until("the agent is heard", () -> page.shown().contains("still here?"));
        result(page.command("sendMessage", Map.of("message", "yes")));
    }

    private void end(Wire wire, Page page) {
        assertTrue(((WebChatResponse) result(page.command("endChat"))).isSuccess());
        page.event("ended");
        page.event("clientDisconnected");
        assertEquals(wire == Wire.REST, page.names().contains("pollingStopped"));
        WebChatStats stats = assertInstanceOf(WebChatStats.class, result(page.command("getStats")));
        assertEquals(stats.endTime() - stats.startTime(), stats.duration());
        assertEquals("No message text provided", rejection(page.command("sendMessage")));
        assertEquals(
                "There is no active chat session", rejection(page.command("sendMessage", Map.of("message", "late"))));
        Bench.until("the session is forgotten", () -> cookies.load() == null);
        assertFalse(page.names().contains("error"));
    }
}
