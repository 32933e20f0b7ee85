package dev.confab.client.webchat;

import static dev.confab.client.webchat.Bench.ada;
import static dev.confab.client.webchat.Bench.failure;
import static dev.confab.client.webchat.Bench.rejection;
import static dev.confab.client.webchat.Bench.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webchat.Bench.Wire;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.model.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every command: too early, too late, given up, and at the end of everything. */
@Timeout(180)
class WebChatLifeTest extends BenchTest {

    private static final List<String> NEED_A_CHAT =
            List.of("endChat", "sendMessage", "sendTyping", "sendFilteredMessage", "downloadFile");

    /** Every command but {@code configure}, with options that are right. */
    private static Map<String, Map<String, ?>> commands() {
        return Map.ofEntries(
                Map.entry("startChat", Map.of("nickname", "Ada")),
                Map.entry("endChat", Map.of()),
                Map.entry("sendMessage", Map.of("message", "hi")),
                Map.entry("sendCustomNotice", Map.of("message", "bye")),
                Map.entry("sendTyping", Map.of("Message", "h")),
                Map.entry("sendFilteredMessage", Map.of("message", "1", "regex", Pattern.compile("1"))),
                Map.entry("addPrefilter", Map.of("filters", Pattern.compile("1"))),
                Map.entry("updateUserData", Map.of("tier", "gold")),
                Map.entry("poll", Map.of()),
                Map.entry("startPoll", Map.of()),
                Map.entry("stopPoll", Map.of()),
                Map.entry("resetPollExceptions", Map.of()),
                Map.entry("restore", Map.of("sessionData", "a.b.c")),
                Map.entry("getTranscript", Map.of()),
                Map.entry("getAgents", Map.of()),
                Map.entry("getStats", Map.of()),
                Map.entry(
                        "sendFile",
                        Map.of(
                                "files",
                                AttachmentFiles.source("a.pdf", 1, null, () -> new ByteArrayInputStream(new byte[1])))),
                Map.entry(
                        "downloadFile",
                        Map.of("fileId", "1", "target", AttachmentFiles.sink(ByteArrayOutputStream::new))),
                Map.entry("getSessionData", Map.of()),
                Map.entry("fetchHistory", Map.of()),
                Map.entry("registerTypingPreviewInput", Map.of("input", TypingPreview.create())),
                Map.entry("registerPreProcessor", Map.of("preprocessor", (MessagePreprocessor) message -> message)),
                Map.entry("verifySession", Map.of()));
    }

    @Test
    void every_command_says_that_it_comes_too_early_or_too_late() {
        Bench bench = bench(Wire.REST);
        WebChatService service = bench.bare();
        assertEquals(23, commands().size());
        commands()
                .forEach((name, options) -> assertEquals(
                        ErrorCode.WRONG_STATE,
                        failure(service.command(name, options)).getCode(),
                        name));
        result(service.configure(bench.options().build()));
        result(service.startChat(ada()));
        service.close();
        service.close();
        commands()
                .forEach((name, options) -> assertEquals(
                        ErrorCode.CLIENT_CLOSED,
                        failure(service.command(name, options)).getCode(),
                        name));
        WebChatService never = bench.bare();
        never.close();
        assertEquals(
                ErrorCode.CLIENT_CLOSED,
                failure(never.configure(bench.options().build())).getCode());
    }

    @ParameterizedTest
    @EnumSource
    void after_the_end_there_is_no_chat_but_what_is_known_of_it(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        result(service.sendMessage("one"));
        bench.awaitHeard("one");
        result(service.endChat());
        commands().forEach((name, options) -> {
            if (NEED_A_CHAT.contains(name)) {
                boolean isOther = name.equals("sendFilteredMessage");
                assertEquals(
                        isOther ? "No active chat session" : "There is no active chat session",
                        rejection(service.command(name, options)),
                        name);
            }
        });
        assertTrue(result(service.getSessionData()).isEmpty());
        assertTrue(result(service.getTranscript()).messages().stream().anyMatch(one -> "one".equals(one.text())));
        assertTrue(result(service.getStats()).endTime() > 0);
        // The data is that of the next chat now, on every wire.
        assertEquals(
                "gold",
                result(service.updateUserData(Map.of("tier", "gold"))).data().get("tier"));
    }

    @ParameterizedTest
    @EnumSource
    void a_message_that_is_given_up_before_it_leaves_never_arrives(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        result(service.sendMessage("first"));
        bench.unreachable();
        bench.await("disconnected");
        CompletableFuture<WebChatResponse> givenUp = service.sendMessage("given up");
        assertTrue(givenUp.cancel(false));
        // Behind the command.
        result(service.getStats());
        bench.reachable();
        result(service.sendMessage("second"));
        assertTrue(bench.texts().containsAll(List.of("first", "second")));
        assertFalse(bench.texts().contains("given up"));
        assertThrows(CancellationException.class, givenUp::join);
    }

