package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code confab chat} where there are several conversations. */
@Timeout(120)
class AmmChatTest {

    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().scenario(Scenario.ECHO).build());

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
    void whoIsNotLetInIsTold() {
        Cli chat = chat(List.of("hello"), "--user", "alice", "--password", "not-the-word");
        assertEquals(ExitCode.NOT_CONNECTED, chat.exitCode(), chat.out() + chat.err());
        assertTrue(chat.err().contains("does not let the user in"), chat.err());
        assertTrue(!chat.err().contains("not-the-word"), "it is a secret");
    }

    private List<String> stored() {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }

    private Cli chat(List<String> lines, String... further) {
        List<String> args =
                new ArrayList<>(List.of("chat", "--backend", "amm", "--url", sandbox.url(), "--json", "--rate", "0"));
        args.addAll(List.of(further));
        return Cli.run(lines, args.toArray(new String[0])).awaited();
    }
}
