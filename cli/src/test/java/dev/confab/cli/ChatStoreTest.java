package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.cli.backend.Backend;
import dev.confab.cli.backend.Backends;
import dev.confab.cli.backend.ServiceChoice;
import dev.confab.cli.chat.SessionFile;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.SessionFault.DropBeforeStore;
import dev.confab.sandbox.fault.SessionFault.SuppressEcho;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.model.Draft;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatStoreTest extends ChatTest {

    @TempDir
    private Path folder;

    @Test
    void whatAnEarlierRunCouldNotProveIsSentOnceAndInOrder() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        assertEquals(ExitCode.OK, Cli.run(List.of("line 0"), keeping(sandbox)).exitCode());
        sandbox.faults().add(new DropBeforeStore());
        Cli first = Cli.run(numbered(1, 5), keeping(sandbox, "--timeout", "1"));
        assertEquals(ExitCode.UNPROVED, first.exitCode(), first.err());
        assertEquals(numbered(1, 5), first.texts("failed"));
        assertTrue(first.out().contains("It stays in the store"), first.out());
        assertEquals(numbered(0, 0), stored(sandbox));

        sandbox.faults().clear();
        Cli second = Cli.run(keeping(sandbox));
        assertEquals(ExitCode.OK, second.exitCode(), second.out() + second.err());
        assertTrue(second.out().startsWith("{\"event\":\"restored\",\"unproved\":5,\"draft\":null}\n"), second.out());
        assertEquals(numbered(1, 5), second.texts("sent"));
        assertEquals(numbered(0, 5), stored(sandbox));
        assertEquals(
                1,
                sandbox.messages().stream()
                        .map(StoredMessage::session)
                        .distinct()
                        .count());

        Cli third = Cli.run(List.of("line 6"), keeping(sandbox));
        assertEquals(ExitCode.OK, third.exitCode());
        assertFalse(third.out().contains("restored"), third.out());
        assertEquals(numbered(0, 6), stored(sandbox));
    }

    @Test
    void aMessageThatHadArrivedIsNotSentAgain() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        assertEquals(ExitCode.OK, Cli.run(List.of("line 0"), keeping(sandbox)).exitCode());
        sandbox.faults().add(new SuppressEcho());
        Cli first = Cli.run(numbered(1, 3), keeping(sandbox, "--timeout", "1"));
        assertEquals(ExitCode.UNPROVED, first.exitCode(), first.err());
        assertEquals(numbered(0, 1), stored(sandbox));

        sandbox.faults().clear();
        Cli second = Cli.run(numbered(4, 5), keeping(sandbox));
        assertEquals(ExitCode.OK, second.exitCode(), second.out() + second.err());
        assertEquals(numbered(1, 5), second.texts("sent"));
        assertEquals(numbered(0, 5), stored(sandbox));
    }

    @Test
    void restoredMessagesMayBeLateToo() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        sandbox.faults().add(new DropBeforeStore());
        assertEquals(
                ExitCode.UNPROVED,
                Cli.run(numbered(1, 2), keeping(sandbox, "--timeout", "1")).exitCode());
        Cli late = Cli.run(keeping(sandbox, "--timeout", "1"));
        assertEquals(ExitCode.UNPROVED, late.exitCode(), late.out() + late.err());
        assertEquals(numbered(1, 2), late.texts("failed"));
        sandbox.faults().clear();
        assertEquals(ExitCode.OK, Cli.run(keeping(sandbox)).exitCode());
        assertEquals(numbered(1, 2), stored(sandbox));
    }

    @Test
    void whatIsRefusedForGoodFailsOnce() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Cli first = Cli.run(List.of("x".repeat(5_000), "line 1"), keeping(sandbox));
        assertEquals(ExitCode.UNPROVED, first.exitCode());
        assertEquals(1, first.texts("failed").size());
        Cli second = Cli.run(keeping(sandbox));
        assertEquals(ExitCode.OK, second.exitCode(), second.out());
        assertEquals(numbered(1, 1), stored(sandbox));
    }

    @Test
    void theDraftIsShown() throws Exception {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Backend.Guest guest = Backends.find(Backends.DEFAULT)
                .orElseThrow()
                .guest(new ServiceChoice(
                        sandbox.url(),
                        null,
                        Deployment.DEFAULT_ID,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new Passwords(
                                null,
                                InputStream.nullInputStream(),
                                Map.of(),
                                question -> null,
                                IllegalStateException::new),
                        null,
                        (option, reason) -> new IllegalStateException(option + ": " + reason)));
        MessagingClientConfig.Builder config = MessagingClientConfig.builder();
        try (SessionFile session = SessionFile.open(file(), "webmessaging/127.0.0.1/" + Deployment.DEFAULT_ID)) {
            session.keep(guest, config);
            try (AsyncMessagingClient client = guest.talk(config.build()).client()) {
                client.setDraft(new Draft("half a sent")).join();
            }
        }
        Cli json = Cli.run(keeping(sandbox));
        assertEquals(ExitCode.OK, json.exitCode(), json.err());
        assertTrue(
                json.out().startsWith("{\"event\":\"restored\",\"unproved\":0,\"draft\":\"half a sent\"}\n"),
                json.out());
        Cli plain = Cli.run(chat(sandbox, "--linger", "0", "--store", file().toString()));
        assertEquals(ExitCode.OK, plain.exitCode(), plain.err());
        assertTrue(plain.out().contains("half a sent"), plain.out());
    }

    @Test
    void aStoreOfAnotherTokenIsTold() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        String[] one = keeping(sandbox, "--token", "token-of-one");
        assertEquals(ExitCode.OK, Cli.run(List.of("hello"), one).exitCode());
        assertEquals(ExitCode.OK, Cli.run(List.of("again"), one).exitCode());
        refused(keeping(sandbox, "--token", "token-of-two"), "--token", "session of another token");
        assertEquals(
                List.of("token-of-one", "token-of-one"),
                sandbox.messages().stream().map(StoredMessage::session).toList());
    }

    @Test
    void aStoreThatCannotBeUsedIsTold() throws Exception {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Path missing = folder.resolve("nowhere").resolve("chat.db");
        refused(chat(sandbox, "--store", missing.toString()), "--store", "nowhere");
        try (SessionFile other = SessionFile.open(file(), "another")) {
            assertTrue(other.restored().outbox().isEmpty());
            refused(keeping(sandbox), "--store", file().toString());
        }
        Files.writeString(file(), "this is no database, and long enough to be sure of it. ".repeat(100));
        refused(keeping(sandbox), "--store", file().toString());
    }

    private static void refused(String[] args, String... said) {
        Cli run = Cli.run(List.of("unsent"), args);
        assertEquals(ExitCode.USAGE, run.exitCode(), run.out() + run.err());
        assertEquals("", run.out());
        Stream.of(said).forEach(part -> assertTrue(run.err().contains(part), run.err()));
        assertFalse(run.err().contains("\tat "), run.err());
    }

    private Path file() {
        return folder.resolve("chat.db");
    }

    private String[] keeping(Sandbox sandbox, String... options) {
        String[] all = {"--json", "--rate", "0", "--linger", "0", "--store", file().toString()};
        return chat(sandbox, Stream.concat(Stream.of(all), Stream.of(options)).toArray(String[]::new));
    }
}
