package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code confab chat} at a guest chat. */
@Timeout(240)
class GuestChatTest {

    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().scenario(Scenario.ECHO).build());

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void linesAreSentAndTheConversationIsLeft() {
        Cli chat = chat(List.of("hello", "/typing", "/history", "/leave", "too late"));
        assertEquals(ExitCode.UNPROVED, chat.exitCode(), chat.out() + chat.err());
        assertEquals(List.of("hello"), chat.texts("sent"));
        assertEquals(List.of("too late"), chat.texts("failed"));
        assertEquals(1, chat.events("left").size(), chat.out());
        assertTrue(chat.events("history").get(0).get("startOfConversation").asBoolean(), chat.out());
        assertTrue(chat.out().contains("\"ReadOnly\""), chat.out());
        assertEquals(List.of("hello"), stored());
    }

    @Test
    void aStoreGoesOnWithTheConversation() {
        String store = folder.resolve("chat.db").toString();
        assertEquals(ExitCode.OK, chat(List.of("one"), "--store", store).exitCode());
        Cli second = chat(List.of("two"), "--store", store);
        assertEquals(ExitCode.OK, second.exitCode(), second.out() + second.err());
        assertEquals(List.of("one", "two"), stored());
        assertEquals(
                1,
                sandbox.messages().stream()
                        .map(StoredMessage::session)
                        .distinct()
                        .count());
    }

    @Test
    void thereIsNothingToSignInTo() {
        Cli chat = chat(List.of("/login code"));
        assertEquals(ExitCode.UNPROVED, chat.exitCode(), chat.out());
        assertFalse(chat.events("failed").isEmpty(), chat.out());
    }

    @Test
    void aQueueThatNobodyKnowsIsToldWithTheReason() {
        Cli chat = chat(List.of("hello"), "--queue", "Nobody");
        assertEquals(ExitCode.NOT_CONNECTED, chat.exitCode(), chat.out() + chat.err());
        assertTrue(chat.err().contains("name of the queue"), chat.err());
    }

    @Test
    void theTokenOfAKnownGuestReachesTheDeployment() {
        Cli chat = chat(List.of("hello"), "--member-token", "no.good.token");
        assertEquals(ExitCode.NOT_CONNECTED, chat.exitCode(), chat.out() + chat.err());
        assertTrue(chat.err().contains("The guest's token"), chat.err());
        assertFalse(chat.err().contains("no.good.token"), "it is a secret");
    }

    private List<String> stored() {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }

    private Cli chat(List<String> lines, String... further) {
        String[] args = new String[further.length + 8];
        List<String> fixed = List.of("chat", "--backend", "guestchat", "--url", sandbox.url(), "--json", "--rate", "0");
        for (int i = 0; i < args.length; i++) {
            args[i] = i < fixed.size() ? fixed.get(i) : further[i - fixed.size()];
        }
        return Cli.run(lines, args).awaited();
    }
}
