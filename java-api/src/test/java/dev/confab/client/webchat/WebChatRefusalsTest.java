package dev.confab.client.webchat;

import static dev.confab.client.webchat.Bench.refusal;
import static dev.confab.client.webchat.Bench.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webchat.Bench.Wire;
import dev.confab.transport.jvm.AttachmentFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The rejections that bring a response: nobody answered, or somebody refused (Engage chat protocol notes §4.2, "AJAX exception"). */
@Timeout(180)
class WebChatRefusalsTest extends BenchTest {

    private static final String LONG = "x".repeat(100_000);

    private static boolean isV2(Wire wire) {
        return wire == Wire.REST || wire == Wire.COMETD;
    }

    private static CompletableFuture<WebChatResponse> file(WebChatService service, String name, int size) {
        return service.sendFile(
                AttachmentFiles.source(name, size, null, () -> new ByteArrayInputStream(new byte[size])));
    }

    /** What is asked of a service that is out of reach is rejected with why there is no answer, and the chat goes on. */
    @ParameterizedTest
    @EnumSource
    void nobody_answers(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        result(service.sendMessage("before"));
        List<Function<WebChatService, CompletableFuture<?>>> commands = new ArrayList<>(
                List.of(it -> it.downloadFile("1", null, AttachmentFiles.sink(ByteArrayOutputStream::new))));
        if (wire == Wire.WEB_MESSAGING) {
            // Typing is dropped there, files wait for the connection as messages do, and a chat is left by going.
            commands.add(it -> it.sendMessage(LONG));
        } else {
            commands.add(WebChatService::endChat);
            commands.add(it -> it.sendTyping("h"));
            commands.add(it -> file(it, "a.pdf", 1));
        }
        if (isV2(wire)) {
            commands.add(it -> it.sendCustomNotice("bye"));
            commands.add(it -> it.updateUserData(Map.of("tier", "gold")));
        }
        bench.unreachable();
        bench.await("disconnected");
        for (Function<WebChatService, CompletableFuture<?>> command : commands) {
            WebChatResponse why = refusal(command.apply(service));
            assertFalse(why.isSuccess());
            assertNotNull(why.failure());
        }
        bench.awaitCount("error", commands.size());
        bench.reachable();
        result(service.sendMessage("after"));
        assertTrue(bench.texts().containsAll(List.of("before", "after")));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"V3", "V3_ASYNC"})
    void a_message_that_is_too_long_is_refused_and_the_next_one_goes(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        assertFalse(refusal(service.sendMessage(LONG)).isSuccess());
        bench.await("error");
        assertTrue(result(service.sendMessage("shorter")).isSuccess());
        assertFalse(bench.texts().contains(LONG));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WEB_MESSAGING")
    void files_of_the_wrong_type_size_and_number(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        assertEquals(
                isV2(wire) ? "203" : "INVALID_FILE_TYPE",
                refusal(file(service, "a.exe", 1)).code());
        assertEquals(
                isV2(wire) ? "202" : "LIMIT_FILE_SIZE",
                refusal(file(service, "a.pdf", 11 << 20)).code());
        for (int i = 0; i < 5; i++) {
            assertTrue(result(file(service, "a.pdf", 1)).isSuccess());
        }
        assertEquals(
                isV2(wire) ? "201" : "LIMIT_FILE_COUNT",
                refusal(file(service, "a.pdf", 1)).code());
        bench.awaitCount("error", 3);
        assertTrue(result(service.sendMessage("still here")).isSuccess());
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_nobody_has(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        assertFalse(refusal(service.downloadFile("nothing", "a.pdf", AttachmentFiles.sink(() -> target)))
                .isSuccess());
        assertEquals(0, target.size());
        assertTrue(result(service.sendMessage("still here")).isSuccess());
    }
}