    /** Who began a chat has one, also when nobody waits for the answer. */
    @ParameterizedTest
    @EnumSource
    void a_start_that_is_not_waited_for_is_a_start_all_the_same(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        bench.sandbox.faults().add(new CallFault.DelayAnswer("", Duration.ofMillis(200)), FaultScope.once());
        CompletableFuture<WebChatResponse> starting = service.startChat(ada());
        result(service.getStats());
        starting.cancel(false);
        bench.await("started");
        assertEquals("There is already an active chat session", rejection(service.startChat(ada())));
        result(service.sendMessage("hi"));
    }

    @ParameterizedTest
    @EnumSource
    void a_listener_may_wait_for_what_it_commands(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        List<String> answers = new CopyOnWriteArrayList<>();
        service.on("messageReceived", event -> Bench.received(event).messages().stream()
                .filter(message -> "ping".equals(message.text()))
                .forEach(message -> {
                    result(service.sendMessage("pong"));
                    answers.add("pong");
                }));
        result(service.startChat(ada()));
        result(service.sendMessage("hello"));
        bench.agent(service).say("ping");
        Bench.until("the answer", () -> answers.size() == 1);
        assertTrue(bench.texts().contains("pong"));
    }

    @ParameterizedTest
    @EnumSource
    void closing_while_a_chat_begins_leaves_nothing(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        CountDownLatch begun = new CountDownLatch(1);
        bench.sandbox.faults().add(new CallFault.DelayAnswer("", Duration.ofMillis(300)), FaultScope.always());
        CompletableFuture<WebChatResponse> starting = service.startChat(ada());
        Futures.forget(starting.whenComplete((answer, failure) -> begun.countDown()));
        result(service.getStats());
        service.close();
        Bench.open(begun);
        assertTrue(starting.isCompletedExceptionally());
        bench.sandbox.faults().clear();
        assertFalse(bench.names().contains("started"));
        assertNull(bench.store.load());
        nothingIsAskedFor(bench);
    }

    @ParameterizedTest
    @EnumSource
    void closing_leaves_the_chat_and_nothing_here(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        result(service.sendMessage("hi"));
        bench.awaitHeard("hi");
        service.close();
        int told = bench.events.size();
        nothingIsAskedFor(bench);
        bench.timers.advance(1_000_000);
        assertEquals(told, bench.events.size());
    }

    /** While another guest's whole chat goes by, nobody else says a word. What was on the wire when it was cut may still come in before. */
    private static void nothingIsAskedFor(Bench bench) {
        int before;
        int rounds = 0;
        do {
            assertTrue(rounds++ < 20, "Somebody still asks.");
            before = bench.sandbox.ledger().size();
            try (Bench other = new Bench(bench.wire)) {
                WebChatService service = other.chatting();
                result(service.sendMessage("hello"));
                other.awaitHeard("hello");
            }
        } while (before != bench.sandbox.ledger().size());
    }

    @Test
    void a_listener_that_takes_its_time_hears_everything_in_order() {
        Bench bench = bench(Wire.REST);
        WebChatService service = bench.service();
        List<String> heard = new CopyOnWriteArrayList<>();
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch shut = new CountDownLatch(1);
        service.on("messageReceived", event -> {
            Bench.open(shut);
            Bench.received(event).messages().stream()
                    .filter(one -> one.type().equals("Message"))
                    .forEach(one -> heard.add(String.valueOf(one.text())));
        });
        service.addListener(new WebChatListener() {
            @Override
            public void onEvent(WebChatEvent event) {
                order.add("any " + event.name());
            }

            @Override
            public void onStarted(WebChatResponse response) {
                order.add("typed started");
            }
        });
        CompletableFuture<WebChatResponse> starting = service.startChat(ada());
        result(starting);
        for (int i = 0; i < 20; i++) {
            bench.agent(service).say("message " + i);
        }
        shut.countDown();
        Bench.until("all of it", () -> heard.size() == 20);
        for (int i = 0; i < 20; i++) {
            assertEquals("message " + i, heard.get(i));
        }
        assertEquals("any started", order.get(0));
        assertEquals("typed started", order.get(1));
    }

    @Test
    void a_failure_of_the_store_names_itself() {
        Bench bench = bench(Wire.REST);
        WebChatService service = bench.service(bench.options()
                .sessionData(new SessionDataStore() {
                    @Override
                    public String load() {
                        throw new IllegalStateException("locked");
                    }

                    @Override
                    public void save(String data) {}

                    @Override
                    public void delete() {}
                })
                .build());
        WebChatResponse told = assertInstanceOf(WebChatResponse.class, bench.await("error"));
        assertTrue(String.valueOf(told.failure()).contains("locked"));
        result(service.startChat(ada()));
    }
}
