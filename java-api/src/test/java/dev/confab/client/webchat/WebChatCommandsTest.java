package dev.confab.client.webchat;

import static dev.confab.client.webchat.Bench.ada;
import static dev.confab.client.webchat.Bench.failure;
import static dev.confab.client.webchat.Bench.refusal;
import static dev.confab.client.webchat.Bench.rejection;
import static dev.confab.client.webchat.Bench.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webchat.Bench.Wire;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.model.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The 24 commands: each resolution and each rejection, on every wire (Engage chat protocol notes §4.2). */
@Timeout(240)
class WebChatCommandsTest extends BenchTest {

    private static boolean polls(Wire wire) {
        return wire == Wire.REST;
    }

    private static boolean isV2(Wire wire) {
        return wire == Wire.REST || wire == Wire.COMETD;
    }

    @ParameterizedTest
    @EnumSource
    void configure(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.bare();
        assertEquals(ErrorCode.WRONG_STATE, failure(service.endChat()).getCode());
        result(service.configure(bench.options().build()));
        bench.await("ready");
        assertEquals(
                ErrorCode.WRONG_STATE,
                failure(service.configure(bench.options().build())).getCode());
    }

    @ParameterizedTest
    @EnumSource
    void startChat(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service(
                bench.options().userData(Map.of("order", "none", "shop", "1")).build());
        assertEquals(
                "malformed data object provided in userData property",
                rejection(service.startChat(
                        StartChatOptions.builder().userData(Map.of("a[b]", "c")).build())));
        assertEquals(
                "malformed data object provided in userData property",
                rejection(service.command("startChat", Map.of("userData", Map.of("a", List.of())))));
        WebChatResponse response = result(service.startChat(ada()));
        assertTrue(response.isSuccess());
        assertEquals(wire == Wire.WEB_MESSAGING, response.data().isEmpty());
        assertEquals("There is already an active chat session", rejection(service.startChat(ada())));
    }

    @Test
    void startChat_is_rejected_with_what_the_service_says() {
        Bench rest = bench(Wire.REST);
        // The service wants a name (error 161).
        WebChatResponse refused =
                refusal(rest.service().startChat(StartChatOptions.builder().build()));
        assertFalse(refused.isSuccess());
        rest.await("error");
        Bench nexus = bench(Wire.V3);
        nexus.sandbox.faults().add(new CallFault.Fail("", 503, "", 0), FaultScope.always());
        assertEquals("503", refusal(nexus.service().startChat(ada())).code());
    }

    @ParameterizedTest
    @EnumSource
    void endChat(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        assertEquals("There is no active chat session", rejection(service.endChat()));
        result(service.startChat(ada()));
        assertTrue(result(service.endChat()).isSuccess());
        bench.await("ended");
        assertEquals("There is no active chat session", rejection(service.endChat()));
        assertEquals(1, bench.count("ended"));
        assertNull(bench.store.load());
        assertTrue(result(service.startChat(ada())).isSuccess());
    }

    @ParameterizedTest
    @EnumSource
    void sendMessage(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        assertEquals("There is no active chat session", rejection(service.sendMessage("hi")));
        result(service.startChat(ada()));
        assertEquals("No message text provided", rejection(service.sendMessage("")));
        assertEquals("No message text provided", rejection(service.command("WebChatService.sendMessage")));
        WebChatResponse response = result(service.sendMessage("hi"));
        assertTrue(response.isSuccess());
        WebChatMessage message = response.message();
        assertNotNull(message);
        assertEquals("hi", message.text());
        assertTrue(bench.texts().contains("hi"));
        bench.awaitHeard("hi");
    }

    @Test
    void sendMessage_is_rejected_with_a_refusal_of_the_service() {
        Bench bench = bench(Wire.REST);
        WebChatService service = bench.chatting();
        assertFalse(refusal(service.sendMessage("x".repeat(100_000))).isSuccess());
        result(service.sendMessage("shorter"));
    }

    @ParameterizedTest
    @EnumSource
    void sendCustomNotice(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        if (!isV2(wire)) {
            assertEquals(
                    "This transport doesn't support sendCustomNotice command.",
                    rejection(service.sendCustomNotice("bye")));
            return;
        }
        assertEquals("There is no active chat session", rejection(service.sendCustomNotice("bye")));
        result(service.startChat(ada()));
        assertTrue(result(service.sendCustomNotice("bye")).isSuccess());
    }

