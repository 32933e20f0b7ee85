package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code confab chat} where there are several conversations. */
@Timeout(120)
class AmmChatTest {

    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().scenario(Scenario.ECHO).build());

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void conversationsAreCreatedListedOpenedAndLeft() {
        Cli first = chat(List.of(
                "too early",
                "/create bob@example.com,nobody@example.com Parcel 4711",
                "where is it",
                "/invite carol@example.com",
                "/create carol@example.com",
                "hello carol",
                "/conversations"));
        assertEquals(ExitCode.UNPROVED, first.exitCode(), first.out() + first.err());
        assertEquals(List.of("where is it", "hello carol"), first.texts("sent"));
        assertEquals(List.of("too early"), first.texts("failed"));
        assertTrue(first.out().contains("\"rejected\":[\"nobody@example.com\"]"), first.out());
        assertEquals(1, first.events("invited").size(), first.out());
        // Once at the start, when there was none, and once on demand.
        assertEquals(
                List.of(0, 2),
                first.events("conversations").stream()
                        .map(event -> event.get("conversations").size())
                        .toList());

        Cli second = chat(List.of("/open 2", "/read", "/subject Parcel found", "found it", "/leave", "/open 7"));
        assertEquals(ExitCode.UNPROVED, second.exitCode(), second.out() + second.err());
        assertEquals(1, second.events("opened").size(), second.out());
        assertTrue(second.events("opened").get(0).toString().contains("where is it"), second.out());
        assertEquals(List.of("found it"), second.texts("sent"));
        assertEquals(1, second.events("read").size(), second.out());
        assertEquals(1, second.events("left").size(), second.out());
        assertEquals(List.of("/open 7"), second.texts("failed"));
        assertEquals(List.of("where is it", "hello carol", "found it"), stored());
    }

    @Test
    void whoNamesAPartnerTalksAtOnce() {
        Cli chat = chat(List.of("hello", "/typing", "/history"), "--to", "agent@example.com");
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out() + chat.err());
        assertEquals(List.of("hello"), chat.texts("sent"));
        assertEquals(1, chat.events("typing").size(), chat.out());
        assertTrue(chat.texts("message").contains("hello"), chat.out());
    }

    @Test
    void addressesAreValidatedAndConversationsAreSearched() {
        Cli chat = chat(List.of(
                "/validate bob@example.com,nobody@example.com",
                "/create bob@example.com",
                "a blue parcel",
                "/search blue"));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out() + chat.err());
        assertTrue(chat.out().contains("{\"bob@example.com\":true,\"nobody@example.com\":false}"), chat.out());
        assertEquals(1, chat.events("found").get(0).get("found").size(), chat.out());
    }

    @Test
    void participantsAreListedOneMessageIsReadAndAllConversationsAreLeft() {
        Cli first = atOnce(List.of(
                "/create bob@example.com One",
                "hello",
                "/participants",
                "/create bob@example.com Two",
                "hello again",
                "/read nothing"));
        assertEquals(List.of("/read nothing"), first.texts("failed"), first.out());
        assertEquals(
                List.of("alice@example.com", "bob@example.com"),
                all(first.events("participants").get(0).get("participants"))
                        .map(who -> who.get("address").asText())
                        .toList());
        // Into the latest one, which is in front from then on.
        sandbox.agent("alice").act("say", "{\"text\":\"to be read\",\"address\":\"bob@example.com\"}");
        Cli second = atOnce(List.of("/open 1"));
        String id = all(second.events("opened").get(0).get("messages"))
                .filter(it -> it.get("text").asText().equals("to be read"))
                .map(it -> it.get("id").asText())
                .findFirst()
                .orElseThrow();
        Cli third = atOnce(List.of("/open 1", "/read " + id, "/leave-all", "hello?", "/conversations", "/leave-all"));
        assertEquals(List.of("hello?"), third.texts("failed"), third.out());
        assertEquals(id, third.events("read").get(0).get("id").asText());
        assertEquals(
                List.of(2, 0),
                third.events("leftAll").stream()
                        .map(event -> event.get("left").size())
                        .toList());
        assertEquals(
                0, third.events("conversations").get(1).get("conversations").size());
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Test
    void thePasswordComesFromAFileOrTheStandardInput() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "bob-secret\n");
        Cli bob = atOnce(List.of("/validate bob@example.com"), "--user", "bob", "--password-file", file.toString());
        assertEquals(ExitCode.OK, bob.exitCode(), bob.out() + bob.err());
        Cli piped =
                atOnce(List.of("alice-secret", "/validate bob@example.com"), "--user", "alice", "--password-file", "-");
        assertEquals(ExitCode.OK, piped.exitCode(), piped.out() + piped.err());
        assertEquals(1, piped.events("validated").size(), piped.out());
    }

    @Test
    void aPasswordOnTheCommandLineIsRefusedAndNotRepeated() {
        for (String[] typed : List.of(new String[] {"--password", "hunter2"}, new String[] {"--password=hunter2"})) {
            Cli chat = chat(List.of("hello"), typed);
            assertEquals(ExitCode.USAGE, chat.exitCode(), chat.out() + chat.err());
            assertTrue(chat.err().contains("--password-file"), chat.err());
            assertFalse(chat.err().contains("hunter2"), chat.err());
        }
    }

    /** None of these addresses is asked for: whoever has no password is told before. */
    @Test
    void theSandboxsPasswordGoesToNoOtherPlace() {
        for (String url : List.of(
                "https://amm.example.com:8443",
                "https://127.0.0.1.example.com",
                "https://localhost.example.com",
                "https://127.example.com")) {
            for (List<String> login : List.of(List.<String>of(), List.of("--user", "alice"))) {
                List<String> args = new ArrayList<>(List.of("chat", "--backend", "amm", "--url", url, "--json"));
                args.addAll(login);
                Cli chat = Cli.run(List.of("hello"), args.toArray(new String[0]));
                assertEquals(ExitCode.USAGE, chat.exitCode(), url + chat.out() + chat.err());
                assertTrue(chat.err().contains(login.isEmpty() ? "--user" : "--password-file"), chat.err());
            }
        }
        Cli stranger = chat(List.of("hello"), "--user", "dave");
        assertEquals(ExitCode.USAGE, stranger.exitCode(), stranger.out() + stranger.err());
    }

    @Test
    void whoIsNotLetInIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "not-the-word");
        Cli chat = chat(List.of("hello"), "--user", "alice", "--password-file", file.toString());
        assertEquals(ExitCode.NOT_CONNECTED, chat.exitCode(), chat.out() + chat.err());
        assertTrue(chat.err().contains("does not let the user in"), chat.err());
        assertTrue(!chat.err().contains("not-the-word"), "it is a secret");
    }

    private List<String> stored() {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }

    /** Of those that wait for no answer. */
    private Cli atOnce(List<String> lines, String... further) {
        List<String> all = new ArrayList<>(List.of("--linger", "0"));
        all.addAll(List.of(further));
        return chat(lines, all.toArray(new String[0]));
    }

    private Cli chat(List<String> lines, String... further) {
        List<String> args =
                new ArrayList<>(List.of("chat", "--backend", "amm", "--url", sandbox.url(), "--json", "--rate", "0"));
        args.addAll(List.of(further));
        return Cli.run(lines, args.toArray(new String[0])).awaited();
    }
}
