package dev.confab.client.webchat;

import static dev.confab.client.webchat.Bench.ada;
import static dev.confab.client.webchat.Bench.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webchat.Bench.Wire;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.policy.RatePolicy;
import dev.confab.transport.store.InMemorySessionStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A chat over two services with the same store (Engage chat protocol notes §4.4). */
@Timeout(240)
class WebChatRestoreTest extends BenchTest {

    private static WebChatService left(Bench bench) {
        WebChatService first = bench.chatting();
        result(first.addPrefilter(Pattern.compile("secret")));
        result(first.sendMessage("before"));
        bench.awaitHeard("before");
        first.close();
        bench.events.clear();
        return first;
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WEB_MESSAGING")
    void restored(Wire wire) {
        Bench bench = bench(wire);
        left(bench);
        bench.timers.advance(wire == Wire.V3_ASYNC ? 1_000_000 : 59_000);
        WebChatService second = bench.service();
        assertEquals(wire == Wire.V3_ASYNC, bench.await("restored"));
        if (wire != Wire.V3_ASYNC) {
            // There, older messages are fetched.
            bench.awaitHeard("before");
            assertTrue(bench.events.stream()
                    .filter(event -> event.data() instanceof MessagesReceived)
                    .map(event -> (MessagesReceived) event.data())
                    .findFirst()
                    .orElseThrow()
                    .restoring());
        }
        bench.agent(second).say("the secret");
        bench.agent(second).say("after");
        bench.awaitHeard("after");
        assertFalse(bench.heard().contains("the secret"));
        result(second.sendMessage("and on"));
        assertEquals(1, bench.texts().stream().filter("before"::equals).count());
    }

    /** Other back ends keep their sessions themselves: where the client has a store, the chat comes back. */
    @Test
    void restored_over_another_back_end_that_keeps_its_sessions() {
        Bench bench = bench(Wire.WEB_MESSAGING);
        MessagingClientConfig durable = MessagingClientConfig.builder()
                .rate(new RatePolicy(0, 0, 30_000))
                .store(new InMemorySessionStore(), "guest")
                .build();
        WebChatService first = bench.service(bench.options().messaging(durable).build());
        result(first.startChat(ada()));
        result(first.sendMessage("before"));
        bench.awaitHeard("before");
        assertEquals("guest", result(first.getSessionData()).get("sessionId"));
        first.close();
        bench.events.clear();
        WebChatService second = bench.service(bench.options().messaging(durable).build());
        assertEquals(false, bench.await("restored"));
        bench.agent(second).say("after");
        bench.awaitHeard("after");
        result(second.sendMessage("and on"));
        assertEquals(1, bench.texts().stream().filter("before"::equals).count());
    }

    @ParameterizedTest
    @EnumSource(names = {"REST", "COMETD", "V3"})
    void restoreTimeout(Wire wire) {
        Bench bench = bench(wire);
        left(bench);
        bench.timers.advance(60_001);
        WebChatService second = bench.service();
        bench.await("restoreTimeout");
        result(second.startChat(ada()));
        assertFalse(bench.names().contains("restored"));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WEB_MESSAGING")
    void restoreFailed(Wire wire) {
        Bench bench = bench(wire);
        WebChatService first = bench.chatting();
        String id = result(first.getSessionData()).get("sessionId");
        first.close();
        bench.sandbox.expireSession(id);
        WebChatService second = bench.service();
        bench.await("restoreFailed");
        Bench.until("the store is empty", () -> bench.store.load() == null);
        assertTrue(result(second.startChat(ada())).isSuccess());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WEB_MESSAGING")
    void restoredOffline(Wire wire) {
        Bench bench = bench(wire);
        left(bench);
        bench.unreachable();
        WebChatService second = bench.service();
        bench.await("restoredOffline");
        assertFalse(bench.names().contains("restored"));
        bench.reachable();
        bench.await("chatServerBackOnline");
        if (wire != Wire.V3_ASYNC) {
            bench.awaitHeard("before");
        }
        result(second.sendMessage("after"));
        assertEquals(1, bench.count("chatServerBackOnline"));
        assertFalse(bench.names().contains("chatServerWentOffline"));
    }

    /** The service is there, and the chat server behind it is not. */
    @Test
    void restoredOffline_while_the_service_answers() {
        Bench bench = bench(Wire.REST);
        left(bench);
        bench.sandbox.faults().add(new CallFault.Fail("refresh", 503, "", 0), FaultScope.always());
        WebChatService second = bench.service();
        bench.await("restoredOffline");
        bench.reachable();
        bench.await("chatServerBackOnline");
        bench.await("connectionRestored");
        result(second.sendMessage("after"));
    }

    /** A key that the application has wrong is no reason to forget the guest's session. */
    @Test
    void a_session_that_is_not_lost_is_not_forgotten() {
        Bench bench = bench(Wire.V3_ASYNC);
        left(bench);
        String kept = String.valueOf(bench.store.load());
        bench.sandbox.faults().add(new CallFault.Fail("", 403, "INVALID_CONTACT_CENTER", 0), FaultScope.always());
        WebChatService second = bench.service();
        bench.await("restoreFailed");
        result(second.getStats());
        second.close();
        assertEquals(kept, bench.store.load());
        bench.reachable();
        WebChatService third = bench.service();
        bench.await("restored");
        result(third.sendMessage("and on"));
    }

    /** In the asynchronous mode by hand, and without saying what: then the store knows. */
    @Test
    void restore_asks_the_store() {
        Bench bench = bench(Wire.V3_ASYNC);
        WebChatService first = bench.service();
        assertNull(Bench.rejection(first.command("restore")));
        bench.await("restoreFailed");
        WebChatService other = bench.chatting();
        other.close();
        result(first.command("WebChatService.restore"));
        assertEquals(true, bench.await("restored"));
        result(first.sendMessage("I am back"));
    }

    @ParameterizedTest
    @EnumSource(names = {"REST", "COMETD"})
    void another_chat_server_is_known_to_the_store_at_once(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        String before = result(service.getSessionData()).get("alias");
        bench.agent(service).act("transfer", "{\"alias\":\"999\"}");
        bench.agent(service).say("hello");
        bench.awaitHeard("hello");
        if (result(service.getSessionData()).get("alias").equals(before)) {
            // Over CometD the key alone names the chat (§2.3).
            assertEquals(Wire.COMETD, wire);
            return;
        }
        Bench.until("the store knows", () -> String.valueOf(bench.store.load()).contains("\"alias\":\"999\""));
    }

    @Test
    void a_chat_that_is_on_keeps_itself_restorable() {
        Bench bench = bench(Wire.REST);
        WebChatService first = bench.chatting();
        for (int i = 0; i < 10; i++) {
            bench.timers.advance(15_000);
            result(first.getStats());
        }
        Bench.until("it is seen now", () -> {
            SessionRecord record = SessionRecord.decode(
                    String.valueOf(bench.store.load()), bench.options().build().wire(Confab.shared()));
            return record != null && bench.timers.nowMillis() - record.seenAt() < 15_000;
        });
    }

    @Test
    void a_file_keeps_a_session(@TempDir Path directory) throws IOException {
        File file = directory.resolve("session.json").toFile();
        FileSessionDataStore store = new FileSessionDataStore(file);
        assertNull(store.load());
        store.save("one");
        store.save("two");
        assertEquals("two", new FileSessionDataStore(file).load());
        assertEquals(List.of("session.json"), List.of(directory.toFile().list()));
        store.delete();
        store.delete();
        assertFalse(Files.exists(file.toPath()));
    }

    @Test
    void a_store_that_fails_is_told_of_and_the_chat_goes_on() {
        Bench bench = bench(Wire.REST);
        SessionDataStore broken = new SessionDataStore() {
            @Override
            public String load() throws IOException {
                throw new IOException("no disk");
            }

            @Override
            public void save(String data) throws IOException {
                throw new IOException("no disk");
            }

            @Override
            public void delete() throws IOException {
                throw new IOException("no disk");
            }
        };
        WebChatService service =
                bench.service(bench.options().sessionData(broken).build());
        result(service.startChat(ada()));
        result(service.sendMessage("hi"));
        bench.await("error");
    }

    @Test
    void options_as_the_vendor_writes_them() {
        Bench bench = bench(Wire.V3_ASYNC);
        WebChatService service = bench.bare();
        result(service.command(
                "configure",
                Map.of(
                        "userData",
                        Map.of("a", 1),
                        "pollInterval",
                        50,
                        "emojis",
                        true,
                        "transport",
                        Map.of(
                                "type",
                                "pureengage-v3-rest",
                                "dataURL",
                                bench.sandbox.url() + "/nexus/v3/chat/sessions",
                                "endpoint",
                                "support",
                                "headers",
                                Map.of("x-api-key", "k"),
                                "proposedOperations",
                                true,
                                "async",
                                Map.of("enabled", true, "sessionData", bench.store)))));
        result(service.command("WebChatService.startChat", Map.of("form", Map.of("nickname", "Ada"))));
        result(service.command("sendMessage", Map.of("message", "hi")));
        assertTrue(String.valueOf(bench.store.load()).contains("\"transportId\""));
        String message = String.valueOf(
                Bench.failure(bench.bare().configure(Map.of("dataURL", 7))).getMessage());
        assertTrue(message.contains("dataURL must be a string"), message);
    }
}