    @ParameterizedTest
    @EnumSource
    void sendTyping(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        assertEquals("There is no active chat session", rejection(service.sendTyping("h")));
        result(service.startChat(ada()));
        assertTrue(result(service.sendTyping("hel")).isSuccess());
        assertTrue(((WebChatResponse) result(service.command("sendTyping", Map.of("Message", "hell")))).isSuccess());
        bench.await("clientTypingStarted");
        assertEquals(1, bench.count("clientTypingStarted"));
    }

    @ParameterizedTest
    @EnumSource
    void sendFilteredMessage(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        Pattern code = Pattern.compile("code \\d+");
        assertEquals("No active chat session", rejection(service.sendFilteredMessage("code 1", code)));
        result(service.startChat(ada()));
        result(service.sendFilteredMessage("code 1234", code));
        result(service.sendMessage("shown"));
        bench.awaitHeard("shown");
        Bench.until("the code at the service", () -> bench.texts().contains("code 1234"));
        assertFalse(bench.heard().contains("code 1234"));
        assertTrue(result(service.getTranscript()).messages().stream()
                .noneMatch(message -> "code 1234".equals(message.text())));
    }

    @ParameterizedTest
    @EnumSource
    void addPrefilter(Wire wire) {
        WebChatService service = bench(wire).service();
        String invalid =
                "Missing or invalid filters provided. Please provide a regular expression or an array of regular"
                        + " expressions.";
        assertEquals(invalid, rejection(service.addPrefilter()));
        assertEquals(invalid, rejection(service.command("addPrefilter")));
        assertEquals(invalid, rejection(service.command("addPrefilter", Map.of("filters", 7))));
        assertEquals(List.of("[a-z]+"), result(service.addPrefilter(Pattern.compile("[a-z]+"))));
        assertEquals(
                List.of("[a-z]+", "(?i)secret"),
                result(service.addPrefilter(Pattern.compile("secret", Pattern.CASE_INSENSITIVE))));
    }

    @ParameterizedTest
    @EnumSource
    void updateUserData(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service =
                bench.service(bench.options().userData(Map.of("shop", "1")).build());
        assertEquals(
                Map.of("shop", "1", "tier", "gold"),
                result(service.updateUserData(Map.of("tier", "gold"))).data());
        result(service.startChat(ada()));
        if (wire == Wire.V3 || wire == Wire.V3_ASYNC) {
            assertEquals(
                    "This transport doesn't support updating userData during an active chat session.",
                    rejection(service.updateUserData(Map.of("tier", "silver"))));
        } else {
            assertTrue(result(service.updateUserData(Map.of("tier", "silver"))).isSuccess());
        }
    }

    @ParameterizedTest
    @EnumSource
    void poll(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        if (!polls(wire)) {
            assertEquals("This transport doesn't support polling.", rejection(service.poll()));
            return;
        }
        assertEquals(
                "Access Denied to private command. Only WebChatService is allowed to invoke this command.",
                rejection(service.poll()));
        assertEquals("previous poll has not finished.", rejection(service.pollOwn()));
        result(service.startChat(ada()));
        result(service.stopPoll());
        Bench.until("no poll is under way", () -> !service.pollOwn().isCompletedExceptionally());
        // It is held back, and so not finished.
        Bench.until("a poll is under way", () -> {
            CompletableFuture<Void> next = service.pollOwn();
            return next.handle((done, failure) -> failure != null
                            && "previous poll has not finished.".equals(((WebChatRejection) failure).value()))
                    .join();
        });
    }

    @ParameterizedTest
    @EnumSource
    void startPoll_and_stopPoll(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        if (!polls(wire)) {
            assertEquals("This transport doesn't support polling", rejection(service.startPoll()));
            assertEquals("This transport doesn't support polling", rejection(service.stopPoll()));
            return;
        }
        assertEquals("No active chat session", rejection(service.startPoll()));
        assertEquals("No active chat session", rejection(service.stopPoll()));
        result(service.startChat(ada()));
        result(service.stopPoll());
        bench.await("pollingStopped");
        result(service.startPoll());
        Bench.until("polling again", () -> bench.count("pollingStarted") == 2);
        bench.agent(service).say("news");
        bench.awaitHeard("news");
    }

    @ParameterizedTest
    @EnumSource
    void resetPollExceptions(Wire wire) {
        WebChatService service = bench(wire).service();
        if (polls(wire)) {
            result(service.resetPollExceptions());
        } else {
            assertEquals(
                    "This transport doesn't support resetPollExceptions command.",
                    rejection(service.resetPollExceptions()));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "V3_ASYNC")
    void restore_is_private_outside_the_asynchronous_mode(Wire wire) {
        assertEquals(
                "Access Denied to private command. Only WebChatService is allowed to invoke this command in Non-Async mode.",
                rejection(bench(wire).service().restore("a.b.c")));
    }

    @Test
    void restore() {
        Bench bench = bench(Wire.V3_ASYNC);
        WebChatService first = bench.chatting();
        String token = result(first.getSessionData()).get("token");
        assertEquals("Chat session is already active, ignoring restore command.", rejection(first.restore(token)));
        first.close();
        bench.store.delete();
        bench.events.clear();

        WebChatService second = bench.service();
        assertNull(rejection(second.restore("no token")));
        bench.await("restoreFailed");
        bench.sandbox.faults().add(new CallFault.DelayAnswer("", Duration.ofMillis(300)), FaultScope.once());
        CompletableFuture<Void> restoring = second.restore(token);
        assertEquals("Already restoring. Ignoring request.", rejection(second.restore(token)));
        result(restoring);
        assertEquals(true, bench.await("restored"));
        result(second.sendMessage("I am back"));
    }

    @ParameterizedTest
    @EnumSource
    void getTranscript_getAgents_and_getStats(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        assertEquals(List.of(), result(service.getTranscript()).messages());
        assertEquals(Map.of(), result(service.getAgents()));
        assertEquals(0, result(service.getStats()).startTime());
        result(service.startChat(ada()));
        result(service.sendMessage("one"));
        bench.agent(service).say("two");
        bench.awaitHeard("two");
        assertEquals(
                List.of("one", "two"),
                result(service.getTranscript()).messages().stream()
                        .filter(message -> message.type().equals("Message"))
                        .map(WebChatMessage::text)
                        .toList());
        if (wire != Wire.WEB_MESSAGING) {
            Map<String, WebChatAgent> agents = result(service.getAgents());
            assertEquals(1, agents.size());
            WebChatAgent agent = agents.values().iterator().next();
            assertTrue(agent.connected() && !agent.supervisor() && agent.connectedTime() > 0);
        }
        WebChatStats stats = result(service.getStats());
        assertTrue(stats.startTime() > 0);
        assertEquals(0, stats.endTime());
        bench.timers.advance(60_000);
        result(service.endChat());
        WebChatStats after = result(service.getStats());
        assertEquals(after.endTime() - after.startTime(), after.duration());
        assertTrue(after.duration() >= 60_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WEB_MESSAGING")
    void sendFile_and_downloadFile(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        byte[] content = "hello".getBytes(StandardCharsets.UTF_8);
        assertEquals("There is no active chat session", rejection(service.sendFile(file("a.pdf", content))));
        result(service.startChat(ada()));
        WebChatResponse sent = result(service.sendFile(file("a.pdf", content)));
        String id = sent.data().get(isV2(wire) ? "file-id" : "fileId");
        assertNotNull(id, sent.raw());
        ByteArrayOutputStream fetched = new ByteArrayOutputStream();
        result(service.downloadFile(id, "a.pdf", AttachmentFiles.sink(() -> fetched)));
        assertEquals("hello", fetched.toString(StandardCharsets.UTF_8));
        WebChatResponse refused = refusal(service.sendFile(file("a.exe", content)));
        assertEquals(isV2(wire) ? "203" : "INVALID_FILE_TYPE", refused.code());
    }

    @Test
    void sendFile_over_the_neutral_client() {
        Bench bench = bench(Wire.WEB_MESSAGING);
        WebChatService service = bench.chatting();
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
        WebChatMessage sent =
                result(service.sendFile(file("photo.png", picture))).message();
        assertNotNull(sent);
        assertEquals("photo.png", sent.userData().get("file-name"));
        assertFalse(refusal(service.sendFile(file("a.exe", picture))).isSuccess());
    }

    @Test
    void sendFile_is_rejected_where_the_service_takes_none() {
        Bench bench = bench(Wire.V3);
        WebChatV3Transport known = WebChatV3Transport.builder(
                        bench.sandbox.url() + "/nexus/v3/chat/sessions", "support")
                .header("x-api-key", "key")
                .build();
        WebChatService service =
                bench.service(WebChatOptions.builder().transport(known).build());
        assertEquals(
                "This transport doesn't support file uploads", rejection(service.sendFile(file("a.pdf", new byte[1]))));
        result(service.startChat(ada()));
        assertEquals(
                String.valueOf(ErrorCode.UNSUPPORTED.getValue()),
                refusal(service.sendTyping("h")).code());
        assertTrue(result(service.endChat()).isSuccess());
    }

    private static AttachmentSource file(String name, byte[] content) {
        return AttachmentFiles.source(name, content.length, null, () -> new ByteArrayInputStream(content));
    }

    @ParameterizedTest
    @EnumSource
    void getSessionData(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        assertTrue(result(service.getSessionData()).isEmpty());
        result(service.startChat(ada()));
        Set<String> names = result(service.getSessionData()).asMap().keySet();
        assertEquals(
                switch (wire) {
                    case REST, COMETD -> Set.of("secureKey", "sessionId", "alias", "userId");
                    case V3, V3_ASYNC -> Set.of("participantId", "sessionId", "token", "transportId");
                    case WEB_MESSAGING -> Set.of();
                },
                names);
    }

    @ParameterizedTest
    @EnumSource
    void fetchHistory(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        if (wire != Wire.V3_ASYNC) {
            assertEquals(
                    "Fetching history messages applies only to Asynchronous chat", rejection(service.fetchHistory()));
            return;
        }
        result(service.sendMessage("long ago"));
        bench.awaitHeard("long ago");
        Bench.until("the store knows", () -> String.valueOf(bench.store.load()).contains("\"readUpTo\":2"));
        assertEquals("No more messages to fetch", rejection(service.fetchHistory()));
        service.close();
        bench.events.clear();

        WebChatService second = bench.service();
        bench.await("restored");
        assertEquals(List.of(), bench.heard());
        assertTrue(result(second.fetchHistory()).isSuccess());
        bench.awaitHeard("long ago");
        assertEquals("No more messages to fetch", rejection(second.fetchHistory()));
        second.close();
        WebChatService third = bench.service();
        bench.awaitCount("restored", 2);
        bench.sandbox.faults().add(new CallFault.Fail("", 503, "", 0), FaultScope.always());
        assertFalse(refusal(third.fetchHistory()).isSuccess());
    }

    @ParameterizedTest
    @EnumSource
    void registerTypingPreviewInput(Wire wire) {
        WebChatService service = bench(wire).service();
        result(service.registerTypingPreviewInput(TypingPreview.create()));
        String invalid = "Invalid value provided for the 'input' property. An HTML element reference to a textarea or"
                + " text input is required.";
        assertEquals(invalid, rejection(service.registerTypingPreviewInput(null)));
        assertEquals(invalid, rejection(service.command("registerTypingPreviewInput", Map.of("input", "#id"))));
    }

    @ParameterizedTest
    @EnumSource
    void registerPreProcessor(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        assertEquals(
                "No preprocessor function provided. Type provided was 'string'.",
                rejection(service.command("registerPreProcessor", Map.of("preprocessor", "no"))));
        assertEquals(
                "No preprocessor function provided. Type provided was 'undefined'.",
                rejection(service.registerPreProcessor(null)));
        MessagePreprocessor loud = message -> message.withText(message.text() + "!");
        assertSame(loud, result(service.registerPreProcessor(loud)));
        result(service.sendMessage("hi"));
        bench.awaitHeard("hi!");
    }

    @ParameterizedTest
    @EnumSource
    void verifySession(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        if (wire == Wire.V3) {
            assertEquals(
                    "This transport doesn't support the verifySession command", rejection(service.verifySession()));
            return;
        }
        assertEquals(Map.of("sessionActive", false), result(service.command("verifySession")));
        result(service.startChat(ada()));
        assertEquals(Map.of("sessionActive", true), result(service.command("verifySession")));
    }
}
